"""Months and the dates at their edges."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.people.rules import age_on
from reports.metrics.periods import Month, add_months, born_between, latest_birth, year_ends

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
        with pytest.raises(ValueError, match="not a month|no such month"):
            Month.parse(wrong)


def test_a_month_lies_between_2000_and_2199():
    for year, month in ((2000, 1), (2199, 12)):
        assert Month.parse(f"{year}-{month:02}") == Month(year, month)
    for year, month in ((1999, 12), (2200, 1), (2026, 0), (2026, 13)):
        with pytest.raises(ValueError, match=f"^no such month: {year}-{month}$"):
            Month(year, month)
    with pytest.raises(ValueError, match="^not a month: '2026/11'$"):
        Month.parse("2026/11")


def test_months_stand_in_the_order_of_time():
    assert Month(2025, 12) < Month(2026, 1) < Month(2026, 2)
    assert Month(2026, 1).plus(0) == Month(2026, 1) and Month(2026, 11).plus(14) == Month(2028, 1)


def test_the_days_of_a_month_and_those_beside_it():
    days = Month(2028, 2).days()
    assert (days[0], days[-1], len(days)) == (dt.date(2028, 2, 1), dt.date(2028, 2, 29), 29)
    assert dt.date(2028, 1, 31) not in Month(2028, 2) and dt.date(2028, 3, 1) not in Month(2028, 2)
    assert [day in Month(2028, 2) for day in (days[0], days[-1])] == [True, True]


def test_those_of_an_age_are_born_from_the_day_after_one_birthday_to_another():
    assert born_between(dt.date(2026, 11, 21), 15, 17) == (dt.date(2008, 11, 22), dt.date(2011, 11, 21))


@pytest.mark.parametrize(
    ("on", "age", "born"),
    [
        ("2026-11-21", 18, "2008-11-21"),
        ("2026-02-27", 18, "2008-02-27"),
        ("2026-02-28", 18, "2008-02-29"),  # who is born on 29 February has their birthday on the 28th
        ("2026-02-28", 17, "2009-02-28"),
        ("2028-02-28", 20, "2008-02-28"),
        ("2028-02-29", 20, "2008-02-29"),
        ("2028-02-29", 19, "2009-02-28"),
        ("2028-01-29", 19, "2009-01-29"),
        ("2028-03-29", 19, "2009-03-29"),
        ("2026-03-28", 18, "2008-03-28"),
        ("2026-01-31", 0, "2026-01-31"),
    ],
)
def test_the_latest_birth_of_somebody_of_an_age(on, age, born):
    assert latest_birth(dt.date.fromisoformat(on), age) == dt.date.fromisoformat(born)


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


def test_the_turns_of_the_year_that_are_over():
    day = dt.date(2026, 12, 31)
    assert year_ends(day) == [dt.date(2025, 12, 31), dt.date(2024, 12, 31)]
    assert year_ends(day + dt.timedelta(days=1), 1) == [day]
