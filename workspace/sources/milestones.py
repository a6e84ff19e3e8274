"""Milestones whose day has come, and those that could not be done and are asked about again."""

from datetime import date, timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.querysets import built_once
from plans.milestones.choices import CANNOT_YET_DAYS, MOVE_WORDS
from plans.milestones.rules import to_ask_again_q
from plans.models import DUE_STATUSES, Milestone, MilestoneStatus
from workspace.lines.line import Act, Task, post, quick
from workspace.lines.source import About, Told, told

MILESTONES_AHEAD = 30


def milestone_rows(about: About) -> QuerySet:
    """Milestones to be done whose day has come or comes within MILESTONES_AHEAD days."""
    return _come(about.today).filter(plan__case__among=about.cases)


@built_once
def _come(today: date) -> QuerySet:
    rows = Milestone.objects.filter(
        status__in=DUE_STATUSES, plan__closed_on=None, due_on__lte=today + timedelta(days=MILESTONES_AHEAD)
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


def cannot_rows(about: About) -> QuerySet:
    """What is asked about again by now."""
    return _to_ask_again(about.today).filter(plan__case__among=about.cases)


@built_once
def _to_ask_again(today: date) -> QuerySet:
    rows = Milestone.objects.filter(to_ask_again_q(today), plan__closed_on=None)
    columns = {"case_id": "plan__case_id", "day": "cannot_on", "key": "pk"}
    return told("cannot-yet", rows, what="own_words", more="cannot_because", **columns)


def cannot_tasks(about: About, rows: list[Told]) -> list[Task]:
    """A line each: can it be done now?"""
    return [
        Task(
            row.day + timedelta(days=CANNOT_YET_DAYS),
            "cannot-yet",
            about.cases[row.case_id],
            partial(cannot_words, row.what, row.more),
            "clock",
            partial(cannot_acts, row.key),
            ref=str(row.key),
            can_wait=False,  # to say that it still cannot be done gives it another month
        )
        for row in sorted(rows, key=lambda row: (row.day, row.key))
    ]


def cannot_words(words: str, because: str) -> str:
    """Which milestone, and why it could not be done."""
    return _("Can it be done now? %(words)s. It could not, because: %(why)s") % {
        "words": words,
        "why": because,
    }


def cannot_acts(pk) -> tuple[Act, ...]:
    """It can; or it still cannot, and why."""
    return (
        _move(pk, MilestoneStatus.CANNOT_YET, MilestoneStatus.PLANNED),
        quick(_("Still cannot be done"), "plans:milestone_cannot", pk),
    )


def milestone_acts(pk) -> tuple[Act, ...]:
    """Reached, or another day."""
    return (
        _move(pk, MilestoneStatus.PLANNED, MilestoneStatus.REACHED),
        quick(_("Move"), "plans:milestone_postpone", pk),
    )


def _move(pk, old: MilestoneStatus, new: MilestoneStatus) -> Act:
    return post(str(MOVE_WORDS[old, new]), "plans:milestone_move", pk, icon="check", status=new.value)
