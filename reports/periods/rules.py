"""Months, quarters, years and other stretches of days, and the arithmetic of dates that reports need.

Nothing here knows the database.

All dates are Copenhagen dates; `core.clock` says which moment lies on which.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import ClassVar, Self

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_YEAR = re.compile(r"\d{4}")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})--(\d{4}-\d{2}-\d{2})")


class Period:
    """A stretch of days that a report is about: what happens is counted over it, how things stand on its last day."""

    # The kind of stretch, as a frozen report keeps it.
    SPAN: ClassVar[str]

    @property
    def first(self) -> dt.date:
        """Its first day."""
        raise NotImplementedError

    @property
    def last(self) -> dt.date:
        """Its last day."""
        raise NotImplementedError

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def days(self) -> list[dt.date]:
        """Its days, in order."""
        return [self.first + dt.timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def months_ago(self, months: int) -> Period:
        """The stretch so many months earlier: of a month a month, of three months three months."""
        after = self.last + dt.timedelta(days=1)
        return Days(add_months(self.first, -months), add_months(after, -months) - dt.timedelta(days=1))


class CalendarPeriod(Period):
    """A stretch that has a name in the calendar, and one before and one after it."""

    @property
    def start(self) -> Month:
        """The month it begins with."""
        raise NotImplementedError

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return self.start.first

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """The one that a day lies in."""
        raise NotImplementedError

    @classmethod
    def latest_over(cls, on: dt.date) -> Self:
        """The latest that has ended before the day ``on``."""
        return cls.of(on).previous

    def plus(self, count: int) -> Self:
        """The one that comes ``count`` later (earlier when negative)."""
        raise NotImplementedError

    @property
    def next(self) -> Self:
        """The one after it."""
        return self.plus(1)

    @property
    def previous(self) -> Self:
        """The one before it."""
        return self.plus(-1)

    def up_to(self, count: int) -> list[Self]:
        """The `count` of its kind that end with this one, oldest first."""
        return [self.plus(n) for n in range(1 - count, 1)]


@dataclass(frozen=True, order=True)
class Month(CalendarPeriod):
    """One calendar month, written `2026-11`. Ordered in time; usable as a key."""

    SPAN = "month"
    year: int
    month: int

    def __post_init__(self) -> None:
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

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def start(self) -> Month:
        """Itself."""
        return self

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, count: int) -> Month:
        """The month `count` months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + count
        return Month(index // 12, index % 12 + 1)

    def months_ago(self, months: int) -> Month:
        """The month so many months earlier."""
        return self.plus(-months)


@dataclass(frozen=True, order=True)
class Quarter(CalendarPeriod):
    """A quarter of a year, written `2026-Q3`. Ordered in time; usable as a key."""

    SPAN = "quarter"
    year: int
    number: int

    def __post_init__(self) -> None:
        if not (2000 <= self.year <= 2199 and 1 <= self.number <= 4):
            raise ValueError(f"no such quarter: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter that a day lies in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """`"2026-Q3"` as a quarter. Raises ValueError on anything else."""
        found = _QUARTER.fullmatch(text) if text.isascii() else None
        if not found:
            raise ValueError(f"not a quarter: {text[:20]!r}")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"

    @property
    def start(self) -> Month:
        """The month it begins with."""
        return Month(self.year, self.number * 3 - 2)

    @property
    def last_month(self) -> Month:
        """The month it ends with."""
        return Month(self.year, self.number * 3)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.last_month.last

    def months_ago(self, months: int) -> Period:
        """The stretch so many months earlier: a quarter, when they are whole quarters."""
        return self.plus(-(months // 3)) if months % 3 == 0 else super().months_ago(months)

    def plus(self, count: int) -> Quarter:
        """The quarter `count` quarters later (earlier when negative)."""
        index = self.year * 4 + self.number - 1 + count
        return Quarter(index // 4, index % 4 + 1)


@dataclass(frozen=True, order=True)
class Year(CalendarPeriod):
    """A calendar year, written `2026`. Ordered in time; usable as a key."""

    SPAN = "year"
    year: int

    def __post_init__(self) -> None:
        if not 2000 <= self.year <= 2199:
            raise ValueError(f"no such year: {self.year}")

    @classmethod
    def of(cls, day: dt.date) -> Year:
        """The year that a day lies in."""
        return cls(day.year)

    @classmethod
    def parse(cls, text: str) -> Year:
        """`"2026"` as a year. Raises ValueError on anything else."""
        if not (text.isascii() and _YEAR.fullmatch(text)):
            raise ValueError(f"not a year: {text[:20]!r}")
        return cls(int(text))

    def __str__(self) -> str:
        return f"{self.year:04d}"

    @property
    def start(self) -> Month:
        """The month it begins with."""
        return Month(self.year, 1)

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return dt.date(self.year, 12, 31)

    def months_ago(self, months: int) -> Period:
        """The stretch so many months earlier: a year, when they are whole years."""
        return self.plus(-(months // 12)) if months % 12 == 0 else super().months_ago(months)

    def plus(self, count: int) -> Year:
        """The year `count` years later (earlier when negative)."""
        return Year(self.year + count)


@dataclass(frozen=True, order=True)
class Days(Period):
    """Any days in a row, written `2026-11-02--2026-11-15`, both ends included."""

    SPAN = "days"
    begins: dt.date
    ends: dt.date

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError(f"ends before it begins: {self}")

    @classmethod
    def parse(cls, text: str) -> Days:
        """`"2026-11-02--2026-11-15"` as days. Raises ValueError on anything else."""
        found = _DAYS.fullmatch(text) if text.isascii() else None
        if not found:
            raise ValueError(f"no days: {text[:30]!r}")
        return cls(dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2]))

    def __str__(self) -> str:
        return f"{self.begins.isoformat()}--{self.ends.isoformat()}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return self.begins

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.ends


CALENDAR: dict[str, type[Month | Quarter | Year]] = {kind.SPAN: kind for kind in (Month, Quarter, Year)}


def parse_period(text: str) -> Period:
    """A period as it is written, of whichever kind. Raises ValueError on anything else."""
    for kind in (Month, Quarter, Year, Days):
        try:
            return kind.parse(text)
        except ValueError:
            continue
    raise ValueError(f"not a period: {text[:30]!r}")


def period_of(span: str, first: dt.date, last: dt.date) -> Period:
    """The period of a kind with these ends: what a frozen report keeps."""
    return CALENDAR[span].of(first) if span in CALENDAR else Days(first, last)


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
