"""Frozen reports for the demo: those of the last months, taken on the day each became due."""

from django.utils.translation import override

from core import clock
from reports.periods.rules import Month
from reports.snapshots.models import ReportSnapshot


def load(unit, months: int = 12) -> int:
    """Take the unit's reports of the last `months` ended months, each at half past midnight on the first of the next.

    Goes with the demo's history, whose rows were recorded on the days they happened. Safe to run again: what is there
    stays. Returns how many months there now are.
    """
    last = Month.of(clock.today()).previous
    for month in last.up_to(months):
        with clock.travel(clock.at(month.next.first, 0, 30)), override("da"):
            ReportSnapshot.objects.take(unit, month)
    return ReportSnapshot.objects.filter(unit=unit, kind=ReportSnapshot.Kind.UNIT).count()
