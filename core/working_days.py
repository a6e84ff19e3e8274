"""Days that count: working days between holidays, and calendar days outside a period that is left out.

Public holidays come from the `holidays` library, which knows that Store Bededag is none from 2024. What else is free
(24 and 31 December, 5 June) is the caller's to say: no law says it for all. Everything here is dates alone, so
neither the server's time zone nor a change of the clock can move a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays

DAY = timedelta(days=1)
# A period that leaves out nearly the whole year would let no limit ever end.
LONGEST_PAUSE = 300


@lru_cache(maxsize=64)
def public_holidays(year: int) -> Mapping[date, str]:
    """Denmark's public holidays of the year, with their Danish names."""
    return dict(holidays.country_holidays("DK", years=year, language="da"))


@dataclass(frozen=True)
class Pause:
    """A period of every year, both days included; it may run across New Year. ``(month, day)`` each."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last

    @property
    def is_too_long(self) -> bool:
        """Whether so little of a year is left that limits would never end."""
        days = (date(2001, *_in_2001(self.last)) - date(2001, *_in_2001(self.first))).days % 365 + 1
        return days > LONGEST_PAUSE


def _in_2001(at: tuple[int, int]) -> tuple[int, int]:
    return (2, 28) if at == (2, 29) else at


@dataclass(frozen=True)
class Calendar:
    """Which days count: ``also_free`` are days of every year that are no working days, ``pause`` is left out
    altogether.
    """

    also_free: frozenset[tuple[int, int]] = frozenset()
    pause: Pause | None = None

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, no public holiday, not otherwise free, not in the pause."""
        return (
            day.weekday() < 5
            and (day.month, day.day) not in self.also_free
            and day not in public_holidays(day.year)
            and not self.is_paused(day)
        )

    def is_paused(self, day: date) -> bool:
        """Whether the day lies in the pause; a pause that leaves no year is none."""
        return self.pause is not None and not self.pause.is_too_long and self.pause.holds(day)

    def add_working_days(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``, which itself is not counted. Raises ValueError below 1."""
        if days < 1:
            raise ValueError("at least one working day")
        while days:
            start += DAY
            days -= self.is_working_day(start)
        return start

    def add_days(self, start: date, days: int) -> date:
        """The ``days``-th calendar day after ``start`` outside the pause. Raises ValueError below 1."""
        if days < 1:
            raise ValueError("at least one day")
        while days:
            start += DAY
            days -= not self.is_paused(start)
        return start

    def working_days_until(self, today: date, due: date) -> int:
        """How many working days are left after ``today`` until and with ``due``; 0 on and after it."""
        count = 0
        while today < due:
            today += DAY
            count += self.is_working_day(today)
        return count
