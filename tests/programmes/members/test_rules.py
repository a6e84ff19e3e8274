"""Until when a mistake is taken back, and which stays share a day: at the edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programmes.members.rules import may_be_taken_back, overlaps

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("later", "may"),
    [(timedelta(0), True), (timedelta(minutes=59, seconds=59), True), (timedelta(hours=1), False)],
)
def test_a_mistake_is_taken_back_within_the_hour(later, may):
    assert may_be_taken_back(NOON, NOON + later) is may


MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("begun", "ended", "shared"),
    [
        (date(2026, 2, 1), MARCH, False),  # the first day it no longer holds is nobody's
        (date(2026, 2, 1), date(2026, 3, 2), True),
        (APRIL, MAY, False),
        (date(2026, 3, 31), MAY, True),
        (date(2026, 2, 1), None, True),
        (APRIL, None, False),
    ],
)
def test_two_stays_share_a_day_or_not(begun, ended, shared):
    assert overlaps(MARCH, APRIL, [(begun, ended)]) is shared


def test_one_without_an_end_meets_all_that_comes_after():
    assert overlaps(MARCH, None, [(MAY, None)]) and not overlaps(MARCH, None, [(date(2026, 2, 1), MARCH)])
    assert not overlaps(MARCH, None, [])
