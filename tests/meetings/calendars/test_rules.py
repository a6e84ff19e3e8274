"""Weeks at their boundaries."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from core import clock
from meetings.calendars.rules import Week, case_number, read_week, week_of

TODAY = date(2026, 12, 3)


@pytest.mark.parametrize(
    ("key", "monday"),
    [
        ("2026-W49", date(2026, 11, 30)),
        ("2026-W53", date(2026, 12, 28)),  # 2026 has 53 weeks
        ("2027-W01", date(2027, 1, 4)),
        ("2024-W09", date(2024, 2, 26)),  # holds 29 February
        ("2027-W53", date(2026, 11, 30)),  # 2027 has none: today's
        ("2026-W00", date(2026, 11, 30)),
        ("2026-49", date(2026, 11, 30)),
        ("0001-W01", date(2026, 11, 30)),
        ("9999-W52", date(2026, 11, 30)),
        ("٢٠٢٦-W49", date(2026, 11, 30)),
        ("", date(2026, 11, 30)),
    ],
)
def test_a_week_is_read_and_nonsense_is_this_week(key, monday):
    assert read_week(key, TODAY).monday == monday


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 3), date(2024, 2, 29)])
def test_a_week_holds_its_days_and_is_named_as_it_is_read(day):
    week = week_of(day)
    assert day in week.days and week.days[0].weekday() == 0 and week.sunday == week.days[-1]
    assert read_week(week.key, TODAY) == week
    assert week.moved(-1).sunday + timedelta(days=1) == week.monday
    assert week.moved(1).moved(-1) == week


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 167), (date(2026, 10, 25), 169), (date(2026, 6, 1), 168)]
)
def test_the_weeks_of_a_change_of_the_clock_are_an_hour_shorter_and_longer(day, hours):
    week = week_of(day)
    assert (week.ends - week.begins) / timedelta(hours=1) == hours
    assert clock.local_date(week.begins) == week.monday
    assert clock.local_date(week.ends - timedelta(seconds=1)) == week.sunday


def test_a_case_number_is_six_signs():
    assert case_number(UUID("3f0e9a52-6d0b-4a51-9c6c-8a2e5d9f1b77")) == "3F0E9A"
    assert Week(date(2026, 11, 30)).number == 49


@pytest.mark.parametrize(
    ("key", "is_read"),
    [("1989-W52", False), ("1990-W01", True), ("2100-W51", True), ("2100-W52", False)],
)
def test_only_weeks_of_our_time_are_read(key, is_read):
    assert (read_week(key, TODAY).key == key) is is_read
    assert read_week(key, TODAY).key in (key, "2026-W49")


def test_a_week_of_one_digit_is_named_with_two_and_moves_by_whole_weeks():
    week = week_of(date(2027, 1, 10))
    assert (week.key, week.number, week.sunday) == ("2027-W01", 1, date(2027, 1, 10))
    assert [week.moved(n).key for n in (-1, 0, 2)] == ["2026-W53", "2027-W01", "2027-W03"]
    assert week.days == tuple(date(2027, 1, n) for n in range(4, 11))
    assert [week_of(day) for day in week.days] == [week] * 7
