"""Which steps of a number are told, at their boundaries, and how much is above the middle."""

import pytest

from overview.front.changes import WORDS
from overview.front.rules import MOST, WATCHED, Step, Watched, above_the_middle, matters, steps
from reports.metrics.definitions import METRICS


@pytest.mark.parametrize(
    ("before", "after", "least", "told"),
    [
        (10, 12, 2, True),
        (10, 11, 2, False),
        (12, 10, 2, True),
        (11, 10, 2, False),
        (0, 1, 1, True),
        (1, 0, 1, True),
        (5, 5, 1, False),
        (0, 0, 1, False),
        # A tenth of what there was, exactly, and one less.
        (50, 55, 3, True),
        (50, 54, 3, False),
        (300, 330, 5, True),
        (300, 329, 5, False),
        (300, 270, 5, True),
        (300, 271, 5, False),
        (111, 122, 1, False),  # 11 of 111 are not quite a tenth
        (111, 123, 1, True),
    ],
)
def test_a_step_is_told_from_its_least_and_from_a_tenth_on(before, after, least, told):
    assert matters(before, after, least) is told


def test_a_number_that_did_not_move_is_not_told_whatever_its_least():
    assert not matters(0, 0, 0 + 1)
    assert steps({"waiting": 4}, {"waiting": 4}) == []


def test_steps_stand_in_the_order_of_what_is_watched():
    before = {"overdue": 10, "duty_late": 0, "covered": 40}
    after = {"covered": 30, "overdue": 20, "duty_late": 1}
    assert steps(before, after) == [
        Step("duty_late", 0, 1), Step("overdue", 10, 20), Step("covered", 40, 30)
    ]  # fmt: skip
    assert [step.is_up for step in steps(before, after)] == [True, True, False]
    assert not Step("covered", 40, 40).is_up


@pytest.mark.parametrize(
    ("key", "least"),
    [
        ("duty_late", 1), ("adults_in_nothing", 2), ("turning_18_alone", 2), ("waiting", 2), ("in_nothing", 3),
        ("unknown", 3), ("contradictory", 3), ("stalled", 3), ("no_contact", 5), ("overdue", 5), ("covered", 5),
        ("in_unit", 5), ("destinations", 3), ("closed", 5),
    ],
)  # fmt: skip
def test_each_number_is_told_from_its_own_least_step(key, least):
    assert steps({key: 0}, {key: least}) == [Step(key, 0, least)]
    assert not steps({key: 0}, {key: least - 1})


def test_what_one_month_does_not_count_or_is_left_out_says_nothing():
    watched = (Watched("waiting", 1), Watched("stalled", 1), Watched("overdue", 1))
    before, after = {"waiting": 1, "overdue": 1}, {"waiting": 9, "stalled": 9, "overdue": None}
    assert steps(before, after, watched=watched) == [Step("waiting", 1, 9)]
    assert steps(before, after, watched=watched, leave_out={"waiting"}) == []


def test_no_more_than_six_are_told():
    before = {one.key: 0 for one in WATCHED}
    found = steps(before, {one.key: 50 for one in WATCHED})
    assert [step.key for step in found] == [one.key for one in WATCHED[:MOST]] and len(found) == 6


def test_every_watched_number_is_one_and_has_words_for_both_ways():
    assert set(WORDS) == {one.key for one in WATCHED} <= set(METRICS)
    for more, fewer in WORDS.values():
        assert more != fewer
        assert all("{after}" in words and "{before}" in words for words in (str(more), str(fewer)))


@pytest.mark.parametrize(
    ("weight", "weights", "above"),
    [(9, [9, 5, 4], 4), (5, [9, 5, 4], 0), (4, [9, 5, 4], 0), (9, [9, 4], 2), (7, [7], 0), (10, [10, 9], 0)],
)
def test_what_is_above_the_middle(weight, weights, above):
    assert above_the_middle(weight, weights) == above
