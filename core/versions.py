"""Saving without losing anybody's text: an integer version and a conditional UPDATE."""

import copy
from collections.abc import Iterable

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.choices import flatten_choices
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.fields import PhoneField, TidyForm
from core.phones import show_phone


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

    Carries the version that its writer read, and a fingerprint of what each field said then. When somebody else has
    saved since, what they changed and this writer did not is taken over without asking (``merged``). Where both changed
    the same field, ``conflict`` holds both texts for ``components/conflict.html``, and the form is not valid until its
    writer has seen them and saves again. A sender without fingerprints is taken to have changed every field.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4_000)

    conflict: list[dict] | None = None
    conflict_by = None  # who saved first, as far as the trail knows, and what the reader calls them
    conflict_who = ""
    row: models.Model | None = None  # what is edited, where the form has no instance
    theirs: tuple[str, ...] = ()  # the fields in which something else was saved meanwhile
    merged: tuple[
        str, ...
    ] = ()  # labels of the fields that somebody else changed meanwhile, and that are kept so
    unseen: tuple[str, ...] = ()  # fields whose texts are not put beside each other

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = getattr(self, "instance", None)
        if row is not None and row._state.adding:
            del self.fields["version"], self.fields["opened"]
            return
        if row is not None:
            self.initial["version"] = row.version
        self.initial["opened"] = self.fingerprints

    @property
    def expected(self) -> int:
        """The version that is to be saved over: the one that its writer read, or that their text was merged into."""
        return self.cleaned_data["version"]

    @property
    def compared(self) -> list[str]:
        """The fields that people fill in."""
        hidden = forms.HiddenInput
        return [name for name, field in self.fields.items() if not isinstance(field.widget, hidden)]

    def stands(self, current: models.Model, name: str):
        """What the row says of a field by now."""
        return getattr(current, name, self.get_initial_for_field(self.fields[name], name))

    def saved_by(self, case_id=None):
        """Who saved first, as the trail tells: of a young person's case with the given id, or of none."""
        row = self.row or getattr(self, "instance", None)
        if row is None:
            return None
        names = [self.recorded_as(name) for name in self.theirs or self.compared]
        events = apps.get_model("audit.AuditEvent").objects.filter(case_id=case_id, **self.recorded_of(row))
        last = events.filter(changes__has_any_keys=names).order_by("-at", "-pk").values("actor_id")[:1]
        return get_user_model()._base_manager.filter(pk__in=last).first()

    def known_as(self, by, reader) -> str:
        """What ``reader`` calls who saved first: never a name that they have no other way to see."""
        return by.known_as(reader)

    def recorded_as(self, name: str) -> str:
        """What the trail calls a field."""
        return name

    def recorded_of(self, row: models.Model) -> dict:
        """What the trail files changes of the row under."""
        return {"object_type": row._meta.label_lower, "object_id": str(row.pk)}

    def version_of(self, current: models.Model) -> int:
        """The version now seen."""
        return current.version

    def receipt(self, words, user, case_id=None) -> str:
        """What is said to ``user`` when it is saved: ``words``, and what was changed meanwhile, and by whom."""
        if not self.merged:
            return words
        by = self.saved_by(case_id)
        if by is None:
            said = _("Changed meanwhile: %(fields)s. That is kept too.")
        elif by == user:
            said = _("You changed this yourself in another window: %(fields)s. That is kept too.")
        else:
            said = _("%(by)s changed this meanwhile: %(fields)s. That is kept too.")
        fields = ", ".join(str(label) for label in self.merged)
        return f"{words} {said % {'by': by and self.known_as(by, user), 'fields': fields}}"

    def in_words(self, name: str, value):
        """A value as its reader knows it: the label of a choice, yes and no in words."""
        field = self.fields[name]
        if name in self.unseen:
            return _("Changed; not shown here")
        if isinstance(field, forms.BooleanField):
            return _("Yes") if value else _("No")
        if isinstance(field, PhoneField):
            return show_phone(value)
        if isinstance(field, forms.ModelChoiceField) and not isinstance(
            field, forms.ModelMultipleChoiceField
        ):
            rows = field.queryset.filter(**{field.to_field_name or "pk": field.prepare_value(value)})
            return rows.first() if value else ""
        if isinstance(field, forms.ChoiceField):
            labels = {str(key): label for key, label in flatten_choices(field.choices)}
            return ", ".join(str(labels.get(key, key)) for key in _plain(field, value))
        return value

    def fingerprints(self) -> str:
        """What each field says now, as one may send it along and compare, and not read it."""
        said = (f"{name}:{_fingerprint(name, self.fields[name], self._now(name))}" for name in self.compared)
        return " ".join(said)

    @property
    def changes_nothing(self) -> bool:
        """Whether a valid form says what stands there already."""
        said = ((name, self.fields[name], self.cleaned_data[name]) for name in self.compared)
        return all(_plain(field, value) == _plain(field, self._now(name)) for name, field, value in said)

    def is_valid(self) -> bool:
        """Whether it may be saved: what both changed has been seen by who saves."""
        return super().is_valid() and self.conflict is None

    def rebase(self, current: models.Model) -> None:
        """Somebody else saved ``current`` while this was being saved: merge into that, and let its writer look."""
        self.row = current
        if hasattr(self, "instance"):
            self.instance = current
            self.initial |= {name: self._now(name) for name in self.compared if name not in self.unseen}
        else:
            self.initial |= {name: self.stands(current, name) for name in self.compared}
        self.initial["version"] = self.version_of(current)
        self._merge()
        self._ask(self.conflict or [])

    @property
    def _version_now(self) -> int | None:
        """The version that the form was given."""
        if "version" in self.fields:
            return self.get_initial_for_field(self.fields["version"], "version")
        return None

    def _now(self, name: str):
        """What stands of a field, as the form was given it."""
        row = getattr(self, "instance", None)
        if row is not None and name in self._meta.fields:
            return row._meta.get_field(name).value_from_object(row)
        return self.get_initial_for_field(self.fields[name], name)

    def _clean_fields(self):
        super()._clean_fields()
        if self.cleaned_data.get("version", self._version_now) != self._version_now:
            self._merge()

    def _merge(self) -> None:
        """Take over what somebody else changed, and ask about what both did."""
        opened = dict(pair.partition(":")[::2] for pair in self.cleaned_data.get("opened", "").split())
        merged, both, theirs = [], [], []
        self.data = self.data.copy()
        for name in self.compared:
            if name not in self.cleaned_data:
                continue
            field, now, mine = self.fields[name], self._now(name), self.cleaned_data[name]
            was, there, here = (
                opened.get(name),
                *(_fingerprint(name, field, value) for value in (now, mine)),
            )
            if there in (here, was):
                continue
            theirs.append(name)
            if here == was and self._take(name, now):
                merged.append(field.label)
            else:
                said = {"theirs": self.in_words(name, now), "mine": self.in_words(name, mine)}
                both.append({"label": field.label, "field": name} | said)
        self.merged, self.theirs = tuple(merged), tuple(theirs)
        if both:
            self._ask(both)
        else:
            self.cleaned_data["version"] = self._version_now

    def _take(self, name: str, theirs) -> bool:
        """Let a field say what stands there, to who saves and to who looks again; whether the field allows it."""
        field, key = self.fields[name], self.add_prefix(name)
        several = isinstance(theirs, list)
        try:
            self.cleaned_data[name] = field.clean(
                _plain(field, theirs) if several else field.prepare_value(theirs)
            )
        except ValidationError:
            return False
        shown = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field, forms.BooleanField):
            self.data.pop(key, None)
            self.data.update({key: "on"} if theirs else {})  # a box without its mark sends nothing
        elif several and hasattr(self.data, "setlist"):
            self.data.setlist(key, _plain(field, theirs))
        else:
            self.data[key] = shown if several else field.widget.format_value(shown) or ""
        return True

    def _ask(self, both: list[dict]) -> None:
        """Put both texts in front of the writer, over the version now seen."""
        self.conflict = both
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = self._version_now
        self.data[self.add_prefix("opened")] = self.fingerprints()


def _plain(field: forms.Field, value) -> list[str]:
    """A value in one way of writing, whether it was typed or stands in the row; several of them in order."""
    if isinstance(field, forms.BooleanField):
        return [str(bool(value))]
    value = field.prepare_value(value)
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return sorted("" if one is None else str(one).replace("\r\n", "\n").strip() for one in several)


def _fingerprint(name: str, field: forms.Field, value) -> str:
    """Tells two values apart; keyed, so that a short one, such as a number, cannot be guessed from it."""
    return salted_hmac("core.versions", "\0".join([name, *_plain(field, value)])).hexdigest()[:16]


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
