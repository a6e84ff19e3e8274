"""The demo has a year of reports."""

from core import clock
from reports.models import ReportSnapshot
from reports.snapshots import demo


def test_the_demo_has_a_report_for_each_month(unit, caseload):
    assert demo.load(unit, months=3) == demo.load(unit, months=3) == 3
    rows = ReportSnapshot.objects.monthly().filter(kind="unit").order_by("period")
    assert [str(row.covers) for row in rows] == ["2026-08", "2026-09", "2026-10"]
    for row in rows:
        assert row.created_at == row.known_on == clock.at(row.covers.next.first, 0, 30)
    assert [h["key"] for h in rows.last().data["history"]] == ["2026-08", "2026-09", "2026-10"]


def test_the_demo_has_the_quarters_that_its_months_fill(unit, caseload):
    demo.load(unit, months=4)
    quarter = ReportSnapshot.objects.get(kind="unit", span="quarter")
    assert str(quarter.covers) == "2026-Q3"
    assert quarter.created_at == clock.at(quarter.covers.next.first, 0, 30)
