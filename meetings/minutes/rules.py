"""By when the minutes of a meeting are shared. Pure: a day in, a day out."""

from datetime import date

from core.working_days import Calendar

SHARED_WITHIN = 5  # working days after the meeting
COMMENT_DAYS = 5  # working days that those who were there have to comment


def share_by(held_on: date, calendar: Calendar) -> date:
    """The last day on which minutes of a meeting held that day are shared in time."""
    return calendar.add_working_days(held_on, SHARED_WITHIN)


def is_late(held_on: date, on: date, calendar: Calendar) -> bool:
    """Whether the last day in time (`share_by`) has passed."""
    return on > share_by(held_on, calendar)
