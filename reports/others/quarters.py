"""Quarters, which files between municipalities are about. Nothing here knows the database."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from reports.metrics.periods import Month

_QUARTER = re.compile(r"(20\d\d|21\d\d)-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year, written `2026-Q3`. Ordered in time; usable as a key."""

    year: int
    number: int

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

    def __str__(self):
        return f"{self.year:04d}-Q{self.number}"

    @property
    def last_month(self) -> Month:
        """The month it ends with, whose figures stand for it."""
        return Month(self.year, self.number * 3)

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return self.last_month.plus(-2).first

    @property
    def last(self) -> dt.date:
        """Its last day."""
        return self.last_month.last

    @property
    def previous(self) -> Quarter:
        """The quarter before it."""
        return Quarter.of(self.first - dt.timedelta(days=1))

    def up_to(self, count: int) -> list[Quarter]:
        """The ``count`` quarters that end with this one, the newest first."""
        found = [self]
        while len(found) < count:
            found.append(found[-1].previous)
        return found


def latest_over(on: dt.date) -> Quarter:
    """The latest quarter that has ended before the day ``on``."""
    return Quarter.of(on).previous
