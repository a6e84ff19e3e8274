"""Milestones whose day has come, and those that could not be done and are asked about again."""

from datetime import date, timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.querysets import built_once
from plans.milestones.choices import CANNOT_YET_DAYS
from plans.milestones.rules import to_ask_again_q
from plans.models import DUE_STATUSES, Milestone
from workspace.lines.line import Act, Task, post, quick
from workspace.lines.source import About

MILESTONES_AHEAD = 30


def milestone_rows(about: About) -> QuerySet:
    """Milestones to be done whose day has come or comes within a month, and what could not be done a month ago."""
    return _come(about.today).filter(plan__case__in=about.cases)


@built_once
def _come(today: date) -> QuerySet:
    come = Q(status__in=DUE_STATUSES, due_on__lte=today + timedelta(days=MILESTONES_AHEAD))
    rows = Milestone.objects.filter(come | to_ask_again_q(today), plan__closed_on=None)
    return rows.order_by().values_list(
        "plan__case_id", "due_on", "pk", "own_words", "cannot_on", "cannot_because"
    )


def milestone_tasks(about: About, rows: list[tuple]) -> list[Task]:
    """A line each."""
    return [
        asked_again(about, case_id, pk, words, cannot_on, because)
        if cannot_on
        else Task(
            due,
            "milestone",
            about.cases[case_id],
            words,
            "flag",
            partial(milestone_acts, pk),
            ref=str(pk),
            can_wait=False,  # it has a day of its own, which the plan keeps
        )
        for case_id, due, pk, words, cannot_on, because in sorted(
            rows, key=lambda row: (row[4] or row[1], row[2])
        )
    ]


def asked_again(about: About, case_id, pk, words: str, cannot_on: date, because: str) -> Task:
    """What could not be done a month ago: can it now?"""
    return Task(
        cannot_on + timedelta(days=CANNOT_YET_DAYS),
        "cannot-yet",
        about.cases[case_id],
        partial(cannot_words, words, because),
        "clock",
        partial(cannot_acts, pk),
        ref=str(pk),
        can_wait=False,  # to say that it still cannot be done gives it another month
    )


def cannot_words(words: str, because: str) -> str:
    """Which milestone, and why it could not be done."""
    return _("Can it be done now? %(words)s. It could not, because: %(why)s") % {
        "words": words,
        "why": because,
    }


def cannot_acts(pk) -> tuple[Act, ...]:
    """It can; or it still cannot, and why."""
    return (
        post(_("It can be done now"), "plans:milestone_move", pk, icon="check", status="planned"),
        quick(_("Still cannot be done"), "plans:milestone_cannot", pk),
    )


def milestone_acts(pk) -> tuple[Act, ...]:
    """Reached, or another day."""
    return (
        post(_("Reached"), "plans:milestone_move", pk, icon="check", status="reached"),
        quick(_("Move"), "plans:milestone_postpone", pk),
    )
