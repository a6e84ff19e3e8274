"""The archive: run, read, compared and exported, each by whom it is for."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from audit.models import AuditEvent
from cases.activity import actions
from cases.models import Activity
from core import clock
from core.jobs.models import Job
from plans.closing import actions as plan_actions
from reports.metrics.definitions import METRICS
from reports.models import ReportSnapshot
from reports.periods.rules import Month, Quarter
from reports.snapshots import actions as report_actions
from tests.helpers.linked_numbers import linked_numbers

OCTOBER = Month(2026, 10)


def test_every_number_of_a_frozen_report_is_the_list_as_it_was(as_leader, guide, leader, report, caseload):
    plan_actions.close_case(caseload["busy"], by=leader, reason="moved")
    actions.set_activity(caseload["adult_idle"], Activity.JOB, by=guide)
    html = as_leader.get(report.get_absolute_url()).content.decode()
    numbers = dict(linked_numbers(html))
    assert len(numbers) > 20 and all(f"rapport={report.pk}" in url for url in numbers)
    for url, number in numbers.items():
        assert as_leader.get(url).context["count"] == number, url


def test_run_now_and_find_it_in_the_archive(as_leader, leader, caseload, django_capture_on_commit_callbacks):
    assert "Lav den nu" in as_leader.get("/rapporter/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = as_leader.post("/rapporter/koer/", {"period": "2026-10"})
    job = Job.objects.get()
    assert response["Location"] == f"/opgaver/{job.pk}/" and job.owner_id == leader.pk
    assert (job.state, job.done) == ("done", job.total)
    report = ReportSnapshot.objects.get(kind="unit")
    assert report.get_absolute_url() in as_leader.get(f"/opgaver/{job.pk}/").content.decode()
    page = as_leader.get("/rapporter/").content.decode()
    assert report.get_absolute_url() in page and "Lav den nu" not in page


def test_work_under_way_is_shown_and_polled(as_leader, unit, caseload):
    job = report_actions.order_report(unit, OCTOBER)
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
    page = as_leader.post("/rapporter/koer/", {"period": month}, follow=True)
    assert "ikke slut" in page.content.decode() and not Job.objects.exists()


def test_a_month_before_the_first_case_is_refused_in_words(as_leader, caseload):
    page = as_leader.post("/rapporter/koer/", {"period": "2025-01"}, follow=True)
    assert "ingen unge" in page.content.decode() and not Job.objects.exists()


@pytest.mark.parametrize("month", ["", "x", "2026-13"])
def test_a_month_that_is_none_is_not_found(month, as_leader, caseload):
    assert as_leader.post("/rapporter/koer/", {"period": month}).status_code == 404


def test_a_correction_shows_what_changed(as_leader, guide, leader, unit, report, caseload):
    with clock.travel(dt.date(2026, 11, 25)):
        actions.set_activity(caseload["idle"], Activity.JOB, by=guide, on=dt.date(2026, 10, 2))
        second = ReportSnapshot.objects.take(unit, OCTOBER, by=leader, correct=True)
    html = as_leader.get(second.get_absolute_url()).content.decode()
    assert "Ændret siden udgave 1" in html and report.get_absolute_url() in html and "Rettet" in html
    told = "Rapporten er rettet: Udgave 2, som kendt 25. november 2026, er trådt i stedet."
    first = " ".join(as_leader.get(report.get_absolute_url()).content.decode().split())
    assert told in first and "Se udgave 2" in first and told not in " ".join(html.split())
    case_report = ReportSnapshot.objects.get(kind="case", subject_id=str(caseload["idle"].pk), revision=1)
    assert told in " ".join(as_leader.get(case_report.get_absolute_url()).content.decode().split())
    compared = as_leader.get("/rapporter/sammenlign/", {"fra": report.pk, "til": second.pk})
    made = compared.context["changes"]
    told = [*made.headline, *(change for group in made.groups for change in group.changes)]
    changes = {c.what: (c.before, c.after, c.step) for c in told}
    assert changes["Ikke i gang med noget"] == ("2", "1", -1)
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
    book = load_workbook(
        io.BytesIO(as_leader.get(reverse("reports:export", args=[report.pk, "xlsx"])).content)
    )
    told = [row[0].value for row in book["Tal"].iter_rows(min_row=2)]
    assert told == [str(one.title) for one in METRICS.values()], "in the order in which they are explained"
    assert len(book.sheetnames) > 5 and all(sheet.sheet_state == "visible" for sheet in book)
    assert as_leader.get(reverse("reports:export", args=[report.pk, "exe"])).status_code == 404


def test_a_report_taken_without_paper_gets_it_when_asked(as_leader, unit, caseload):
    report = ReportSnapshot.objects.take(unit, OCTOBER, paper=False)
    assert report.pdf is None
    assert as_leader.get(reverse("reports:pdf", args=[report.pk])).content.startswith(b"%PDF-")


def test_the_archive_is_narrowed_by_year_and_to_the_guides(
    as_leader, as_guide, unit, guide, caseload, report
):
    for month in (Month(2025, 12), Month(2026, 9)):
        ReportSnapshot.objects.take(unit, month, paper=False)
    listed = as_leader.get("/rapporter/").context
    assert [row.period.year for row in listed["page"]] == [2026, 2026, 2025] and not listed["needs_filters"]
    asked = as_leader.get("/rapporter/?aar=2025")
    assert [str(row.covers) for row in asked.context["page"]] == ["2025-12"] and asked.context[
        "needs_filters"
    ]
    assert [name for name, _value, _words in asked.context["filters"].chips] == ["aar"]
    oldest_first = as_leader.get("/rapporter/?sort=maaned").context["page"]
    assert [str(row.covers) for row in oldest_first] == ["2025-12", "2026-09", "2026-10"]
    guides = as_leader.get("/rapporter/?om=guider").context["page"]
    assert {row.kind for row in guides} == {"guide"} and len(guides) > 1
    own = as_guide.get("/rapporter/?om=guider").context["page"]
    assert {row.subject_id for row in own} == {str(guide.pk)}
    for nonsense in ("aar=x", "aar=1", "om=x", "sort=figures", "page=zz"):
        assert len(as_leader.get(f"/rapporter/?{nonsense}").context["page"]) == 3


def test_the_archive_costs_the_same_for_two_and_for_many(as_leader, unit, caseload):
    costs = []
    for months in ((8, 9), (4, 5, 6, 7)):
        for month in months:
            ReportSnapshot.objects.take(unit, Month(2026, month), paper=False)
        as_leader.get("/rapporter/")
        with CaptureQueriesContext(connection) as seen:
            as_leader.get("/rapporter/")
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_archive_is_searched_by_kind_of_period_guide_and_words(
    as_leader, as_guide, unit, guide, colleague, report
):
    for period in (Month(2026, 7), Month(2026, 9), Quarter(2026, 3)):
        ReportSnapshot.objects.take(unit, period, paper=False)

    def found(query, client=as_leader):
        return {str(row.covers) for row in client.get(f"/rapporter/?{query}").context["page"]}

    assert found("") == {"2026-07", "2026-09", "2026-10", "2026-Q3"}
    assert found("slags=quarter") == found("ord=kvartal") == {"2026-Q3"}
    assert found("slags=month") == found("ord=måned") == {"2026-07", "2026-09", "2026-10"}
    assert found("ord=sept") == {"2026-09"} and found("ord=OKTOBER+2026") == {"2026-10"}
    assert found("ord=oktober+2025") == set() == found("ord=ingenting")
    assert found(f"ord={unit.name}") == found("")
    of_one = as_leader.get(f"/rapporter/?hvem={colleague.pk}").context["page"]
    assert {(row.kind, row.subject_id) for row in of_one} == {("guide", str(colleague.pk))}
    assert {row.subject_name for row in as_leader.get("/rapporter/?om=guider&ord=gitte").context["page"]} == {
        guide.name
    }
    assert found("ord=kollega", as_guide) == set() and found("ord=september", as_guide) == {"2026-09"}
    assert found(f"hvem={colleague.pk}&om=forloeb", as_guide) == {"2026-07", "2026-09", "2026-10"}


def test_a_month_is_not_held_against_a_quarter(as_leader, unit, report):
    quarter = ReportSnapshot.objects.take(unit, Quarter(2026, 3), paper=False)
    answer = as_leader.get(f"/rapporter/sammenlign/?fra={report.pk}&til={quarter.pk}")
    assert answer.status_code == 422 and "samme slags periode" in answer.content.decode()
    assert answer.context["changes"] is None
