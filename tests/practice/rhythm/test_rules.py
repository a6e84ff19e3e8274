"""When something is on again: every rhythm at its boundaries, over holidays, New Year and leap days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.working_days import Calendar
from practice.rhythm.rules import Every, Pattern, next_on

ALL_DAYS = Calendar(frozenset({(12, 24), (12, 31)}))
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)


def nexts(pattern, on, times, held=None):
    """So many days in a row, each held on its day."""
    found = []
    for _n in range(times):
        day = next_on(pattern, on, ALL_DAYS, held)
        found.append(day)
        on = held = day
    return found


def test_weekly_begins_on_the_first_such_day_and_today_counts_until_it_is_held():
    weekly = Pattern(Every.WEEK, THURSDAY, date(2026, 11, 3))
    assert next_on(weekly, date(2026, 11, 1), ALL_DAYS) == date(2026, 11, 5)
    assert next_on(weekly, date(2026, 11, 5), ALL_DAYS) == date(2026, 11, 5)
    assert next_on(weekly, date(2026, 11, 6), ALL_DAYS) == date(2026, 11, 12)
    assert next_on(weekly, date(2026, 11, 5), ALL_DAYS, date(2026, 11, 5)) == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("day", "place"), [(1, 1), (7, 1), (8, 2), (14, 2), (15, 3), (21, 3), (22, 4), (28, 4), (29, 4)]
)
def test_the_place_of_a_weekday_in_its_month_counts_from_the_first_and_ends_with_the_fourth(day, place):
    begun = date(2026, 1, day)
    assert Pattern(Every.MONTH, begun.weekday(), begun).place == place


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (date(2026, 11, 1), date(2026, 11, 5)),  # the Sunday before is of the week before
        (date(2026, 11, 2), date(2026, 11, 12)),  # held already on Monday: that was this week's
    ],
)
def test_held_early_in_its_week_is_held(held, expected):
    weekly = Pattern(Every.WEEK, THURSDAY, date(2026, 10, 1))
    assert next_on(weekly, date(2026, 11, 2), ALL_DAYS, held) == expected


def test_weekly_is_left_out_on_a_holiday():
    weekly = Pattern(Every.WEEK, THURSDAY, date(2026, 1, 1))
    # Ascension Day is Thursday 14 May 2026; 24 and 31 December 2026 are Thursdays that are free here.
    assert next_on(weekly, date(2026, 5, 8), ALL_DAYS) == date(2026, 5, 21)
    assert next_on(weekly, date(2026, 12, 18), ALL_DAYS) == date(2027, 1, 7)


def test_every_so_many_weeks_keeps_its_step_and_moves_past_a_holiday():
    third = Pattern(Every.WEEKS, MONDAY, date(2026, 3, 16), weeks=3)
    # Easter Monday is 6 April 2026.
    assert nexts(third, date(2026, 3, 16), 4) == [
        date(2026, 3, 16), date(2026, 4, 7), date(2026, 4, 27), date(2026, 5, 18),
    ]  # fmt: skip


def test_one_that_was_moved_past_a_holiday_is_still_on_until_then():
    third = Pattern(Every.WEEKS, MONDAY, date(2026, 3, 16), weeks=3)
    assert next_on(third, date(2026, 4, 7), ALL_DAYS) == date(2026, 4, 7)
    assert next_on(third, date(2026, 4, 8), ALL_DAYS) == date(2026, 4, 27)


def test_monthly_keeps_the_place_of_its_weekday():
    second = Pattern(Every.MONTH, TUESDAY, date(2026, 11, 10))
    assert second.place == 2
    assert nexts(second, date(2026, 11, 1), 4) == [
        date(2026, 11, 10), date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9),
    ]  # fmt: skip


def test_a_fifth_weekday_counts_as_the_fourth_from_then_on():
    last = Pattern(Every.MONTH, MONDAY, date(2026, 11, 30))
    assert last.place == 4
    assert nexts(last, date(2026, 11, 1), 3) == [date(2026, 11, 30), date(2026, 12, 28), date(2027, 1, 25)]


def test_held_any_day_of_its_month_is_held():
    second = Pattern(Every.MONTH, TUESDAY, date(2026, 1, 13))
    assert next_on(second, date(2026, 11, 2), ALL_DAYS, date(2026, 10, 31)) == date(2026, 11, 10)
    assert next_on(second, date(2026, 11, 2), ALL_DAYS, date(2026, 11, 1)) == date(2026, 12, 8)


def test_twice_a_year_is_six_months_apart_over_new_year():
    theme = Pattern(Every.HALF_YEAR, WEDNESDAY, date(2026, 9, 2))
    assert nexts(theme, date(2026, 9, 1), 4) == [
        date(2026, 9, 2), date(2027, 3, 3), date(2027, 9, 1), date(2028, 3, 1),
    ]  # fmt: skip


@given(
    every=st.sampled_from(list(Every)),
    weekday=st.integers(0, 4),
    from_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    weeks=st.integers(2, 26),
    later=st.integers(0, 900),
)
def test_it_is_always_a_working_day_to_come_and_never_far_off(every, weekday, from_on, weeks, later):
    on, longest = from_on + timedelta(days=later), {Every.WEEK: 28, Every.MONTH: 70, Every.HALF_YEAR: 220}
    day = next_on(Pattern(every, weekday, from_on, weeks), on, ALL_DAYS)
    assert day >= on and ALL_DAYS.is_working_day(day)
    assert (day - on).days <= longest.get(every, 7 * weeks + 14)
    if every == Every.WEEK:
        assert day.weekday() == weekday
