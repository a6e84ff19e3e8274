"""One sheet of a quarter for the council: what was released, and nothing else."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from reports.council.page import HEADLINES, page_of
from reports.council.pdf import render_page
from reports.models import Release, ReportSnapshot
from reports.periods.rules import Month, Quarter
from reports.release.actions import release_figures
from reports.release.outside import numbers_of
from tests.helpers import factories
from tests.helpers.papers import errors_in
from tests.helpers.released import figures, frozen, over

EDITION = Release.Kind.EDITION


@pytest.fixture
def quarter(unit, caseload, leader):
    """A small unit's quarter, released."""
    for number in (7, 8, 9):
        ReportSnapshot.objects.take(unit, Month(2026, number), paper=False)
    report = ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False)
    return release_figures(report, EDITION, by=leader)


@pytest.fixture
def large(unit, leader):
    """Two quarters of a large unit, released."""
    made = []
    for number, more in ((2, 0), (3, 7)):
        first = Month(2026, 3 * number - 2)
        data = [figures((210 + more, 20, 30, 25, 15), came=12 + more, destinations={"eud": 9, "job": 8})] * 3
        report = frozen(unit, over(data, first), Quarter(2026, number))
        made.append(release_figures(report, EDITION, by=leader))
    return made


def test_every_figure_is_the_released_one_and_none_is_small(quarter):
    told, page = numbers_of(quarter.released), page_of(quarter)
    assert [one.key for one in page.headlines] == [key for key, _whole in HEADLINES] and len(
        page.headlines
    ) == 7
    for one in page.headlines:
        first = one.shown.split(" ")[0]
        assert (told[one.key] is None and one.shown == "vises ikke") or first == str(told[one.key])
    assert "vises ikke" in {one.shown for one in page.headlines} and not page.chart


def test_of_a_large_unit_all_is_told_with_where_it_goes(large):
    page = page_of(large[1])
    said = {one.key: one for one in page.headlines}
    assert said["in_unit"].trend == "7 flere end 2. kvartal 2026"
    assert said["covered"].shown == "217 af 307"
    assert said["came"].shown == "57" and said["came"].trend == "21 flere end 2. kvartal 2026"
    assert said["closed"].trend == "som i 2. kvartal 2026"
    assert said["destinations"].shown == "51"
    assert said["destinations_held"].shown == "24 af 42" and said["destinations_held"].trend == ""
    assert "300" in page.chart and "307" in page.chart
    assert page_of(large[0]).chart == "" and page_of(large[0]).headlines[0].trend == ""


def test_what_is_released_later_changes_no_sheet(large, unit, leader):
    before = page_of(large[1])
    frozen_later = frozen(unit, over([figures()] * 3, Month(2026, 1)), Quarter(2026, 1))
    with clock.travel(clock.now() + timedelta(hours=1)):
        release_figures(frozen_later, EDITION, by=leader)
    assert page_of(large[1]) == before


@pytest.mark.paper
def test_it_is_one_tagged_sheet_without_a_guide(quarter, guide):
    data = render_page(quarter)
    reader = PdfReader(BytesIO(data))
    assert len(reader.pages) == 1 and errors_in(data) == []
    text = reader.pages[0].extract_text()
    assert "3. kvartal 2026" in text and guide.name not in text
    assert render_page(quarter) == data


@pytest.mark.paper
def test_a_large_units_is_one_tagged_sheet_too(large):
    data = render_page(large[1])
    assert len(PdfReader(BytesIO(data)).pages) == 1 and errors_in(data) == []


def test_it_is_of_who_sees_released_figures_and_not_of_a_month(
    as_leader, as_guide, client, unit, quarter, leader
):
    address = reverse("reports:council", args=[quarter.pk])
    assert as_leader.get(address)["Content-Type"] == "application/pdf"
    assert as_guide.get(address).status_code == 403
    assert address in as_leader.get(quarter.get_absolute_url()).content.decode()
    client.force_login(factories.UserFactory(unit=unit, role="figures"))
    assert client.get(address).status_code == 200
    month = ReportSnapshot.objects.get(kind="unit", span="month", period=quarter.report.period)
    made = release_figures(month, EDITION, by=leader)
    address = reverse("reports:council", args=[made.pk])
    assert as_leader.get(address).status_code == 404
    assert address not in as_leader.get(made.get_absolute_url()).content.decode()


def test_what_is_not_shown_does_not_look_like_a_figure(quarter):
    page = page_of(quarter)
    assert {one.is_hidden for one in page.headlines} == {True, False}
    for one in page.headlines:
        assert one.is_hidden == (one.shown == "vises ikke")
