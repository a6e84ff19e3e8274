"""The conversation about a part of the plan: everybody's remarks in the order of days, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.models import Case
from core import clock
from participation.conversation.actions import about
from participation.conversation.models import Remark, Voice
from plans.models import Goal, Milestone, PromiseQuestion, PromiseReport


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that was said. ``voice`` is staff, youth or partner; ``how`` in words, for what was told."""

    on: date
    at: datetime
    voice: str
    who: str
    text: str
    how: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """How much was said about a part, and how much of it no professional has read."""

    count: int = 0
    unread: int = 0


def thread_of(part: Goal | Milestone, *, partners: bool = True) -> list[Turn]:
    """What was said about the part, the first first; about a milestone, what its partner answered and reported too.

    At most three queries.
    """
    case = part.plan.case
    rows = Remark.objects.filter(**about(part)).select_related("by")
    turns = [_said(row, case) for row in rows]
    if partners and isinstance(part, Milestone):
        turns += _of_partners(part)
    return sorted(turns, key=lambda turn: (turn.on, turn.at))


def _said(row: Remark, case: Case) -> Turn:
    if not row.is_theirs:
        return Turn(row.said_on, row.recorded_at, row.voice, row.by.name, row.text, unread=row.is_unread)
    how = row.get_how_display()
    return Turn(
        row.said_on, row.recorded_at, row.voice, case.person.called, row.text, str(how), row.is_unread
    )


def _of_partners(milestone: Milestone) -> Iterable[Turn]:
    """What the partner said, where partners say it: its reports, and its answers to what it was asked."""
    for row in (
        PromiseReport.objects.filter(milestone=milestone).exclude(words="").select_related("by", "partner")
    ):
        yield Turn(row.happened_on, row.at, "partner", f"{row.by.name}, {row.partner.name}", row.words)
    asked = PromiseQuestion.objects.filter(milestone=milestone).exclude(answered_at=None)
    for row in asked.select_related("answered_by", "partner"):
        who, day = f"{row.answered_by.name}, {row.partner.name}", clock.local_date(row.answered_at)
        yield Turn(day, row.answered_at, "partner", who, row.answer, _("answered what it was asked"))


def marks_of(case: Case) -> dict[tuple, Mark]:
    """How much was said about each part of the case's plans: by ``(goal id, milestone id)``; one query."""
    rows = Remark.objects.filter(case=case).order_by().values("goal_id", "milestone_id")
    unread = Count("pk", filter=Q(voice=Voice.YOUTH, read_at=None))
    found = rows.annotate(count=Count("pk"), unread=unread)
    return {(row["goal_id"], row["milestone_id"]): Mark(row["count"], row["unread"]) for row in found}
