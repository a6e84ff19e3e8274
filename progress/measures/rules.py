"""Whose answer it is, when to ask again, and where a line is broken."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

# A measure that comes so much later than the rhythm asks for is the next one: the one between was missed.
SLACK = timedelta(days=45)


def answered_as(voice: str, *, is_staff: bool) -> str | None:
    """How an answer in this voice came to be written down by somebody who is of the unit, or is not.

    None where it cannot be: nobody but the unit's own people judges as the guide.
    """
    if voice == "guide":
        return "guide" if is_staff else None
    return "self_told" if is_staff else "self"


def ask_again_on(last: date, months: int) -> date:
    """The day to ask again, so many months after the last time."""
    return last + relativedelta(months=months)


def is_broken_between(earlier: date, later: date, months: int) -> bool:
    """Whether a measure is missing between two: then no line is drawn from the one to the other."""
    return later > ask_again_on(earlier, months) + SLACK
