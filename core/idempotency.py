"""The same form sent five times makes one row.

A form that creates something carries a hidden ``submit_key``. The key is claimed in the same transaction as
the row it makes; who comes second finds the key taken and is sent to what the first one made. A second sending that
says something else (the same draft open in two windows, or the browser's way back) is no repetition: `SaidOtherwise`
refuses it with its text in place, and it may be sent again.

The same words sent again from a page with a new key, as the browser's way back gives, are no repetition either, and
seldom meant: while what they became stands as it was made, `SaidBefore` asks once, and sent again it is done. The words
of a form have a key of their own for that; its row keeps what they became.
"""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from core.fields import TidyForm

# For so long somebody who saves the same words again is asked whether they mean it.
ASKED_WITHIN = timedelta(minutes=10)


class SubmitKey(models.Model):
    """A form that was sent, and where its sender was led; or the words of one, and what they became."""

    key = models.CharField(max_length=64, unique=True)
    user_id = models.BigIntegerField()
    # Of words, the row they became: its model and its key.
    location = models.CharField(max_length=500, blank=True)
    # A fingerprint of what was sent; of words, of the row as it was made.
    content = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    words: "SubmitKey | None" = None  # those of the form whose key this is


class AlreadySent(Exception):
    """This very form was sent before. ``location`` is where its sender was led then."""

    def __init__(self, location: str):
        self.location = location
        super().__init__(location)


class SaidOtherwise(ValidationError):
    """A form was sent before and said something else then. Its text is kept, under a key of its own: its sender is
    shown it and may save it as well.
    """


class SaidBefore(ValidationError):
    """The same was sent a moment ago from another page, and stands. Its text is kept, under a key that says that its
    sender was asked: sent again it is done.
    """


class SubmitKeyForm(TidyForm, forms.Form):
    """Mix-in: a form that makes a row once, however often it is sent."""

    submit_key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    made = None  # what the form made, once `core.acting.perform` has done what it asks

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submit_key"].initial = uuid.uuid4().hex


def claim(form: forms.BaseForm, *, by, location: str = "", about: Iterable | None = None) -> SubmitKey | None:
    """Claim the form's key inside the caller's transaction.

    Raises AlreadySent for a repetition, and SaidOtherwise for a second sending that says something else; the form then
    carries a new key. With ``about``, what the form is said about, SaidBefore for words that were saved a moment ago.
    `settle` the returned row once it is known what came of it.
    """
    key = form.cleaned_data.get("submit_key")
    if not key:
        return None
    location = location if len(location) <= SubmitKey._meta.get_field("location").max_length else ""
    try:
        with transaction.atomic():
            made = {"user_id": by.pk, "location": location, "content": _content(form)}
            claimed = SubmitKey.objects.create(key=f"{by.pk}:{key}"[:64], **made)
    except IntegrityError:
        earlier = SubmitKey.objects.filter(key=f"{by.pk}:{key}"[:64]).first()
        if earlier and earlier.content not in ("", _content(form)):
            _renew(form, uuid.uuid4().hex)
            words = _(
                "This form is saved already, from another window or before you went back, and said something else "
                "then. Look at what was saved. If this is to be saved as well, save it again."
            )
            raise SaidOtherwise(words) from None
        raise AlreadySent(earlier.location if earlier else location) from None
    if about is not None and _has_words(form):
        claimed.words = _claim_words(form, by, _said(form, about))
    return claimed


def drawn_with(key: str) -> str:
    """The key that a page was drawn with, of one that says behind a dash about which words its sender was asked."""
    return key.partition("-")[0]


def _claim_words(form: forms.BaseForm, by, said: str) -> SubmitKey:
    """The row of the form's words. Whoever sends the same at the same time waits for it."""
    found, new = SubmitKey.objects.select_for_update().get_or_create(
        key=f"{by.pk}:words-{said}"[:64], defaults={"user_id": by.pk}
    )
    key = form.cleaned_data["submit_key"]
    if new or key.endswith(f"-{said[:16]}") or found.at < clock.now() - ASKED_WITHIN or not _stands(found):
        found.at = clock.now()
        return found
    _renew(form, f"{drawn_with(key)}-{said[:16]}")
    time = date_format(found.at.astimezone(clock.COPENHAGEN), "TIME_FORMAT")
    words = _(
        "You wrote exactly this at %(time)s, and it is saved. If it is to stand twice, press the button again."
    )
    raise SaidBefore(words % {"time": time})


def _has_words(form: forms.BaseForm) -> bool:
    """Whether anything was written in it by hand."""
    texts = (name for name, field in form.fields.items() if isinstance(field, forms.CharField))
    return any(form.cleaned_data.get(name) for name in texts if not form.fields[name].widget.is_hidden)


def _said(form: forms.BaseForm, about: Iterable) -> str:
    """A fingerprint of what a form says, and about what: the same from whichever page it is sent."""
    names = [name for name in form.fields if not (name in _OF_THE_PAGE or name.endswith("seen"))]
    fields = [(name, *_values(form.data, form.add_prefix(name))) for name in names]
    files = sorted((name, _digest(file)) for name, many in _files(form) for file in many)
    said = [type(form).__qualname__, *sorted(fields), *files, *_named(about)]
    return salted_hmac("core.idempotency.words", repr(said)).hexdigest()


_OF_THE_PAGE = ("submit_key", "draft_key", "version", "opened", "next")


def _values(data, key: str) -> list[str]:
    values = data.getlist(key) if hasattr(data, "getlist") else [data.get(key) or ""]
    return [" ".join(str(value).split()) for value in values]


def _named(things: Iterable) -> Iterator[tuple]:
    """The rows among ``things``; one that is not saved yet by the rows it hangs on."""
    for one in things:
        if isinstance(one, (list, tuple)):
            yield from _named(one)
        elif isinstance(one, models.Model) and not one._state.adding:
            yield one._meta.label, str(one.pk)
        elif isinstance(one, models.Model):
            links = [field.attname for field in one._meta.concrete_fields if field.is_relation]
            yield one._meta.label, *(str(getattr(one, name)) for name in links)


def _stands(words: SubmitKey) -> bool:
    """Whether what the words became stands as it was made: not changed, taken back or removed since."""
    label, _space, pk = words.location.partition(" ")
    return bool(label) and words.content == _as_it_stands(apps.get_model(label), pk)


def _as_it_stands(model: type[models.Model], pk) -> str:
    row = model._base_manager.filter(pk=pk).values_list().first()
    return salted_hmac("core.idempotency.row", repr(row)).hexdigest() if row else ""


def _renew(form: forms.BaseForm, key: str) -> None:
    form.data = form.data.copy()
    form.data[form.add_prefix("submit_key")] = key


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


def settle(claimed: SubmitKey | None, location: str | None = None, made=None) -> None:
    """Remember where the sender is led, and what the form made."""
    if claimed is not None and location is not None:
        SubmitKey.objects.filter(pk=claimed.pk).update(location=location)
    if claimed is not None and (words := claimed.words) is not None:
        row = next(iter(made), None) if isinstance(made, (list, tuple)) else made
        is_row = isinstance(row, models.Model)
        words.location = f"{row._meta.label} {row.pk}" if is_row else ""
        words.content = _as_it_stands(type(row), row.pk) if is_row else ""
        words.save(update_fields=["location", "content", "at"])
