"""When a target group is fixed, and whether an age lies within it. Pure."""

from datetime import date

from cases.people.rules import age_on


def is_fixed(from_on: date, on: date) -> bool:
    """Whether the target group is fixed on the day ``on``: from the programme's first day it never changes."""
    return on >= from_on


def within_ages(birth_date: date, youngest: int, oldest: int, on: date) -> bool:
    """Whether somebody is of the target group's age on the day ``on``, both ends included."""
    return youngest <= age_on(birth_date, on) <= oldest
