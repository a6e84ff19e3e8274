"""Working days at the borders: weekends, Easter, Christmas, leap days, both changes of the clock, and any
server's zone.
"""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.working_days import Calendar, Pause, public_holidays

pytestmark = pytest.mark.once
CHOICES = frozenset({(6, 5), (12, 24), (12, 31)})
OURS = Calendar(CHOICES)
JULY = Calendar(CHOICES, Pause((7, 1), (7, 31)))
days = st.dates(date(2015, 1, 1), date(2045, 12, 31))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ((2026, 11, 16), (2026, 11, 23)),  # Monday to Monday
        ((2026, 11, 20), (2026, 11, 27)),  # Friday
        ((2026, 11, 21), (2026, 11, 27)),  # Saturday counts as little as Sunday
        ((2026, 11, 22), (2026, 11, 27)),
        ((2026, 3, 30), (2026, 4, 9)),  # over Maundy Thursday, Good Friday and Easter Monday
        ((2026, 4, 1), (2026, 4, 13)),
        ((2026, 5, 12), (2026, 5, 20)),  # Ascension
        ((2026, 5, 22), (2026, 6, 1)),  # Whit Monday
        ((2026, 5, 29), (2026, 6, 8)),  # 5 June is a Friday, and free by choice
        ((2026, 12, 21), (2026, 12, 30)),  # over 24, 25 and 26 December and the weekend
        ((2026, 12, 23), (2027, 1, 5)),  # … and 31 December and 1 January too
        ((2028, 2, 28), (2028, 3, 6)),  # over 29 February
        ((2028, 2, 29), (2028, 3, 7)),
        ((2026, 3, 27), (2026, 4, 8)),  # the clocks go forward on the 29th
        ((2026, 10, 23), (2026, 10, 30)),  # the clocks go back on the 25th
    ],
)
def test_five_working_days(start, due):
    assert OURS.add_working_days(date(*start), 5) == date(*due)


def test_store_bededag_is_a_working_day_from_2024():
    assert not OURS.is_working_day(date(2023, 5, 5))
    assert OURS.is_working_day(date(2024, 4, 26))
    assert "Store bededag" in public_holidays(2023).values()
    assert "Store bededag" not in public_holidays(2024).values()


@pytest.mark.parametrize("day", [(2026, 6, 5), (2026, 12, 24), (2026, 12, 31)])
def test_what_is_a_choice_is_free_only_when_chosen(day):
    assert not OURS.is_working_day(date(*day)) and Calendar().is_working_day(date(*day))


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ((2026, 11, 23), (2026, 12, 23)),
        ((2026, 5, 31), (2026, 6, 30)),  # the day before the pause
        ((2026, 6, 1), (2026, 8, 1)),  # the first day after it
        ((2026, 6, 15), (2026, 8, 15)),
        ((2026, 7, 10), (2026, 8, 30)),  # begun in the middle of it
        ((2028, 1, 30), (2028, 2, 29)),
        ((2026, 1, 29), (2026, 2, 28)),
    ],
)
def test_thirty_calendar_days_leave_july_out(start, due):
    assert JULY.add_days(date(*start), 30) == date(*due)


def test_a_pause_across_new_year_and_one_that_would_never_end():
    winter = Calendar(pause=Pause((12, 20), (1, 5)))
    assert winter.is_paused(date(2026, 12, 31)) and winter.is_paused(date(2027, 1, 5))
    assert not winter.is_paused(date(2027, 1, 6))
    assert winter.add_days(date(2026, 12, 19), 1) == date(2027, 1, 6)
    forever = Calendar(pause=Pause((1, 1), (12, 31)))
    assert forever.add_days(date(2026, 1, 1), 30) == date(2026, 1, 31)
    assert not Pause((2, 29), (2, 29)).is_too_long


def test_nothing_is_due_before_it_begins():
    for add in (OURS.add_working_days, OURS.add_days):
        with pytest.raises(ValueError):
            add(date(2026, 1, 1), 0)


@given(start=days, count=st.integers(1, 40), calendar=st.sampled_from([OURS, JULY, Calendar()]))
def test_adding_working_days_never_lands_on_a_free_day(start, count, calendar):
    due = calendar.add_working_days(start, count)
    assert due > start and calendar.is_working_day(due)
    assert due.weekday() < 5 and due not in public_holidays(due.year)
    assert calendar.working_days_until(start, due) == count
    assert calendar.working_days_until(due, start) == 0


@given(start=days, later=st.integers(0, 30), count=st.integers(1, 30), more=st.integers(0, 10))
def test_adding_days_is_monotone(start, later, count, more):
    for add in (JULY.add_working_days, JULY.add_days):
        assert add(start, count) <= add(start + timedelta(days=later), count)
        assert add(start, count) <= add(start, count + more)
        assert (add(start, count) < add(start, count + more)) is (more > 0)
    assert not JULY.is_paused(JULY.add_days(start, count))


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland", "UTC"])
@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [
        # Copenhagen's midnight in winter and in summer time, and the nights on which the clock changes.
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), (2026, 11, 22), (2026, 11, 27)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), (2026, 11, 23), (2026, 11, 30)),
        (datetime(2026, 6, 14, 21, 59, tzinfo=UTC), (2026, 6, 14), (2026, 6, 19)),
        (datetime(2026, 6, 14, 22, 0, tzinfo=UTC), (2026, 6, 15), (2026, 6, 22)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), (2026, 3, 29), (2026, 4, 8)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), (2026, 3, 30), (2026, 4, 9)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), (2026, 10, 25), (2026, 10, 30)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), (2026, 10, 26), (2026, 11, 2)),
    ],
)
def test_the_servers_time_zone_moves_nothing(zone, moment, day, due, monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", zone)
    time.tzset()
    try:
        with clock.travel(moment):
            assert clock.today() == date(*day)
            assert OURS.add_working_days(clock.today(), 5) == date(*due)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("first", "last", "is_too_long"),
    [
        ((1, 1), (10, 27), False),  # 300 days
        ((1, 1), (10, 28), True),
        ((3, 6), (12, 31), True),  # 301
        ((3, 7), (12, 31), False),
        ((10, 1), (7, 27), False),  # across New Year: 300
        ((10, 1), (7, 28), True),
        ((2, 29), (12, 24), False),  # from 28 February where there is no 29th: 300
        ((2, 29), (12, 25), True),
        ((5, 5), (2, 28), False),
        ((5, 5), (2, 29), False),  # the same as until the 28th: 300
        ((5, 4), (2, 29), True),
        ((7, 1), (7, 1), False),
        ((7, 1), (6, 30), True),  # the whole year
    ],
)
def test_a_pause_of_more_than_three_hundred_days_is_none(first, last, is_too_long):
    pause = Pause(first, last)
    assert pause.is_too_long is is_too_long
    if first != (2, 29):
        assert Calendar(pause=pause).is_paused(date(2026, *first)) is not is_too_long


@pytest.mark.parametrize(
    ("pause", "inside", "outside"),
    [
        (Pause((7, 1), (7, 31)), [(7, 1), (7, 15), (7, 31)], [(6, 30), (8, 1), (1, 15)]),
        (Pause((12, 20), (1, 5)), [(12, 20), (12, 31), (1, 1), (1, 5)], [(12, 19), (1, 6), (7, 1)]),
        (Pause((6, 10), (6, 10)), [(6, 10)], [(6, 9), (6, 11)]),
    ],
)
def test_a_pause_holds_its_first_and_its_last_day(pause, inside, outside):
    assert [pause.holds(date(2026, *day)) for day in inside] == [True] * len(inside)
    assert [pause.holds(date(2026, *day)) for day in outside] == [False] * len(outside)


@pytest.mark.parametrize("count", [0, -1])
def test_less_than_a_day_is_no_number_of_days(count):
    for add in (OURS.add_working_days, OURS.add_days):
        with pytest.raises(ValueError):
            add(date(2026, 1, 1), count)
    assert (OURS.add_working_days(date(2026, 6, 1), 1), OURS.add_days(date(2026, 6, 5), 1)) == (
        date(2026, 6, 2), date(2026, 6, 6),
    )  # fmt: skip


def test_a_working_day_is_none_in_a_pause():
    assert OURS.is_working_day(date(2026, 7, 1)) and not JULY.is_working_day(date(2026, 7, 1))
    assert JULY.working_days_until(date(2026, 6, 29), date(2026, 8, 3)) == 2
    assert JULY.working_days_until(date(2026, 8, 3), date(2026, 8, 3)) == 0
    week = [OURS.is_working_day(date(2026, 6, 8) + timedelta(days=n)) for n in range(7)]
    assert week == [True] * 5 + [False] * 2
