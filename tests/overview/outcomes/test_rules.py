"""Kaplan–Meier against a kept library and against plain shares; roads, few people, and what may leave the unit."""

import math
import warnings
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overview.outcomes import rules
from overview.outcomes.rules import Followed, Half, Portion, Road, Spell

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


def test_before_anybody_has_arrived_the_share_is_nought():
    (found,) = rules.readings(many((200, True, 20)), (3,))
    assert (found.share, found.low, found.high) == (0, 0, 0)
    assert (found.reached, found.followed, found.gone) == (0, 20, 0)


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


OPENED = date(2026, 1, 1)


def day(n):
    return OPENED + timedelta(days=n)


@pytest.mark.parametrize(
    ("started_on", "closed_on", "counts"),
    [
        (day(-1), None, False),
        (day(0), None, True),
        (day(900), None, True),
        (date(2026, 9, 15), date(2026, 6, 15), True),
        (date(2026, 9, 16), date(2026, 6, 15), False),
    ],
)
def test_which_destination_is_the_cases(started_on, closed_on, counts):
    assert rules.counts_for(started_on, OPENED, closed_on) is counts


S, W, U = Road.STRAIGHT, Road.WINDING, Road.UNKNOWN


@pytest.mark.parametrize(
    ("spells", "road"),
    [
        ([], U),
        ([("unknown", 0, None)], U),
        ([("none", 0, 100)], S),  # in nothing until the destination began
        ([("fgu", 0, None)], S),
        ([("none", 0, 30), ("fgu", 30, 100)], S),
        ([("fgu", 0, 50), ("job", 50, 100)], W),
        ([("fgu", 0, 55)], S),  # a pause of 45 days before the destination
        ([("fgu", 0, 54)], W),
        ([("fgu", 0, 20), ("fgu", 65, 100)], S),  # a summer of 45 days between
        ([("fgu", 0, 20), ("fgu", 66, 100)], W),
        ([("fgu", 0, 100), ("spare_time_job", 40, 60)], S),  # what runs beside it changes nothing
        ([("spare_time_job", 0, 10), ("fgu", 46, 100)], W),
        ([("fgu", -200, -1), ("job", 0, 100)], S),  # before the start
        ([("fgu", -200, 0), ("job", 0, 100)], S),
        ([("fgu", -200, 100)], S),
        ([("fgu", 0, 100), ("job", 100, None)], S),  # begins with the destination
        ([("fgu", 0, 100), ("job", 99, None)], S),
        ([("unknown", 0, 50), ("fgu", 50, None)], S),
    ],
)
def test_roads(spells, road):
    rows = [Spell(kind, day(first), None if last is None else day(last)) for kind, first, last in spells]
    assert rules.road_to(rows, OPENED, day(100)) == road


def test_a_pause_of_the_case_makes_the_road_winding():
    assert rules.road_to([Spell("fgu", OPENED, None)], OPENED, day(100), interrupted=True) == W
    assert rules.road_to([], OPENED, OPENED) == S


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(5, 9, None), (5, 10, 50), (0, 10, 0), (1, 40, 3), (10, 10, 100)]
)
def test_no_per_cent_of_fewer_than_ten(part, whole, share):
    assert rules.share_of(part, whole) == share


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (0, Portion.HARDLY_ANY),
        (9, Portion.HARDLY_ANY),
        (10, Portion.SOME),
        (39, Portion.SOME),
        (40, Portion.HALF),
        (59, Portion.HALF),
        (60, Portion.MOST),
        (89, Portion.MOST),
        (90, Portion.NEARLY_ALL),
        (100, Portion.NEARLY_ALL),
    ],
)
def test_shares_in_words(part, words):
    assert rules.portion_of(part, 100) == words


def test_changes_are_told_of_ten_people_and_not_of_nine():
    assert rules.moved([1] * 9) is None
    found = rules.moved([1] * 4 + [0] * 5 + [-1])
    assert (found.people, found.middle) == (10, 0.0)
    assert (found.up, found.same, found.down) == (Portion.HALF, Portion.HALF, Portion.SOME)


def test_less_than_the_least_is_no_change():
    found = rules.moved([9] * 5 + [10] * 4 + [-10], least=10)
    assert (found.up, found.same, found.down) == (Portion.HALF, Portion.HALF, Portion.SOME)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([5, 9, 14], [True, False, True]),
        ([4, 5], [False, True]),
        ([0, 5, 5, 9, 10], [False, True, False, False, True]),
        ([], []),
    ],
)
def test_no_step_between_told_numbers_is_small(counts, told):
    assert rules.told_apart(counts, 5, whole=50) == told


@pytest.mark.parametrize(
    ("whole", "told"), [(22, [True, True]), (23, [True, False]), (26, [True, False]), (27, [True, True])]
)
def test_no_step_from_the_last_told_number_to_the_whole_is_small(whole, told):
    assert rules.told_apart([12, 22], 5, whole) == told


def test_a_number_that_is_left_out_is_not_what_the_next_is_measured_from():
    assert rules.told_apart([12, 22, 24], 5, whole=24) == [True, False, True]


BEFORE = rules.Held(40, 30)


@pytest.mark.parametrize(
    ("now", "safe"),
    [
        (rules.Held(40, 25), True),  # nobody began in between: five left
        (rules.Held(40, 26), False),  # … four left
        (rules.Held(40, 30), False),  # … nobody left
        (rules.Held(35, 25), True),
        (rules.Held(36, 25), False),  # four began in between
        (rules.Held(35, 26), False),
        (rules.Held(10, 5), True),
        (rules.Held(10, 6), False),  # four did not hold
        (rules.Held(10, 4), False),
    ],
)
def test_what_may_stand_beside_what_held_for_a_shorter_time(now, safe):
    assert rules.may_follow(now, BEFORE, 5) is safe
