"""Colleagues named in a note by ``@initials``. The text itself says who was meant: there is no second list to keep."""

import re
from collections.abc import Iterable

from accounts.models import User
from cases.access.models import NamedAccess
from cases.casefile.models import Case
from cases.notes.models import Mention, Note
from core import clock

MENTION = re.compile(r"(?<![\w@.])@([^\W\d_]\w{0,9})\b")


def initials_in(text: str) -> set[str]:
    """The initials that stand after an @, folded; an e-mail address mentions nobody."""
    return {found.casefold() for found in MENTION.findall(text)}


def colleagues(case: Case, by) -> list[User]:
    """Who may be mentioned on the case: active guides and leaders of its unit with initials, but for ``by``.

    On a shielded case only those who may open it: a mention would tell the others that it exists.
    """
    rows = User.objects.carriers(case.unit_id).exclude(initials="").exclude(pk=by.pk)
    if case.shielded:
        named = NamedAccess.objects.filter(case=case).values("user_id")
        cover = case.cover_id if case.is_covered() else None
        carriers = [pk for pk in (case.guide_id, case.deputy_id, cover) if pk]
        rows = rows.filter(pk__in=carriers) | rows.filter(pk__in=named)
    return list(rows)


def with_mentions_added(text: str, picked: Iterable[User]) -> str:
    """The text with those picked from the list written into it, unless it names them already."""
    there = initials_in(text)
    missing = [f"@{user.initials}" for user in picked if user.initials.casefold() not in there]
    return f"{text.rstrip()}\n\n{' '.join(missing)}" if missing else text


def record_mentions(note: Note, *, by) -> list[User]:
    """Write down whom the note's text mentions, in the caller's transaction; those no longer named go. Returns them."""
    wanted = initials_in(note.text)
    if not wanted and note.edited_at is None:
        return []
    meant = [user for user in colleagues(note.case, by) if user.initials.casefold() in wanted]
    rows = Mention.objects.filter(note=note)
    rows.exclude(user__in=meant).delete()
    known = set(rows.values_list("user_id", flat=True))
    Mention.objects.bulk_create(
        Mention(note=note, case_id=note.case_id, user=user, by=by, made_at=clock.now())
        for user in meant
        if user.pk not in known
    )
    return meant
