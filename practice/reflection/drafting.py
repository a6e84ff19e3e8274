"""What is being written at an occasion with names, kept on the server until it is sent; `static/kui/kui.js` sends it.

The same bargain as of a case's drafts: each window has its own key, and when two write under one, the second goes on
under a new one, so that neither text is lost.
"""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from practice.reflection.models import Prompt, ReflectionDraft

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a text: when it was kept, under which key and revision; ``elsewhere``: another window went on."""

    at: str
    key: str
    revision: int
    elsewhere: bool = False


def restore(form, station, user) -> None:
    """Let the texts of a station's form be kept as one types, and put back what ``user`` left behind; one query."""
    newest: dict[int, ReflectionDraft] = {}
    if not form.is_bound:
        rows = ReflectionDraft.objects.filter(prompt__station=station, user=user).order_by("-saved_at", "-pk")
        found = list(rows)
        newest = {row.prompt_id: row for row in found if row.key == found[0].key}
        if found:
            form.initial["submit_key"] = found[0].key
    form.restored = bool(newest)
    for prompt in form.prompts:
        draft, name = newest.get(prompt.pk), form.name_of(prompt)
        if draft:
            form.initial[name] = draft.text
        form.fields[name].widget.attrs |= _attributes(station, prompt, draft)


def _attributes(station, prompt: Prompt, draft: ReflectionDraft | None) -> dict:
    return {
        "data-draft": reverse("practice:reflection_draft", args=[station.occasion_id, station.pk]),
        "data-form": str(prompt.pk),
        "data-revision": draft.revision if draft else 0,
        "data-told": "draft-told",
        "data-unkept": _("Not saved just now. Your text stands here, and it is tried again."),
        "data-refused": _("Not saved as a draft. Your text stands here: copy it before you leave the page."),
        "data-ended": _(
            "Not saved: you are signed out. Your text stands here. Sign in again in the new window, and go on here."
        ),
    }


def keep(prompt: Prompt, user, text: str, *, key: str, revision: int) -> Kept:
    """Keep what ``user`` is typing to a question, or forget it when nothing is left. Only its writer sees it."""
    at = date_format(clock.now().astimezone(clock.COPENHAGEN), "TIME_FORMAT")
    text = text.replace("\x00", "")[:LONGEST]
    mine = ReflectionDraft.objects.filter(prompt=prompt, user=user, key=key)
    if not text.strip():
        mine.delete()
        return Kept(at, key, 0)
    there, new = mine.first(), {"text": text, "saved_at": clock.now()}
    if there is None or there.revision == revision or there.text == text:
        number = revision + 1
        mine.update_or_create(prompt=prompt, user=user, key=key, defaults=new | {"revision": number})
        return Kept(at, key, number)
    other = uuid.uuid4().hex
    ReflectionDraft.objects.create(prompt=prompt, user=user, key=other, **new)
    return Kept(at, other, 1, elsewhere=True)


def drop(station, user, key: str) -> None:
    """What was sent needs no draft any more."""
    ReflectionDraft.objects.filter(prompt__station=station, user=user, key=key).delete()
