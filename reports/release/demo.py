"""Released figures for the demo: those of the last three months, as the leader releases them when a month is over."""

from accounts.models import User
from core import clock
from reports.periods.rules import Month
from reports.release.actions import release_figures
from reports.release.models import Release
from reports.snapshots.models import ReportSnapshot


def load(leader: User, months: int = 3) -> None:
    """Release the unit's figures, the oldest first."""
    for month in Month.of(clock.today()).previous.up_to(months):
        rows = ReportSnapshot.objects.of_period(leader.unit, month).filter(kind=ReportSnapshot.Kind.UNIT)
        for report in rows.latest().light():
            with clock.travel(clock.at(month.next.first, 10, 0)):
                release_figures(report, Release.Kind.EDITION, by=leader)
