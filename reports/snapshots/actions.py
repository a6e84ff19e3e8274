"""Ordering a month's reports, and which are due."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from reports.metrics.periods import Month
from reports.snapshots.models import ReportSnapshot

# The kind of job that takes a month's reports.
MONTH = "reports.month"


def due_months(unit) -> list[Month]:
    """The months whose report is missing: those that ended since the unit's last report, or else last month alone.

    Computed from what is there, so a clockwork that stood still loses nothing. A unit without cases owes none.
    """
    last_over = Month.of(clock.today()).previous
    there = ReportSnapshot.objects.filter(unit=unit, kind=ReportSnapshot.Kind.UNIT)
    newest = there.order_by("-period").values_list("period", flat=True).first()
    if newest is None:
        began = Case.objects.filter(unit=unit, opened_on__lte=last_over.last).exists()
        return [last_over] if began else []
    months, month = [], Month.of(newest).next
    while month <= last_over:
        months.append(month)
        month = month.next
    return months[-12:]


def order_month(unit, month: Month, *, by=None, correct: bool = False) -> Job:
    """Order the month's reports. Ordered twice while under way, it is the same job.

    What the figures rest on (the moment of knowledge) is settled here, so that a run that is taken over ends the same.
    """
    return jobs.enqueue(
        MONTH,
        owner=by,
        unit=unit,
        title=_("Status report for %(month)s") % {"month": date_format(month.first, "F Y")},
        args={"month": str(month), "known": clock.now().isoformat(), "correct": correct},
        unique_key=f"{MONTH}:{unit.pk}:{month}",
    )
