"""The same form sent five times makes one row.

A form that creates something carries a hidden ``submit_key``. The key is claimed in the same transaction as
the row it makes; who comes second finds the key taken and is sent to what the first one made. A second sending that
says something else (the same draft open in two windows, or the browser's way back) is no repetition:
`core.acting.perform` refuses it with its text in place, and it may be sent again.
"""

import uuid

from django import forms
from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac

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
    """This very form was sent before. ``location`` is where its sender was led then; ``otherwise``, whether it said
    something else.
    """

    def __init__(self, location: str, *, otherwise: bool = False):
        self.location, self.otherwise = location, otherwise
        super().__init__(location)


class SubmitKeyForm(TidyForm, forms.Form):
    """Mix-in: a form that makes a row once, however often it is sent."""

    submit_key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    made = None  # what the form made, once `core.acting.perform` has done what it asks

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submit_key"].initial = uuid.uuid4().hex


def claim(form: forms.BaseForm, *, by, location: str = "") -> SubmitKey | None:
    """Claim the form's key inside the caller's transaction; raises AlreadySent for a repetition.

    Set the returned row's ``location`` with `settle` once it is known.
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
        otherwise = bool(earlier) and earlier.content not in ("", _content(form))
        raise AlreadySent(earlier.location if earlier else location, otherwise=otherwise) from None


def renew(form: forms.BaseForm) -> None:
    """Give a form that is to be sent once more a key of its own."""
    form.data = form.data.copy()
    form.data[form.add_prefix("submit_key")] = uuid.uuid4().hex


def _content(form: forms.BaseForm) -> str:
    """A fingerprint of what was sent, whichever fields the form has by now."""
    said = form.data.lists() if hasattr(form.data, "lists") else form.data.items()
    key = form.add_prefix("submit_key")
    fields = sorted(
        (name, str(value)) for name, value in said if name not in (key, "csrfmiddlewaretoken", "next")
    )
    return salted_hmac("core.idempotency", repr(fields)).hexdigest()


def was_sent(form: forms.BaseForm, *, by) -> bool:
    """Whether this very form was sent before: of two clicks the second may be refused for the row that the
    first made.
    """
    key = form.data.get("submit_key")
    return bool(key) and SubmitKey.objects.filter(key=f"{by.pk}:{key}"[:64]).exists()


def settle(claimed: SubmitKey | None, location: str) -> None:
    """Remember where the sender is led."""
    if claimed:
        SubmitKey.objects.filter(pk=claimed.pk).update(location=location)
