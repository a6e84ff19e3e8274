"""The next report as it would be if it were taken today: made for the page, and kept nowhere."""

from __future__ import annotations

from cases.models import Case
from core import clock
from reports.metrics.unit_metrics import UnitMetrics
from reports.schedules.models import What
from reports.schedules.reading import PERIODS
from reports.snapshots import pdf
from reports.snapshots.figures import guide_figures
from reports.snapshots.freezing import Freeze
from reports.snapshots.models import ReportSnapshot

Kind = ReportSnapshot.Kind


def of_unit(unit, what: str) -> ReportSnapshot:
    """The unit's report of the period that today lies in, as it would stand by today; not saved."""
    now, period = clock.now(), PERIODS[what].of(clock.today())
    options = {"kinds": (Kind.UNIT,), "by": None, "correct": False, "paper": False}
    freeze = Freeze(ReportSnapshot, unit, period, known=now, progress=None, guard=None, **options)
    return _unsaved(unit, Kind.UNIT, unit.pk, unit.name, period, freeze.of_unit())


def of_guide(unit, guide: int | None) -> tuple[ReportSnapshot | None, dict[int, str]]:
    """The report of one guide's cases of this month, as it would stand by today, and every guide who gets one; of the
    first, when none of them is asked for.
    """
    period = PERIODS[What.GUIDE_MONTH].of(clock.today())
    metrics = UnitMetrics(unit, period=period, known=clock.now(), cases=Case.objects.filter(unit=unit))
    guides = metrics.guides
    pk = guide if guide in guides else next(iter(guides), None)
    if pk is None:
        return None, guides
    figures = guide_figures(metrics, only=pk)[pk]
    return _unsaved(unit, Kind.GUIDE, pk, guides[pk], period, figures), guides


def before_of(report: ReportSnapshot) -> dict | None:
    """The figures of the period before: of the unit from its own history, of a guide from the report frozen then."""
    if report.kind != Kind.GUIDE:
        return pdf.before_of(report)
    same = ReportSnapshot.objects.of_period(report.unit, report.covers.previous)
    earlier = same.filter(kind=Kind.GUIDE, subject_id=report.subject_id).latest().light().first()
    return earlier and earlier.data


def _unsaved(unit, kind, subject, name, period, figures) -> ReportSnapshot:
    row = ReportSnapshot(
        unit=unit,
        kind=kind,
        subject_id=str(subject),
        subject_name=name,
        span=period.SPAN,
        period=period.first,
        as_of=clock.today(),
        known_on=clock.now(),
    )
    row.data = figures
    return row
