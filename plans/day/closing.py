"""The end of a case: what the leader is asked, what was sent back to the guide, and how it went some months after."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import FOLLOW_UP_EARLY_DAYS, follow_up_day
from cases.models import Case, CloseReason, ClosingRequest, FollowUp
from cases.querysets import Relation
from cases.rows import LIST_COLUMNS
from core import clock
from plans.day.line import Act, Task, go, send

DECIDE_DAYS = 3
# What was not asked half a year after the last point in time is not asked any more.
LATEST_MONTHS = 18


def closing_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """For a leader the askings that wait in the unit; for a guide those that were sent back; one query."""
    wanted = Q(decision__in=("", ClosingRequest.Decision.SENT_BACK), case__in=list(cases))
    if user.is_leader:
        wanted |= Q(decision="", case__in=Case.objects.visible_to(user).open().values("pk"))
    rows = ClosingRequest.objects.filter(wanted, case__closed_on=None).select_related(
        "case__person", "case__guide", "case__cover", "asked_by", "decided_by"
    )
    tasks, told = [], set()
    for row in rows.order_by("-asked_at", "-pk"):
        case = cases.get(row.case_id, row.case)
        if row.waits and user.is_leader:
            due = clock.local_date(row.asked_at) + timedelta(days=DECIDE_DAYS)
            tasks.append(
                Task(due, "closing", case, partial(asked_words, row), "check", decide_acts, can_wait=False)
            )
        elif not row.waits and row.case_id not in told and row.case_id in cases:
            due = clock.local_date(row.decided_at)
            tasks.append(Task(due, "closing-back", case, partial(back_words, row), "left", back_acts))
        told.add(row.case_id)
    return tasks


def asked_words(row: ClosingRequest) -> str:
    """Who asks, and why."""
    return _("%(name)s asks to close: %(reason)s") % {
        "name": row.asked_by.name,
        "reason": row.get_reason_display(),
    }


def decide_acts() -> tuple[Act, ...]:
    """Close, or send back."""
    return (go(_("Decide"), "luk/"),)


def back_words(row: ClosingRequest) -> str:
    """What is missing."""
    return format_html(
        "{} »{}«",
        _("%(name)s has sent the closing back:") % {"name": row.decided_by.name},
        row.words,
    )


def back_acts() -> tuple[Act, ...]:
    """Ask again, or let the case go on."""
    return (go(_("Ask again"), "afslut/"), send(_("The case goes on"), "afslut/fortsaet/"))


def follow_up_tasks(cases: dict, unit, today: date, user) -> list[Task]:
    """Cases one closed with a destination, 3, 6 and 12 months after; a leader has those of guides who left. One query.

    Only the latest point in time that has come is asked about: how it was half a year ago nobody can see any more.
    """
    own = Q(guide=user)
    if user.is_leader:
        # Over the unit, everybody's; on the leader's own day, those whose guide has left.
        over_unit = any(getattr(case, "relation", Relation.OWN) != Relation.OWN for case in cases.values())
        own = Q() if over_unit else own | Q(guide__is_active=False)
    rows = Case.objects.visible_to(user).filter(
        own,
        close_reason=CloseReason.DESTINATION,
        closed_on__gte=follow_up_day(today, -LATEST_MONTHS),
        closed_on__lte=follow_up_day(today + timedelta(days=FOLLOW_UP_EARLY_DAYS), -FollowUp.MONTHS[0])
        + timedelta(days=3),
    )
    done = FollowUp.objects.filter(case=OuterRef("pk"), closed_on=OuterRef("closed_on"))
    rows = rows.annotate(**{f"asked_{n}": Exists(done.filter(months=n)) for n in FollowUp.MONTHS})
    rows = rows.annotate(declined=Exists(done.filter(result=FollowUp.Result.DECLINED)))
    rows = rows.select_related("person", "guide", "cover").only(*LIST_COLUMNS, "opened_on", "cover__name")
    tasks, near = [], today + timedelta(days=FOLLOW_UP_EARLY_DAYS)
    for case in rows.order_by("closed_on", "pk"):
        come = [n for n in FollowUp.MONTHS if follow_up_day(case.closed_on, n) <= near]
        if come and not case.declined and not getattr(case, f"asked_{come[-1]}"):
            due = follow_up_day(case.closed_on, come[-1])
            words, acts = partial(follow_up_words, come[-1]), partial(follow_up_acts, come[-1])
            tasks.append(Task(due, "follow-up", case, words, "phone", acts, ref=f"{case.pk}-{come[-1]}"))
    return tasks


def follow_up_words(months: int) -> str:
    """How long it is ago."""
    words = ngettext("How does it go %(n)s month after?", "How does it go %(n)s months after?", months)
    return words % {"n": months}


def follow_up_acts(months: int) -> tuple[Act, ...]:
    """What we learned."""
    return (go(_("Write how it goes"), f"opfoelgning/{months}/"),)
