"""Months and the dates at their edges."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.people.rules import age_on
from reports.periods.rules import (
    Days,
    Month,
    Quarter,
    Year,
    add_months,
    born_between,
    latest_birth,
    parse_period,
    period_of,
    year_ends,
)

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


def test_quarters_follow_each_other():
    third = Quarter.parse("2026-Q3")
    assert (third.first, third.last, str(third)) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30), "2026-Q3")
    assert (third.start, third.last_month) == (Month(2026, 7), Month(2026, 9))
    assert Quarter(2026, 1).previous == Quarter(2025, 4) and Quarter(2025, 4).next == Quarter(2026, 1)
    assert [str(one) for one in Quarter(2026, 2).up_to(3)] == ["2025-Q4", "2026-Q1", "2026-Q2"]
    assert Quarter(2025, 4) < Quarter(2026, 1)
    assert [Quarter.of(dt.date(2026, month, 1)).number for month in (1, 3, 4, 12)] == [1, 1, 2, 4]


@pytest.mark.parametrize(("day", "quarter"), [((2026, 9, 30), "2026-Q2"), ((2026, 10, 1), "2026-Q3")])
def test_a_quarter_is_over_on_the_day_after_its_last(day, quarter):
    assert str(Quarter.latest_over(dt.date(*day))) == quarter


@pytest.mark.parametrize("text", ["", "2026-Q0", "2026-Q5", "2026-09", "1999-Q1", "2026-Q٣", "2026-Q3 "])
def test_what_is_no_quarter(text):
    with pytest.raises(ValueError, match="quarter"):
        Quarter.parse(text)


def test_years_follow_each_other():
    year = Year.parse("2028")
    assert (year.first, year.last, len(year.days())) == (dt.date(2028, 1, 1), dt.date(2028, 12, 31), 366)
    assert (year.next, year.previous, year.start) == (Year(2029), Year(2027), Month(2028, 1))
    assert Year.latest_over(dt.date(2028, 12, 31)) == Year(2027)
    assert Year.latest_over(dt.date(2029, 1, 1)) == year
    for wrong in ("", "28", "1999", "2200", "٢٠٢٨", "2028 "):
        with pytest.raises(ValueError, match="year"):
            Year.parse(wrong)
    assert (Year(2000).year, Year(2199).year, Quarter(2000, 1).year, Quarter(2199, 4).year) == (
        2000,
        2199,
        2000,
        2199,
    )
    for wrong in ((1999, 1), (2200, 1), (2026, 0), (2026, 5)):
        with pytest.raises(ValueError, match="no such quarter"):
            Quarter(*wrong)


def test_days_in_a_row():
    fortnight = Days.parse("2026-11-02--2026-11-15")
    assert str(fortnight) == "2026-11-02--2026-11-15" and len(fortnight.days()) == 14
    assert dt.date(2026, 11, 2) in fortnight and dt.date(2026, 11, 16) not in fortnight
    one = Days(dt.date(2026, 11, 2), dt.date(2026, 11, 2))
    assert one.days() == [dt.date(2026, 11, 2)]
    for wrong in ("", "2026-11-02", "2026-11-15--2026-11-02", "2026-13-01--2026-13-02"):
        with pytest.raises(ValueError, match=r"days|ends|month"):
            Days.parse(wrong)


PERIODS = (Month(2026, 2), Quarter(2026, 4), Year(2026), Days(dt.date(2026, 11, 2), dt.date(2026, 11, 15)))


@pytest.mark.parametrize("period", PERIODS)
def test_a_period_is_read_as_it_is_written(period):
    assert parse_period(str(period)) == period
    assert period_of(period.SPAN, period.first, period.last) == period


def test_what_is_no_period():
    for wrong in ("", "x", "2026-13", "2026-Q5", "20261"):
        with pytest.raises(ValueError, match="not a period"):
            parse_period(wrong)


def test_months_ago_is_as_long_and_ends_where_the_next_began():
    assert Month(2026, 2).months_ago(3) == Month(2025, 11)
    assert Quarter(2026, 1).months_ago(6) == Quarter(2025, 3) and Year(2026).months_ago(12) == Year(2025)
    assert str(Quarter(2026, 1).months_ago(1)) == "2025-12-01--2026-02-28"
    quarter = Quarter(2026, 1).months_ago(3)
    assert (quarter.first, quarter.last) == (dt.date(2025, 10, 1), dt.date(2025, 12, 31))
    year = Year(2026).months_ago(3)
    assert (year.first, year.last) == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))


@steady
@given(st.integers(2002, 2190), st.integers(1, 4), st.sampled_from([3, 6, 12]))
def test_the_months_of_a_quarter_some_time_ago_are_its_days_then(year, number, months):
    quarter = Quarter(year, number)
    days = [day for n in range(3) for day in quarter.start.plus(n).months_ago(months).days()]
    assert quarter.months_ago(months).days() == days


@pytest.mark.parametrize(
    ("text", "span"),
    [("2026-11", "month"), ("2026-Q3", "quarter"), ("2026", "year"), ("2026-11-02--2026-11-15", "days")],
)
def test_the_kind_of_period_a_frozen_report_keeps(text, span):
    """It stands in the rows of reports that were made: another word would lose them."""
    assert parse_period(text).SPAN == span


@pytest.mark.parametrize(
    "text", ["2026-Q\u0663", "\u0662\u0660\u0662\u0666-Q3", "2026-11-02--2026-11-1\u0665"]
)
def test_digits_of_other_scripts_are_no_period(text):
    for kind in (Quarter, Days):
        with pytest.raises(ValueError, match=r"^(not a quarter|no days): "):
            kind.parse(text)


def test_a_month_begins_with_itself():
    assert Month(2026, 11).start == Month(2026, 11)


def test_a_year_ago_is_a_whole_year_earlier():
    ago = Year(2026).months_ago(24)
    assert ago == Year(2024) and isinstance(ago.year, int)
