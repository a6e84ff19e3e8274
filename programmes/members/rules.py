"""What may follow what in a stay, and until when a mistake may be taken back. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

# So long what was written down by mistake may be taken back.
TAKE_BACK_WINDOW = timedelta(hours=1)


def may_be_taken_back(recorded_at: datetime, now: datetime) -> bool:
    """Whether somebody added at ``recorded_at`` may still be taken out again as a mistake: for an hour."""
    return now - recorded_at < TAKE_BACK_WINDOW


def overlaps(from_on: date, until_on: date | None, stays: Iterable[tuple[date, date | None]]) -> bool:
    """Whether a stay shares a day with one of the others. ``until_on`` is the first day it no longer holds."""
    return any(
        (until_on is None or begun < until_on) and (ended is None or from_on < ended)
        for begun, ended in stays
    )
