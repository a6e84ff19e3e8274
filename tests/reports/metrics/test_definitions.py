"""What each number counts, said row by row: one fact changed at a time, on both sides of each border."""

import datetime as dt

import pytest

from cases.models import Activity
from plans.models import MilestoneStatus
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.definitions.destinations import LASTING, could_last, lasted
from reports.metrics.fetched_rows import FetchedRows
from reports.metrics.point_in_time import PointInTime
from reports.metrics.sources import FIELDS, OUTCOMES
from reports.periods.rules import Month

pytestmark = pytest.mark.once

ON, FIRST = dt.date(2026, 11, 21), dt.date(2026, 11, 1)
DAY = dt.timedelta(days=1)
WHEN = PointInTime(ON, Month(2026, 11), None, fresh_days=90, contact_days=30, silent_days=60)
FRESH, SILENT, UNHEARD = ON - 90 * DAY, ON - 60 * DAY, ON - 30 * DAY
EIGHTEEN = dt.date(2008, 11, 21)

# A running case in its second year, of which everything is known and nothing is wrong.
FINE = {
    "opened_on": dt.date(2025, 8, 1),
    "at_born": dt.date(2010, 5, 1),
    "at_status": "running",
    "at_since": dt.date(2025, 8, 2),
    "at_before": "running",
    "at_guide": 7,
    "at_activity": "eud",
    "at_confirmed_on": ON,
    "at_contact_on": ON,
    "at_planned": True,
    "at_adult_side": False,
    "at_clash": "",
    "at_under_plan": True,
    "at_arrived": False,
    "at_moved_on": ON,
    "at_rests_until": None,
}
STATUSES = ("waiting", "running", "paused", "closed")


def counts(key: str, usual: dict | None = None, **facts) -> bool:
    """Whether the number counts the row that is as usual but for these facts."""
    metric = METRICS[key]
    return holds(metric.condition(WHEN), metric.source, (usual or FINE) | facts)


def holds(condition, source: str, row: dict) -> bool:
    names = FIELDS[source]
    return FetchedRows(names, [tuple(row.get(name) for name in names)]).where(condition) == 1


def those(keys, **facts) -> set[str]:
    return {key for key in keys if counts(key, **facts)}


# --- cases that are there, come and go ---

STOCK = ("in_unit", "running", "paused", "waiting", "in_care")


@pytest.mark.parametrize("guide", [7, None])
@pytest.mark.parametrize(
    ("status", "carried"),
    [
        ("running", {"in_unit", "running", "in_care"}),
        ("paused", {"in_unit", "paused", "in_care"}),
        ("waiting", {"in_unit", "waiting"}),
        ("closed", set()),
    ],
)
def test_where_a_case_stands_and_that_an_open_one_nobody_carries_waits(status, carried, guide):
    alone = {"in_unit", "waiting"} if status != "closed" else set()
    assert those(STOCK, at_status=status, at_guide=guide) == (carried if guide else alone)


def test_what_was_open_when_the_month_began():
    assert [status for status in (*STATUSES, "") if counts("opening", at_before=status)] == list(STATUSES[:3])


@pytest.mark.parametrize(("days", "new"), [(-1, False), (0, True), (20, True), (21, False)])
def test_a_case_is_new_from_the_first_of_the_month_to_the_day(days, new):
    assert counts("new", opened_on=FIRST + days * DAY) is new


@pytest.mark.parametrize(("days", "closed"), [(-1, False), (0, True), (20, True), (21, False)])
def test_a_case_is_closed_in_the_month_up_to_the_day(days, closed):
    since = FIRST + days * DAY
    assert [s for s in STATUSES if counts("closed", at_status=s, at_since=since)] == ["closed"] * closed


def test_a_case_is_reopened_when_it_was_closed_before_and_was_open_since():
    was_closed = {"at_before": "closed", "at_since": FIRST}
    assert all(counts("reopened", at_status=status, **was_closed) for status in STATUSES)
    assert not counts("reopened", at_status="closed", at_before="closed", at_since=FIRST - DAY)
    assert not any(counts("reopened", at_before=status, at_since=FIRST) for status in (*STATUSES[:3], ""))
    for days, back in ((-1, True), (0, False), (1, False)):
        assert counts("reopened", **was_closed, opened_on=FIRST + days * DAY) is back, days


# --- contact and halt ---


@pytest.mark.parametrize(("days", "silent"), [(-1, True), (0, False), (1, False)])
def test_long_without_contact(days, silent):
    day = UNHEARD + days * DAY
    assert counts("no_contact", at_contact_on=day) is silent
    assert counts("no_contact", at_contact_on=None, opened_on=day) is silent
    assert not counts("no_contact", at_contact_on=ON, opened_on=day), "they have talked since"
    talked_long_ago = {"at_contact_on": UNHEARD - DAY}
    assert [s for s in STATUSES if counts("no_contact", at_status=s, **talked_long_ago)] == ["running"]


STILL = {"at_since": SILENT - DAY, "at_contact_on": None, "at_confirmed_on": None, "at_moved_on": None}


@pytest.mark.parametrize("sign", STILL)
@pytest.mark.parametrize(("days", "halted"), [(-1, True), (0, False), (1, False)])
def test_any_one_sign_of_life_is_enough(sign, days, halted):
    assert counts("stalled", **STILL)
    assert counts("stalled", **STILL | {sign: SILENT + days * DAY}) is halted


def test_a_running_case_that_does_not_rest_comes_to_a_halt():
    assert [s for s in STATUSES if counts("stalled", **STILL, at_status=s)] == ["running"]
    for days, halted in ((-1, True), (0, True), (1, False)):
        assert counts("stalled", **STILL, at_rests_until=ON + days * DAY) is halted


# --- the coverage ---

COVERED = ("covered", "contradictory", "unplanned", "in_nothing", "unknown")
FACTS = [
    ({}, {"covered"}),
    ({"at_clash": "nothing"}, {"contradictory"}),
    ({"at_clash": "hours"}, {"contradictory"}),
    ({"at_planned": False}, {"contradictory", "unplanned"}),
    ({"at_under_plan": False}, {"contradictory", "unplanned"}),
    ({"at_under_plan": False, "at_clash": "hours"}, {"contradictory"}),
    ({"at_activity": "none"}, {"in_nothing"}),
    ({"at_activity": "none", "at_planned": False}, {"in_nothing"}),
    ({"at_activity": "none", "at_arrived": True}, {"contradictory"}),
    ({"at_arrived": True}, {"covered"}),
    ({"at_activity": "unknown"}, {"unknown"}),
    ({"at_activity": None}, {"unknown"}),
    ({"at_confirmed_on": None}, {"unknown"}),
    ({"at_confirmed_on": FRESH}, {"covered"}),
    ({"at_confirmed_on": FRESH - DAY}, {"unknown"}),
    ({"at_confirmed_on": FRESH - DAY, "at_activity": "none"}, {"unknown"}),
    ({"at_confirmed_on": FRESH - DAY, "at_activity": "none", "at_arrived": True}, {"unknown"}),
    ({"at_confirmed_on": FRESH - DAY, "at_clash": "hours", "at_planned": False}, {"unknown"}),
]


@pytest.mark.parametrize(("facts", "where"), FACTS)
def test_each_case_in_care_is_in_one_part_of_the_coverage(facts, where):
    assert those(COVERED, **facts) == those(COVERED, **facts, at_status="paused") == where
    assert those(COVERED, **facts, at_guide=None) == set(), "nobody carries it"
    assert (
        those(COVERED, **facts, at_status="waiting") == those(COVERED, **facts, at_status="closed") == set()
    )


@pytest.mark.parametrize("activity", [a for a in Activity.values if a not in ("none", "unknown")])
def test_every_kind_of_activity_counts_as_something(activity):
    assert those(COVERED, at_activity=activity) == {"covered"}
    assert those(COVERED, at_activity=activity, at_clash="hours") == {"contradictory"}


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (dt.date(1905, 11, 21), False),
        (EIGHTEEN, True),
        (EIGHTEEN + DAY, False),
        (dt.date(1906, 11, 22), True),
    ],
)
@pytest.mark.parametrize(("facts", "where"), FACTS)
def test_the_adults_are_those_of_18_in_each_part(facts, where, born, adult):
    of_all = {"covered", "contradictory", "in_nothing", "unknown"} & where
    keys = ("adults_covered", "adults_contradictory", "adults_in_nothing", "adults_unknown")
    assert those(keys, **facts, at_born=born) == ({f"adults_{key}" for key in of_all} if adult else set())
    assert counts("adults", **facts, at_born=born) is adult
    assert not counts("adults", **facts, at_born=born, at_guide=None)


def test_the_parts_that_every_open_case_and_every_adult_is_in_one_of():
    assert COVERAGE == ("covered", "waiting", "in_nothing", "contradictory", "unknown")
    assert ADULT_COVERAGE == ("adults_covered", "adults_in_nothing", "adults_contradictory", "adults_unknown")
    assert {*COVERAGE, *ADULT_COVERAGE} <= set(METRICS)


# --- coming of age ---


@pytest.mark.parametrize(
    ("born", "soon"),
    [(EIGHTEEN, False), (EIGHTEEN + DAY, True), (dt.date(2009, 5, 21), True), (dt.date(2009, 5, 22), False)],
)
def test_who_turns_18_in_the_six_months_after_the_day(born, soon):
    for key in ("turning_18", "turning_18_alone"):
        assert [s for s in STATUSES if counts(key, at_born=born, at_status=s)] == list(STATUSES[:3]) * soon
    assert counts("turning_18", at_born=born, at_adult_side=True) is soon
    assert not counts("turning_18_alone", at_born=born, at_adult_side=True)


# --- milestones ---

LAST = dt.date(2026, 11, 30)
STEP = {"at_status": "running", "at_state": "under_way", "at_due_on": ON, "at_reached_on": None}


def of_step(key, **facts) -> bool:
    return counts(key, STEP, **facts)


@pytest.mark.parametrize(("due", "overdue"), [(ON - DAY, True), (ON, False), (None, False)])
def test_a_milestone_is_overdue_the_day_after_its_day(due, overdue):
    assert of_step("overdue", at_due_on=due) is overdue
    assert not of_step("overdue", at_due_on=due, at_status="closed")
    assert not of_step("overdue", at_due_on=due, at_state="reached")


@pytest.mark.parametrize(
    ("due", "in_month"),
    [(FIRST - DAY, False), (FIRST, True), (ON, True), (LAST, True), (LAST + DAY, False), (None, False)],
)
def test_a_milestone_is_due_in_the_month_of_its_day(due, in_month):
    assert of_step("due", at_due_on=due) is in_month
    reached = {"at_due_on": due, "at_state": "reached"}
    assert of_step("due", **reached) is of_step("due_reached", **reached) is in_month
    assert of_step("due", **reached, at_status="closed") is in_month, "reached before the case was closed"
    assert not of_step("due", at_due_on=due, at_status="closed")
    assert not of_step("due_reached", at_due_on=due)
    open_ = [state for state in MilestoneStatus.values if of_step("due", at_due_on=due, at_state=state)]
    assert open_ == ["planned", "under_way", "cannot_yet", "reached"] * in_month


def test_a_milestone_is_reached_in_the_month_up_to_the_day_whenever_it_was_due():
    for day, is_reached in (
        (FIRST - DAY, False),
        (FIRST, True),
        (ON, True),
        (ON + DAY, False),
        (None, False),
    ):
        reached = {"at_reached_on": day, "at_due_on": dt.date(2020, 1, 1)}
        assert of_step("reached", **reached, at_state="reached") is is_reached, day
        assert not of_step("reached", **reached), "it was taken back"


# --- destinations ---


def of_outcome(key, counts_as="yes", **facts) -> bool:
    return counts(key, {"at_counts": counts_as}, **facts)


@pytest.mark.parametrize(
    ("began", "reached"), [(FIRST - DAY, False), (FIRST, True), (ON, True), (ON + DAY, False)]
)
def test_a_positive_destination_is_reached_in_the_month_up_to_the_day(began, reached):
    assert of_outcome("destinations", started_on=began) is reached
    assert not of_outcome("destinations", "no", started_on=began)


MONTHS = {3: Month(2026, 8), 6: Month(2026, 5), 12: Month(2025, 11)}


@pytest.mark.parametrize("months", MONTHS)
def test_those_of_the_month_so_many_months_ago_could_have_lasted(months):
    (could, lasted), month = LASTING[months], MONTHS[months]
    for began, counted in (
        (month.first - DAY, False),
        (month.first, True),
        (month.last, True),
        (month.last + DAY, False),
    ):
        for key in (could, lasted):
            assert of_outcome(key, started_on=began, ended_on=None) is counted, (key, began)
            assert not of_outcome(key, "no", started_on=began, ended_on=None)


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("day", [1, 15, 30])
def test_a_destination_lasted_when_it_reached_the_same_day(months, day):
    (could, lasted), month = LASTING[months], MONTHS[months]
    began, mark = month.first.replace(day=day), month.plus(months).first.replace(day=day)
    assert of_outcome(lasted, started_on=began, ended_on=mark)
    assert not of_outcome(lasted, started_on=began, ended_on=mark - DAY)
    assert of_outcome(could, started_on=began, ended_on=mark - DAY)


def test_of_days_those_could_have_lasted_that_are_so_long_ago():
    days = [dt.date(2026, 5, 21) + n * DAY for n in (-1, 0, 1)]
    for began, could in ((days[0] - DAY, False), (days[0], True), (days[1], True), (days[2], False)):
        for counts_as in ("yes", "no"):
            row = {"at_counts": counts_as, "started_on": began}
            assert holds(could_last(days, 6, ON), OUTCOMES, row) is (could and counts_as == "yes"), row
    assert not holds(lasted([], 6), OUTCOMES, {"at_counts": "yes", "started_on": days[0]})


# --- the limits of the duty ---


@pytest.mark.parametrize(
    ("contact", "activity", "late", "counted"),
    [
        ("running", "", False, {"duty_running"}),
        ("met", "running", False, {"duty_running", "contact_met"}),
        ("", "running", False, {"duty_running"}),
        ("missed", "", True, {"contact_missed", "duty_late"}),
        ("", "", True, {"duty_late"}),
        ("missed", "met", False, {"contact_missed", "activity_met"}),
        ("met", "missed", True, {"contact_met", "activity_missed", "duty_late"}),
        ("", "", False, set()),
    ],
)
def test_the_limits_are_counted_as_they_stood(contact, activity, late, counted):
    keys = ("duty_running", "duty_late", "contact_met", "contact_missed", "activity_met", "activity_missed")
    row = {"at_contact": contact, "at_activity": activity, "at_late": late}
    assert {key for key in keys if counts(key, row)} == counted


# --- what each is called ---


def test_the_numbers_of_a_month_say_so():
    in_month = {"new", "reopened", "closed", "destinations", "due", "due_reached", "reached"}
    in_month |= {"contact_met", "contact_missed", "activity_met", "activity_missed"}
    assert {key for key, metric in METRICS.items() if metric.in_month} == in_month
