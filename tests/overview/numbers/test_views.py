"""What a number counts, how it stood on another day, and what changed since: each number is its list."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from overview.numbers.series import months_of, series_table
from reports.metrics.definitions import METRICS
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.presentation.definitions import marks
from reports.presentation.year import year_table
from tests.helpers.bulk import fill
from tests.helpers.factories import UserFactory, make_case
from tests.helpers.signing_in import signed_in

OCTOBER = Month(2026, 10)
THEN = {"pr": "2026-10-31", "kendt": "2026-11-01"}


def page_of(client, name, *args, status=200, **asked):
    page = client.get(reverse(f"overview:{name}", args=args), asked)
    assert page.status_code == status
    return page


def test_every_number_has_a_page_that_explains_it_and_leads_to_its_list(as_leader, caseload):
    addresses = re.findall(r'href="(/overblik/tal/\w+/)"', page_of(as_leader, "numbers").content.decode())
    assert addresses == [reverse("overview:number", args=[key]) for key in METRICS]
    for key, address in zip(METRICS, addresses, strict=True):
        page = as_leader.get(address)
        said = page.context["explained"]
        text = page.content.decode()
        assert str(METRICS[key].why) in text.replace("&#x27;", "'") and said.source and said.limits
        assert said.history[-1][0] == METRICS[key].since
        assert as_leader.get(page.context["url"]).context["count"] == page.context["value"]
        for _whole, count, url in page.context["wholes"]:
            assert as_leader.get(url).context["count"] == count
    assert as_leader.get("/overblik/tal/nonsense/").status_code == 404


def test_a_number_of_another_day_is_the_list_of_that_day(as_leader, caseload):
    """On 1 November nobody had confirmed what "stale" does; by now it is known."""
    page = page_of(as_leader, "number", "unknown", **THEN)
    assert page.context["value"] == 1
    listed = as_leader.get(page.context["url"])
    assert [row.case for row in listed.context["rows"]] == [caseload["stale"]]
    assert "31. oktober 2026, som kendt 1. november 2026" in listed.content.decode()
    assert page_of(as_leader, "number", "unknown", pr="2026-10-31").context["value"] == 0
    moved = as_leader.get(page.context["changes_url"])
    assert (moved.context["changes"].came, moved.context["changes"].went) == (0, 1)


def test_the_address_of_the_overview_takes_a_day(as_leader, caseload):
    page = as_leader.get(reverse("overview:front"), THEN, follow=True)
    assert page.redirect_chain and page.context["first"].day == dt.date(2026, 10, 31)
    for _title, lines in page.context["subjects"]:
        for line, _url in lines:
            for count, url in ((line.before, line.before_url), (line.after, line.after_url)):
                assert as_leader.get(url).context["count"] == count, url


def test_a_wrong_day_is_told_beside_its_field_and_kept(as_leader, caseload):
    for name, args in (("number", ["running"]), ("then", [])):
        page = page_of(as_leader, name, *args, status=422, pr="2026-10-31", kendt="2026-10-30")
        text = page.content.decode()
        assert "Vælg samme dag eller en senere" in text and 'value="2026-10-30"' in text


def test_a_wrong_day_in_the_address_of_a_list_is_told_where_it_can_be_put_right(as_leader, caseload):
    for address in (
        "/overblik/liste/running/?pr=2026-13-01",
        "/overblik/tal/running/aendret/?pr=2026-13-01",
        "/overblik/?pr=2026-13-01",
        "/daekning/?pr=2026-13-01",
        "/overblik/alle-tal/?pr=2026-13-01",
        "/overblik/spoerg/gem/?tael=running&fordelt=age&pr=2026-13-01",
    ):
        page = as_leader.get(address, follow=True)
        assert page.status_code == 422 and page.redirect_chain, address
        assert "»2026-13-01« er ikke en dato. Skriv den som 31-12-2025." in page.content.decode(), address


@pytest.mark.parametrize(
    "written", ["31.10.2026", "31-10-2026", "31/10/2026", "31. oktober 2026", "2026-10-31"]
)
def test_a_day_is_taken_as_danes_write_it_and_shown_in_its_field(written, as_leader, caseload):
    day = dt.date(2026, 10, 31)
    assert as_leader.get("/overblik/liste/running/", {"pr": written}).context["moment"].day == day
    for address in ("/overblik/", "/daekning/", "/overblik/alle-tal/"):
        page = as_leader.get(address, {"pr": written}, follow=True)
        assert page.redirect_chain and page.context["first"].day == day, address
        assert 'value="2026-10-31"' in page.content.decode()
    number = page_of(as_leader, "number", "running", pr=written)
    assert number.context["moment"].day == day and 'value="2026-10-31"' in number.content.decode()
    asked = as_leader.get(reverse("reports:question"), {"tael": "running", "fordelt": "age", "pr": written})
    assert asked.context["form"].cleaned_data["pr"] == day


def test_what_changed_since_a_report_is_told_case_by_case(as_leader, leader, unit, guide, caseload):
    """Within three clicks of the overview: another day, the report's month, the number that moved."""
    with clock.travel(dt.date(2026, 11, 1)):
        ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    overview = as_leader.get(reverse("overview:front")).content.decode()
    assert f'href="{reverse("overview:then")}"' in overview
    month = dict(page_of(as_leader, "then").context["months"])["oktober 2026"]
    moved = {line.key: (line, url) for line, url in as_leader.get(month).context["changed"]}
    line, url = moved["unknown"]
    assert (line.before, line.after, line.came, line.went) == (1, 0, 0, 1)
    page = as_leader.get(url)
    [row] = page.context["rows"]
    assert row.shown.case == caseload["stale"] and not row.came and row.was_there
    assert [(fact.label, fact.after) for fact in row.facts] == [("Bekræftet", "20. nov")]
    event = AuditEvent.objects.filter(action="cases.listed", actor_id=leader.pk).latest("pk")
    assert event.changes["cases"] == [str(caseload["stale"].pk)]


def test_who_came_between_two_days_and_who_went(as_leader, caseload):
    page = page_of(as_leader, "number_changes", "running", pr="2026-09-20", til="2026-11-21")
    came = {row.shown.case for row in page.context["rows"] if row.came}
    went = {row.shown.case for row in page.context["rows"] if not row.came}
    assert caseload["adult_idle"] in came and caseload["closed"] in went
    before, after = page.context["before"][0], page.context["after"][0]
    assert before + len(came) - len(went) == after
    new = next(row for row in page.context["rows"] if row.shown.case == caseload["adult_idle"])
    assert not new.was_there and not new.facts
    gone = next(row for row in page.context["rows"] if row.shown.case == caseload["closed"])
    assert not gone.was_there and "Lukket eller tælles ikke længere" in page.content.decode()


def test_what_the_reader_may_not_see_is_a_number(as_leader, guide, caseload):
    make_case(guide, shielded=True, first_name="Hemmelig", on=dt.date(2026, 11, 3))
    page = page_of(as_leader, "number_changes", "running", pr="2026-11-01", til="2026-11-21")
    assert page.context["changes"].hidden == (1, 0)
    assert "Af sager, du ikke må åbne, kom yderligere 1 til" in page.content.decode()
    assert "Hemmelig" not in page.content.decode()


def test_a_guide_is_told_of_their_own(as_guide, as_leader, caseload):
    """Who had the case then counts: "busy" went to a colleague, and is a number to whoever had it before."""
    asked = {"pr": "2026-10-31", "til": "2026-11-21"}
    page = page_of(as_guide, "number_changes", "running", **asked)
    assert [row.shown.case for row in page.context["rows"]] == [caseload["november"]]
    assert page.context["changes"].hidden == (0, 1)
    own = page_of(as_guide, "number", "running", pr="2026-10-31")
    assert own.context["value"] == len(as_guide.get(own.context["url"]).context["rows"]) == 1
    theirs = page_of(as_leader, "number_changes", "reached", **asked).context["rows"]
    assert {row.shown.case for row in theirs} == {caseload["busy"]}


def test_queries_of_another_day_do_not_grow(db):
    costs = []
    for count in (2, 20):
        unit = fill(f"t{count}", count, guides=2, milestones=3, notes=1)
        client = signed_in(UserFactory(unit=unit, role="leader"))
        day = (clock.today() - dt.timedelta(days=40)).isoformat()
        cost = []
        for url in (f"/overblik/dengang/?pr={day}", f"/overblik/tal/running/aendret/?pr={day}"):
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            cost.append(len(seen))
        costs.append(cost)
    assert costs[0] == costs[1] and max(costs[0]) <= 26, costs


def test_a_definition_that_changed_is_marked_wherever_months_stand_in_a_row(
    as_leader, leader, unit, caseload
):
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        ReportSnapshot.objects.take(unit, month, paper=False)
    ReportSnapshot.objects.filter(period__lt=OCTOBER.first).update(definition_version=1)
    rows = months_of(leader, OCTOBER)
    table = series_table(METRICS["covered"], rows, lambda row, key: "")
    assert [str(row[0]) for row in table.rows] == ["aug\xa026", "sept\xa026", "okt\xa026 *"]
    assert table.note.startswith("* Fra okt\xa026:") and "modstridende" in table.note
    assert "okt\xa026 *" in str(table.chart) and "modstridende" in str(table.chart)
    year = year_table(rows)
    assert [str(row[0]) for row in year.rows] == ["aug\xa026", "sept\xa026", "okt\xa026 *"]
    assert "Milepæle nået" in year.note and "modstridende" not in year.note
    page = page_of(as_leader, "number", "covered")
    assert page.context["series"].rows[0][1].href and "okt\xa026 *" in page.content.decode()
    assert "okt\xa026 *" in as_leader.get(reverse("overview:coverage")).content.decode()


@pytest.mark.parametrize(
    ("versions", "marked"), [((1, 3), True), ((3, 3), False), ((None, 3), False), ((2, 3), True)]
)
def test_only_a_version_that_changed_the_number_is_marked(versions, marked):
    rows = [{"key": key, "version": n} for key, n in zip(("2026-09", "2026-10"), versions, strict=True)]
    assert bool(marks(rows, ["covered"], str)) is marked
    assert marks(rows, ["new"], str) == []


def test_the_list_takes_its_definition_along(as_leader, caseload):

    sheet = as_leader.get("/overblik/liste/running/", {"format": "xlsx"} | THEN)
    words = zipfile.ZipFile(io.BytesIO(sheet.content)).read("xl/sharedStrings.xml").decode()
    assert "Definitioner" in zipfile.ZipFile(io.BytesIO(sheet.content)).read("xl/workbook.xml").decode()
    assert "31. oktober 2026, som kendt 1. november 2026" in words


def test_the_turn_of_the_year_as_known_then_is_one_click_away(as_leader, caseload):
    for day, address in page_of(as_leader, "then").context["year_ends"]:
        page = as_leader.get(address)
        assert page.context["first"].day == day and page.context["first"].known
        whole = page.context["whole"]
        for count, url in ((whole.before, whole.before_url), (whole.after, whole.after_url)):
            assert as_leader.get(url).context["count"] == count
    asked = page_of(as_leader, "then", **THEN)
    assert (
        asked.context["whole"].before == as_leader.get(asked.context["whole"].before_url).context["count"] > 0
    )
