"""The pages: every number opens the list it counts, and nobody reads more than is theirs."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from cases.activity import actions
from cases.models import Activity
from core import clock
from core.jobs.models import Job
from plans.closing import actions as plan_actions
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.periods import Month
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.presentation.year import lasting_tables
from reports.snapshots import actions as report_actions
from reports.snapshots import demo
from reports.snapshots.outside import outside_figures
from tests.helpers.bulk import fill
from tests.helpers.factories import make_case

OCTOBER = Month(2026, 10)


NUMBER = re.compile(r'<a [^>]*href="(/overblik/liste/[^"]+)"[^>]*>(.*?)</a>', re.S)


COUNT = re.compile(r'<span class="count">(\d+)</span>')


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch):
    """A real PDF takes a second."""
    monkeypatch.setattr(
        "reports.snapshots.pdf.render", lambda report, lang="da": b"%PDF- " + report.sha256.encode()
    )


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_leader(leader):
    return _signed_in(leader)


@pytest.fixture
def as_guide(guide):
    return _signed_in(guide)


@pytest.fixture
def report(unit, caseload):
    return ReportSnapshot.objects.take(unit, OCTOBER)


def _linked_numbers(html):
    """Every number on the page with the list it leads to: `(url, number)`; links of charts carry words and are
    left out.
    """
    for url, inside in NUMBER.findall(html):
        text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", inside).split()
        if text and text[0].isdigit():
            yield url.replace("&amp;", "&"), int(text[0])


def test_every_number_on_the_overview_is_the_length_of_its_list(as_leader, caseload):
    html = as_leader.get("/overblik/").content.decode()
    numbers = dict(_linked_numbers(html))
    assert len(numbers) > 20
    for url, number in numbers.items():
        page = as_leader.get(url)
        assert page.status_code == 200, url
        assert int(COUNT.search(page.content.decode())[1]) == number, url
        assert page.context["page"].paginator.count == len(page.context["rows"]) == number, url


def test_links_of_the_charts_lead_to_lists_too(as_leader, caseload):
    html = as_leader.get("/overblik/").content.decode()
    links = set(re.findall(r'<a href="(/overblik/liste/[^"]+)" aria-label', html))
    assert len(links) > 8
    for url in links:
        assert as_leader.get(url.replace("&amp;", "&")).status_code == 200


def test_every_number_of_a_frozen_report_is_the_list_as_it_was(as_leader, guide, leader, report, caseload):
    plan_actions.close_case(caseload["busy"], by=leader, reason="moved")
    actions.set_activity(caseload["adult_idle"], Activity.JOB, by=guide)
    html = as_leader.get(report.get_absolute_url()).content.decode()
    numbers = dict(_linked_numbers(html))
    assert len(numbers) > 20 and all(f"rapport={report.pk}" in url for url in numbers)
    for url, number in numbers.items():
        assert as_leader.get(url).context["count"] == number, url


@pytest.mark.parametrize("key", METRICS)
def test_every_number_has_its_list_and_spreadsheet(key, as_leader, leader, unit, caseload):
    url = reverse("reports:metric_list", args=[key])
    page = as_leader.get(url)
    assert page.context["count"] == UnitMetrics(unit).count(key)
    event = AuditEvent.objects.filter(action="cases.listed", actor_id=leader.pk).latest("pk")
    assert set(event.changes["cases"]) == {str(row.case.pk) for row in page.context["rows"]}
    sheet = as_leader.get(url, {"format": "csv"}).content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(sheet), delimiter=";"))) == 1 + page.context["count"]
    assert "export" in AuditEvent.objects.filter(action="cases.listed").latest("pk").purpose


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
    """Whether a shielded case exists or not, the leader's live page is the same to the last byte."""

    def seen():
        html = as_leader.get("/overblik/").content.decode()
        return re.sub(r'"X-CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"', "", html)

    before = seen()
    make_case(guide, shielded=True)
    assert seen() == before


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
    page = as_leader.get(reverse("reports:overview")).content.decode()
    table = page[page.index('id="t-lasting"') :]
    address = reverse("reports:metric_list", args=["destinations_held"]) + f"?rapport={report.pk}"
    assert f'<a href="{address}">1 af 2</a>' in table
    assert "Andel af positive destinationer, der holdt" in table and "50 %" in table
    assert as_leader.get(address).context["count"] == 1


def test_a_report_from_before_a_number_existed_shows_a_dash():
    old = {"key": "2026-09", "destinations_three_months_ago": 4, "destinations_held": 3}
    table = lasting_tables([old])[0]
    assert [str(cell) for cell in table.rows[0][1:]] == ["3 af 4", "–", "–"]
    assert lasting_tables([{"key": "2026-09"}]) == []


def test_whether_they_held_for_longer_stays_inside_the_unit(unit, caseload):
    data = ReportSnapshot.objects.take(unit, OCTOBER, paper=False).data
    kept = set(outside_figures(data)["numbers"])
    longer = {key for months in (6, 12) for key in LASTING[months]}
    assert longer <= set(data["numbers"])
    assert not longer & kept


def test_queries_of_the_overview_do_not_grow(db):
    from tests.helpers.factories import UserFactory

    costs = []
    for count in (2, 20):
        unit = fill(f"q{count}", count, guides=2, milestones=3, notes=1)
        client = _signed_in(UserFactory(unit=unit, role="leader"))
        costs.append(_cost(client, "/overblik/"))
        ReportSnapshot.objects.take(unit, Month.of(clock.today()).previous)
        assert _cost(client, "/overblik/") <= 12
    assert costs[0] == costs[1] <= 12


@pytest.mark.parametrize("key", ["running", "overdue", "destinations"])
def test_queries_of_a_list_do_not_grow(key, db):
    from tests.helpers.factories import UserFactory

    costs = []
    for count in (2, 40):
        client = _signed_in(UserFactory(unit=fill(f"l{count}", count, guides=2, milestones=3), role="leader"))
        costs.append(_cost(client, f"/overblik/liste/{key}/"))
    assert costs[0] == costs[1] <= 9


def test_an_empty_unit_is_told_what_to_do(as_leader, now):
    html = as_leader.get("/overblik/").content.decode()
    assert "Ingen unge endnu" in html
    assert as_leader.get("/rapporter/").status_code == 200


def test_run_now_and_find_it_in_the_archive(as_leader, leader, caseload, django_capture_on_commit_callbacks):
    assert "Lav den nu" in as_leader.get("/rapporter/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = as_leader.post("/rapporter/koer/", {"month": "2026-10"})
    job = Job.objects.get()
    assert response["Location"] == f"/opgaver/{job.pk}/" and job.owner_id == leader.pk
    assert (job.state, job.done) == ("done", job.total)
    report = ReportSnapshot.objects.get(kind="unit")
    assert report.get_absolute_url() in as_leader.get(f"/opgaver/{job.pk}/").content.decode()
    page = as_leader.get("/rapporter/").content.decode()
    assert report.get_absolute_url() in page and "Lav den nu" not in page


def test_work_under_way_is_shown_and_polled(as_leader, unit, caseload):
    job = report_actions.order_month(unit, OCTOBER)
    Job.objects.filter(pk=job.pk).update(state="running", done=3, total=10)
    html = as_leader.get("/rapporter/").content.decode()
    assert 'max="10" value="3"' in html and "Lav den nu" not in html
    fragment = as_leader.get(
        "/rapporter/", headers={"HX-Request": "true", "HX-Target": "running"}
    ).content.decode()
    assert fragment.startswith('<div id="running"') and "every 2s" in fragment
    Job.objects.filter(pk=job.pk).update(state="done")
    fragment = as_leader.get("/rapporter/", headers={"HX-Request": "true", "HX-Target": "running"})
    assert fragment["HX-Refresh"] == "true", "what was made is in the archive now"


@pytest.mark.parametrize("month", ["2026-11", "2027-01"])
def test_a_month_that_is_not_over_is_refused_in_words(month, as_leader, caseload):
    page = as_leader.post("/rapporter/koer/", {"month": month}, follow=True)
    assert "ikke slut" in page.content.decode() and not Job.objects.exists()


def test_a_month_before_the_first_case_is_refused_in_words(as_leader, caseload):
    page = as_leader.post("/rapporter/koer/", {"month": "2025-01"}, follow=True)
    assert "ingen unge" in page.content.decode() and not Job.objects.exists()


@pytest.mark.parametrize("month", ["", "x", "2026-13"])
def test_a_month_that_is_none_is_not_found(month, as_leader, caseload):
    assert as_leader.post("/rapporter/koer/", {"month": month}).status_code == 404


def test_a_correction_shows_what_changed(as_leader, guide, leader, unit, report, caseload):
    with clock.travel(dt.date(2026, 11, 25)):
        actions.set_activity(caseload["idle"], Activity.JOB, by=guide, on=dt.date(2026, 10, 2))
        second = ReportSnapshot.objects.take(unit, OCTOBER, by=leader, correct=True)
    html = as_leader.get(second.get_absolute_url()).content.decode()
    assert "Ændret siden udgave 1" in html and report.get_absolute_url() in html and "Rettet" in html
    compared = as_leader.get("/rapporter/sammenlign/", {"fra": report.pk, "til": second.pk})
    changes = {c.where: (c.before, c.after, c.step) for c in compared.context["changes"]}
    assert changes["I gang med ingenting"] == ("2", "1", -1)
    assert any("Gitte Guide" in where for where in changes)


def test_a_guide_reads_their_own_report_and_no_other(as_guide, guide, report):
    own = ReportSnapshot.objects.get(kind="guide", subject_id=str(guide.pk))
    listed = as_guide.get("/rapporter/").content.decode()
    assert own.get_absolute_url() in listed and report.get_absolute_url() not in listed
    assert as_guide.get(own.get_absolute_url()).status_code == 200
    for other in ReportSnapshot.objects.exclude(pk=own.pk):
        assert as_guide.get(reverse("reports:detail", args=[other.pk])).status_code == 404
        assert as_guide.get(reverse("reports:pdf", args=[other.pk])).status_code == 404
    assert as_guide.get(f"/rapporter/sammenlign/?fra={report.pk}&til={own.pk}").status_code == 404


def test_the_pdf_is_the_very_bytes(as_leader, report):
    response = as_leader.get(reverse("reports:pdf", args=[report.pk]))
    assert response.content == bytes(report.pdf)
    assert "no-store" in response["Cache-Control"] and "attachment" in response["Content-Disposition"]
    assert AuditEvent.objects.filter(action="report.downloaded", object_id=str(report.pk)).count() == 1


def test_spreadsheets_hold_the_frozen_numbers(as_leader, report):
    sheet = as_leader.get(reverse("reports:export", args=[report.pk, "csv"])).content.decode("utf-8-sig")
    values = {(row[0], row[1]): row[3] for row in csv.reader(io.StringIO(sheet), delimiter=";")}
    for key, number in report.data["numbers"].items():
        assert values["Tal", str(METRICS[key].title)] == str(number)
    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(as_leader.get(reverse("reports:export", args=[report.pk, "xlsx"])).content)
    )
    assert len(book.sheetnames) > 5 and all(sheet.sheet_state == "visible" for sheet in book)
    assert as_leader.get(reverse("reports:export", args=[report.pk, "exe"])).status_code == 404


def test_reports_about_a_case_are_read_through_its_door(as_guide, as_leader, report, caseload):
    case = caseload["busy"]  # Gitte's in October, Kim's now
    own = ReportSnapshot.objects.get(kind="case", subject_id=str(case.pk))
    page = as_leader.get(own.get_absolute_url())
    assert page.status_code == 200 and "Trin 0" in page.content.decode()
    assert as_guide.get(own.get_absolute_url()).status_code == 403
    elsewhere = reverse("reports:case_report", args=[caseload["idle"].pk, own.pk])
    assert as_leader.get(elsewhere).status_code == 404, "a report is found through its own case only"
    assert as_leader.get(reverse("reports:detail", args=[own.pk])).status_code == 404
    assert AuditEvent.objects.filter(action="report.read", case_id=case.pk).count() == 1
    assert "ikke frosset" in as_leader.get(reverse("reports:case_status", args=[case.pk])).content.decode()


def test_status_of_a_case_closed_long_ago_leads_to_its_archive(as_leader, leader, caseload):
    with clock.travel(dt.date(2027, 3, 1)):
        url = reverse("reports:case_status", args=[caseload["closed"].pk])
        assert as_leader.get(url)["Location"] == reverse("reports:case_reports", args=[caseload["closed"].pk])


SMALL = st.integers(0, 12)


@settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    parts=st.lists(SMALL, min_size=5, max_size=5),
    flows=st.tuples(SMALL, SMALL),
    held=st.tuples(SMALL, SMALL),
    ages=st.lists(SMALL, min_size=7, max_size=7),
)
def test_nothing_small_leaves_the_unit(parts, flows, held, ages):
    names = COVERAGE
    numbers = dict(zip(names, parts, strict=True)) | {"new": flows[0], "closed": flows[1]}
    numbers |= {"destinations_held": held[0], "destinations_three_months_ago": sum(held)}
    # The ages are those of the same young people.
    ages[0] = ages[6] = 0
    ages[1] += max(0, sum(parts) - sum(ages))
    numbers["in_unit"] = sum(parts)
    keys = ["0-12", "13-14", "15-17", "18-19", "20-22", "23-25", "26-120"]
    by_age = [{"key": key, "count": count} for key, count in zip(keys, ages, strict=True)]
    safe = outside_figures({"numbers": numbers, "by_age": by_age, "by_destination": []})
    released = [*safe["numbers"].values(), *(row["count"] for row in safe["by_age"])]
    assert all(value is None or value >= 5 for value in released)
    for total, group in [
        (safe["numbers"]["in_unit"], [safe["numbers"][name] for name in names]),
        (safe["by_age_total"], [row["count"] for row in safe["by_age"]]),
        (safe["numbers"]["destinations_three_months_ago"], [safe["numbers"]["destinations_held"]]),
    ]:
        if total is not None:
            assert total - sum(value for value in group if value is not None) not in range(1, 5)


def test_the_edition_for_outsiders_names_no_guide(as_leader, report, caseload):
    url = reverse("reports:export", args=[report.pk, "csv"])
    text = as_leader.get(url, {"udgave": "ekstern"}).content.decode("utf-8-sig")
    assert "Gitte" not in text and "Kim" not in text and "vises ikke" in text
    assert AuditEvent.objects.filter(action="report.downloaded", purpose="csv outside").exists()


def test_the_demo_has_a_report_for_each_month(unit, caseload):
    assert demo.load(unit, months=3) == demo.load(unit, months=3) == 3
    rows = ReportSnapshot.objects.filter(kind="unit").order_by("period")
    assert [str(row.month) for row in rows] == ["2026-08", "2026-09", "2026-10"]
    for row in rows:
        assert row.created_at == row.known_on == clock.at(row.month.next.first, 0, 30)
    assert [h["key"] for h in rows.last().data["history"]] == ["2026-08", "2026-09", "2026-10"]


def test_a_report_taken_without_paper_gets_it_when_asked(as_leader, unit, caseload):
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    assert report.pdf is None
    assert as_leader.get(reverse("reports:pdf", args=[report.pk])).content.startswith(b"%PDF-")
