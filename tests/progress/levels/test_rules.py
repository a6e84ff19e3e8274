"""What a level tells beside the one before it."""

import pytest

from progress.levels import rules


@pytest.mark.parametrize(
    ("before", "now", "what"),
    [
        (None, (10, "a"), "first"),
        ((10, "a"), (10, "a"), "held"),
        ((10, "a"), (11, "e"), "forward"),
        ((10, "a"), (50, "e"), "forward"),
        ((50, "e"), (10, "a"), "back"),
        ((50, "e"), (49, "a"), "back"),
        ((20, "b"), (30, "b"), "held"),  # the level was given another place since: it is held all the same
        ((30, "b"), (20, "b"), "held"),
        ((20, "b"), (20, "c"), "held"),  # another level took its place
    ],
)
def test_what_came_of_it(before, now, what):
    assert rules.result(before, now) == what


def test_the_four_results_have_their_words():
    assert (rules.FIRST, rules.FORWARD, rules.HELD, rules.BACK) == ("first", "forward", "held", "back")
