"""Putting a line of Min dag off: until a day, for a reason; and taking that back.

What the law sets a limit for cannot be put off, and a milestone is not put off here but given another day,
which the plan keeps.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case
from core import clock
from core.kept import GivenIds, kept
from workspace.day.models import Postponement
from workspace.lines.line import Task

# Longer than this is no postponement but another decision.
MOST_DAYS = 92


@dataclass(slots=True)
class PutOff:
    """A line that is put off, and what was said about it."""

    task: Task
    row: Postponement


@kept
def holding(today: date) -> QuerySet[Postponement]:
    """What was put off in the cases and is not back yet."""
    rows = Postponement.objects.holding(today).filter(case__among=GivenIds("cases"))
    rows = rows.select_related("by").order_by("pk")
    return rows.only("case_id", "source", "due_on", "until_on", "reason", "by__name")


def part(tasks: list[Task], cases: Collection, today: date) -> tuple[list[Task], list[PutOff]]:
    """The lines that stand, and those that are put off; one query."""
    held_back = holding(today).ask(cases=cases) if cases else ()
    rows = {(row.case_id, row.source, row.due_on): row for row in held_back}
    if not rows:
        return tasks, []
    standing, away = [], []
    for task in tasks:
        row = None if task.statutory else rows.get((task.case.pk, task.source, task.due))
        if row is None:
            standing.append(task)
        else:
            away.append(PutOff(task, row))
    away.sort(key=lambda one: (one.row.until_on, one.row.pk))
    return standing, away


def latest(today: date) -> date:
    """The last day to which a line can be put off."""
    return today + timedelta(days=MOST_DAYS)


@transaction.atomic
def put_off(task: Task, *, by, until_on: date, reason: str, on: date | None = None) -> list[Postponement]:
    """Put the line off until ``until_on``, when it is back. Of a line made of two, both are put off.

    Raises ValidationError for what the law sets a limit for, for a day that is not ahead or too far, and
    without a reason.
    """
    on = on or clock.today()
    if task.statutory:
        raise ValidationError(_("The law sets this limit. It cannot be put off."))
    if not task.can_wait:
        raise ValidationError(_("This line is not put off here: give it another day where it belongs."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it can wait.")})
    if not on < until_on <= latest(on):
        raise ValidationError({"until_on": _("Choose a day after today, within three months.")})
    moment, made = clock.now(), []
    for line in task.parts or (task,):
        lines = Postponement.objects.filter(case_id=task.case.pk, source=line.source)
        lines.filter(ended_at=None).update(ended_at=moment)
        row = Postponement(
            case_id=task.case.pk,
            source=line.source,
            due_on=line.due,
            until_on=until_on,
            reason=reason.strip(),
            by=by,
            recorded_at=moment,
        )
        row.save(force_insert=True)
        made.append(row)
        trail.record(
            "day.put_off",
            by=by,
            case_id=task.case.pk,
            obj=row,
            changes={"line": line.source, "until": [line.due, until_on], "reason": reason.strip()},
        )
    return made


@transaction.atomic
def take_back(case: Case, row_ids, *, by) -> set[str]:
    """Let lines that were put off stand again; returns their sources. Those already back are passed over."""
    taken = set()
    for row in Postponement.objects.filter(case=case, pk__in=row_ids, ended_at=None):
        if Postponement.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now()):
            trail.record("day.taken_back", by=by, case_id=case.pk, obj=row, changes={"line": row.source})
            taken.add(row.source)
    return taken
