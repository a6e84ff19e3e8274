"""What ten counters say, and when they are silent."""

import pytest

from practice.barometer.rules import SHOWN_FROM, no_answers, spread, with_answer


def counts(*given):
    made = no_answers()
    for value in given:
        made = with_answer(made, value)
    return made


def test_nothing_is_said_of_four_and_something_of_five():
    assert SHOWN_FROM == 5
    assert spread(counts(3, 3, 3, 3)) is None
    assert spread(counts(3, 3, 3, 3, 3)) is not None


@pytest.mark.parametrize(
    ("given", "median", "low", "high", "wide"),
    [
        ((1, 1, 1, 1, 1), 1, 1, 1, False),
        ((10, 10, 10, 10, 10), 10, 10, 10, False),
        ((1, 2, 3, 4, 5), 3, 1, 5, False),
        ((1, 2, 3, 4, 6), 3, 1, 6, True),
        ((1, 2, 3, 4, 5, 6), 3.5, 1, 6, True),
        ((6, 7, 7, 6, 7, 6), 6.5, 6, 7, False),
    ],
)
def test_the_middle_and_the_ends(given, median, low, high, wide):
    found = spread(counts(*given))
    assert (found.median, found.low, found.high, found.is_wide) == (median, low, high, wide)
    assert found.answers == len(given)


def test_a_skipped_statement_moves_no_counter():
    assert with_answer(counts(4), None) == counts(4)


@pytest.mark.parametrize("value", [0, 11, -1])
def test_there_is_nothing_off_the_scale(value):
    with pytest.raises(ValueError, match=str(value)):
        with_answer(no_answers(), value)
