"""Milestones whose day has come."""

from datetime import timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from plans.models import Milestone
from workspace.day.line import Act, Task, post, quick
from workspace.day.source import About

MILESTONES_AHEAD = 30


def milestone_rows(about: About) -> QuerySet:
    """Open milestones whose day has come or comes within a month."""
    until = about.today + timedelta(days=MILESTONES_AHEAD)
    rows = Milestone.objects.open().filter(
        plan__closed_on=None, plan__case__in=about.cases, due_on__lte=until
    )
    return rows.values_list("due_on", "pk", "plan__case_id", "own_words")


def milestone_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line each."""
    return [
        Task(
            due,
            "milestone",
            about.cases[case_id],
            words,
            "flag",
            partial(milestone_acts, pk),
            ref=str(pk),
            can_wait=False,  # it has a day of its own, which the plan keeps
        )
        for due, pk, case_id, words in sorted(rows)
    ]


def milestone_acts(pk) -> tuple[Act, ...]:
    """Reached, or another day."""
    return (
        post(_("Reached"), "plans:milestone_move", pk, icon="check", status="reached"),
        quick(_("Move"), "plans:milestone_postpone", pk),
    )
