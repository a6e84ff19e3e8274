"""Kaplan–Meier against a kept library and against plain shares; half, and of how many a share is told."""

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overview.timing import rules
from overview.timing.rules import Followed, Half

people = st.builds(Followed, st.integers(0, 900), st.booleans())
groups = st.lists(people, min_size=1, max_size=60)
arrived = st.lists(st.builds(Followed, st.integers(0, 900), st.just(True)), min_size=1, max_size=60)


def oracle(rows):
    """By the library: on each day on which somebody arrived, the share still away and its log-log band."""
    from scipy.stats import CensoredData, ecdf  # takes a second of every process that collects the tests

    away = [row.days for row in rows if row.reached]
    censored = [row.days for row in rows if not row.reached]
    curve = ecdf(CensoredData(uncensored=away, right=censored)).sf
    with warnings.catch_warnings():  # where nobody is left it knows no band, and says so
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(method="log-log")
    low, high = (dict(zip(side.quantiles, side.probabilities, strict=True)) for side in band)
    share = dict(zip(curve.quantiles, curve.probabilities, strict=True))
    return {day: (share[day], low[day], high[day]) for day in sorted(set(away))}


@given(groups)
def test_the_estimate_and_its_band_are_the_librarys(rows):
    if not any(row.reached for row in rows):
        assert rules.arrivals(rows) == []
        return
    known = oracle(rows)
    steps = rules.arrivals(rows)
    assert [step.day for step in steps] == list(known)
    for step in steps:
        away, low, high = known[step.day]
        assert step.share == pytest.approx(1 - away, abs=1e-9)
        if away > 1e-12:
            assert (step.low, step.high) == pytest.approx((1 - high, 1 - low), abs=1e-9)
        else:  # nobody is left: the library knows no band
            assert math.isnan(low)
            assert step.high == 1


@given(arrived)
def test_without_censoring_it_is_the_plain_share(rows):
    for step in rules.arrivals(rows):
        plain = sum(row.days <= step.day for row in rows) / len(rows)
        assert step.share == pytest.approx(plain, abs=1e-9)
        assert step.followed == sum(row.days >= step.day for row in rows)
        assert step.reached == sum(row.days == step.day for row in rows)


@given(groups)
def test_it_rises_and_lies_in_its_band(rows):
    steps = rules.arrivals(rows)
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    for step in steps:
        assert 0 <= step.low <= step.share + 1e-12 and step.share <= step.high + 1e-12 <= 1 + 1e-11


def test_a_known_example_by_hand():
    # Ten people; four arrive, on days 10 (two), 30 and 50; one is out of sight on day 30 and still at risk on it.
    rows = [Followed(10, True)] * 2 + [Followed(30, True), Followed(30, False), Followed(50, True)]
    rows += [Followed(60, False)] * 5
    steps = rules.arrivals(rows)
    assert [(step.day, step.followed, step.reached) for step in steps] == [
        (10, 10, 2),
        (30, 8, 1),
        (50, 6, 1),
    ]
    assert [step.share for step in steps] == pytest.approx([0.2, 1 - 0.8 * 7 / 8, 1 - 0.7 * 5 / 6])


def test_when_everybody_has_arrived_the_band_reaches_from_where_it_was_to_all():
    steps = rules.arrivals([Followed(1, True), Followed(2, True)])
    assert (steps[-1].share, steps[-1].low, steps[-1].high) == (1.0, steps[0].low, 1.0)
    only = rules.arrivals([Followed(3, True)])[0]
    assert (only.share, only.low, only.high) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(("months", "days"), [(0, 0), (3, 91), (6, 182), (12, 365), (18, 547), (24, 730)])
def test_days_of_months(months, days):
    assert rules.days_of(months) == days


@pytest.mark.parametrize(
    ("days", "months"), [(0, 0), (15, 0), (16, 1), (274, 9), (365, 12), (380, 12), (381, 13)]
)
def test_days_in_whole_months(days, months):
    assert rules.in_months(days) == months


def many(*pairs):
    """So many people of each ``(days, reached, how many)``."""
    return [Followed(days, reached) for days, reached, count in pairs for _n in range(count)]


@pytest.mark.parametrize(
    ("rows", "until"),
    [
        ([], None),
        (many((100, True, 9)), None),
        (many((100, True, 10)), 100),
        # Nobody is out of sight before day 400, so until then the share is one of all.
        (many((100, True, 20), (400, False, 2)), 400),
        # From day 50 on one is out of sight; ten are followed until day 200, nine longer.
        (many((50, False, 1), (200, False, 1), (300, False, 9)), 200),
        (many((50, False, 1), (300, False, 10)), 300),
    ],
)
def test_until_when_a_share_is_told(rows, until):
    assert rules.told_until(rows) == until


def test_half_and_its_interval():
    rows = [Followed(30 * n, True) for n in range(1, 21)]
    half = rules.half_of(rules.arrivals(rows), rules.told_until(rows))
    known = oracle(rows)
    low = next(when for when, (_away, least, _most) in known.items() if least <= 0.5)
    high = next(when for when, (_away, _least, most) in known.items() if most <= 0.5)
    assert half == Half(300, low, high) == Half(300, 150, 450)
    assert rules.half_of(rules.arrivals(rows), 299) is None
    assert rules.half_of(rules.arrivals(rows), 300) == Half(300, 150, None)
    assert rules.half_of(rules.arrivals(rows), None) is None
    assert rules.half_of([], 300) is None


def test_exactly_half_is_half():
    rows = many((10, True, 3), (20, True, 2), (99, False, 5))
    assert rules.half_of(rules.arrivals(rows), 99).day == 20


def test_readings_hold_everybody_once_and_tell_no_share_of_few():
    rows = many((80, True, 6), (200, True, 2), (100, False, 3), (400, False, 9), (800, False, 1))
    found = rules.readings(rows, (3, 6, 12, 24))
    assert [(one.months, one.reached, one.followed, one.gone) for one in found] == [
        (3, 6, 15, 0),
        (6, 6, 12, 3),
        (12, 8, 10, 3),
        (24, 8, 1, 12),
    ]
    assert [one.share is None for one in found] == [False, False, False, True]
    assert found[0].share == pytest.approx(6 / 21)


@pytest.mark.parametrize(("followed", "told"), [(90, False), (91, True)])
def test_a_share_is_told_of_the_last_day_that_enough_are_followed_to(followed, told):
    (found,) = rules.readings(many((30, True, 5), (followed, False, 20)), (3,))
    assert rules.days_of(3) == 91 and (found.share is not None) is told


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (Followed(91, True), "reached"),
        (Followed(92, True), "followed"),
        (Followed(91, False), "followed"),
        (Followed(90, False), "gone"),
    ],
)
def test_where_somebody_was_after_three_months(row, status):
    assert rules.status_after(row, 3) == status


def test_where_it_has_happened_to_nobody_there_is_no_band():
    rows = many((200, True, 1), (300, False, 11))
    assert [(one.share, one.banded) for one in rules.readings(rows, (3, 6))] == [(0.0, False), (0.0, False)]
    assert rules.readings(rows, (9,))[0].banded


def test_turned_it_falls_within_the_same_band():
    steps = rules.arrivals(many((80, True, 6), (100, False, 5)))
    left = [rules.turned(step) for step in steps]
    assert [(one.share + step.share) for one, step in zip(left, steps, strict=True)] == [1]
    assert (left[0].low, left[0].high) == (1 - steps[0].high, 1 - steps[0].low)
    assert rules.turned(rules.readings(many((80, True, 2)), (3,))[0]).share is None


def test_the_day_itself_counts_and_the_day_before_does_not():
    steps = rules.arrivals([Followed(30, True), Followed(60, True), Followed(90, False)])
    assert rules.by_day(steps, 29) is None
    assert [rules.by_day(steps, day).day for day in (30, 59, 60, 400)] == [30, 30, 60, 60]


def test_before_it_has_happened_to_anybody_the_share_is_none_with_no_width():
    (before,) = rules.readings([Followed(400, False)] * 20 + [Followed(300, True)] * 5, [3])
    assert (before.share, before.low, before.high, before.banded) == (0.0, 0.0, 0.0, False)
