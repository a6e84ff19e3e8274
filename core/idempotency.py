"""The same form sent five times makes one row.

A form that creates something carries a hidden ``submit_key``. The key is claimed in the same transaction as
the row it makes; who comes second finds the key taken and is sent to what the first one made. A second sending that
says something else (the same draft open in two windows, or the browser's way back) is no repetition: `SaidOtherwise`
refuses it with its text in place, and it may be sent again.
"""

import hashlib
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core import clock
from core.fields import TidyForm


class SubmitKey(models.Model):
    """A form that was sent, and where its sender was led."""

    key = models.CharField(max_length=64, unique=True)
    user_id = models.BigIntegerField()
    location = models.CharField(max_length=500, blank=True)
    content = models.CharField(max_length=64, blank=True, default="")  # a fingerprint of what was sent
    at = models.DateTimeField(default=clock.now)


class AlreadySent(Exception):
    """This very form was sent before. ``location`` is where its sender was led then."""

    def __init__(self, location: str):
        self.location = location
        super().__init__(location)


class SaidOtherwise(ValidationError):
    """A form was sent before and said something else then. Its text is kept, under a key of its own: its sender is
    shown it and may save it as well.
    """


class SubmitKeyForm(TidyForm, forms.Form):
    """Mix-in: a form that makes a row once, however often it is sent."""

    submit_key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    made = None  # what the form made, once `core.acting.perform` has done what it asks

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submit_key"].initial = uuid.uuid4().hex


def claim(form: forms.BaseForm, *, by, location: str = "") -> SubmitKey | None:
    """Claim the form's key inside the caller's transaction.

    Raises AlreadySent for a repetition, and SaidOtherwise for a second sending that says something else; the form then
    carries a new key. Set the returned row's ``location`` with `settle` once it is known.
    """
    key = form.cleaned_data.get("submit_key")
    if not key:
        return None
    location = location if len(location) <= SubmitKey._meta.get_field("location").max_length else ""
    try:
        with transaction.atomic():
            made = {"user_id": by.pk, "location": location, "content": _content(form)}
            return SubmitKey.objects.create(key=f"{by.pk}:{key}"[:64], **made)
    except IntegrityError:
        earlier = SubmitKey.objects.filter(key=f"{by.pk}:{key}"[:64]).first()
        if earlier and earlier.content not in ("", _content(form)):
            _renew(form)
            words = _(
                "This form is saved already, from another window or before you went back, and said something else "
                "then. Look at what was saved. If this is to be saved as well, save it again."
            )
            raise SaidOtherwise(words) from None
        raise AlreadySent(earlier.location if earlier else location) from None


def _renew(form: forms.BaseForm) -> None:
    form.data = form.data.copy()
    form.data[form.add_prefix("submit_key")] = uuid.uuid4().hex


def _content(form: forms.BaseForm) -> str:
    """A fingerprint of what was sent, whichever fields the form has by now."""
    said = form.data.lists() if hasattr(form.data, "lists") else form.data.items()
    key = form.add_prefix("submit_key")
    fields = sorted(
        (name, str(value)) for name, value in said if name not in (key, "csrfmiddlewaretoken", "next")
    )
    files = sorted((name, _digest(file)) for name, many in _files(form) for file in many)
    return salted_hmac("core.idempotency", repr(fields + files)).hexdigest()


def _files(form: forms.BaseForm):
    return form.files.lists() if hasattr(form.files, "lists") else ((n, [f]) for n, f in form.files.items())


def _digest(file) -> str:
    """Tells two files apart by what is in them, whatever they are called."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return f"{file.name} {digest.hexdigest()}"


def repeated(form: forms.BaseForm, *, by) -> str | None:
    """Where this very form led when it was sent before, saying the same; else None.

    Of two clicks the second may be refused for what the first one did: a name that is taken by now.
    """
    key = form.data.get(form.add_prefix("submit_key"))
    earlier = SubmitKey.objects.filter(key=f"{by.pk}:{key}"[:64]).first() if key else None
    return earlier.location if earlier and earlier.content in ("", _content(form)) else None


def settle(claimed: SubmitKey | None, location: str) -> None:
    """Remember where the sender is led."""
    if claimed:
        SubmitKey.objects.filter(pk=claimed.pk).update(location=location)
