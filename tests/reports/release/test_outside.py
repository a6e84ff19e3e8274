"""What stays inside the unit, whatever is released."""

from reports.metrics.definitions.destinations import LASTING
from reports.models import Release, ReportSnapshot
from reports.periods.rules import Month
from reports.release.actions import prepared
from reports.release.models import source_of
from reports.release.outside import tables_of

OCTOBER = Month(2026, 10)


def test_whether_they_held_for_longer_and_what_they_are_in_stay_inside(unit, caseload):
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    released = prepared(report, Release.Kind.EDITION)
    shown = {name for table in released.tables.values() for name in table.shown}
    longer = {key for months in (6, 12) for key in LASTING[months]}
    assert longer <= set(report.data["numbers"]) and not longer & shown
    # Apart, the few who were reopened would follow by subtraction.
    assert not {"new", "reopened", "opening"} & shown and "came" in shown
    assert not any(group.startswith("activity") for group in source_of(report).counts)


def test_nothing_is_by_guide(unit, caseload):
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    words = " ".join(
        str(cell)
        for table in tables_of(prepared(report, Release.Kind.EDITION))
        for row in table.rows
        for cell in row
    )
    assert "Gitte" in report.figures and "Gitte" not in words and "Kim" not in words
    assert "vises ikke" in words
