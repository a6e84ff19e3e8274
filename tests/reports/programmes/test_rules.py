"""Which destinations are a programme's results, and when somebody left it: at the edges."""

from datetime import date

import pytest

from reports.programmes.rules import in_window, last_day

FIRST, LEFT = date(2025, 2, 1), date(2025, 5, 31)


@pytest.mark.parametrize(
    ("started", "left", "counts"),
    [
        (date(2025, 1, 31), LEFT, False),
        (FIRST, LEFT, True),
        (date(2026, 5, 31), LEFT, True),
        (date(2026, 6, 1), LEFT, False),
        (date(2030, 1, 1), None, True),
        (date(2025, 1, 31), None, False),
    ],
)
def test_a_destination_counts_from_the_first_day_until_a_year_after_the_last(started, left, counts):
    assert in_window(started, FIRST, left) is counts


ON = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("days", "closed", "left"),
    [
        ([None], None, None),
        ([None], ON, ON),
        ([None], date(2026, 3, 2), None),
        ([ON], None, ON),
        ([date(2026, 3, 2)], None, None),  # the last day is to come
        ([date(2025, 3, 1), None], None, None),  # came back
        ([date(2025, 3, 1), date(2025, 9, 1)], date(2026, 1, 1), date(2025, 9, 1)),
    ],
)
def test_the_last_day_is_that_of_the_last_stay_or_of_the_case(days, closed, left):
    assert last_day(days, closed, ON) == left
