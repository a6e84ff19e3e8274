"""Nothing under five leaves the unit, nor can it be found by subtraction."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.release.suppression import THRESHOLD, suppress, suppress_linked, suppress_list
from tests.helpers.daily import tries

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40), st.sampled_from([0, 1, 4, 5]))


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    return draw(st.lists(st.lists(COUNT, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


def _with_totals(released):
    return [
        *([*cells, total] for cells, total in zip(released.cells, released.row_totals, strict=True)),
        [*released.column_totals, released.total],
    ]


def _true(table):
    full = [[*row, sum(row)] for row in table]
    return full + [[sum(row[c] for row in full) for c in range(len(full[0]))]]


def _determined(shown):
    """The hidden cells that a reader can work out exactly: Gaussian elimination over the row and column sums.

    Another way than the code under test goes (which looks for cycles), so that one checks the other.
    """
    rows, columns = len(shown), len(shown[0])
    unknown = [(r, c) for r in range(rows) for c in range(columns) if shown[r][c] is None]
    position = {cell: n for n, cell in enumerate(unknown)}
    equations = []
    for line in [[(r, c) for c in range(columns)] for r in range(rows)] + [
        [(r, c) for r in range(rows)] for c in range(columns)
    ]:
        row = [Fraction(0)] * len(unknown)
        for n, cell in enumerate(line):
            if cell in position:
                row[position[cell]] = Fraction(-1 if n == len(line) - 1 else 1)
        equations.append(row)
    pivots = []
    for column in range(len(unknown)):
        pivot = next((e for e in equations if e[column] and all(e is not p for _, p in pivots)), None)
        if pivot is None:
            continue
        pivot[:] = [value / pivot[column] for value in pivot]
        for other in equations:
            if other is not pivot and other[column]:
                factor = other[column]
                other[:] = [a - factor * b for a, b in zip(other, pivot, strict=True)]
        pivots.append((column, pivot))
    return [unknown[column] for column, row in pivots if sum(1 for value in row if value) == 1]


@settings(max_examples=tries(600), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_no_small_number_is_released_or_can_be_derived(table):
    released = suppress(table)
    shown, true = _with_totals(released), _true(table)
    for r, row in enumerate(shown):
        for c, cell in enumerate(row):
            assert cell is None or cell == true[r][c], "a released number is the true number"
            assert cell is None or cell >= THRESHOLD
    for line in [*shown, *map(list, zip(*shown, strict=True))]:
        *groups, total = line
        if total is not None:
            assert total - sum(g for g in groups if g is not None) not in range(1, THRESHOLD)
    assert _determined(shown) == []


@settings(max_examples=tries(300), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(COUNT, min_size=1, max_size=8))
def test_list_gives_no_small_difference(counts):
    groups, total = suppress_list(counts)
    hidden = [n for n, g in zip(counts, groups, strict=True) if g is None]
    if total is not None and hidden:
        assert len(hidden) > 1 and sum(hidden) >= THRESHOLD
    if total is None:
        assert sum(counts) < THRESHOLD or hidden


def test_large_cells_are_left_alone():
    released = suppress([[5, 9], [12, 7]])
    assert released.cells == ((5, 9), (12, 7))
    assert (released.row_totals, released.column_totals, released.total) == ((14, 19), (17, 16), 33)


def test_one_small_cell_takes_the_smallest_neighbour_with_it():
    assert suppress_list([3, 20, 8]) == ([None, 20, None], 31)


def test_two_small_cells_that_sum_to_a_small_number_take_a_third():
    assert suppress_list([1, 2, 30, 8]) == ([None, None, 30, None], 41)


def test_two_blocks_joined_by_one_cell_do_not_give_that_cell_away():
    """Every line has two hidden cells, and yet the cell that joins the two blocks would follow by adding lines."""
    table = [
        [1, 4, 9, 9, 9],
        [4, 1, 3, 9, 9],
        [9, 9, 9, 1, 4],
        [9, 9, 1, 4, 9],
        [9, 9, 9, 9, 9],
    ]
    assert _determined(_with_totals(suppress(table))) == []


def test_where_every_line_is_safe_and_one_cell_joins_two_blocks_its_smallest_neighbour_is_hidden_too():
    """No line alone tells anything here; the 3 would follow from all of them together, and takes a 7 with it."""
    released = suppress([[1, 4, 9, 7], [4, 1, 3, 9], [7, 12, 1, 4], [9, 12, 4, 1]])
    assert released.cells == (
        (None, None, None, 7),
        (None, None, None, 9),
        (7, 12, None, None),
        (9, 12, None, None),
    )
    assert (released.row_totals, released.column_totals) == ((21, 17, 24, 26), (21, 29, 17, 21))


def test_of_two_neighbours_of_one_size_the_one_further_up_is_hidden():
    released = suppress([[1, 4, 7, 9], [4, 1, 3, 7], [9, 9, 1, 4], [9, 9, 4, 1]])
    assert released.cells[:2] == ((None, None, None, 9), (None, None, None, 7))


def test_in_a_column_too_a_group_is_hidden_before_the_total():
    released = suppress([[3], [20], [8]])
    assert (released.cells, released.row_totals) == (((None,), (20,), (None,)), (None, 20, None))
    assert (released.column_totals, released.total) == ((31,), 31)


def test_where_the_total_of_a_line_is_hidden_no_more_of_it_has_to_be():
    released = suppress([[20, 4, 1], [9, 0, 20]])
    assert released.cells == ((None, None, None), (None, None, 20))
    assert (released.row_totals, released.column_totals) == ((25, 29), (29, None, None))


def test_of_nobody_nothing_is_told():
    released = suppress([])
    assert (released.cells, released.row_totals, released.column_totals, released.total) == ((), (), (), None)
    assert suppress_list([]) == ([], None)


def test_linked_numbers_hide_together():
    assert suppress_linked({"new": 3, "closed": 12}) == {"new": None, "closed": None}
    assert suppress_linked({"new": 9, "closed": 12}) == {"new": 9, "closed": 12}
    assert suppress_linked({"new": 4, "closed": 5}) == {"new": None, "closed": None}
    assert suppress_linked({"new": 5, "closed": 5}) == {"new": 5, "closed": 5}, "five are not few"


def test_nonsense_is_refused():
    for wrong in ([[1, 2], [3]], [[-1]]):
        with pytest.raises(ValueError):
            suppress(wrong)
