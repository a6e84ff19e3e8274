"""Months, their boundaries and Copenhagen midnights."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.periods import (
    Month,
    add_months,
    born_between,
    date_of,
    end_of,
    last_closed,
    start_of,
)

# The generator warms up slowly on a busy machine.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2150, 12, 31))


def test_parse_and_print():
    assert Month.parse("2026-11") == Month(2026, 11)
    assert str(Month(2026, 3)) == "2026-03"
    for wrong in ("2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "", "٢٠٢٦-١١", "1999-12", "2026-11\n"):
        with pytest.raises(ValueError):
            Month.parse(wrong)


def test_february_ends_when_it_does():
    assert Month(2028, 2).last == dt.date(2028, 2, 29)
    assert Month(2027, 2).last == dt.date(2027, 2, 28)
    assert Month(2100, 2).last == dt.date(2100, 2, 28)


def test_year_turns():
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2026, 1).previous == Month(2025, 12)
    assert [str(m) for m in Month(2026, 2).up_to(3)] == ["2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
    ],
)
def test_add_months_stays_in_the_month(day, months, expected):
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@steady
@given(DAYS)
def test_every_day_is_in_exactly_its_own_month(day):
    month = Month.of(day)
    assert day in month
    assert day not in month.next and day not in month.previous
    assert month.next.first - month.last == dt.timedelta(days=1)
    assert len(month.days()) == month.last.day


@steady
@given(DAYS, st.integers(-240, 240))
def test_plus_is_a_group(day, n):
    try:
        moved = Month.of(day).plus(n)
    except ValueError:
        return
    assert moved.plus(-n) == Month.of(day)


@steady
@given(DAYS)
def test_days_meet_without_gap(day):
    assert end_of(day) == start_of(day + dt.timedelta(days=1))
    assert date_of(start_of(day)) == day
    assert date_of(end_of(day) - dt.timedelta(microseconds=1)) == day


def test_summer_time_days_are_shorter_and_longer():
    spring, autumn, plain = dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 6, 1)
    hours = [(end_of(d) - start_of(d)).total_seconds() / 3600 for d in (spring, autumn, plain)]
    assert hours == [23, 25, 24]


def test_midnight_belongs_to_the_new_month():
    new_year = dt.datetime(2026, 12, 31, 23, 0, tzinfo=dt.UTC)
    assert date_of(new_year) == dt.date(2027, 1, 1)
    assert date_of(new_year - dt.timedelta(seconds=1)) == dt.date(2026, 12, 31)
    summer = dt.datetime(2026, 6, 30, 22, 0, tzinfo=dt.UTC)
    assert date_of(summer) == dt.date(2026, 7, 1)
    with pytest.raises(ValueError):
        date_of(dt.datetime(2026, 1, 1))


def test_report_that_is_due():
    assert last_closed(dt.date(2026, 11, 1)) == Month(2026, 10)
    assert last_closed(dt.date(2026, 11, 30)) == Month(2026, 10)
    assert last_closed(dt.date(2027, 1, 1)) == Month(2026, 12)


def _age(born, on):
    """Age said the slow way: count the birthdays, 1 March for those of 29 February in a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@steady
@given(DAYS, st.integers(0, 30), st.integers(0, 12), st.integers(-400, 400))
def test_birth_date_bounds_agree_with_age(on, youngest, width, nudge):
    oldest = youngest + width
    first, last = born_between(on, youngest, oldest)
    for born in (first, last, first + dt.timedelta(days=nudge), last + dt.timedelta(days=nudge)):
        assert (first <= born <= last) == (youngest <= _age(born, on) <= oldest), (born, on)
