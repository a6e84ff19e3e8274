"""Saving without losing anybody's text: an integer version and a conditional UPDATE."""

from collections.abc import Iterable

from django import forms
from django.db import models
from django.db.models import F


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


class VersionForm(forms.Form):
    """Mix-in: carries the version that the user read."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class UntouchedModelForm(forms.ModelForm):
    """A model form that leaves its instance alone: the verb sets it, so that a conflict still knows what stood there."""

    def _post_clean(self):
        """Nothing: no instance is built."""

    @property
    def values(self) -> dict:
        """What the verb is to write."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}
