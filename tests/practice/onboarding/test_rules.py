"""For how long a colleague is new to the others."""

from datetime import date

import pytest

from practice.onboarding.rules import is_new

FIRST_DAY = date(2026, 2, 15)


@pytest.mark.parametrize(
    ("on", "new"),
    [
        (date(2026, 1, 31), False),
        (date(2026, 2, 1), True),
        (date(2026, 3, 17), True),
        (date(2026, 3, 18), False),
    ],
)
def test_a_colleague_is_new_from_fourteen_days_before_the_first_day_until_thirty_after(on, new):
    assert is_new(FIRST_DAY, on) is new
