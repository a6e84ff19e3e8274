"""The end of a case: what the leader is asked, what was sent back to the guide, and how it went some months after."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import carries_q
from accounts.users.models import CARRIERS
from cases.closing.actions import FOLLOW_UP_EARLY_DAYS, follow_up_day
from cases.models import Case, CloseReason, ClosingRequest, FollowUp
from core import clock
from core.querysets import built_once
from workspace.lines.line import Act, Task, go, send
from workspace.lines.source import About, Told, told

DECIDE_DAYS = 3


# What was not asked half a year after the last point in time is not asked any more.
LATEST_MONTHS = 18


def closing_rows(about: About) -> QuerySet:
    """For a leader the askings that wait in the unit; for a guide those that were sent back."""
    wanted = Q(case__among=about.cases)
    if about.user.is_leader:
        wanted |= Q(decision="", case__unit=about.user.unit_id)
    rows = ClosingRequest.objects.speaking().filter(wanted, case__closed_on=None)
    # What is not decided has nobody who decided it, nor a word from them.
    return told(
        "closing", rows, case_id="case_id", at="asked_at",
        then="decided_at", number="pk", who=Coalesce("decided_by__name", "asked_by__name"), what="reason", more="words",
    )  # fmt: skip


def closing_tasks(about: About, rows: list[Told]) -> list[Task]:
    """For a leader what is to be decided in the cases they may open; for a guide what the last asking came
    back with.
    """
    tasks, seen = [], set()
    for row in sorted(rows, key=lambda row: (row.at, row.number), reverse=True):
        if not about.is_open(row.case_id):
            continue
        case, waits = about.known(row.case_id), row.then is None
        if waits and about.user.is_leader:
            due = clock.local_date(row.at) + timedelta(days=DECIDE_DAYS)
            text = partial(asked_words, row.who, row.what)
            mine = (about.user.pk, about.user.name)
            tasks.append(Task(due, "closing", case, text, "check", decide_acts, can_wait=False, whose=mine))
        elif not waits and row.case_id not in seen and row.case_id in about.cases:
            text = partial(back_words, row.who, row.more)
            tasks.append(Task(clock.local_date(row.then), "closing-back", case, text, "left", back_acts))
        seen.add(row.case_id)
    return tasks


def asked_words(name: str, reason: str) -> str:
    """Who asks, and why."""
    return _("%(name)s asks to close: %(reason)s") % {"name": name, "reason": CloseReason(reason).label}


def decide_acts() -> tuple[Act, ...]:
    """Close, or send back."""
    return (go(_("Decide"), "plans:case_close"),)


def back_words(name: str, words: str) -> str:
    """What is missing."""
    return format_html("{} »{}«", _("%(name)s has sent the closing back:") % {"name": name}, words)


def back_acts() -> tuple[Act, ...]:
    """Ask again, or let the case go on."""
    return (go(_("Ask again"), "plans:closing_ask"), send(_("The case goes on"), "plans:closing_drop"))


def follow_up_rows(about: About) -> QuerySet:
    """Cases that the user closed with a destination, as long as they are looked back at; a leader has those whose
    guide carries no cases any more, or that have none.
    """
    own = Q(guide=about.user)
    if about.user.is_leader:
        # Over the unit, everybody's; on the leader's own day, those that no guide looks back at.
        own = Q() if about.over_unit else own | ~carries_q("guide__")
    return _closed_lately(about.today).filter(own, unit=about.user.unit_id)


@built_once
def _closed_lately(today: date) -> QuerySet:
    """Cases closed with a destination, as long as they are looked back at, and what was asked of them since."""
    soonest = follow_up_day(today + timedelta(days=FOLLOW_UP_EARLY_DAYS), -FollowUp.MONTHS[0])
    done = FollowUp.objects.filter(case=OuterRef("pk"), closed_on=OuterRef("closed_on"))
    return (
        Case.objects.filter(
            close_reason=CloseReason.DESTINATION,
            closed_on__gte=follow_up_day(today, -LATEST_MONTHS),
            closed_on__lte=soonest + timedelta(days=3),
        )
        .annotate(
            declined=Exists(done.filter(result=FollowUp.Result.DECLINED)),
            **{f"asked_{n}": Exists(done.filter(months=n)) for n in FollowUp.MONTHS},
        )
        .values_list(
            "closed_on", "pk", "declined", "guide_id", "guide__name", "guide__is_active", "guide__role",
            *(f"asked_{n}" for n in FollowUp.MONTHS),
        )
    )  # fmt: skip


def _to_ask(rows: list[tuple], today: date) -> Iterator[tuple[UUID, date, int, tuple[int, str] | None]]:
    """Of which cases to ask how it goes: ``(case id, closed on, months after, whose)``, those closed first before the
    others; nobody's, when no guide can.

    Only the latest point in time that has come is asked about: how it was half a year ago nobody can see any more.
    """
    near = today + timedelta(days=FOLLOW_UP_EARLY_DAYS)
    for closed_on, pk, declined, guide, name, is_active, role, *asked in sorted(
        rows, key=lambda row: row[:2]
    ):
        come = [n for n in FollowUp.MONTHS if follow_up_day(closed_on, n) <= near]
        if come and not declined and not asked[len(come) - 1]:
            yield pk, closed_on, come[-1], (guide, name) if is_active and role in CARRIERS else None


def looked_back_at(about: About, rows: list[tuple]) -> list[UUID]:
    """The closed cases that lines stand for."""
    return [pk for pk, *_rest in _to_ask(rows, about.today)]


def follow_up_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """Cases closed with a destination, 3, 6 and 12 months after."""
    return [
        Task(
            follow_up_day(closed_on, months),
            "follow-up",
            about.known(pk),
            partial(follow_up_words, months),
            "phone",
            partial(follow_up_acts, months),
            ref=f"{pk}-{months}",
            whose=whose or (about.user.pk, about.user.name),
        )
        for pk, closed_on, months, whose in _to_ask(rows, about.today)
        if about.is_open(pk)
    ]


def follow_up_words(months: int) -> str:
    """How long it is ago."""
    words = ngettext("How is it going %(n)s month after?", "How is it going %(n)s months after?", months)
    return words % {"n": months}


def follow_up_acts(months: int) -> tuple[Act, ...]:
    """What we learned."""
    return (go(_("Write how it goes"), "plans:follow_up", months),)
