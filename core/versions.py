"""Saving without losing anybody's text: an integer version and a conditional UPDATE."""

import copy
from collections.abc import Iterable

from django import forms
from django.db import models
from django.db.models import F
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _

from core.fields import TidyForm


class Conflict(Exception):
    """Somebody else saved first. ``current`` is the row as it now stands."""

    def __init__(self, current: models.Model):
        self.current = current
        super().__init__(f"{current._meta.label} {current.pk} has moved on to version {current.version}")


class Versioned(models.Model):
    """A row that is edited by people and therefore counts its versions."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def save_versioned(obj: Versioned, expected_version: int, fields: Iterable[str]) -> None:
    """Save ``fields`` of ``obj`` if it still is at ``expected_version``, in one UPDATE.

    Raises Conflict when somebody else was first; nothing is written then.
    """
    values = {name: getattr(obj, name) for name in fields}
    rows = type(obj)._base_manager.filter(pk=obj.pk, version=expected_version)
    if not rows.update(version=F("version") + 1, **values):
        raise Conflict(type(obj)._base_manager.get(pk=obj.pk))
    obj.version = expected_version + 1


class VersionedForm(TidyForm, forms.Form):
    """Mix-in: an edit of a row that others may edit meanwhile.

    Carries the version that its writer read. When somebody else saved first, `rebase` keeps what was typed and puts the
    form over the version now seen: ``conflict`` then holds both texts of every field in which the two differ, for
    ``components/conflict.html``.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)

    conflict: list[dict] | None = None
    conflict_by = None  # who saved first
    unseen: tuple[str, ...] = ()  # fields whose texts are not put beside each other
    merges = False  # whether the form remembers what each field said when it was opened (`keep_opened`)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = getattr(self, "instance", None)
        if row is None:
            return
        if row._state.adding:
            del self.fields["version"]
        else:
            self.initial["version"] = row.version

    @property
    def expected(self) -> int:
        """The version that the writer read."""
        return self.cleaned_data["version"]

    @property
    def compared(self) -> list[str]:
        """The fields whose texts are put beside each other."""
        names = self._meta.fields if hasattr(self, "_meta") else self.fields
        return [name for name in names if name in self.fields and name not in ("version", *self.unseen)]

    def stands(self, current: models.Model, name: str):
        """What the row says of a field by now."""
        return getattr(current, name)

    def saved_by(self, current: models.Model):
        """Who saved it, where the row remembers."""
        return

    def version_of(self, current: models.Model) -> int:
        """The version now seen."""
        return current.version

    def in_words(self, name: str, value):
        """A value as its reader knows it: the label of a choice, yes and no in words."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return dict(flatten_choices(field.choices)).get(value, value)
        return value

    def rebase(self, current: models.Model) -> None:
        """Somebody else saved ``current`` first: keep both texts, and let what was typed be saved over it."""
        touched = self.changed_data if self.merges else list(self.fields)
        self.conflict = []
        for name in self.compared:
            theirs, mine = self.stands(current, name), self.cleaned_data.get(name)
            if name in touched and (theirs or "") != (mine or ""):
                both = {"theirs": self.in_words(name, theirs), "mine": self.in_words(name, mine)}
                self.conflict.append({"label": self.fields[name].label} | both)
        self.conflict_by = self.saved_by(current)
        self.data = self.data.copy()
        if self.merges:
            self._take_theirs(current, touched)
        self.data[self.add_prefix("version")] = self.version_of(current)

    def keep_opened(self) -> None:
        """Send along what each field said when the form was opened; crispy draws the hidden inputs beside their fields.

        When somebody else saves meanwhile, what this writer did not touch is then the other's, and no old value comes
        back.
        """
        for field in self.fields.values():
            field.show_hidden_initial = not isinstance(field.widget, forms.HiddenInput)

    def _take_theirs(self, current: models.Model, touched: list[str]) -> None:
        for bound in type(self)(instance=current).visible_fields():
            value = self.data[bound.html_initial_name] = bound.value()
            if bound.name in touched:
                continue
            self.data[bound.html_name] = value
            if value is False:  # a box without its mark sends nothing
                del self.data[bound.html_name]


class UntouchedModelForm(TidyForm, forms.ModelForm):
    """A model form that leaves its instance alone, so that the page of a refused form still says what stands there.

    ``edited`` is a copy with what was typed, checked as the model asks.
    """

    def _post_clean(self):
        """Build and check the copy."""
        row = self.instance
        self.instance = copy.copy(row)
        super()._post_clean()
        self.edited, self.instance = self.instance, row

    @property
    def values(self) -> dict:
        """What is to be written."""
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}

    @property
    def before(self) -> dict:
        """What stands there of the same fields."""
        return {name: getattr(self.instance, name) for name in self.values}
