"""Answers to questions, as they leave the unit."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.release.answers import released_answer
from reports.release.suppression import suppress

COUNT = st.one_of(st.integers(0, 6), st.integers(0, 40))


def ways(total, columns):
    """Every way in which so many people are in so many columns."""
    if columns == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in ways(total - first, columns - 1):
            yield (first, *rest)


def near(count, shown):
    return shown is None or max(shown - 2, 5) <= count <= shown + 2


def test_each_hidden_number_of_a_row_could_be_each_of_nought_to_four():
    """Beside an enumeration of every row that rounds to what is shown."""
    met = Counter()

    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.lists(COUNT, min_size=2, max_size=3))
    def tried(row):
        released = released_answer([row])
        cells, whole = released.cells[0], released.row_totals[0]
        assert all(count is None or count % 5 == 0 for count in (*cells, whole))
        met["hidden"] += cells.count(None)
        met["shown"] += whole is not None
        met["nothing"] += all(count is None for count in (*cells, whole))
        # One whose total is hidden too may have any number of people.
        totals = range(max(sum(row), 5) + 12) if whole is None else range(whole - 2, whole + 3)
        fitting = [
            way
            for total in totals
            for way in ways(total, len(row))
            if all(near(count, shown) for count, shown in zip(way, cells, strict=True))
        ]
        for place, count in enumerate(row):
            if count < 5:
                assert {way[place] for way in fitting} >= set(range(5))

    tried()
    assert met["hidden"] > 20 and met["shown"] and met["nothing"], met


def test_what_is_large_is_rounded_and_what_is_small_hidden_with_its_neighbour():
    released = released_answer([[38, 12, 3]])
    assert released.cells == ((40, None, None),) and released.row_totals == (55,)


@pytest.mark.parametrize("table", [[[12, 1], [0, 40]], [[10, 4, 12], [0, 40, 0]], [[10, 1], [4, 7]]])
def test_totals_that_would_give_a_small_number_away_are_not_shown(table):
    """15 in the row and 10 in the column, rounded: whoever is in the row and not in the column is at least one."""
    exact = suppress(table)
    assert None not in exact.row_totals and {cell for row in exact.cells for cell in row} == {None}
    released = released_answer(table)
    assert {*released.row_totals, *released.column_totals, released.total} == {None}


def test_the_same_table_has_the_same_answer():
    assert released_answer([[7, 3, 9], [1, 8, 20]]) == released_answer([[7, 3, 9], [1, 8, 20]])
