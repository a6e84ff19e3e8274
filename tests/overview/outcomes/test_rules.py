"""Which destination counts, roads, few people, and what may leave the unit."""

from datetime import date, timedelta

import pytest

from overview.outcomes import rules
from overview.outcomes.rules import Portion, Road, Spell

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
