"""One sheet of a quarter for the council: nothing small, the same as the frozen report tells outside."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.council.page import HEADLINES, page_of
from reports.council.pdf import render_page
from reports.models import ReportSnapshot
from reports.periods.rules import Month, Quarter
from reports.snapshots.canonical import canonical
from reports.snapshots.outside import outside_figures
from tests.helpers.papers import errors_in


@pytest.fixture
def quarter(unit, caseload):
    for number in (7, 8, 9):
        ReportSnapshot.objects.take(unit, Month(2026, number), paper=False)
    return ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False)


def large(quarter, factor=40):
    """The same report of a unit so much larger that nothing is small."""
    data = quarter.data
    numbers = {key: value * factor + 40 for key, value in data["numbers"].items()}
    parts = ("covered", "waiting", "in_nothing", "contradictory", "unknown")
    numbers["in_unit"] = sum(numbers[key] for key in parts)
    months = [
        {
            key: value if key in ("key", "version") else (value or 0) * factor + 40
            for key, value in row.items()
        }
        for row in data["history"]
    ]
    for row in months:
        row["destinations_held"], row["destinations_three_months_ago"] = 20, 40
    made = data | {
        "numbers": numbers,
        "history": months,
        "before_outside": {"in_unit": numbers["in_unit"] - 7, "came": 3},
    }
    quarter.figures = canonical(made).decode()
    del quarter.data
    return quarter


def test_every_figure_is_the_outside_edition_and_none_is_small(quarter):
    told = outside_figures(quarter.data, quarter.covers)["numbers"]
    page = page_of(quarter)
    assert [one.key for one in page.headlines] == [key for key, _whole in HEADLINES] and len(
        page.headlines
    ) == 7
    for one in page.headlines:
        first = one.shown.split(" ")[0]
        assert (told[one.key] is None and one.shown == "vises ikke") or first == str(told[one.key])
    assert page.hidden


def test_of_a_large_unit_all_is_told_with_where_it_goes(quarter):
    page = page_of(large(quarter))
    said = {one.key: one for one in page.headlines}
    assert not page.hidden and page.chart
    assert said["in_unit"].trend == "7 flere end 2. kvartal 2026"
    assert said["covered"].shown.endswith(f"af {said['in_unit'].shown}")
    assert said["destinations_held"].shown == "60 af 120" and said["destinations_held"].trend == ""
    assert said["closed"].trend == "", "nothing was told of the quarter before"


@pytest.mark.paper
def test_it_is_one_tagged_sheet_without_a_guide(quarter, guide):
    for report in (quarter, large(quarter)):
        data = render_page(report)
        reader = PdfReader(BytesIO(data))
        assert len(reader.pages) == 1 and errors_in(data) == []
        text = reader.pages[0].extract_text()
        assert "3. kvartal 2026" in text and guide.name not in text
        assert render_page(report) == data


def test_it_is_the_leaders_and_not_of_a_month(as_leader, as_guide, unit, quarter):
    assert as_leader.get(f"/rapporter/{quarter.pk}/udvalg/")["Content-Type"] == "application/pdf"
    assert as_guide.get(f"/rapporter/{quarter.pk}/udvalg/").status_code == 403
    month = ReportSnapshot.objects.get(kind="unit", span="month", period=quarter.period)
    assert as_leader.get(f"/rapporter/{month.pk}/udvalg/").status_code == 404
    assert "udvalg/" in as_leader.get(quarter.get_absolute_url()).content.decode()
    assert "udvalg/" not in as_leader.get(month.get_absolute_url()).content.decode()
