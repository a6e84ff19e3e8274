"""Ordering a period's reports, and which are due."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.models import Case
from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from reports.periods.rules import Days, Month, Period, Quarter, Year
from reports.presentation.words import period_name
from reports.schedules.models import Schedule, What
from reports.schedules.rules import owed, owed_by_rhythm
from reports.snapshots.models import ReportSnapshot

# The kind of job that takes a period's reports.
TAKE = "reports.take"

Kind = ReportSnapshot.Kind
# What is decided about the unit's own report of each kind of period.
OF_UNIT = {Month: What.UNIT_MONTH, Quarter: What.UNIT_QUARTER, Year: What.UNIT_YEAR}


def due_periods(unit: Unit) -> list[Period]:
    """The periods whose report is missing, as the unit has them made, the months first.

    Computed from what is there, so what a clockwork that stood still has missed is made, up to the latest twelve of a
    kind. A quarter waits for its months, on which it builds. A unit without cases owes none.
    """
    schedules = Schedule.objects.of(unit)
    months = _due(unit, Month, schedules)
    longer = [] if months else [*_due(unit, Quarter, schedules), *_due(unit, Year, schedules)]
    return [*months, *longer, *_due_statuses(unit, schedules[What.CASE])]


def _due(unit, kind, schedules) -> list:
    """The periods of one kind that owe a report of the unit."""
    schedule = schedules[OF_UNIT[kind]]
    if not schedule.made:
        return []
    there = ReportSnapshot.objects.filter(unit=unit, kind=Kind.UNIT, span=kind.SPAN)
    newest = there.order_by("-period").values_list("period", flat=True).first()
    found = owed(kind, newest=newest, from_on=schedule.from_on, today=clock.today())
    cases = Case.objects.filter(unit=unit)
    return [period for period in found if newest or cases.filter(opened_on__lte=period.last).exists()]


def _due_statuses(unit, schedule: Schedule) -> list[Days]:
    """The stretches of a rhythm of its own that owe a status of the young people who had a case in them."""
    if not schedule.made or schedule.with_the_month:
        return []
    there = ReportSnapshot.objects.filter(unit=unit, kind=Kind.CASE, span=Days.SPAN)
    newest = there.order_by("-as_of").values_list("as_of", flat=True).first()
    rhythm = (schedule.from_on, schedule.every, schedule.step)
    found = owed_by_rhythm(*rhythm, newest=newest, today=clock.today())
    return [part for part in found if _had_cases(unit, part)]


def _had_cases(unit, part: Period) -> bool:
    alive = Q(closed_on=None) | Q(closed_on__gte=part.first)
    return Case.objects.filter(alive, unit=unit, opened_on__lte=part.last).exists()


def kinds_made(unit: Unit, period: Period, *, correct: bool) -> list[str]:
    """Whom reports of the period are made about, as the unit has decided; a correction is of those that are there,
    too.
    """
    schedules, kinds = Schedule.objects.of(unit), []
    if isinstance(period, Days):
        return [Kind.CASE]
    kinds.append(Kind.UNIT)
    if not isinstance(period, Month):
        kinds += [Kind.PROGRAMME, Kind.PARTNERSHIP]
    else:
        if schedules[What.GUIDE_MONTH].holds_for(period.first):
            kinds.append(Kind.GUIDE)
        if schedules[What.CASE].goes_with(period):
            kinds.append(Kind.CASE)
    if correct:
        there = ReportSnapshot.objects.of_period(unit, period).order_by().values_list("kind", flat=True)
        kinds += sorted(set(there.distinct()) - set(kinds))
    return [str(kind) for kind in kinds]


def _known(unit: Unit, period: Period) -> dt.datetime:
    """What the figures rest on: now; of a quarter or a year what its last month's report rests on, so that both say the
    same of their common last day.
    """
    if isinstance(period, Quarter | Year):
        rows = ReportSnapshot.objects.of_period(unit, Month.of(period.last)).filter(kind=Kind.UNIT)
        last = rows.latest().values_list("known_on", flat=True).first()
        return last or clock.now()
    return clock.now()


def order_report(unit: Unit, period: Period, *, by=None, correct: bool = False) -> Job:
    """Order the period's reports. Ordered twice while under way, it is the same job.

    What the figures rest on (the moment of knowledge), and whom they are made about, is settled here, so that a run
    that is taken over ends the same.
    """
    return jobs.enqueue(
        TAKE,
        owner=by,
        unit=unit,
        title=_("Status report for %(month)s") % {"month": period_name(period)},
        args={
            "period": str(period),
            "kinds": kinds_made(unit, period, correct=correct),
            "known": (clock.now() if correct else _known(unit, period)).isoformat(),
            "correct": correct,
        },
        unique_key=f"{TAKE}:{unit.pk}:{period}",
    )
