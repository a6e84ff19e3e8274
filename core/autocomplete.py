"""Choosing one of many rows by typing a part of its name, in place of a list with hundreds of options.

Without JavaScript the text goes along with the form: when one row fits, it is chosen; when several do, the form comes
back with them to choose among. With htmx the rows that fit appear as one types. `AutocompleteField` takes the place
of a ModelChoiceField::

    partner = AutocompleteField(label=_("Partner"), search=autocomplete.search_partners, lookup="partners:pick_partner")
    self.fields["partner"].queryset = Partner.objects.of_unit(unit)

``search`` gets the queryset and the text and gives the rows that fit, best first; ``suggestions`` (keys) are shown at
once.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

HITS = 12


class Picked(NamedTuple):
    """What a form sent: the key that was chosen, and the text that was typed."""

    key: str
    text: str


class AutocompleteWidget(forms.Widget):
    """A search box, and beneath it the rows to choose among."""

    template_name = "core/autocomplete/autocomplete.html"
    # Set by the field.
    options: Callable[[Iterable], list[tuple[str, str]]]
    hits: Callable[[str], list[tuple[str, str]]]
    suggestions: Iterable = ()
    lookup = ""

    def value_from_datadict(self, data, files, name):
        """Both parts; a plain key (a link, a test) is a choice too."""
        return Picked(data.get(name, ""), data.get(f"{name}-q", "").strip()[:80])

    def value_omitted_from_data(self, data, files, name):
        """Whether nothing of it was sent."""
        return name not in data and f"{name}-q" not in data

    def get_context(self, name, value, attrs):
        """What is chosen stands first, then what fits the text, or what is suggested."""
        context = super().get_context(name, None, attrs)
        key, text = value if isinstance(value, Picked) else (value, "")
        key = str(getattr(key, "pk", key) or "")
        rows = dict(self.options([key] if key else []))
        rows |= dict(self.hits(text)) if text else dict(self.options(self.suggestions))
        context |= {
            "text": text,
            "chosen": key if key in rows else "",
            "rows": [(pk, label) for pk, label in rows.items()][: HITS + 1],
            "url": reverse(self.lookup),
            "required": self.is_required,
        }
        return context

    def use_required_attribute(self, initial):
        """A row may be chosen with nothing typed; that one must be is said by the field."""
        return False

    def id_for_label(self, id_, index=None):
        """The label belongs to the search box."""
        return id_


class AutocompleteField(forms.ModelChoiceField):
    """One row of many. See the module."""

    widget = AutocompleteWidget

    def __init__(
        self,
        queryset: QuerySet | None = None,
        *,
        search: Callable[[QuerySet, str], QuerySet],
        lookup: str,
        label_of: Callable = str,
        **kwargs,
    ):
        self.search, self.lookup, self.label_of = search, lookup, label_of
        super().__init__(queryset, empty_label=None, **kwargs)
        self._bind()

    def __deepcopy__(self, memo):
        """Each form's widget asks its own form's field."""
        copied = super().__deepcopy__(memo)
        copied._bind()
        return copied

    def _bind(self) -> None:
        self.widget.hits, self.widget.options, self.widget.lookup = self.hits, self.rows_of, self.lookup

    def suggest(self, keys: Iterable) -> None:
        """Show these rows at once, before anything is typed."""
        self.widget.suggestions = list(keys)[:HITS]

    def hits(self, text: str) -> list[tuple[str, str]]:
        """The rows that fit the text, as ``(key, words)``."""
        return options_of(self.search(self.queryset.all(), text), self.label_of)

    def rows_of(self, keys: Iterable) -> list[tuple[str, str]]:
        """These rows, of those that may be chosen."""
        keys = [key for key in keys if str(key).isdecimal() and len(str(key)) < 18]
        return options_of(self.queryset.filter(pk__in=keys), self.label_of) if keys else []

    def clean(self, value):
        """The row. Raises ValidationError when nothing fits the text, or several rows do."""
        if not isinstance(value, Picked):
            return super().clean(value)
        if value.key or not value.text:
            return super().clean(value.key)
        found = self.hits(value.text)
        if not found:
            raise ValidationError(_("Nothing in the directory fits »%(text)s«."), params={"text": value.text})
        if len(found) > 1:
            raise ValidationError(_("Several fit. Choose one of them."))
        return super().clean(found[0][0])

    def has_changed(self, initial, data):
        """Whether another row is chosen."""
        key = data.key if isinstance(data, Picked) else data
        return super().has_changed(initial, key)


def options_of(rows: QuerySet, label_of: Callable = str) -> list[tuple[str, str]]:
    """``(key, words)`` of the first rows."""
    return [(str(row.pk), label_of(row)) for row in rows[:HITS]]
