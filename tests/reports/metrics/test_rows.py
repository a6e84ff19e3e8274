"""How a case, a milestone, a destination and an effort stood on a day: which rows tell it, and which do not."""

import datetime as dt

import pytest

from cases.models import (
    Activity,
    ActivityPeriod,
    Assignment,
    Case,
    Note,
    Participation,
    StallRest,
    StatusPeriod,
)
from core import clock
from core.kept import GivenIds
from plans.models import Destination, Effort, Milestone, MilestoneMove, Outcome, Plan
from reports.metrics.point_in_time import PointInTime
from reports.metrics.querysets import (
    cases_at,
    efforts_at,
    guide_and_status,
    milestones_at,
    outcomes_at,
    within,
)
from reports.periods.rules import Month
from tests.helpers import factories

pytestmark = pytest.mark.django_db

OPENED, ON, TODAY = dt.date(2026, 1, 5), dt.date(2026, 3, 15), dt.date(2026, 5, 20)
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
DAY = dt.timedelta(days=1)
EARLY, LATER = clock.at(ON - 5 * DAY, 12), clock.at(ON + 5 * DAY, 12)
BETWEEN = clock.at(ON, 12)


@pytest.fixture(autouse=True)
def travelled():
    with clock.travel(clock.at(TODAY, 12)):
        yield


@pytest.fixture
def case(guide):
    """A case opened in January, of which nothing else is written down."""
    with clock.travel(OPENED):
        case = factories.make_case(guide, on=OPENED, birth_date=dt.date(2009, 6, 1), cpr="")
    for rows in (case.activity_periods, case.assignments, case.status_periods):
        rows.all().delete()
    return case


@pytest.fixture
def other(guide):
    """Another case, which tells nothing of the first."""
    with clock.travel(OPENED):
        return factories.make_case(guide, on=OPENED, cpr="")


def when(on=ON, known=None, period=None) -> PointInTime:
    return PointInTime(on, period or Month.of(on), known, fresh_days=90, contact_days=30, silent_days=60)


def at(case, column, on=ON, known=None, period=None):
    """The column of the case as it stood; "left out" when no number counts the case."""
    rows = cases_at(Case.objects.filter(pk=case.pk), when(on, known, period)).values_list(column, flat=True)
    return next(iter(rows), "left out")


def add(model, case, from_on, until_on=None, at=EARLY, **fields):
    """A dated row, its days told from ``ON``."""
    row = model(case=case, from_on=ON + from_on * DAY, recorded_at=at, **fields)
    row.until_on = None if until_on is None else ON + until_on * DAY
    model.objects.bulk_create([row])
    return row


def status(case, *days, status="running", **fields):
    add(StatusPeriod, case, *days, status=status, **fields)


def doing(case, *days, activity="eud", confirmed=ON, **fields):
    add(ActivityPeriod, case, *days, activity=activity, confirmed_on=confirmed, **fields)


# --- status and guide ---


def test_the_status_of_a_day_is_the_one_that_held_and_since_when(case, other):
    status(case, -60, -10, status="waiting")
    status(case, -10, 5, status="paused")
    status(case, 5)
    days = {
        -61: (None, None),
        -11: ("waiting", -60),
        -10: ("paused", -10),
        4: ("paused", -10),
        5: ("running", 5),
    }
    for day, (held, since) in days.items():
        assert at(case, "at_status", ON + day * DAY) == held, day
        assert at(case, "at_since", ON + day * DAY) == (None if since is None else ON + since * DAY), day


def test_of_two_that_held_the_later_counts_and_of_two_of_one_day_the_last_written(case):
    status(case, -20, 30, status="waiting")
    status(case, -30, 30, status="paused")
    assert at(case, "at_status") == "waiting"
    status(case, -20, 30, status="running")
    assert at(case, "at_status") == "running"


def test_what_was_known_then(case):
    status(case, -20, status="paused", at=EARLY, superseded_at=LATER)
    status(case, -20, status="running", at=LATER)
    assert at(case, "at_status") == at(case, "at_status", known=LATER) == "running"
    assert at(case, "at_status", known=BETWEEN) == "paused"
    assert at(case, "at_status", known=EARLY - DAY) is None


def whose(case, acting=False, on=ON, known=None):
    rows = Case.objects.filter(pk=case.pk).annotate(**guide_and_status(when(on, known), "pk", acting=acting))
    return rows.values_list("at_guide", flat=True).get()


def test_who_carried_the_case_and_who_covered(case, other, guide, colleague, leader):
    for kind, user, days in (
        ("guide", guide, (-20,)),
        ("cover", colleague, (-2, 3)),
        ("deputy", leader, (-1, 9)),
    ):
        add(Assignment, case, *days, user=user, kind=kind)
    for day, carries, acts in (
        (-21, None, None),
        (-3, guide, guide),
        (-2, guide, colleague),
        (3, guide, guide),
    ):
        on = ON + day * DAY
        assert whose(case, on=on) == (carries and carries.pk) == at(case, "at_guide", on), day
        assert whose(case, acting=True, on=on) == (acts and acts.pk), day
    Assignment.objects.filter(kind="guide", case=case).delete()
    assert (whose(case), whose(case, acting=True)) == (None, colleague.pk)


def test_today_a_guide_who_has_stopped_carries_no_open_case(case, guide):
    assert whose(case, on=TODAY) == at(case, "at_guide", TODAY) == guide.pk
    type(guide).objects.filter(pk=guide.pk).update(is_active=False)
    assert whose(case, on=TODAY) is None
    Case.objects.filter(pk=case.pk).update(status="closed", closed_on=TODAY, close_reason="moved")
    assert whose(case, on=TODAY) == guide.pk, "who had it when it was closed"


@pytest.mark.parametrize(
    ("first", "until", "covers"), [(-1, 1, True), (0, 1, True), (-1, 0, False), (1, 2, False)]
)
def test_today_who_covers_acts_while_the_cover_lasts(case, guide, colleague, first, until, covers):
    days = {"cover_from": TODAY + first * DAY, "cover_until": TODAY + until * DAY}
    Case.objects.filter(pk=case.pk).update(cover=colleague, **days)
    assert whose(case, acting=True, on=TODAY) == (colleague.pk if covers else guide.pk)
    assert whose(case, on=TODAY) == guide.pk
    type(guide).objects.filter(pk=colleague.pk).update(is_active=False)
    assert whose(case, acting=True, on=TODAY) == guide.pk


# --- which cases are there ---


@pytest.mark.parametrize(("day", "there"), [(-1, True), (0, True), (1, False)])
def test_a_case_is_there_from_its_opening(case, day, there):
    Case.objects.filter(pk=case.pk).update(opened_on=ON + day * DAY)
    assert (at(case, "pk") != "left out") is there
    Case.objects.filter(pk=case.pk).update(opened_on=TODAY + day * DAY)
    assert (at(case, "pk", TODAY) != "left out") is there


@pytest.mark.parametrize(("day", "there"), [(-1, False), (0, True), (1, True)])
def test_a_case_that_was_closed_before_the_month_is_left_out(case, day, there):
    Case.objects.filter(pk=case.pk).update(status="closed", close_reason="moved", closed_on=FIRST + day * DAY)
    assert (at(case, "pk") != "left out") is there


def test_a_closing_that_was_written_down_later_was_not_known_then(case, other):
    Case.objects.filter(pk=case.pk).update(status="closed", close_reason="moved", closed_on=FIRST - DAY)
    status(case, -20, status="closed", at=LATER)
    assert at(case, "pk", known=BETWEEN) == case.pk
    assert at(case, "pk", known=LATER) == at(case, "pk") == "left out"
    StatusPeriod.objects.filter(case=case).delete()
    status(other, 2, 3, at=LATER)
    assert at(case, "pk", known=BETWEEN) == "left out", "what was written of another case"


@pytest.mark.parametrize(("hours", "known"), [(-1, False), (0, True), (1, True)])
def test_a_case_is_known_from_the_moment_it_was_written_down(case, hours, known):
    moment = Case.objects.get(pk=case.pk).recorded_at + dt.timedelta(hours=hours)
    assert (at(case, "pk", known=moment) != "left out") is known


def test_the_cases_that_are_asked_about_and_no_others(case, other):
    for on in (ON, TODAY):
        assert {row.pk for row in cases_at(Case.objects.filter(pk=case.pk), when(on))} == {case.pk}


def test_cases_that_are_told_later_are_told_as_one_value():
    """A kept query cannot know how many there will be."""
    assert within("pk", GivenIds("cases")).children == [("pk__among", GivenIds("cases"))]
    assert [*dict(within("case", Case.objects.none()).children)] == ["case__in"]


def test_how_it_stood_on_the_last_day_before_the_month(case):
    status(case, -60, -15, status="paused")
    status(case, -15)  # 28 February
    assert at(case, "at_before") == "running"


def test_how_it_stood_before_the_month(case):
    status(case, -60, -14, status="paused")  # until 1 March
    status(case, -14)
    assert at(case, "at_before") == "paused"
    assert at(case, "at_before", OPENED + DAY) == "", "of what was opened that month, nothing"
    Case.objects.filter(pk=case.pk).update(opened_on=FIRST)
    assert at(case, "at_before") == ""
    Case.objects.filter(pk=case.pk).update(opened_on=FIRST - DAY)
    assert at(case, "at_before") == "paused"


@pytest.mark.parametrize(("day", "before"), [(-1, "running"), (0, "paused"), (1, "paused")])
def test_today_the_status_says_itself_what_it_was_unless_it_changed_in_the_month(case, day, before):
    status(case, -60, 70, status="paused")
    may = dt.date(2026, 5, 1)
    Case.objects.filter(pk=case.pk).update(status="running", status_since=may + day * DAY)
    assert at(case, "at_before", TODAY) == before
    assert at(case, "at_before", TODAY, known=clock.now()) == "paused"
    Case.objects.filter(pk=case.pk).update(opened_on=may)
    assert at(case, "at_before", TODAY) == ""


# --- what it was under way with ---


def test_nothing_is_known_of_a_case_of_which_nothing_is_written(case, other):
    with clock.travel(OPENED):
        factories.make_milestone(other)
    doing(other, -20)
    talk(other, -3)
    add(StallRest, other, -1, 9, reason="Højskole")
    for column in (
        "at_activity",
        "at_confirmed_on",
        "at_contact_on",
        "at_moved_on",
        "at_rests_until",
        "at_since",
    ):
        assert at(case, column) is None, column
    assert (at(case, "at_clash"), at(case, "at_under_plan")) == ("", False)
    assert at(case, "at_born") == dt.date(2009, 6, 1)


def test_what_counts_most_is_told_with_its_day(case):
    doing(case, -30, 1, activity="school", confirmed=ON - 3 * DAY, under_plan=False)
    doing(case, -20, activity="unknown", confirmed=ON - DAY)
    assert (at(case, "at_activity"), at(case, "at_confirmed_on")) == ("school", ON - 3 * DAY)
    assert (at(case, "at_activity", ON + DAY), at(case, "at_confirmed_on", ON + DAY)) == ("unknown", None)
    assert at(case, "at_activity", ON - 31 * DAY) is None


@pytest.mark.parametrize(
    ("activity", "under_plan", "so"),
    [("eud", True, True), ("eud", False, False), ("none", True, False), ("unknown", True, False)],
)
def test_under_the_plan_is_what_is_something_and_part_of_it(case, activity, under_plan, so):
    doing(case, -20, 1, activity=activity, under_plan=under_plan)
    assert at(case, "at_under_plan") is so
    assert at(case, "at_under_plan", ON + DAY) is False


@pytest.mark.parametrize(
    ("rows", "clash"),
    [
        ([("none", None), ("spare_time_job", 3)], "nothing"),
        ([("none", None), ("unknown", None)], ""),
        ([("none", None), ("none", None)], ""),
        ([("eud", None), ("job", None)], "hours"),
        ([("eud", None), ("job", 29)], ""),
        ([("spare_time_job", 30), ("course", 31)], "hours"),
        ([("eud", None)], ""),
        ([("spare_time_job", None), ("course", None)], ""),
        ([("none", None), ("eud", None), ("job", None)], "nothing"),
    ],
)
def test_what_cannot_both_be_true(case, rows, clash):
    for activity, hours in rows:
        doing(case, -20, 1, activity=activity, hours_per_week=hours)
    assert at(case, "at_clash") == clash
    assert at(case, "at_clash", ON + DAY) == ""


def test_every_kind_that_fills_a_week_by_itself_clashes_with_another(case):
    full = ("school", "tenth_grade", "fgu", "eud", "upper_secondary", "other_education", "job")
    doing(case, -20, activity="eud")
    for activity in Activity.values:
        doing(case, -9, 0, activity=activity)
        clash = "nothing" if activity == "none" else "hours" if activity in full else ""
        assert at(case, "at_clash", ON - DAY) == clash, activity
        ActivityPeriod.objects.filter(case=case, until_on=ON).delete()


# --- contact, moves, rest, plan ---


def talk(case, day, kind="phone", at=EARLY, **fields):
    note = Note(case=case, by=case.guide, text="Talt", kind=kind, happened_on=ON + day * DAY, **fields)
    note.recorded_at = at
    Note.objects.bulk_create([note])


def test_the_last_talk_up_to_the_day_as_it_was_known(case):
    for day in (-9, -3, -6):
        talk(case, day)
    talk(case, -1, kind="attempt")
    talk(case, -1, with_youth=False)
    talk(case, -2, at=LATER)
    assert at(case, "at_contact_on", known=BETWEEN) == ON - 3 * DAY
    assert at(case, "at_contact_on") == ON - 2 * DAY
    talk(case, 0)
    talk(case, 1)
    assert at(case, "at_contact_on") == ON


@pytest.fixture
def step(case):
    with clock.travel(OPENED):
        step = factories.make_milestone(case, due_on=ON)
    step.history.all().delete()
    return step


def moved(step, day, new="under_way", old="planned", at=EARLY, due=None):
    MilestoneMove.objects.bulk_create(
        [
            MilestoneMove(
                milestone=step, old_status=old, new_status=new, on=ON + day * DAY, by=step.plan.case.guide,
                recorded_at=at, new_due_on=due,
            )
        ]
    )  # fmt: skip


def test_the_last_move_up_to_the_day_as_it_was_known(case, step):
    for day in (-9, -3, -6):
        moved(step, day)
    moved(step, -2, at=LATER)
    moved(step, -1, new="planned")  # postponed, and not moved
    moved(step, 1)
    assert at(case, "at_moved_on") == ON - 2 * DAY
    assert at(case, "at_moved_on", known=BETWEEN) == ON - 3 * DAY
    moved(step, 0)
    assert at(case, "at_moved_on") == ON


def test_a_rest_holds_until_its_day(case):
    add(StallRest, case, -3, 2, reason="Højskole")
    for day, until in ((-4, None), (-3, 2), (1, 2), (2, None)):
        assert at(case, "at_rests_until", ON + day * DAY) == (until and ON + until * DAY), day


@pytest.mark.parametrize(("day", "planned"), [(-1, True), (0, True), (1, False)])
def test_a_plan_counts_from_its_opening(case, other, day, planned):
    Plan.objects.filter(case=case).update(opened_on=ON + day * DAY)
    assert at(case, "at_planned") is planned
    Plan.objects.filter(case=case).update(opened_on=TODAY + day * DAY)
    assert at(case, "at_planned", TODAY) is planned


def test_today_the_columns_of_the_case_tell_it(case):
    days = {name: TODAY - n * DAY for n, name in enumerate(("activity_confirmed_on", "last_contact_on"))}
    days |= {
        "last_move_on": TODAY - 2 * DAY,
        "stall_rests_until": TODAY + DAY,
        "status_since": TODAY - 3 * DAY,
    }
    said = {"activity": "job", "activity_clash": "hours", "activity_under_plan": True}
    Case.objects.filter(pk=case.pk).update(**days, **said)
    columns = {
        "at_activity": "job",
        "at_confirmed_on": TODAY,
        "at_clash": "hours",
        "at_under_plan": True,
        "at_contact_on": TODAY - DAY,
        "at_moved_on": TODAY - 2 * DAY,
        "at_rests_until": TODAY + DAY,
        "at_since": TODAY - 3 * DAY,
        "at_status": "running",
    }
    assert {column: at(case, column, TODAY) for column in columns} == columns
    assert at(case, "at_since", TODAY, known=clock.now()) is None, "the dated rows say nothing"


def test_today_a_status_that_says_not_since_when_is_as_old_as_the_closing_or_the_opening(case):
    Case.objects.filter(pk=case.pk).update(status_since=None)
    assert at(case, "at_since", TODAY) == OPENED
    Case.objects.filter(pk=case.pk).update(status="closed", close_reason="moved", closed_on=TODAY)
    assert at(case, "at_since", TODAY) == TODAY


# --- destinations ---


@pytest.fixture
def positive():
    return Destination.objects.filter(counts_as_positive="yes").first()


def reached(case, destination, day, ended=None, at=EARLY):
    row = Outcome(
        case=case, destination=destination, started_on=ON + day * DAY, recorded_by=case.guide, recorded_at=at
    )
    row.ended_on = None if ended is None else ON + ended * DAY
    Outcome.objects.bulk_create([row])


@pytest.mark.parametrize(
    ("day", "ended", "arrived"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 1, True)],
)
def test_who_has_arrived_where_it_lasts(case, other, positive, day, ended, arrived):
    reached(other, positive, -9)
    assert at(case, "at_arrived") is False
    reached(case, positive, day, ended)
    assert at(case, "at_arrived") is arrived


def test_to_have_arrived_counts_where_it_is_positive_and_known(case, positive):
    reached(case, positive, -9, at=LATER)
    assert (at(case, "at_arrived", known=BETWEEN), at(case, "at_arrived")) == (False, True)
    Destination.objects.filter(pk=positive.pk).update(counts_as_positive="no")
    assert at(case, "at_arrived") is False


def test_destinations_reached_by_the_day_that_were_known(case, other, positive, guide):
    reached(case, positive, 0)
    reached(case, positive, 1)
    reached(case, positive, -1, at=LATER)
    reached(other, positive, -1)
    add(Assignment, case, -20, user=guide)

    def found(on=ON, known=None):
        rows = outcomes_at(Case.objects.filter(pk=case.pk), when(on, known))
        return [
            ((row.started_on - ON).days, row.at_case, row.at_counts, row.at_guide)
            for row in rows.order_by("started_on")
        ]

    as_it_was = (case.pk, "yes", guide.pk)
    assert found() == [(-1, *as_it_was), (0, *as_it_was)]
    assert found(known=BETWEEN) == [(0, *as_it_was)]
    assert found(TODAY) == [(n, *as_it_was) for n in (-1, 0, 1)]
    assert found(ON - 2 * DAY) == []


# --- the adult side ---


@pytest.mark.parametrize("code", ["adult_social", "employment", "benefits", "social_psychiatry", "fgu"])
def test_the_adult_side_is_four_kinds_of_partner(case, guide, code):
    Case.objects.get(pk=case.pk)
    type(case.person).objects.filter(pk=case.person_id).update(birth_date=ON.replace(year=2008) + 30 * DAY)
    partner = factories.PartnerFactory(unit=guide.unit, category=factories.PartnerCategoryFactory(code=code))
    assert at(case, "at_adult_side") is False
    add(Participation, case, -9, 1, partner=partner)
    assert at(case, "at_adult_side") is (code != "fgu")
    assert at(case, "at_adult_side", ON + DAY) is False


@pytest.mark.parametrize(
    ("turns", "asked"),
    [(ON, False), (ON + DAY, True), (dt.date(2026, 9, 15), True), (dt.date(2026, 9, 16), False)],
)
def test_the_adult_side_is_asked_of_those_who_turn_18_within_six_months(case, guide, turns, asked):
    type(case.person).objects.filter(pk=case.person_id).update(birth_date=turns.replace(year=2008))
    kind = factories.PartnerCategoryFactory(code="employment")
    add(Participation, case, -9, partner=factories.PartnerFactory(unit=guide.unit, category=kind))
    assert at(case, "at_adult_side") is asked


# --- milestones ---


def steps(case, on=ON, known=None, period=None) -> list[Milestone]:
    return list(milestones_at(Case.objects.filter(pk=case.pk), when(on, known, period)))


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"due_on": FIRST - DAY}, True),  # overdue
        ({"due_on": FIRST - DAY, "status": "reached", "reached_on": FIRST - DAY}, False),
        ({"due_on": FIRST - DAY, "status": "reached", "reached_on": FIRST}, True),
        ({"due_on": FIRST - DAY, "status": "reached", "reached_on": ON}, True),
        ({"due_on": FIRST - DAY, "status": "reached", "reached_on": ON + DAY}, False),
        ({"due_on": FIRST, "status": "reached", "reached_on": FIRST - DAY}, True),
        ({"due_on": LAST}, True),
        ({"due_on": LAST + DAY}, False),
        ({"due_on": None}, False),
    ],
)
def test_milestones_that_are_overdue_due_or_reached_in_the_month(case, step, other, fields, counts):
    with clock.travel(OPENED):
        factories.make_milestone(other, due_on=ON)
    Milestone.objects.filter(pk=step.pk).update(**fields)
    assert (steps(case) == [step]) is counts
    assert steps(case) == ([step] if counts else [])


def test_today_a_milestone_tells_itself_how_it_stands(case, step, guide):
    Milestone.objects.filter(pk=step.pk).update(due_on=TODAY, status="reached", reached_on=TODAY - DAY)
    (row,) = steps(case, TODAY)
    assert (row.at_case, row.at_guide, row.at_status) == (case.pk, guide.pk, "running")
    assert (row.at_state, row.at_due_on, row.at_reached_on) == ("reached", TODAY, TODAY - DAY)
    moved(step, 1)
    Milestone.objects.filter(pk=step.pk).update(due_on=TODAY + 60 * DAY, reached_on=TODAY - 60 * DAY)
    assert steps(case, TODAY) == []


def test_another_day_its_moves_up_to_then_tell_it(case, step, guide, colleague):
    add(Assignment, case, -30, user=guide)
    add(Assignment, case, -30, 30, user=colleague, kind="cover")
    status(case, -30, status="paused")
    moved(step, -9, new="reached", due=ON - 9 * DAY)
    moved(step, -4, new="under_way", old="reached", due=ON - 4 * DAY)
    moved(step, -4, new="reached", due=ON - 3 * DAY)
    moved(step, 0, new="planned", old="reached", due=ON - DAY)
    moved(step, 1, new="dropped")
    (row,) = steps(case)
    assert (row.at_case, row.at_guide, row.at_status) == (case.pk, colleague.pk, "paused")
    assert (row.at_state, row.at_due_on, row.at_reached_on) == ("planned", ON - DAY, ON - 4 * DAY)
    (row,) = steps(case, ON - DAY)
    assert (row.at_state, row.at_due_on, row.at_reached_on) == ("reached", ON - 3 * DAY, ON - 4 * DAY)


def test_a_move_that_was_written_down_late_is_not_the_last(case, step):
    moved(step, -1, new="planned", due=ON - DAY)
    moved(step, -5, new="reached", due=ON - 5 * DAY)
    (row,) = steps(case)
    assert (row.at_state, row.at_due_on) == ("planned", ON - DAY)


def test_a_milestone_that_moved_later_may_have_counted_then(case, step):
    far = {"due_on": TODAY + 60 * DAY, "status": "planned", "reached_on": None}
    Milestone.objects.filter(pk=step.pk).update(**far)
    assert steps(case) == []
    moved(step, 0, at=LATER)
    assert steps(case) == [], "what happened that day is no later move"
    assert steps(case, known=BETWEEN) == [step], "but was not known then"
    assert steps(case, known=LATER) == []
    moved(step, 1)
    assert steps(case) == steps(case, known=LATER) == [step]


def test_a_milestone_and_its_moves_count_as_they_were_known(case, step):
    moved(step, -9, new="under_way")
    moved(step, -3, new="reached", at=LATER)
    (then,), (now,) = steps(case, known=BETWEEN), steps(case)
    assert (then.at_state, then.at_reached_on) == ("under_way", None)
    assert (now.at_state, now.at_reached_on) == ("reached", ON - 3 * DAY)
    Milestone.objects.filter(pk=step.pk).update(recorded_at=LATER)
    assert steps(case, known=BETWEEN) == [] and steps(case, known=LATER) == steps(case) == [step]


# --- efforts ---


@pytest.fixture
def effort(case):
    with clock.travel(OPENED):
        return factories.make_effort(case, from_on=OPENED)


def efforts(case, on=ON, known=None) -> list[Effort]:
    return list(efforts_at(Case.objects.filter(pk=case.pk), when(on, known)))


def change(effort, **fields):
    Effort.objects.filter(pk=effort.pk).update(**fields)


def test_an_effort_counts_when_it_is_over_with_its_last_day(case, effort, other, guide):
    with clock.travel(OPENED):
        change(factories.make_effort(other, from_on=OPENED), until_on=OPENED)
    assert efforts(case) == []
    change(effort, until_on=ON)
    assert efforts(case) == []
    change(effort, until_on=ON - DAY)
    add(Assignment, case, -30, user=guide)
    (row,) = efforts(case)
    assert (row.at_case, row.at_kind, row.at_guide) == (case.pk, effort.kind_id, guide.pk)
    assert (row.at_last_on, row.at_contribution) == (ON - DAY, "unknown")
    change(effort, ended_on=ON - 3 * DAY, contribution="helped")
    (row,) = efforts(case)
    assert (row.at_last_on, row.at_contribution) == (ON - 3 * DAY, "helped")
    change(effort, break_reason="Flyttede")
    assert len(efforts(case)) == 1, "one that was broken off is over too"


def test_an_effort_that_never_began_was_taken_back_or_was_not_known_is_none(case, effort):
    change(effort, ended_on=OPENED, contribution="helped", break_reason="Flyttede")
    assert len(efforts(case)) == 1
    change(effort, recorded_at=LATER)
    assert efforts(case, known=BETWEEN) == [] and len(efforts(case, known=LATER)) == 1
    change(effort, taken_back_at=LATER)
    assert efforts(case) == []
    change(effort, taken_back_at=None, from_on=OPENED + DAY, contribution="")
    assert efforts(case) == []
