"""What counts most, what contradicts, what stands still: the rules alone, at their borders."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.activity import rules as activity_rules
from cases.casefile import rules as casefile_rules
from cases.models import Activity

pytestmark = pytest.mark.once


DAY = date(2028, 2, 29)


@dataclass
class Doing:
    """An activity, as the rules read it."""

    activity: str
    hours_per_week: int | None = None
    from_on: date = DAY
    confirmed_on: date = DAY
    under_plan: bool = True
    pk: int = 1


def test_every_kind_has_its_place_and_its_hours():
    assert set(activity_rules.USUAL_HOURS) == set(Activity.values)
    assert activity_rules.KIND_ORDER[-2:] == ("none", "unknown")


def test_what_a_kind_usually_takes_a_week_and_in_which_order_they_are_taken():
    assert list(activity_rules.USUAL_HOURS.items()) == [
        ("school", 30), ("tenth_grade", 30), ("fgu", 30), ("eud", 37), ("upper_secondary", 35),
        ("other_education", 35), ("job", 37), ("spare_time_job", 8), ("internship", 20), ("course", 15),
        ("treatment", 10), ("leave", 0), ("none", 0), ("unknown", 0),
    ]  # fmt: skip
    assert activity_rules.KIND_ORDER == tuple(activity_rules.USUAL_HOURS)
    assert activity_rules.FULL_TIME_HOURS == 30
    assert activity_rules.FULL_TIME_KINDS == {
        "school", "tenth_grade", "fgu", "eud", "upper_secondary", "other_education", "job",
    }  # fmt: skip
    assert activity_rules.BUSY_KINDS == activity_rules.KIND_ORDER[:-2]


@pytest.mark.parametrize(("hours", "is_so"), [(None, False), (29, False), (30, True), (31, True), (0, False)])
def test_thirty_hours_fill_a_week_whatever_the_kind_usually_takes(hours, is_so):
    assert activity_rules.is_full_time("course", hours) is is_so
    assert activity_rules.hours_of("course", hours) == (15 if hours is None else hours)
    assert activity_rules.is_full_time("job", hours) is (hours is None or is_so)


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        ([Doing("spare_time_job", 12), Doing("school")], "school"),
        ([Doing("school", 4), Doing("spare_time_job", 12)], "spare_time_job"),
        ([Doing("eud"), Doing("job")], "eud"),
        ([Doing("none"), Doing("job", 0)], "job"),
        ([Doing("unknown"), Doing("none")], "none"),
        ([], "unknown"),
    ],
)
def test_hours_count_first_and_then_the_kind(rows, most):
    assert activity_rules.standing(rows).activity == most


def test_of_two_alike_the_later_counts():
    early, late = Doing("course", 5, from_on=DAY, pk=9), Doing("course", 5, DAY + timedelta(1), pk=2)
    late.confirmed_on = DAY + timedelta(3)
    assert activity_rules.standing([early, late]).confirmed_on == late.confirmed_on


def test_of_two_of_one_day_the_one_written_last_counts():
    first, last = Doing("course", 5, pk=1), Doing("course", 5, confirmed_on=DAY + timedelta(3), pk=2)
    for rows in ([first, last], [last, first]):
        assert activity_rules.standing(rows).confirmed_on == last.confirmed_on


def test_what_the_lists_say_of_a_case():
    """The activity that counts most, since when it is known, what contradicts, and whether the plan knows of one."""
    day, none = DAY + timedelta(9), activity_rules.Standing("unknown", None, "", False)
    assert activity_rules.standing([]) == none == activity_rules.Standing()
    assert activity_rules.standing([Doing("unknown", confirmed_on=day)]) == none, (
        "to know nothing confirms nothing"
    )
    assert activity_rules.standing([Doing("none", confirmed_on=day)]) == activity_rules.Standing("none", day)
    both = [Doing("job", under_plan=False, confirmed_on=day), Doing("eud", pk=2, under_plan=False)]
    assert activity_rules.standing(both) == activity_rules.Standing("eud", DAY, "hours", False)
    both[0].under_plan = True
    assert activity_rules.standing(both) == activity_rules.Standing("eud", DAY, "hours", True)


@pytest.mark.parametrize(
    ("rows", "clash"),
    [
        ([Doing("none"), Doing("spare_time_job")], "nothing"),
        ([Doing("none"), Doing("unknown")], ""),
        ([Doing("eud"), Doing("job")], "hours"),
        ([Doing("eud"), Doing("job", 29)], ""),
        ([Doing("eud"), Doing("job", 30)], "hours"),
        ([Doing("upper_secondary"), Doing("spare_time_job"), Doing("course")], ""),
        ([Doing("fgu"), Doing("internship")], ""),
        ([Doing("leave"), Doing("job")], ""),
        ([], ""),
    ],
)
def test_what_cannot_both_be_true(rows, clash):
    assert activity_rules.clash(rows) == clash


@pytest.mark.parametrize(
    ("rows", "facts", "found"),
    [
        ([Doing("eud")], {}, []),
        ([Doing("eud")], {"has_plan": False}, ["no_plan"]),
        ([Doing("eud", under_plan=False)], {}, ["outside_plan"]),
        ([Doing("eud", under_plan=False), Doing("course")], {}, []),
        ([Doing("none")], {}, []),
        ([Doing("none")], {"arrived": True}, ["arrived"]),
        ([Doing("none")], {"arrived": True, "fresh": False}, []),
        ([Doing("none"), Doing("job")], {"has_plan": False}, ["nothing"]),
        ([Doing("eud")], {"left": ["FGU Vest"], "ended": True}, ["left", "ended"]),
        ([Doing("eud")], {"left": ["FGU Vest"]}, ["left"]),
        ([Doing("eud")], {"ended": True}, ["ended"]),
        ([Doing("eud")], {"fresh": False, "has_plan": False}, []),
        ([Doing("eud", under_plan=False)], {"has_plan": False}, ["no_plan"]),
        ([Doing("eud", under_plan=False), Doing("job", under_plan=False)], {}, ["hours"]),
        ([Doing("eud"), Doing("job")], {"fresh": False}, []),
        ([Doing("eud"), Doing("job")], {"arrived": True}, ["hours"]),
        ([Doing("unknown")], {"has_plan": False, "arrived": True, "ended": True}, ["ended"]),
        ([Doing("none")], {"has_plan": False}, []),
        ([Doing("eud")], {"arrived": True}, []),
    ],
)
def test_contradictions_are_told_by_name(rows, facts, found):
    given_facts = {"fresh": True, "has_plan": True, "arrived": False} | facts
    assert activity_rules.contradictions(activity_rules.standing(rows), **given_facts) == found


def test_the_contradictions_that_the_number_counts_are_those_of_the_activities():
    assert activity_rules.COUNTED == ("nothing", "hours", "arrived", "no_plan", "outside_plan")


def test_a_case_stands_still_after_sixty_days_of_silence():
    signs = casefile_rules.Signs(running_since=DAY)
    last_quiet = DAY + timedelta(days=60)
    assert not casefile_rules.is_stalled(signs, last_quiet, silent_days=60)
    assert casefile_rules.is_stalled(signs, last_quiet + timedelta(days=1), silent_days=60)
    assert casefile_rules.stalled_on(signs, 60) == date(2028, 4, 30)


def _after(days):
    return None if days is None else DAY + timedelta(days=days)


@given(
    days=st.lists(st.none() | st.integers(0, 400), min_size=3, max_size=3),
    on=st.integers(0, 500),
    rest=st.none() | st.integers(0, 600),
)
def test_any_one_sign_is_enough_and_a_rest_holds_until_its_day(days, on, rest):
    contact, confirmed, moved = (_after(day) for day in days)
    signs = casefile_rules.Signs(DAY, contact, confirmed, moved)
    asked, until = _after(on), _after(rest)
    silent = all(day is None or (asked - day).days > 60 for day in (DAY, contact, confirmed, moved))
    resting = until is not None and asked < until
    assert casefile_rules.is_stalled(signs, asked, silent_days=60, rests_until=until) is (
        silent and not resting
    )


def test_a_rest_is_over_on_its_day():
    signs = casefile_rules.Signs(DAY)
    asked = DAY + timedelta(days=100)
    rests = [asked - timedelta(days=1), asked, asked + timedelta(days=1)]
    told = [casefile_rules.is_stalled(signs, asked, silent_days=60, rests_until=until) for until in rests]
    assert told == [True, True, False]


@pytest.mark.parametrize(
    ("last", "due"), [(None, date(2028, 3, 7)), (DAY + timedelta(days=30), date(2028, 4, 6))]
)
def test_a_talk_is_due_so_many_days_after_the_last_or_after_the_opening(last, due):
    assert casefile_rules.contact_due_on(last, DAY, 7) == due
