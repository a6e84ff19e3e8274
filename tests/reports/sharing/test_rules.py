"""What may leave, and from when a comparison says something: each rule at its boundary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.release.rules import rounded
from reports.sharing.rules import FLOWS, MEASURES, Others, of_others, share, size_of
from reports.sharing.shape import FIGURES


def test_two_others_show_nothing_and_three_do():
    assert of_others([3, 6]) == Others(2)
    assert of_others([3, 6, 8]) == Others(3, 6, 3, 8)
    assert of_others([8, 3, 6, 7]) == Others(4, 6.5, 3, 8)


def test_what_is_measured_is_a_part_of_what_others_measure_it_by():
    """Others read the same names: a share of another whole would be compared with what it is not."""
    assert MEASURES == (
        ("covered", "in_unit"),
        ("in_nothing", "in_unit"),
        ("contradictory", "in_unit"),
        ("unknown", "in_unit"),
        ("waiting", "in_unit"),
        ("came", "in_unit"),
        ("closed", "in_unit"),
        ("destinations_held", "destinations_three_months_ago"),
    )
    assert FLOWS == ("came", "closed")
    assert {name for pair in MEASURES for name in pair} <= set(FIGURES)


def test_of_too_few_nothing_is_said():
    few = of_others([3, 6])
    assert few.middle is None and few.low is None and few.high is None


def test_a_hidden_value_is_no_unit_behind_the_number():
    assert of_others([3, None, 6]) == Others(2)
    assert of_others([3, None, 0, 8]) == Others(3, 3, 0, 8)


@pytest.mark.parametrize(
    ("in_unit", "size"),
    [(None, ""), (145, "small"), (149, "small"), (150, "medium"), (399, "medium"), (400, "large")],
)
def test_how_large_a_unit_is(in_unit, size):
    assert size_of(in_unit) == size


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(None, 10, None), (5, None, None), (5, 0, None), (5, 10, 50), (5, 1000, 1), (15, 10, 100), (10, 30, 33)],
)
def test_a_share_in_whole_percent(part, whole, percent):
    assert share(part, whole) == percent


@given(st.integers(5, 100_000), st.integers(5, 100_000))
def test_no_difference_of_two_figures_is_a_small_cell(one, other):
    """Of one file or two, of one quarter or two, of a file and its correction."""
    assert abs(rounded(one) - rounded(other)) not in range(1, 5)
    assert abs(rounded(one) - one) <= 2
