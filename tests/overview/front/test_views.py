"""Every number on the overview opens the list it counts, and nobody reads more than is theirs."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from core import clock
from plans.plan.actions import record_outcome
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from tests.helpers.bulk import fill
from tests.helpers.factories import UserFactory, make_case
from tests.helpers.linked_numbers import COUNT, linked_numbers
from tests.helpers.signing_in import signed_in

OCTOBER = Month(2026, 10)


@pytest.mark.parametrize(("page", "at_least"), [("front", 15), ("figures", 20)])
def test_every_number_on_the_overview_is_the_length_of_its_list(page, at_least, as_leader, unit, caseload):
    for month in (OCTOBER.previous, OCTOBER):
        ReportSnapshot.objects.take(unit, month, paper=False)
    html = as_leader.get(reverse(f"overview:{page}")).content.decode()
    numbers = dict(linked_numbers(html))
    assert len(numbers) > at_least
    for url, number in numbers.items():
        page = as_leader.get(url)
        assert page.status_code == 200, url
        assert int(COUNT.search(page.content.decode())[1]) == number, url
        assert page.context["page"].paginator.count == len(page.context["rows"]) == number, url


@pytest.mark.parametrize(("page", "at_least"), [("front", 3), ("figures", 8)])
def test_links_of_the_charts_lead_to_lists_too(page, at_least, as_leader, caseload):
    html = as_leader.get(reverse(f"overview:{page}")).content.decode()
    links = set(re.findall(r'<a href="(/overblik/liste/[^"]+)" aria-label', html))
    assert len(links) > at_least
    for url in links:
        assert as_leader.get(url.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("key", METRICS)
def test_every_number_has_its_list_and_spreadsheet(key, as_leader, leader, unit, caseload):
    url = reverse("overview:metric_list", args=[key])
    page = as_leader.get(url)
    assert page.context["count"] == UnitMetrics(unit).count(key)
    event = AuditEvent.objects.filter(action="cases.listed", actor_id=leader.pk).latest("pk")
    assert set(event.changes["cases"]) == {str(row.case.pk) for row in page.context["rows"]}
    answer = as_leader.get(url, {"format": "csv"})
    assert key not in answer["Content-Disposition"], "a name that its reader understands"
    sheet = answer.content.decode("utf-8-sig")
    headings = sheet.splitlines()[0].split(";")
    assert len(headings) == len(set(headings))
    assert len(list(csv.reader(io.StringIO(sheet), delimiter=";"))) == 1 + page.context["count"]
    taken = AuditEvent.objects.filter(action="cases.exported").latest("pk")
    assert set(taken.changes["cases"]) == set(event.changes["cases"])
    assert taken.purpose.startswith(f"reports: {key}")


@pytest.mark.parametrize(
    "query",
    [
        "del=age:nonsense", "del=nonsense", "del=nonsense:1", "vejleder=999999", "vejleder=x", "vejleder=-1",
        "rapport=1", "rapport=00000000-0000-0000-0000-000000000000", "vejleder=²",
    ],
)  # fmt: skip
def test_a_list_that_does_not_exist_is_not_found(query, as_leader, caseload):
    assert as_leader.get(f"/overblik/liste/running/?{query}").status_code == 404


def test_harmless_nonsense_shows_the_list(as_leader, caseload):
    for query in ("sort=nonsense", "sort=-person__cpr", "page=-1", "page=10e30", "format=exe", "del="):
        assert as_leader.get(f"/overblik/liste/running/?{query}").status_code == 200
    assert as_leader.get("/overblik/liste/nonsense/").status_code == 404


def test_a_guide_lists_their_own_only(as_guide, guide, colleague, caseload):
    for query in ("", f"?vejleder={colleague.pk}"):
        rows = as_guide.get(f"/overblik/liste/running/{query}").context["rows"]
        assert rows and {row.row.at_guide for row in rows} == {guide.pk}


def test_what_the_leader_may_not_see_changes_nothing(as_leader, unit, guide, caseload):
    """Whether a shielded case exists or not, the leader's live page is the same to the last byte, but for how many
    there are: nothing tells whose.
    """

    def seen():
        html = as_leader.get("/overblik/").content.decode()
        return re.sub(r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", html)

    before = seen()
    make_case(guide, shielded=True)
    told = re.compile(r'<p class="muted">\s*Og (\d+) skærmet sag[^<]*</p>')
    after = seen()
    assert told.search(after)[1] == "1" and not told.search(before)
    assert "".join(told.sub("", after).split()) == "".join(before.split())


def _cost(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_overview_says_whether_destinations_lasted_and_leads_to_each_months_list(
    as_leader, unit, caseload
):
    """In October "busy" had not begun; July's two are three months old, and one of them fell one day short."""
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    page = as_leader.get(reverse("overview:figures")).content.decode()
    table = page[page.index('id="t-lasting"') :]
    address = reverse("overview:metric_list", args=["destinations_held"]) + f"?rapport={report.pk}"
    assert f'<a href="{address}">1 af 2</a>' in table
    assert "Andel af positive destinationer, der holdt" in table and "50 %" in table
    assert as_leader.get(address).context["count"] == 1


# All that waits is counted in one of the first page's; the part that is fetched after it asks for partnerships.
@pytest.mark.parametrize(("page", "most"), [("front", 10), ("figures", 10), ("watch", 19)])
def test_queries_of_the_overview_do_not_grow(page, most, db):
    costs, address = [], reverse(f"overview:{page}")
    for count in (2, 20):
        unit = fill(f"q{count}", count, guides=2, milestones=3, notes=1)
        client = signed_in(UserFactory(unit=unit, role="leader"))
        costs.append(_cost(client, address))
        ReportSnapshot.objects.take(unit, Month.of(clock.today()).previous)
        assert _cost(client, address) <= most
    assert costs[0] == costs[1] <= most


@pytest.mark.parametrize("key", ["running", "overdue", "destinations"])
def test_queries_of_a_list_do_not_grow(key, db):
    costs = []
    for count in (2, 40):
        client = signed_in(UserFactory(unit=fill(f"l{count}", count, guides=2, milestones=3), role="leader"))
        costs.append(_cost(client, f"/overblik/liste/{key}/"))
    assert costs[0] == costs[1] <= 9


def test_an_empty_unit_is_told_what_to_do(as_leader, now):
    html = as_leader.get("/overblik/").content.decode()
    assert "Ingen unge endnu" in html
    assert as_leader.get("/rapporter/").status_code == 200


def test_a_list_is_narrowed_to_who_may_carry_a_case(as_leader, unit, caseload):
    for role in (Role.ADMIN, Role.FIGURES):
        UserFactory(unit=unit, role=role, name=f"Uden sager {role}")
    page = as_leader.get(reverse("overview:metric_list", args=["in_unit"])).content.decode()
    assert "Uden sager" not in page and page.count("<option") > 1


def _listed(client, report, metric, **asked):
    page = client.get(reverse("overview:metric_list", args=[metric]), {"rapport": report.pk} | asked)
    return page, " ".join(page.content.decode().split())


def test_a_reports_list_counts_by_the_limits_of_the_report(as_leader, unit, guide, caseload):
    """Which the unit has changed since; the one that is missing from the list is the shielded one alone."""
    make_case(guide, shielded=True, on=OCTOBER.previous.first)
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    silent, unknown = report.data["numbers"]["no_contact"], report.data["numbers"]["unknown"]
    unit.contact_days, unit.activity_fresh_days = 3_000, 1
    unit.save()
    assert "Grænsen er her 3000 dage." in as_leader.get("/overblik/liste/no_contact/").content.decode()
    page, text = _listed(as_leader, report, "no_contact")
    assert "Grænsen er her 30 dage." in text
    assert page.context["count"] == silent - 1 > 0 and "Og 1 skærmet." in text
    page, text = _listed(as_leader, report, "unknown")
    assert page.context["count"] == unknown - 1 and "Og 1 skærmet." in text and "Rapporten talte" not in text
    changed = as_leader.get(reverse("overview:then"), {"rapport": report.pk}).context["changed"]
    assert "no_contact" in {line.key for line, _url in changed}


@pytest.mark.parametrize("asked", [{}, {"vejleder": "guide"}])
def test_a_reports_list_says_when_it_no_longer_counts_as_the_report(
    asked, as_leader, unit, guide, destination, caseload
):
    """A table that was changed since speaks of other rows: they are neither shielded nor nought."""
    report = ReportSnapshot.objects.take(unit, Month(2026, 7), paper=False)
    told = report.data["numbers"]["destinations"]
    if asked:
        asked = {"vejleder": str(guide.pk)}
        told = next(r["destinations"] for r in report.data["by_guide"] if r["key"] == str(guide.pk))
    assert told and _listed(as_leader, report, "destinations", **asked)[0].context["count"] == told
    destination.counts_as_positive = "no"
    destination.save()
    page, text = _listed(as_leader, report, "destinations", **asked)
    assert page.context["count"] == 0
    assert "skærmede." not in text and "Tallet er nul" not in text and f"Rapporten talte {told}" in text
    told = report.data["numbers"]["destinations"]
    text = " ".join(as_leader.get(reverse("overview:then"), {"rapport": report.pk}).content.decode().split())
    assert f"rapporten talte {told}" in text


def test_a_reports_list_in_parts_says_so_when_a_birth_date_was_corrected(as_leader, unit, caseload):
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    row = next(row for row in report.data["by_age"] if row["key"] == "15-17")
    asked = {"del": "age:15-17"}
    assert _listed(as_leader, report, "in_unit", **asked)[0].context["count"] == row["count"]
    person = caseload["busy"].person
    person.birth_date = person.birth_date.replace(year=2003)
    person.save()
    page, text = _listed(as_leader, report, "in_unit", **asked)
    assert page.context["count"] == row["count"] - 1 and f"Rapporten talte {row['count']}" in text


def test_a_reports_list_of_a_shielded_case_alone_is_not_called_nought(as_leader, unit, guide, now):
    make_case(guide, shielded=True, on=OCTOBER.first)
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    page, text = _listed(as_leader, report, "in_unit")
    assert page.context["count"] == 0 and "Og 1 skærmet." in text and "Tallet er nul" not in text


def test_why_more_are_in_nothing_in_the_table_than_in_the_sentence_is_said(
    as_leader, guide, unit, destination, caseload
):
    """Whoever reached a destination that lasts is contradictory above, and in nothing in the table of activities."""
    page = as_leader.get(reverse("overview:figures"))
    assert "ovenfor som modstridende" not in page.content.decode()
    with clock.travel(OCTOBER.first):
        record_outcome(caseload["idle"], destination, by=guide, started_on=OCTOBER.first)
    for page in (
        as_leader.get(reverse("overview:figures")),
        as_leader.get(ReportSnapshot.objects.take(unit, OCTOBER, paper=False).get_absolute_url()),
    ):
        text = " ".join(page.content.decode().split())
        assert "1 af dem, der ikke er i gang med noget, tæller ovenfor som modstridende" in text
