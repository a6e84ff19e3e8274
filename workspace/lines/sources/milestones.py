"""Milestones whose day has come."""

from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.querysets import built_once
from plans.models import Milestone
from workspace.lines.line import Act, Task, post, quick
from workspace.lines.source import About, Told, told

MILESTONES_AHEAD = 30


def milestone_rows(about: About) -> QuerySet:
    """Open milestones whose day has come or comes within a month."""
    return _come(about.today).filter(plan__case__in=about.cases)


@built_once
def _come(today: date) -> QuerySet:
    rows = Milestone.objects.open().filter(
        plan__closed_on=None, due_on__lte=today + timedelta(days=MILESTONES_AHEAD)
    )
    return told("milestone", rows, case_id="plan__case_id", day="due_on", key="pk", what="own_words")


def milestone_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each."""
    return [
        Task(
            row.day,
            "milestone",
            about.cases[row.case_id],
            row.what,
            "flag",
            partial(milestone_acts, row.key),
            ref=str(row.key),
            can_wait=False,  # it has a day of its own, which the plan keeps
        )
        for row in sorted(rows, key=lambda row: (row.day, row.key))
    ]


def milestone_acts(pk) -> tuple[Act, ...]:
    """Reached, or another day."""
    return (
        post(_("Reached"), "plans:milestone_move", pk, icon="check", status="reached"),
        quick(_("Move"), "plans:milestone_postpone", pk),
    )
