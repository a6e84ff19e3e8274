"""Quarters and years: what happens is counted over them, how things stand on their last day, each made once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from audit.models import AuditEvent
from cases.activity import actions as activity
from cases.models import Activity
from core import clock
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.mail.models import OutboxMail
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot, Schedule
from reports.periods.rules import Month, Quarter, Year
from reports.schedules.models import What
from reports.snapshots import tasks
from reports.snapshots.actions import due_periods, order_report
from reports.snapshots.changes import compare
from reports.snapshots.freezing import NotOver
from reports.snapshots.reading import read
from tests.helpers.linked_numbers import linked_numbers

take = ReportSnapshot.objects.take
THIRD, SEPTEMBER = Quarter(2026, 3), Month(2026, 9)
MONTHS = [Month(2026, month) for month in (7, 8, 9)]


@pytest.fixture
def quarter(unit, caseload):
    """The third quarter's report, after those of its months."""
    for month in MONTHS:
        take(unit, month, paper=False)
    return take(unit, THIRD, paper=False)


def schedule(unit, what, **values):
    return Schedule.objects.create(unit=unit, what=what, **values)


def test_a_quarter_is_of_the_unit_alone(unit, quarter):
    rows = ReportSnapshot.objects.of_period(unit, THIRD)
    assert {row.kind for row in rows} == {"unit"}
    assert (quarter.span, quarter.period, quarter.as_of, quarter.covers) == (
        "quarter", dt.date(2026, 7, 1), dt.date(2026, 9, 30), THIRD,
    )  # fmt: skip
    assert quarter.is_intact and quarter.named == "3. kvartal 2026"


def test_what_happened_is_of_the_whole_quarter_and_what_stands_of_its_last_day(unit, quarter):
    months = [
        ReportSnapshot.objects.get(kind="unit", period=month.first, span="month").data["numbers"]
        for month in MONTHS
    ]
    numbers = quarter.data["numbers"]
    for key in ("new", "destinations", "reached", "due", "destinations_three_months_ago"):
        assert numbers[key] == sum(month[key] for month in months), key
    assert numbers["new"] > 1
    for key in ("in_unit", "running", "waiting", "in_nothing", "unknown", "overdue", "turning_18"):
        assert numbers[key] == months[-1][key], key
    assert numbers["opening"] == months[0]["opening"]
    assert numbers["opening"] + numbers["new"] + numbers["reopened"] - numbers["closed"] == numbers["in_unit"]


def test_every_number_of_a_quarter_and_a_year_is_its_list(unit, caseload):
    for period in (Quarter(2026, 4), Year(2026)):
        metrics = UnitMetrics(unit, period=period, known=clock.now())
        for key in METRICS:
            assert metrics.count(key) == metrics.rows_of(key).count(), (period, key)


def test_the_history_is_read_from_the_months(quarter):
    assert [row["key"] for row in quarter.data["history"]] == ["2026-07", "2026-08", "2026-09"]


def test_a_quarter_that_is_not_over_is_refused(unit, caseload):
    with pytest.raises(NotOver):
        take(unit, Quarter(2026, 4))
    with clock.travel(clock.at(dt.date(2026, 12, 31), 23, 59)), pytest.raises(NotOver):
        take(unit, Year(2026))
    with clock.travel(clock.at(dt.date(2027, 1, 1))):
        assert take(unit, Year(2026), paper=False).as_of == dt.date(2026, 12, 31)


def test_month_and_quarter_that_begin_together_stand_side_by_side_each_once(unit, quarter):
    july = ReportSnapshot.objects.get(kind="unit", span="month", period=quarter.period)
    assert july.pk != quarter.pk
    assert take(unit, THIRD).pk == take(unit, THIRD).pk == quarter.pk
    quarter.pk = None
    quarter.id = __import__("uuid").uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        quarter.save(force_insert=True)


def test_a_corrected_quarter_is_a_revision(unit, guide, leader, caseload, quarter):
    with clock.travel(dt.date(2026, 11, 25)):
        activity.set_activity(caseload["idle"], Activity.NONE, by=guide, on=dt.date(2026, 9, 20))
        second = take(unit, THIRD, by=leader, correct=True, paper=False)
    assert (second.revision, second.earlier_revision()) == (2, quarter)
    moved = {change.what: change.step for change in compare(quarter.data, second.data, "unit").headline}
    assert moved[str(METRICS["unknown"].title)] == -1


def test_by_itself_only_months_are_made_until_somebody_decides(unit, caseload):
    take(unit, SEPTEMBER, paper=False)
    assert due_periods(unit) == [Month(2026, 10)]
    take(unit, Month(2026, 10), paper=False)
    assert due_periods(unit) == []


def test_a_quarter_waits_for_its_months_and_a_missed_one_is_made(unit, caseload):
    schedule(unit, What.UNIT_QUARTER, from_on=dt.date(2026, 4, 1), told="leaders")
    schedule(unit, What.UNIT_YEAR, told="leaders")
    assert due_periods(unit) == [Month(2026, 10)]
    take(unit, Month(2026, 10), paper=False)
    # No case was there in 2025; the second quarter had one.
    assert due_periods(unit) == [Quarter(2026, 2), THIRD]
    take(unit, THIRD, paper=False)
    assert due_periods(unit) == []
    with clock.travel(dt.date(2027, 8, 2)):
        for month in Month(2027, 7).up_to(9):
            take(unit, month, paper=False)
        assert due_periods(unit) == [Quarter(2026, 4), Quarter(2027, 1), Quarter(2027, 2), Year(2026)]


def test_the_clockwork_makes_month_and_quarter_in_order_and_once(
    unit, leader, caseload, django_capture_on_commit_callbacks
):
    schedule(unit, What.UNIT_QUARTER, told="leaders")
    tasks.take_due_reports()
    assert [job.args["period"] for job in Job.objects.all()] == ["2026-10"], (
        "the quarter waits for its months"
    )
    with django_capture_on_commit_callbacks(execute=True):
        jobs.run(Job.objects.get().pk)
    for _n in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.take_due_reports()
    made = ReportSnapshot.objects.filter(kind="unit")
    assert sorted(str(row.covers) for row in made) == ["2026-10", "2026-Q3"]
    assert [job.state for job in Job.objects.all()] == ["done", "done"]
    assert OutboxMail.objects.filter(to=leader.email).count() == 2, "of each once"


def test_a_job_that_runs_late_reports_the_quarter_it_was_ordered_for(unit, leader, caseload):
    take(unit, SEPTEMBER, paper=False)
    september = ReportSnapshot.objects.get(kind="unit", span="month")
    job = order_report(unit, THIRD, by=leader)
    with clock.travel(dt.date(2027, 5, 5)):
        jobs.run(job.pk)
    report = ReportSnapshot.objects.get(span="quarter")
    assert (report.covers, report.by) == (THIRD, leader)
    assert report.known_on == september.known_on, "it says the same of the last day as the month does"


def test_a_month_is_made_of_those_that_the_unit_decided(unit, caseload):
    schedule(unit, What.GUIDE_MONTH, made=False)
    job = order_report(unit, SEPTEMBER)
    assert job.args["kinds"] == ["unit", "case"]
    Schedule.objects.create(unit=unit, what=What.CASE, every=2, step="week", from_on=dt.date(2026, 10, 1))
    assert order_report(unit, Month(2026, 10)).args["kinds"] == ["unit"]
    take(unit, Month(2026, 8), paper=False)
    corrected = order_report(unit, Month(2026, 8), correct=True)
    assert sorted(corrected.args["kinds"]) == ["case", "guide", "unit"], "what is there is corrected, too"


def test_a_status_by_rhythm_is_of_every_young_person_of_those_days(unit, caseload):
    schedule(unit, What.CASE, every=2, step="week", from_on=dt.date(2026, 10, 5))
    take(unit, Month(2026, 10), kinds=["unit"], paper=False)
    assert [str(part) for part in due_periods(unit)] == [
        "2026-10-05--2026-10-18", "2026-10-19--2026-11-01", "2026-11-02--2026-11-15",
    ]  # fmt: skip
    part = due_periods(unit)[1]
    assert take(unit, part, paper=False).kind == "case"
    rows = ReportSnapshot.objects.of_period(unit, part)
    there = {"busy", "idle", "adult_idle", "stale", "paused", "closed", "reopened"}
    assert {row.subject_id for row in rows} == {str(caseload[name].pk) for name in there}
    assert all(row.is_intact for row in rows)
    before = set(rows.values_list("sha256", flat=True))
    take(unit, part, paper=False)
    assert set(rows.values_list("sha256", flat=True)) == before
    told = AuditEvent.objects.filter(action="report.taken", changes__period=[None, str(part)])
    assert told.count() == 1 and told.get().changes["case"] == [None, 7]
    assert [str(one) for one in due_periods(unit)] == ["2026-11-02--2026-11-15"]


def test_until_a_rhythm_begins_the_months_have_their_statuses(unit, caseload):
    schedule(unit, What.CASE, every=1, step="week", from_on=dt.date(2026, 11, 1))
    assert "case" in order_report(unit, Month(2026, 10)).args["kinds"]
    assert "case" not in order_report(unit, Month(2026, 11)).args["kinds"]


@pytest.mark.parametrize(("day", "with_it"), [(1, False), (2, True), (30, True)])
def test_no_days_are_left_out_of_the_month_in_which_a_rhythm_begins(unit, caseload, day, with_it):
    """Those before its first day are told with the month: no stretch of the rhythm is of them."""
    schedule(unit, What.CASE, every=2, step="week", from_on=dt.date(2026, 11, day))
    assert ("case" in order_report(unit, Month(2026, 11)).args["kinds"]) is with_it


def test_only_days_that_are_owed_are_made_by_hand(as_leader, unit, caseload):
    schedule(unit, What.CASE, every=1, step="week", from_on=dt.date(2026, 11, 2))
    run = "/rapporter/koer/"
    assert as_leader.post(run, {"period": "2026-11-02--2026-11-08"}).status_code == 302
    assert as_leader.post(run, {"period": "2026-11-03--2026-11-08"}).status_code == 404
    assert [job.args["period"] for job in Job.objects.all()] == ["2026-11-02--2026-11-08"]


def test_a_rhythm_over_days_without_cases_owes_nothing(unit, caseload):
    schedule(unit, What.CASE, every=1, step="week", from_on=dt.date(2026, 1, 5))
    take(unit, Month(2026, 10), paper=False)
    owed = due_periods(unit)
    assert owed and all(part.last >= dt.date(2026, 5, 11) for part in owed)


def test_every_number_of_a_quarters_page_is_the_list_as_it_was(as_leader, quarter):
    numbers = dict(linked_numbers(as_leader.get(quarter.get_absolute_url()).content.decode()))
    assert len(numbers) > 20
    for url, number in numbers.items():
        assert as_leader.get(url).context["count"] == number, url


def test_a_year_reads_as_a_year(unit, caseload):
    with clock.travel(dt.date(2027, 1, 2)):
        report = take(unit, Year(2026), paper=False)
    made = read(report)
    assert report.named == "2026" and "år" in made.meant
    assert any(one.title == "Nye i 2026" for one in made.tiles)
    assert made.flow[1].text == "2026"
