"""Which reports are owed, and which come next, at the boundaries."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.periods.rules import Days, Month, Quarter, Year
from reports.schedules.rules import (
    LONGEST_RHYTHM,
    MOST,
    coming,
    coming_stretches,
    latest_stretch,
    made_on,
    owed,
    owed_by_rhythm,
    stretch,
)

DAY = dt.timedelta(days=1)


def d(text):
    return dt.date.fromisoformat(text)


def test_without_a_report_and_without_a_day_the_latest_alone_is_owed():
    assert owed(Month, newest=None, from_on=None, today=d("2026-11-30")) == [Month(2026, 10)]
    assert owed(Month, newest=None, from_on=None, today=d("2026-12-01")) == [Month(2026, 11)]
    assert owed(Quarter, newest=None, from_on=None, today=d("2026-12-31")) == [Quarter(2026, 3)]
    assert owed(Year, newest=None, from_on=None, today=d("2027-01-01")) == [Year(2026)]


def test_what_was_missed_since_the_newest_is_made_good():
    asked = {"newest": d("2026-08-01"), "from_on": None}
    assert owed(Month, **asked, today=d("2026-11-02")) == [Month(2026, 9), Month(2026, 10)]
    assert owed(Month, newest=d("2026-10-01"), from_on=None, today=d("2026-11-30")) == []
    assert len(owed(Month, newest=d("2020-01-01"), from_on=None, today=d("2026-11-02"))) == MOST == 12


def test_a_day_from_which_leaves_out_what_began_before_it():
    assert owed(Quarter, newest=None, from_on=d("2026-01-01"), today=d("2026-11-02")) == [
        Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3),
    ]  # fmt: skip
    assert owed(Quarter, newest=None, from_on=d("2026-01-02"), today=d("2026-11-02"))[0] == Quarter(2026, 2)
    assert owed(Quarter, newest=None, from_on=d("2026-10-01"), today=d("2026-12-31")) == []
    assert owed(Quarter, newest=d("2025-01-01"), from_on=d("2026-07-01"), today=d("2026-11-02")) == [
        Quarter(2026, 3)
    ]


@pytest.mark.parametrize(
    ("every", "step", "number", "days"),
    [
        (2, "week", 0, "2026-11-02--2026-11-15"),
        (2, "week", 1, "2026-11-16--2026-11-29"),
        (1, "month", 1, "2026-12-02--2027-01-01"),
        (3, "month", 0, "2026-11-02--2027-02-01"),
    ],
)
def test_a_stretch_of_a_rhythm(every, step, number, days):
    assert str(stretch(d("2026-11-02"), every, step, number)) == days


@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
    st.integers(1, LONGEST_RHYTHM),
    st.sampled_from(["week", "month"]),
    st.integers(0, 900),
)
def test_the_stretches_of_a_rhythm_leave_no_day_out_and_none_twice(begins, every, step, later):
    today = begins + dt.timedelta(days=later)
    parts = coming_stretches(begins, every, step, today=today, count=3)
    assert today in parts[0]
    assert all(two.first == one.last + DAY for one, two in zip(parts, parts[1:], strict=False))
    owing = owed_by_rhythm(begins, every, step, newest=None, today=today)
    assert all(part.last < today for part in owing)
    if owing:
        assert owing[-1].last + DAY == parts[0].first
    else:
        assert parts[0].first == begins


def test_a_rhythm_that_has_not_begun_comes_with_its_first_stretch():
    assert coming_stretches(d("2026-12-01"), 2, "week", today=d("2026-11-02"), count=1) == [
        Days(d("2026-12-01"), d("2026-12-14"))
    ]


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        ("2026-11-02", None),
        ("2026-11-15", None),  # its last day
        ("2026-11-16", ("2026-11-02", "2026-11-15")),
        ("2026-11-30", ("2026-11-16", "2026-11-29")),
    ],
)
def test_the_latest_stretch_is_the_last_that_is_over(today, latest):
    found = latest_stretch(d("2026-11-02"), 2, "week", today=d(today))
    assert found == (latest and Days(d(latest[0]), d(latest[1])))


def test_the_stretch_of_today_comes_until_its_last_day_is_over():
    asked = (d("2026-11-02"), 2, "week")
    assert coming_stretches(*asked, today=d("2026-11-15"), count=1) == [
        Days(d("2026-11-02"), d("2026-11-15"))
    ]
    assert coming_stretches(*asked, today=d("2026-11-16"), count=1) == [
        Days(d("2026-11-16"), d("2026-11-29"))
    ]


def test_after_two_years_of_months_the_stretch_of_today_still_comes_first():
    """Months are shorter than the 31 days by which its number is guessed."""
    (coming_first,) = coming_stretches(d("2020-01-01"), 1, "month", today=d("2022-03-15"), count=1)
    assert coming_first == Days(d("2022-03-01"), d("2022-03-31"))


def test_what_a_rhythm_owes_begins_after_what_has_been_told():
    asked = (d("2026-11-02"), 1, "week")
    assert owed_by_rhythm(*asked, newest=None, today=d("2026-11-08")) == []
    assert [str(one) for one in owed_by_rhythm(*asked, newest=None, today=d("2026-11-16"))] == [
        "2026-11-02--2026-11-08", "2026-11-09--2026-11-15",
    ]  # fmt: skip
    assert len(owed_by_rhythm(*asked, newest=d("2026-11-08"), today=d("2026-11-16"))) == 1
    assert owed_by_rhythm(*asked, newest=d("2026-11-15"), today=d("2026-11-16")) == []
    assert len(owed_by_rhythm(d("2020-01-06"), 1, "week", newest=None, today=d("2026-11-16"))) == MOST


def test_the_next_of_the_calendar():
    assert coming(Month, from_on=None, today=d("2026-11-30")) == [
        Month(2026, 11),
        Month(2026, 12),
        Month(2027, 1),
    ]
    assert coming(Quarter, from_on=d("2027-01-01"), today=d("2026-11-30"), count=1) == [Quarter(2027, 1)]
    assert coming(Quarter, from_on=d("2027-01-02"), today=d("2026-11-30"), count=1) == [Quarter(2027, 2)]
    assert coming(Year, from_on=d("2020-06-01"), today=d("2026-11-30"), count=1) == [Year(2026)]


def test_a_report_is_made_on_the_day_after_its_last():
    assert made_on(d("2026-12-31")) == d("2027-01-01")


@pytest.mark.parametrize("kind", [Month, Quarter, Year])
@pytest.mark.parametrize("from_on", [dt.date(1990, 1, 1), dt.date(1999, 12, 31), dt.date(2000, 1, 1)])
def test_a_day_from_before_there_were_periods_owes_the_latest_ones(kind, from_on):
    found = owed(kind, newest=None, from_on=from_on, today=dt.date(2026, 11, 29))
    assert found == kind.latest_over(dt.date(2026, 11, 29)).up_to(MOST)


def test_three_are_told_of_unless_more_are_asked_for_and_half_a_year_of_weeks_is_the_longest():
    assert len(coming_stretches(d("2026-01-05"), 2, "week", today=d("2026-11-02"))) == 3
    assert LONGEST_RHYTHM == 26
