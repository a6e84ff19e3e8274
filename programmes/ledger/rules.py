"""When a target group is fixed, and whether an age lies within it. Pure."""

from datetime import date, datetime, timedelta

from cases.people.rules import age_on

# So long what was entered of a programme that had begun may be put right.
CORRECTION_WINDOW = timedelta(hours=1)


def is_fixed(from_on: date, on: date, recorded_at: datetime, now: datetime) -> bool:
    """Whether the target group is fixed on the day ``on``: from the programme's first day it never changes.

    One that had begun when it was entered can be put right for an hour.
    """
    return on >= from_on and now - recorded_at >= CORRECTION_WINDOW


def within_ages(birth_date: date, youngest: int, oldest: int, on: date) -> bool:
    """Whether somebody is of the target group's age on the day ``on``, both ends included."""
    return youngest <= age_on(birth_date, on) <= oldest
