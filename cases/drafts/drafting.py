"""What somebody is still writing on a case: kept on the server for every long text, and put back until it is sent.

A view wraps its form in `restore` when it shows it, and calls `drop` when it has been sent; or calls `follow` once,
before it answers. The script in
``kui.js`` sends what is typed to ``cases:draft_save``; only its writer ever sees it.

Each window has its own draft, under the key of its form: the form's ``submit_key``, or else its ``draft_key``. A form
that takes a draft up goes on under the draft's key, so that the same text sent from two windows is one note. When two
windows write under one key, the second gets a key of its own, and is told: both texts are kept.
"""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.drafts.models import Draft
from core import clock
from core.idempotency import drawn_with
from core.versions import VersionedForm

if TYPE_CHECKING:
    from cases.casefile.models import Case

TEXT_LENGTH = 20_000
KEYS = ("submit_key", "draft_key")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text: the time of day it was kept at, under which key and revision, and whether that key is
    new because another window went on with the draft or has sent it (``elsewhere``).
    """

    at: str
    key: str
    revision: int
    elsewhere: bool = False


def restore(form: forms.BaseForm, case: "Case", user, name: str) -> forms.BaseForm:
    """Let the long texts of ``form`` be kept as one types, and put back what ``user`` left behind.

    One query. Sets ``form.restored`` to the newest draft, if one was put back, and ``form.other_drafts`` to those that
    other windows hold. ``name`` tells forms apart, a row's id included where there are several.
    """
    form.restored, form.other_drafts = None, []
    long_ones = [key for key, field in form.fields.items() if isinstance(field.widget, forms.Textarea)]
    keys = {f"{name}.{key}": key for key in long_ones}
    if "submit_key" not in form.fields:
        form.fields["draft_key"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
        form.fields["draft_key"].initial = uuid.uuid4().hex
    rows = list(Draft.objects.filter(case=case, user=user, form__in=keys).order_by("-saved_at", "-pk"))
    if form.is_bound:
        rows = [row for row in rows if row.key == key_of(form)]
    elif rows:
        _put_back(form, rows, keys)
    revisions = {row.form: row.revision for row in rows if row.key == key_of(form)}
    for key in long_ones:
        form.fields[key].widget.attrs |= _attributes(case, f"{name}.{key}", revisions)
    return form


def _attributes(case, name: str, revisions: dict) -> dict:
    """What the script needs to know of a long text, and the words it says when it could not be kept."""
    return {
        "data-draft": reverse("cases:draft_save", args=[case.pk]),
        "data-form": name,
        "data-revision": revisions.get(name, 0),
        "data-told": "draft-told",
        "data-unkept": _("Not saved just now. Your text stands here, and it is tried again."),
        "data-refused": _("Not saved as a draft. Your text stands here: copy it before you leave the page."),
        "data-ended": _(
            "Not saved: you are signed out. Your text stands here. Sign in again in the new window, and go on here."
        ),
    }


def key_of(form: forms.BaseForm) -> str:
    """The key under which the form's drafts are kept."""
    name = next((name for name in KEYS if name in form.fields), "")
    if form.is_bound:
        return drawn_with(form.data.get(form.add_prefix(name), "")[:64])
    return form.get_initial_for_field(form.fields[name], name) or ""


def _put_back(form, rows: list[Draft], keys: dict[str, str]) -> None:
    """Put the newest draft back, over the version it was written over."""
    stands = {
        row.pk: form.get_initial_for_field(form.fields[keys[row.form]], keys[row.form]) or "" for row in rows
    }
    news = [row for row in rows if row.text != stands[row.pk]]
    if not news:
        return
    key, form.restored = news[0].key, news[0].saved_at
    name = next(name for name in KEYS if name in form.fields)
    if key:
        form.initial[name] = key
    if isinstance(form, VersionedForm) and news[0].over:
        form.initial["version"], _space, form.initial["opened"] = news[0].over.partition(" ")
    elif isinstance(form, VersionedForm):
        form.initial["opened"] = form.fingerprints()
    for row in news:
        if row.key == key:
            form.initial[keys[row.form]] = row.text
        else:
            form.other_drafts.append(row)


def keep(case: "Case", user, form: str, text: str, *, key: str, revision: int, over: str = "") -> Kept:
    """Keep what ``user`` is typing in ``form``, or forget it when nothing is left. Only its writer sees it.

    ``revision`` is what the window kept last under ``key`` (0: nothing yet). At most 20,000 signs are kept.
    """
    at = date_format(clock.now().astimezone(clock.COPENHAGEN), "TIME_FORMAT")
    # PostgreSQL keeps no NUL; a form field refuses it, a draft has none.
    text = text.replace("\x00", "")[:TEXT_LENGTH]
    mine = Draft.objects.filter(case=case, user=user, form=form, key=key)
    if not text.strip():
        mine.filter(revision=revision or 1).delete()
        return Kept(at, key, 0)
    new = {"text": text, "saved_at": clock.now(), "over": over}
    if not key:  # a page from before windows had keys
        Draft.objects.update_or_create(case=case, user=user, form=form, key="", defaults=new)
        return Kept(at, "", 0)
    if revision and mine.filter(revision=revision).update(revision=F("revision") + 1, **new):
        return Kept(at, key, revision + 1)
    there = mine.first()
    if there is not None and there.text == text:  # an answer that never came back, and is asked for again
        return Kept(at, key, there.revision)
    if there is None and not revision:
        try:
            with transaction.atomic():
                Draft.objects.create(case=case, user=user, form=form, key=key, **new)
        except IntegrityError:  # another window was faster by a hair, or this one's own call before
            if (there := mine.first()) is not None and there.text == text:
                return Kept(at, key, there.revision)
        else:
            return Kept(at, key, 1)
    key = uuid.uuid4().hex
    Draft.objects.create(case=case, user=user, form=form, key=key, **new)
    return Kept(at, key, 1, elsewhere=True)


def follow(form: forms.BaseForm, case: "Case", user, name: str) -> None:
    """Let the long texts of a form be kept until it has done what it asks (`core.acting.perform`), and no longer."""
    act = drop if getattr(form, "done", False) else restore
    act(form, case, user, name)


def drop(form: forms.BaseForm, case: "Case", user, name: str) -> None:
    """The form was sent: its drafts have done their work. What other windows hold stays."""
    keys = {key_of(form), ""}
    Draft.objects.filter(case=case, user=user, form__startswith=f"{name}.", key__in=keys).delete()
