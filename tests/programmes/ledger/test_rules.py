"""When a target group is fixed, and whose age lies within it: at the edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from programmes.ledger.rules import is_fixed, within_ages


@pytest.mark.parametrize(
    ("on", "fixed"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 2, 2), True)]
)
def test_the_target_group_is_fixed_from_the_first_day(on, fixed):
    entered = datetime(2026, 1, 1, tzinfo=UTC)
    assert is_fixed(date(2026, 2, 1), on, entered, entered + timedelta(days=31)) is fixed


@pytest.mark.parametrize(("minutes", "fixed"), [(0, False), (59, False), (60, True), (61, True)])
def test_what_had_begun_when_it_was_entered_is_put_right_for_an_hour(minutes, fixed):
    entered = datetime(2026, 2, 9, 12, tzinfo=UTC)
    moment = entered + timedelta(minutes=minutes)
    assert is_fixed(date(2026, 2, 1), date(2026, 2, 9), entered, moment) is fixed


@pytest.mark.parametrize(
    ("born", "fits"),
    [
        (date(2008, 6, 2), False),  # fifteen tomorrow at the earliest …
        (date(2008, 6, 1), True),  # … and fifteen today
        (date(1997, 6, 2), True),  # twenty-five for one more day
        (date(1997, 6, 1), False),  # twenty-six today
    ],
)
def test_both_ends_of_the_ages_count(born, fits):
    assert within_ages(born, 15, 25, date(2023, 6, 1)) is fits
