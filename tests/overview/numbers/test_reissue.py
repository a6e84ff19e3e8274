"""A period that is over gives the same bytes whenever it is asked about with the same knowledge."""

import datetime as dt

from cases.activity import actions as activity_actions
from cases.models import Activity, Note
from cases.notes import actions as notes_actions
from core import clock
from plans.closing import actions as plan_actions
from plans.milestones.actions import move_milestone
from plans.models import Milestone, MilestoneStatus
from reports.metrics.unit_metrics import UnitMetrics
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from reports.snapshots.canonical import canonical
from reports.snapshots.figures import unit_figures
from tests.helpers.factories import make_case

OCTOBER, KNOWN = Month(2026, 10), dt.datetime(2026, 11, 8, 12, tzinfo=dt.UTC)


def figures(unit) -> bytes:
    """October as it was known on 8 November, in the one way to write it."""
    return canonical(unit_figures(UnitMetrics(unit, period=OCTOBER, known=KNOWN)))


def correct_a_lot(guide, leader, caseload):
    """What is written down later of October and before, of every kind, by the real verbs."""
    late = make_case(guide, on=dt.date(2026, 10, 5), first_name="Sent")
    activity_actions.set_activity(caseload["idle"], Activity.JOB, by=guide, on=dt.date(2026, 10, 20))
    activity_actions.confirm_activity(caseload["paused"], by=guide)
    notes_actions.add_note(
        caseload["idle"], by=guide, text="Talte", kind=Note.Kind.TALK, happened_on=dt.date(2026, 10, 20)
    )
    step = Milestone.objects.filter(plan__case=caseload["busy"], status=MilestoneStatus.PLANNED).first()
    move_milestone(step, MilestoneStatus.REACHED, by=guide)
    plan_actions.close_case(caseload["stale"], by=leader, reason="moved", on=dt.date(2026, 11, 20))
    return late


def test_what_is_written_down_later_changes_no_byte_of_what_was_known(unit, guide, leader, caseload):
    with clock.travel(dt.date(2026, 11, 9)):
        taken = ReportSnapshot.objects.take(unit, OCTOBER, known=KNOWN, paper=False)
    before, now = figures(unit), unit_figures(UnitMetrics(unit, period=OCTOBER))
    correct_a_lot(guide, leader, caseload)
    with clock.travel(dt.date(2027, 3, 1)):
        assert figures(unit) == before
        again = ReportSnapshot.objects.take(unit, OCTOBER, known=KNOWN, correct=True, paper=False)
        assert (again.pk, again.sha256) == (taken.pk, taken.sha256)
        assert unit_figures(UnitMetrics(unit, period=OCTOBER)) != now


def test_a_correction_only_adds_a_revision(unit, guide, leader, caseload):
    with clock.travel(dt.date(2026, 11, 9)):
        first = ReportSnapshot.objects.take(unit, OCTOBER, known=KNOWN, paper=False)
    kept = (first.figures, first.sha256)
    correct_a_lot(guide, leader, caseload)
    second = ReportSnapshot.objects.take(unit, OCTOBER, correct=True, paper=False)
    assert second.revision == 2 and second.data["numbers"] != first.data["numbers"]
    row = ReportSnapshot.objects.get(pk=first.pk)
    assert (row.figures, row.sha256) == kept and row.is_intact


def test_a_young_person_who_moved_counts_for_the_unit_that_had_them_then(unit, leader, guide, stranger, now):
    """Their case in the first unit is closed, one in the other is opened: each day counts in one of them."""
    with clock.travel(dt.date(2026, 10, 1)):
        case = make_case(guide, on=dt.date(2026, 10, 1))
    with clock.travel(dt.date(2026, 11, 10)):
        plan_actions.close_case(case, by=leader, reason="moved", on=dt.date(2026, 11, 10))
        make_case(stranger, on=dt.date(2026, 11, 10))
    units = (unit, stranger.unit)
    for day, expected in ((dt.date(2026, 11, 9), (1, 0)), (dt.date(2026, 11, 10), (0, 1))):
        assert tuple(UnitMetrics(each, on=day).count("in_unit") for each in units) == expected
    assert UnitMetrics(unit, on=dt.date(2026, 11, 9), known=clock.now()).count("in_unit") == 1
