"""What the filters of every list have in common: a ``FilterSet`` of django-filter, whose form draws controls and chips.

A room's ``filters.py`` declares one `ListFilterSet`: a filter for each parameter of its address, and ``sort`` where the
list has orders. What makes no sense in an address is not in force; nothing of it becomes an error. Say ``label`` and
``empty_label`` of each: django-filter's own are in English.
"""

from functools import cached_property

from django import forms
from django_filters import FilterSet, filters

from core.fields import TidyForm


class FilterForm(TidyForm, forms.Form):
    """The form of a list's filters."""


class StandingFilter(filters.ChoiceFilter):
    """A choice that narrows though nothing is chosen, as "All open" does: ``method`` is called with ``""`` then."""

    def __init__(self, *args, method: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.of_standing = method

    def filter(self, rows, value):
        """The rows that stand so."""
        return getattr(self.parent, self.of_standing)(rows, self.field_name, value or "")


class TickFilter(filters.Filter):
    """A box: ticked, or not in force."""

    field_class = forms.BooleanField


class Ordering(filters.OrderingFilter):
    """The order of a list: a key of its set's ``orders``. It has no control; the headings of the table change it."""

    def __init__(self):
        super().__init__(label="", empty_label=None, widget=forms.HiddenInput)

    @property
    def field(self) -> forms.Field:
        """Takes the keys of the set's orders and nothing else."""
        self.extra["choices"] = [(key, key) for key in self.parent.orders]
        return super().field

    def filter(self, rows, value):
        """The rows in the order that is asked for, or in the list's own."""
        return self.parent.in_order(rows, self.parent.order or self.parent.own_order)


class Rows(list):
    """Rows that Python computes, where django-filter asks for a queryset."""

    model = None

    def all(self) -> "Rows":
        """The same rows."""
        return self


class ListFilterSet(FilterSet):
    """The filters of a list: `qs` is ``rows`` narrowed and in order. What Python computes is given to `narrow`."""

    class Meta:
        form = FilterForm

    # Key of the address → what `order_by` takes, down to a unique column; and the key that holds until one is chosen.
    orders: dict[str, tuple] = {}
    own_order = ""
    # What stands behind "More filters" until it is in force.
    folded: tuple[str, ...] = ()

    def __init__(self, data, rows=None, *, request=None):
        super().__init__(data, Rows() if rows is None else rows, request=request)

    def get_form_class(self) -> type[forms.Form]:
        """The form, in the look's own classes."""
        form = super().get_form_class()
        for field in form.base_fields.values():
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", css)
        return form

    @cached_property
    def asked(self) -> dict:
        """What the address asks of each parameter; what makes no sense is left out."""
        # An error would mark a control as wrong, where nothing says why and nothing needs to be put right.
        self.form.errors.clear()
        return self.form.cleaned_data

    @cached_property
    def chosen(self) -> dict:
        """The filters in force and what they ask for, by name; the order is none of them."""
        return {name: value for name, value in self.asked.items() if value and name != "sort"}

    @cached_property
    def order(self) -> str:
        """The order that the address asks for, or ""; several at once are none."""
        keys = self.asked.get("sort") or [""]
        return keys[0] if len(keys) == 1 else ""

    def narrow(self, rows, *names: str):
        """``rows``, a queryset or a list, as the filters ``names`` have it; without names, as all have it."""
        for name, one in self.filters.items():
            if not names or name in names:
                rows = one.filter(rows, self.asked.get(name))
        return rows

    def filter_queryset(self, queryset):
        """What `qs` is."""
        return self.narrow(queryset)

    def in_order(self, rows, key: str):
        """``rows`` in the order ``key`` of ``orders``."""
        return rows.order_by(*self.orders[key])

    def words_of(self, name: str, value) -> str:
        """What the chip of a filter in force says."""
        field = self.form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return str(value)
        return str(dict(field.choices)[value]) if isinstance(field, forms.ChoiceField) else f"»{value}«"

    @cached_property
    def chips(self) -> list[tuple]:
        """``(parameter, value, words)`` of each filter in force, for ``{% filter_chips %}``."""
        return [
            (name, getattr(value, "pk", value), self.words_of(name, value))
            for name, value in self.chosen.items()
        ]

    def in_the_open(self) -> list[forms.BoundField]:
        """The controls that stand in the open."""
        return [field for field in self.form.visible_fields() if field.name not in self.folded]

    def behind_more(self) -> list[forms.BoundField]:
        """The controls behind "More filters"."""
        return [field for field in self.form.visible_fields() if field.name in self.folded]

    def is_unfolded(self) -> bool:
        """Whether something behind "More filters" is in force."""
        return any(name in self.chosen for name in self.folded)
