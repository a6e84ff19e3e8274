"""The one clock.

Everything that asks for the time asks here, so that tests and the demo can stand at another moment. Moments are
stored in UTC; a *date* is always a Copenhagen date, since that is what a guide and the law mean by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_travelled: ContextVar[Any] = ContextVar("travelled", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    moment = _travelled.get()
    return datetime.now(UTC) if moment is None else moment


def is_travelling() -> bool:
    """Whether a test or the demo stands at another moment."""
    return _travelled.get() is not None


def today() -> date:
    """Today's date in Copenhagen."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The Copenhagen date of an aware moment."""
    return moment.astimezone(COPENHAGEN).date()


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The moment when it is ``hour:minute`` in Copenhagen on ``day``, in UTC."""
    return datetime.combine(day, time(hour, minute), COPENHAGEN).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The Copenhagen midnight that ends ``day``: the first moment no longer on it."""
    return at(day + timedelta(days=1))


@contextmanager
def travel(moment: datetime | date) -> Iterator[datetime]:
    """Stand at ``moment`` (a date means noon in Copenhagen) for the length of the block."""
    there = moment if isinstance(moment, datetime) else at(moment, 12)
    if there.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _travelled.set(there.astimezone(UTC))
    try:
        yield there
    finally:
        _travelled.reset(token)
