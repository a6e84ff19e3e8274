"""What ten counters say, and when they are silent."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.barometer.rules import SHOWN_FROM, no_answers, spread, with_answer, worth_a_talk


def counts(*values):
    made = no_answers()
    for value in values:
        made = with_answer(made, value)
    return made


def test_nothing_is_said_of_four_and_something_of_five():
    assert SHOWN_FROM == 5
    assert spread(counts(3, 3, 3, 3)) is None
    assert spread(counts(3, 3, 3, 3, 3)) is not None


@pytest.mark.parametrize(
    ("answered", "middle", "low", "high", "wide"),
    [
        ((1, 1, 1, 1, 1), 1, 1, 1, False),
        ((10, 10, 10, 10, 10), 10, 10, 10, False),
        ((1, 2, 3, 4, 5), 3, 1, 5, False),
        ((1, 2, 3, 4, 6), 3, 1, 6, True),
        ((1, 2, 3, 4, 5, 6), 3.5, 1, 6, True),
        ((6, 7, 7, 6, 7, 6), 6.5, 6, 7, False),
    ],
)
def test_the_middle_and_the_ends(answered, middle, low, high, wide):
    found = spread(counts(*answered))
    assert (found.median, found.low, found.high, found.is_wide) == (middle, low, high, wide)
    assert found.answers == len(answered)


def test_a_skipped_statement_moves_no_counter():
    assert with_answer(counts(4), None) == counts(4)


@pytest.mark.parametrize("value", [0, 11, -1])
def test_there_is_nothing_off_the_scale(value):
    with pytest.raises(ValueError, match=str(value)):
        with_answer(no_answers(), value)


def test_one_begins_with_the_two_lowest_and_what_the_team_sees_differently():
    alike = {key: spread(counts(*[key] * 5)) for key in (9, 4, 6, 3)}
    assert worth_a_talk(alike) == {3, 4}
    far_apart = spread(counts(5, 10, 10, 10, 10))
    assert worth_a_talk(alike | {10: far_apart}) == {3, 4, 10}
    assert worth_a_talk(alike | {10: spread(counts(6, 10, 10, 10, 10))}) == {3, 4}


def test_what_too_few_have_answered_is_never_pointed_at():
    assert worth_a_talk({1: spread(counts(1, 10)), 2: spread(counts(5, 5, 5, 5, 5))}) == {2}
    assert worth_a_talk({}) == set()


def test_the_counters_are_one_for_each_number_of_the_scale():
    assert no_answers() == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    ends = with_answer(with_answer(with_answer(no_answers(), 1), 10), 10)
    assert ends == [1, 0, 0, 0, 0, 0, 0, 0, 0, 2]
    assert spread(counts(1, 2, 2, 2, 10)).counts == (1, 3, 0, 0, 0, 0, 0, 0, 0, 1)


def test_an_answer_leaves_the_counters_it_was_given_as_they_were():
    before = counts(4)
    skipped = with_answer(before, None)
    skipped[0] = 9
    assert with_answer(before, 4) != before == counts(4)


answers = st.lists(st.none() | st.integers(1, 10), max_size=40)


@given(answers, st.randoms())
def test_whoever_was_first_the_counters_say_the_same_and_nothing_below_five(given_, chance):
    shuffled = given_.copy()
    chance.shuffle(shuffled)
    found, values = spread(counts(*given_)), [value for value in given_ if value is not None]
    assert counts(*given_) == counts(*shuffled)
    assert (found is None) is (len(values) < SHOWN_FROM)
    if found is not None:
        assert (found.answers, found.median) == (len(values), median(values))
        assert (found.low, found.high) == (min(values), max(values))


@given(st.dictionaries(st.integers(0, 20), answers, max_size=8))
def test_only_what_may_be_read_is_talked_about(round_):
    said = {key: spread(counts(*given_)) for key, given_ in round_.items()}
    talked_of = worth_a_talk(said)
    assert talked_of <= {key for key, found in said.items() if found is not None}
    assert talked_of >= {key for key, found in said.items() if found is not None and found.is_wide}
