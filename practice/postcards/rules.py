"""Pure rules of the unit's own development."""

from datetime import date

# How far ahead a postcard may be dated, in years: beyond that, hardly anybody is left to read it.
LONGEST_WAIT = 10


def in_months(start: date, months: int) -> date:
    """The same day so many months later; the last day of the month when that month has no such day.

    From 29 February a year is up on 28 February, and four years are up on 29 February.
    """
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, min(day, start.day))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def latest_opening(today: date) -> date:
    """The last date a card written today may wait for."""
    return in_months(today, 12 * LONGEST_WAIT)
