"""What is frozen stays as it is, is made once however often it is asked for, and says what a correction changed."""

import datetime as dt
import json
from io import BytesIO

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from audit.models import AuditEvent
from cases.activity import actions
from cases.models import Activity
from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.mail.models import OutboxMail
from plans.closing import actions as plan_actions
from plans.milestones.actions import move_milestone
from plans.models import Milestone, MilestoneStatus
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.snapshots import freezing, pdf, tasks
from reports.snapshots.actions import due_periods, order_report
from reports.snapshots.canonical import canonical
from reports.snapshots.case_figures import case_figures, cases_to_report
from reports.snapshots.changes import compare
from reports.snapshots.figures import PER_GUIDE, unit_figures
from reports.snapshots.freezing import NotOver
from tests.helpers import factories
from tests.helpers.factories import make_case, make_milestone

OCTOBER = Month(2026, 10)


take = ReportSnapshot.objects.take


def _rows():
    return {
        (r.kind, r.subject_id, r.revision): (r.sha256, r.figures, r.pdf) for r in ReportSnapshot.objects.all()
    }


def test_a_month_is_of_the_unit_each_guide_and_each_case(unit, guide, colleague, caseload):
    report = take(unit, OCTOBER)
    rows = ReportSnapshot.objects.all()
    assert (report.kind, report.period, report.as_of, report.revision) == (
        "unit", dt.date(2026, 10, 1), dt.date(2026, 10, 31), 1,
    )  # fmt: skip
    assert {int(r.subject_id) for r in rows.filter(kind="guide")} == {guide.pk, colleague.pk}
    there = {"busy", "idle", "adult_idle", "stale", "paused", "closed", "reopened"}
    assert {r.subject_id for r in rows.filter(kind="case")} == {str(caseload[name].pk) for name in there}
    assert all(r.is_intact for r in rows)
    assert AuditEvent.objects.filter(action="report.taken").count() == 1


def test_frozen_numbers_are_the_metrics(unit, caseload):
    report = take(unit, OCTOBER)
    metrics = UnitMetrics(unit, period=OCTOBER, known=report.known_on)
    assert report.data["numbers"] == metrics.counts(METRICS)
    for row in report.data["by_guide"]:
        for key in PER_GUIDE:
            assert row[key] == metrics.rows_of(key, guide=int(row["key"])).count()
        own = ReportSnapshot.objects.get(kind="guide", subject_id=row["key"]).data["numbers"]
        assert {key: own[key] for key in PER_GUIDE} == {key: row[key] for key in PER_GUIDE}


def test_taking_three_times_makes_one(unit, caseload):
    first = take(unit, OCTOBER)
    before = _rows()
    assert take(unit, OCTOBER).pk == take(unit, OCTOBER).pk == first.pk
    assert _rows() == before
    assert AuditEvent.objects.filter(action="report.taken").count() == 1


def test_life_goes_on_and_the_frozen_report_does_not(unit, guide, leader, caseload):
    take(unit, OCTOBER)
    before = _rows()
    plan_actions.close_case(caseload["busy"], by=leader, reason="moved")
    actions.set_activity(caseload["idle"], Activity.JOB, by=guide, on=dt.date(2026, 10, 2))
    make_case(guide, on=dt.date(2026, 10, 9))
    move_milestone(
        Milestone.objects.filter(plan__case=caseload["busy"]).first(), MilestoneStatus.PLANNED, by=guide
    )
    take(unit, OCTOBER)
    assert _rows() == before


def test_the_same_knowledge_gives_the_same_figures(unit, guide, leader, caseload):
    """What we know changes; what we knew then does not: the report can be computed again to the last digit."""
    report = take(unit, OCTOBER, known=clock.at(dt.date(2026, 11, 8)))
    with clock.travel(dt.date(2026, 11, 25)):
        plan_actions.close_case(caseload["idle"], by=leader, reason="moved", on=dt.date(2026, 10, 5))
        make_case(guide, on=dt.date(2026, 10, 9))
        again = unit_figures(UnitMetrics(unit, period=OCTOBER, known=report.known_on))
        assert again == {key: value for key, value in report.data.items() if key != "history"}
        ids = cases_to_report(UnitMetrics(unit, period=OCTOBER, known=report.known_on))
        cases = case_figures(ids, UnitMetrics(unit, period=OCTOBER, known=report.known_on))
        frozen = {r.subject_id: r.data for r in ReportSnapshot.objects.filter(kind="case")}
        assert {str(pk): json.loads(canonical(made)) for pk, made in cases.items()} == frozen


def test_a_correction_is_a_new_revision_of_what_differs(unit, guide, leader, caseload):
    first = take(unit, OCTOBER)
    made = ReportSnapshot.objects.count()
    with clock.travel(dt.date(2026, 11, 25)):
        actions.set_activity(caseload["idle"], Activity.JOB, by=guide, on=dt.date(2026, 10, 2))
        second = take(unit, OCTOBER, by=leader, correct=True)
    assert (second.revision, second.period, second.earlier_revision()) == (2, first.period, first)
    others = next(g for g in compare(first.data, second.data, "unit").groups if g.key == "numbers")
    assert ("Ikke i gang med noget", "2", "1") in {(c.what, c.before, c.after) for c in others.changes}
    assert second.data["numbers"]["in_nothing"] == first.data["numbers"]["in_nothing"] - 1
    revised = ReportSnapshot.objects.filter(revision=2)
    assert {(r.kind, r.subject_id) for r in revised} == {
        ("unit", str(unit.pk)), ("guide", str(guide.pk)), ("case", str(caseload["idle"].pk)),
    }  # fmt: skip
    assert ReportSnapshot.objects.count() == made + 3
    assert ReportSnapshot.objects.latest().filter(kind="unit").get() == second


def test_a_correction_that_changes_nothing_makes_nothing(unit, caseload):
    first = take(unit, OCTOBER)
    before = _rows()
    assert take(unit, OCTOBER, correct=True) == first
    assert _rows() == before


def test_two_of_the_same_are_refused_by_the_database(unit, caseload):
    report = take(unit, OCTOBER)
    report.pk = None
    report.id = __import__("uuid").uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)


def test_a_month_that_is_not_over_is_refused(unit, caseload):
    with pytest.raises(NotOver):
        take(unit, Month(2026, 11))
    with clock.travel(clock.at(dt.date(2026, 11, 30), 23, 59)), pytest.raises(NotOver):
        take(unit, Month(2026, 11))
    with clock.travel(clock.at(dt.date(2026, 12, 1))):
        assert take(unit, Month(2026, 11)).as_of == dt.date(2026, 11, 30)


def test_stopped_anywhere_there_is_nothing_and_started_again_one_whole_report(unit, caseload, monkeypatch):
    """Wherever the worker dies, no guide's report stands without the unit's, and the next one makes the same."""
    monkeypatch.setattr(freezing, "CHUNK", 2)
    known = clock.now()
    whole = _take_and_forget(unit, known)
    stops = 0
    for stop_at in range(20):
        calls = iter(range(100))

        def die(*args, calls=calls, stop_at=stop_at):
            if next(calls) == stop_at:
                raise SystemExit("kill -9")

        try:
            take(unit, OCTOBER, known=known, guard=die, progress=die)
        except SystemExit:
            stops += 1
            told = ReportSnapshot.objects.count(), AuditEvent.objects.filter(action="report.taken").count()
            # The last word about the progress comes when all is written.
            assert told in ((0, stops), (len(whole), stops + 1)), stop_at
        take(unit, OCTOBER, known=known)
        assert {key: value[0] for key, value in _rows().items()} == whole, stop_at
        ReportSnapshot.objects.all().delete()
    assert stops >= 6


def test_a_database_that_goes_away_while_writing_leaves_nothing(unit, caseload, leader, monkeypatch):
    """The guides' reports do not stand alone; the job waits and makes the whole later."""
    job = order_report(unit, OCTOBER, by=leader)
    with monkeypatch.context() as away:
        away.setattr(freezing.Freeze, "_announce", _raise_away)
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, ReportSnapshot.objects.count()) == ("queued", 0)
    with clock.travel(clock.now() + jobs.BACK_OFF + dt.timedelta(seconds=1)):
        jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    kinds = set(ReportSnapshot.objects.values_list("kind", flat=True))
    assert kinds == {"unit", "guide", "case"}


def _raise_away(*args):
    raise OperationalError("server closed the connection unexpectedly")


def _take_and_forget(unit, known):
    take(unit, OCTOBER, known=known)
    whole = {key: value[0] for key, value in _rows().items()}
    ReportSnapshot.objects.all().delete()
    return whole


def test_nothing_personal_is_frozen(unit, caseload):
    """Names, numbers and addresses stay on the case; the frozen report holds none of them."""
    person = caseload["busy"].person
    person.address, person.preferred_name = "Hemmelig Vej 7", "Kaldenavn"
    person.save()
    take(unit, OCTOBER)
    frozen = "".join(r.figures + r.subject_name for r in ReportSnapshot.objects.exclude(kind="unit"))
    for secret in (person.first_name, person.cpr, person.cpr[:6], "Hemmelig", "Kaldenavn", person.phone):
        assert secret not in frozen
    with connection.cursor() as cursor:
        cursor.execute("SELECT figures FROM reports_reportsnapshot")
        assert not any("Trin" in row[0] for row in cursor.fetchall()), "what the database holds is encrypted"


def test_a_changed_row_is_noticed(unit, caseload):
    report = take(unit, OCTOBER)
    data = dict(report.data)
    data["numbers"] = {**data["numbers"], "running": 1}
    ReportSnapshot.objects.filter(pk=report.pk).update(figures=canonical(data).decode())
    assert not ReportSnapshot.objects.get(pk=report.pk).is_intact


def test_case_reports_cost_the_same_queries_for_few_and_many(unit, guide, leader, now):
    def cost(count):
        for _n in range(count):
            make_milestone(make_case(guide, on=dt.date(2026, 9, 1)), by=guide, due_on=dt.date(2026, 10, 3))
        with CaptureQueriesContext(connection) as seen:
            take(unit, OCTOBER)
        ReportSnapshot.objects.all().delete()
        return len(seen)

    assert cost(2) == cost(20)


def test_case_report_tells_the_month(unit, caseload):
    take(unit, OCTOBER)
    data = ReportSnapshot.objects.get(kind="case", subject_id=str(caseload["busy"].pk)).data
    assert (data["status"], data["guide"], data["activity"], data["contacts"]) == (
        "running",
        "Gitte Guide",
        "fgu",
        1,
    )
    # Trin 0 was reached in November, so in October it was overdue; Trin 2 was postponed later.
    assert [(m["own_words"], m["status"], m["due_on"], m["overdue"]) for m in data["milestones"]] == [
        ("Trin 0", "planned", "2026-09-01", True),
        ("Trin 1", "reached", "2026-10-10", False),
        ("Trin 2", "planned", "2026-10-31", False),
        ("Trin 3", "planned", "2026-12-01", False),
    ]


def test_due_is_computed_from_what_is_there(unit, caseload):
    assert due_periods(unit) == [OCTOBER]
    take(unit, Month(2026, 8))
    assert due_periods(unit) == [Month(2026, 9), OCTOBER]
    take(unit, OCTOBER)
    assert due_periods(unit) == []
    with clock.travel(clock.at(dt.date(2026, 11, 30), 23, 59)):
        assert due_periods(unit) == []
    with clock.travel(clock.at(dt.date(2026, 12, 1))):
        assert due_periods(unit) == [Month(2026, 11)]
    with clock.travel(dt.date(2027, 2, 1)):
        assert due_periods(unit) == [Month(2026, 11), Month(2026, 12), Month(2027, 1)], (
            "a clockwork that stood still loses nothing"
        )


def test_a_unit_without_cases_owes_nothing(unit, now):
    assert due_periods(unit) == []


def test_clockwork_makes_what_is_due_and_tells_the_leader_once(
    unit, leader, caseload, django_capture_on_commit_callbacks
):
    for _n in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.take_due_reports()
    assert ReportSnapshot.objects.filter(kind="unit").count() == 1
    assert [job.state for job in Job.objects.all()] == ["done"]
    mail = OutboxMail.objects.get()
    assert mail.to == leader.email and str(ReportSnapshot.objects.get(kind="unit").pk) in mail.body


def test_one_unit_that_fails_stops_no_other(unit, leader, caseload, monkeypatch):
    other = factories.UnitFactory()

    def due(one):
        if one.pk == unit.pk:
            raise ValueError("a year that is none")
        return [OCTOBER] if one.pk == other.pk else []

    assert unit.pk < other.pk, "the one that fails has its turn first"
    monkeypatch.setattr(tasks, "due_periods", due)
    with pytest.raises(ExceptionGroup):
        tasks.take_due_reports()
    assert [job.unit_id for job in Job.objects.all()] == [other.pk]


def test_ordered_twice_it_is_one_job(unit, leader, caseload):
    assert order_report(unit, OCTOBER) == order_report(unit, OCTOBER, by=leader)


def test_job_delivered_three_times_makes_one_report_and_shows_progress(unit, leader, caseload):
    job = order_report(unit, OCTOBER, by=leader)
    for _n in range(3):
        jobs.run(job.pk)
    job.refresh_from_db()
    report = ReportSnapshot.objects.get(kind="unit")
    assert (job.state, job.result_url, job.done) == ("done", report.get_absolute_url(), job.total)
    assert job.total == 7 + 2 + 1
    assert report.by == leader
    assert not OutboxMail.objects.exists(), "who ordered it is looking at it"


def test_a_worker_that_lost_its_job_writes_nothing_more(unit, leader, caseload, monkeypatch):
    job = order_report(unit, OCTOBER, by=leader)
    real = freezing.guide_figures

    def taken_over(metrics):
        Job.objects.filter(pk=job.pk).update(attempts=9)
        return real(metrics)

    monkeypatch.setattr(freezing, "guide_figures", taken_over)
    jobs.run(job.pk)
    assert not ReportSnapshot.objects.exists()


@pytest.mark.paper
def test_paper_is_frozen_with_the_figures_and_made_again_the_same(unit, caseload):
    report = take(unit, OCTOBER)
    assert bytes(report.pdf).startswith(b"%PDF-")
    fresh = ReportSnapshot.objects.get(pk=report.pk)
    assert pdf.render(fresh) == bytes(report.pdf)
    reader = PdfReader(BytesIO(bytes(report.pdf)))
    text = "".join(page.extract_text() for page in reader.pages)
    assert reader.trailer["/Root"]["/Lang"] == "da"
    assert report.sha256[:12] in text and "Gitte Guide" in text
    assert "Busy" not in text, "no young person is named in the unit's report"
