"""Calendar months and the arithmetic of dates that reports need. Nothing here knows the database.

All dates are Copenhagen dates; `core.clock` says which moment lies on which.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month, written `2026-11`. Ordered in time; usable as a key."""

    year: int
    month: int

    def __post_init__(self):
        if not (2000 <= self.year <= 2199 and 1 <= self.month <= 12):
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """The month that `day` lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """`"2026-11"` as a month. Raises ValueError on anything else."""
        found = _MONTH.fullmatch(text) if text.isascii() else None
        if not found:
            raise ValueError(f"not a month: {text!r}")
        return cls(int(found[1]), int(found[2]))

    def __str__(self):
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Month:
        """The month `months` later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def next(self) -> Month:
        return self.plus(1)

    @property
    def previous(self) -> Month:
        return self.plus(-1)

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=n) for n in range(self.last.day)]

    def up_to(self, count: int) -> list[Month]:
        """The `count` months that end with this one, oldest first."""
        return [self.plus(n) for n in range(1 - count, 1)]


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later, or that month's last day when it is shorter.

    29 February + 12 months is 28 February; 30 November + 3 months is the last of February.
    """
    month = Month.of(day).plus(months)
    return month.first.replace(day=min(day.day, month.last.day))


def born_between(on: dt.date, youngest: int, oldest: int) -> tuple[dt.date, dt.date]:
    """Birth dates (first, last) of those aged `youngest` to `oldest`, both included, on `on`.

    The same reckoning as `cases.people.rules.age_on`: who is born on 29 February has their birthday on the 28th in
    common years.
    """
    return latest_birth(on, oldest + 1) + dt.timedelta(days=1), latest_birth(on, youngest)


def latest_birth(on: dt.date, age: int) -> dt.date:
    """The latest birth date of somebody who is at least `age` on `on`."""
    year = on.year - age
    if on.month == 2 and on.day >= 28 and not calendar.isleap(on.year):
        return dt.date(year, 2, calendar.monthrange(year, 2)[1])
    if (on.month, on.day) == (2, 29) and not calendar.isleap(year):
        return dt.date(year, 2, 28)
    return dt.date(year, on.month, on.day)


def year_ends(on: dt.date, count: int = 2) -> list[dt.date]:
    """The last ``count`` turns of the year that are over on the day, newest first: 31 December itself is not over."""
    return [dt.date(on.year - n, 12, 31) for n in range(1, count + 1)]
