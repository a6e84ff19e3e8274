"""Frozen reports for the demo: those of the last months, taken on the day each became due, and their quarters."""

from django.utils.translation import override

from core import clock
from reports.periods.rules import Month, Period, Quarter
from reports.snapshots.models import ReportSnapshot


def load(unit, months: int = 12) -> int:
    """Take the unit's reports of the last `months` ended months, each at half past midnight on the first of the next,
    and of the quarters that they fill.

    Goes with the demo's history, whose rows were recorded on the days they happened. Safe to run again: what is there
    stays. Returns how many months there now are.
    """
    last = Month.of(clock.today()).previous
    taken = last.up_to(months)
    for month in taken:
        _take(unit, month)
        quarter = Quarter.of(month.first)
        if month == quarter.last_month and quarter.start in taken:
            _take(unit, quarter)
    return ReportSnapshot.objects.monthly().filter(unit=unit, kind=ReportSnapshot.Kind.UNIT).count()


def _take(unit, period: Period) -> None:
    after = period.next.first
    with clock.travel(clock.at(after, 0, 30)), override("da"):
        ReportSnapshot.objects.take(unit, period)
