"""Which periods are over and owe a report, and which come next. Pure arithmetic on days."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from reports.periods.rules import CalendarPeriod, Days, add_months

P = TypeVar("P", bound=CalendarPeriod)

# A clockwork that stood still makes so many of a kind good, and no more.
MOST = 12
# No status is rarer than every so many weeks or months.
LONGEST_RHYTHM = 26


def owed(kind: type[P], *, newest: dt.date | None, from_on: dt.date | None, today: dt.date) -> list[P]:
    """The periods of a kind that are over and have no report yet, oldest first.

    Those after the one that begins on ``newest``, the first day of the latest there is; without any, those since
    ``from_on``, or the latest alone when nobody said from when. None begins before ``from_on``.
    """
    last, found = kind.latest_over(today), []
    if newest:
        period = kind.of(newest).next
    else:
        # A day from before there were any periods is no error: no more than so many are made good.
        period = kind.of(max(from_on, last.plus(1 - MOST).first) if from_on else last.first)
    while period.first <= last.first:
        if from_on is None or period.first >= from_on:
            found.append(period)
        period = period.next
    return found[-MOST:]


def stretch(begins: dt.date, every: int, step: str, number: int) -> Days:
    """The stretch with this number (the first is 0) of a rhythm that counts from ``begins``."""

    def begun(n: int) -> dt.date:
        if step == "week":
            return begins + dt.timedelta(weeks=every * n)
        return add_months(begins, every * n)

    return Days(begun(number), begun(number + 1) - dt.timedelta(days=1))


def latest_stretch(begins: dt.date, every: int, step: str, *, today: dt.date) -> Days | None:
    """The latest stretch of a rhythm that is over; None while the first still runs."""
    number, found = 0, None
    while (part := stretch(begins, every, step, number)).last < today:
        found, number = part, number + 1
    return found


def coming_stretches(begins: dt.date, every: int, step: str, *, today: dt.date, count: int = 3) -> list[Days]:
    """The next stretches of a rhythm that will get a status, from the one that ``today`` lies in, or the first."""
    # No month is longer than 31 days, so this is at most the number of the stretch of today.
    number = max((today - begins).days // (every * (7 if step == "week" else 31)), 0)
    while stretch(begins, every, step, number).last < today:
        number += 1
    return [stretch(begins, every, step, number + n) for n in range(count)]


def owed_by_rhythm(
    begins: dt.date, every: int, step: str, *, newest: dt.date | None, today: dt.date
) -> list[Days]:
    """The stretches of a rhythm that are over and have no status yet, oldest first.

    ``newest`` is the last day that any status by rhythm speaks of: what lies before it is not told again.
    """
    found, number = [], 0
    while (part := stretch(begins, every, step, number)).last < today:
        if newest is None or part.last > newest:
            found.append(part)
        number += 1
    return found[-MOST:]


def coming(kind: type[P], *, from_on: dt.date | None, today: dt.date, count: int = 3) -> list[P]:
    """The next periods of a kind that will get a report: each on the day after its last."""
    period = kind.of(max(today, from_on or today))
    if from_on and period.first < from_on:
        period = period.next
    return [period.plus(n) for n in range(count)]


def made_on(last: dt.date) -> dt.date:
    """The day on which the report of a period is made: the one after its last."""
    return last + dt.timedelta(days=1)
