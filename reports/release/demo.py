"""Released figures for the demo: those of the last months and of the last two quarters, when each was over."""

from accounts.models import User
from core import clock
from reports.periods.rules import CalendarPeriod, Month, Quarter
from reports.release.actions import release_figures
from reports.release.models import Release
from reports.snapshots.models import ReportSnapshot


def load(leader: User, months: int = 3) -> None:
    """Release the unit's figures, the oldest first, and of a quarter after its months."""
    quarter = Quarter.of(Month.of(clock.today()).first).previous
    _release(leader, quarter.previous, at=11)
    for month in Month.of(clock.today()).previous.up_to(months):
        _release(leader, month, at=10)
        if month == quarter.last_month:
            _release(leader, quarter, at=11)


def _release(leader: User, period: CalendarPeriod, *, at: int) -> None:
    rows = ReportSnapshot.objects.of_period(leader.unit, period).filter(kind=ReportSnapshot.Kind.UNIT)
    for report in rows.latest().light():
        with clock.travel(clock.at(period.next.first, at, 0)):
            release_figures(report, Release.Kind.EDITION, by=leader)
