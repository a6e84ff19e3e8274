"""Months and the dates at their edges."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.people.rules import age_on
from reports.metrics.periods import Month, add_months, born_between

# The generator warms up slowly on a busy machine.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2150, 12, 31))


def test_parse_and_print():
    assert Month.parse("2026-11") == Month(2026, 11)
    assert str(Month(2026, 3)) == "2026-03"
    for wrong in (
        "2026-13",
        "2026-00",
        "26-11",
        "2026-1",
        "2026-11-01",
        "",
        "٢٠٢٦-١١",
        "1999-12",
        "2026-11\n",
    ):
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
@given(DAYS, st.integers(0, 30), st.integers(0, 12), st.integers(-400, 400))
def test_birth_date_bounds_agree_with_the_age_rule(on, youngest, width, nudge):
    oldest = youngest + width
    first, last = born_between(on, youngest, oldest)
    for born in (first, last, first + dt.timedelta(days=nudge), last + dt.timedelta(days=nudge)):
        aged = born <= on and youngest <= age_on(born, on) <= oldest
        assert (first <= born <= last) == aged, (born, on)


@pytest.mark.parametrize("on", ["2026-02-28", "2028-02-28", "2028-02-29", "2026-03-01"])
def test_leap_day_children_turn_eighteen_as_the_age_rule_says(on):
    on = dt.date.fromisoformat(on)
    for born in (dt.date(2008, 2, 29), dt.date(2010, 2, 28), dt.date(2010, 3, 1)):
        first, last = born_between(on, 18, 99)
        assert (first <= born <= last) == (age_on(born, on) >= 18)
