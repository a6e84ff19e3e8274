"""Each number on both sides of its border: ages, freshness, silence and rest; as the database and as Python counts."""

import datetime as dt

import pytest

from cases.activity import actions as activity_actions
from cases.activity.actions import let_rest
from cases.notes.actions import add_note
from cases.people.rules import birthday
from core import clock
from plans.models import Outcome
from reports.metrics.unit_metrics import UnitMetrics
from tests.helpers import factories

TODAY = dt.date(2026, 11, 21)
LONG_AGO = dt.date(2026, 1, 5)
DAY = dt.timedelta(days=1)


def counts(unit, key, *, on=None) -> bool:
    """Whether the number counts the unit's one case; its two readings agree."""
    metrics = UnitMetrics(unit, on=on)
    assert metrics.count(key) == metrics.rows_of(key).count()
    return metrics.count(key) == 1


def made(guide, **fields):
    with clock.travel(LONG_AGO):
        return factories.make_case(guide, on=LONG_AGO, **fields)


@pytest.mark.parametrize(("days", "silent"), [(29, False), (30, False), (31, True)])
def test_no_contact_is_more_than_the_units_days(unit, guide, now, days, silent):
    case = made(guide)
    with clock.travel(TODAY - days * DAY):
        add_note(case, by=guide, text="Talt", kind="talk")
    assert counts(unit, "no_contact") is silent
    assert counts(unit, "no_contact", on=TODAY - DAY) is (days - 1 > 30)


@pytest.mark.parametrize(("days", "silent"), [(29, False), (30, False), (31, True)])
def test_who_was_never_met_is_counted_from_the_opening(unit, guide, now, days, silent):
    factories.make_case(guide, on=TODAY - days * DAY)
    assert counts(unit, "no_contact") is silent


@pytest.mark.parametrize(("days", "known"), [(89, True), (90, True), (91, False)])
@pytest.mark.parametrize(("activity", "key"), [("eud", "covered"), ("none", "in_nothing")])
def test_what_was_confirmed_is_known_for_the_units_days(unit, guide, now, days, known, activity, key):
    case = made(guide)
    with clock.travel(TODAY - days * DAY):
        activity_actions.set_activity(case, activity, by=guide)
    assert counts(unit, key) is known
    assert counts(unit, "unknown") is not known


@pytest.mark.parametrize(("days", "stalled"), [(59, False), (60, False), (61, True)])
def test_a_case_has_come_to_a_halt_after_the_limits_days(unit, guide, now, days, stalled):
    case = made(guide)
    with clock.travel(TODAY - days * DAY):
        add_note(case, by=guide, text="Talt", kind="talk")
    assert counts(unit, "stalled") is stalled


def test_a_case_rests_until_its_day(unit, guide, now):
    case = made(guide)
    let_rest(case, by=guide, until=TODAY + 5 * DAY, reason="Er på højskole")
    for later, stalled in ((0, False), (4, False), (5, True)):
        with clock.travel(TODAY + later * DAY):
            assert counts(unit, "stalled") is stalled


@pytest.mark.parametrize(
    ("destination_counts", "ended", "idle"),
    [("yes", None, False), ("yes", 0, False), ("yes", -1, True), ("no", None, True)],
)
def test_who_has_reached_a_destination_that_lasts_is_not_in_nothing(
    unit, guide, now, destination, destination_counts, ended, idle
):
    case = made(guide)
    activity_actions.set_activity(case, "none", by=guide)
    type(destination).objects.update(counts_as_positive=destination_counts)
    Outcome.objects.create(
        case=case, destination=destination, recorded_by=guide, started_on=TODAY - 9 * DAY,
        ended_on=None if ended is None else TODAY + ended * DAY,
    )  # fmt: skip
    assert counts(unit, "in_nothing") is idle
    assert counts(unit, "contradictory") is not idle


def test_what_is_no_part_of_the_plan_is_not_covered_by_it(unit, guide, now):
    case = made(guide)
    activity_actions.set_activity(case, "eud", by=guide, under_plan=False)
    assert not counts(unit, "covered") and counts(unit, "contradictory") and counts(unit, "unplanned")
    activity_actions.add_activity(case, "course", by=guide)
    assert counts(unit, "covered") and not counts(unit, "contradictory")


@pytest.mark.parametrize(
    ("age", "before", "after"),
    [
        (13, "0-12", "13-14"),
        (15, "13-14", "15-17"),
        (18, "15-17", "18-19"),
        (20, "18-19", "20-22"),
        (23, "20-22", "23-25"),
        (26, "23-25", "26-120"),
    ],
)
def test_each_band_of_ages_begins_on_a_birthday(unit, guide, now, age, before, after):
    case = made(guide, birth_date=dt.date(TODAY.year - age, TODAY.month, TODAY.day))
    assert birthday(case.person.birth_date, 12 * age) == TODAY
    for on, band in ((TODAY - DAY, before), (TODAY, after)):
        parts = {name: count for name, _label, count in UnitMetrics(unit, on=on).split("in_unit", "age")}
        assert {name for name, count in parts.items() if count} == {band}
        assert counts(unit, "adults", on=on) is (band in ("18-19", "20-22", "23-25", "26-120"))
