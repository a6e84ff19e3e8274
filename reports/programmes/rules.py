"""Which destinations are a programme's results, and when somebody left it. Pure."""

from collections.abc import Sequence
from datetime import date

from reports.periods.rules import add_months

# A destination that begins later than this after somebody left is not the programme's.
RESULT_MONTHS = 12


def in_window(started_on: date, first_on: date, left_on: date | None) -> bool:
    """Whether a destination that began on ``started_on`` is the programme's result.

    It began on or after the participant's first day, and at the latest RESULT_MONTHS after the last; ``left_on`` is
    None for who takes part still.
    """
    if started_on < first_on:
        return False
    return left_on is None or started_on <= add_months(left_on, RESULT_MONTHS)


def last_day(last_days: Sequence[date | None], closed_on: date | None, on: date) -> date | None:
    """The last day of who has left by the day ``on``; None for who takes part still.

    ``last_days`` are those of each stay, None while one goes on. With the case the participation is over too.
    """
    over = [day for day in last_days if day is not None and day <= on]
    if len(over) == len(last_days):
        return max(over)
    return closed_on if closed_on is not None and closed_on <= on else None
