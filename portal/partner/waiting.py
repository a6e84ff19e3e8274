"""What waits for a partner: statements it is asked for, and its promises whose day has come."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from audit import trail
from cases.models import Case, Topic
from core.limits import limit
from intake.inquiries.rows import THINKING
from intake.models import Statement
from plans.models import Milestone

# Promises are told of so many days ahead.
AHEAD_DAYS = 14


@dataclass(frozen=True, slots=True)
class Promises:
    """How many of the partner's promises to one young person are late, and how many come soon; never which."""

    case: Case
    late: int
    soon: int


def statements_awaited(user):
    """What the user's department is asked and has not answered; nothing for anybody who no longer acts for it."""
    return Statement.objects.shown_to(user).awaited()


def statements_for(user, on: date) -> list[tuple[Statement, bool]]:
    """What the user's department is asked and has not answered, longest first, and whether it is late."""
    rows = statements_awaited(user).select_related("inquiry", "department")
    rows = list(rows.order_by("asked_on", "pk"))
    if rows:
        trail.record("statements.listed", by=user, changes={"statements": [row.pk for row in rows]})
    most = limit(THINKING, on=on)
    return [(row, row.waited(on) > most) for row in rows]


def promises_of(partner, covered: dict, on: date) -> list[Promises]:
    """The partner's open promises with a day within two weeks, by young person, late ones first; one query.

    Only where a basis in force covers the plan. What was promised is told on the page of the young person, which
    writes down that it was.
    """
    readable = {case.pk: case for case, topics in covered.items() if Topic.PLAN in topics}
    rows = Milestone.objects.due(on + timedelta(days=AHEAD_DAYS)).filter(
        plan__closed_on=None, plan__case__in=list(readable), contact__partner=partner
    )
    late, soon = Counter(), Counter()
    for milestone in rows.select_related("plan").order_by("due_on", "pk"):
        counted = late if milestone.is_overdue(on) else soon
        counted[milestone.plan.case_id] += 1
    found = [Promises(readable[pk], late[pk], soon[pk]) for pk in readable if late[pk] or soon[pk]]
    return sorted(found, key=lambda one: -one.late)
