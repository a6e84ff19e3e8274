"""Weeks, as Danes number them (ISO 8601): from Monday to Sunday, in Copenhagen."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from core import clock

# A week that somebody may meet: years of four digits that the rest of the product takes too.
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 20)


@dataclass(frozen=True, slots=True)
class Week:
    """A week by its Monday."""

    monday: date

    @property
    def number(self) -> int:
        """1 to 53."""
        return self.monday.isocalendar().week

    @property
    def key(self) -> str:
        """How an address names it: ``2026-W49``. The year is the one the week is counted to."""
        year, week, _day = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def begins(self) -> datetime:
        """Its first moment."""
        return clock.at(self.monday)

    @property
    def ends(self) -> datetime:
        """The first moment no longer in it: 168 hours later, but for the two weeks of a change of the clock."""
        return clock.end_of_day(self.sunday)

    def moved(self, weeks: int) -> "Week":
        """The week so many later, or earlier."""
        return Week(self.monday + timedelta(weeks=weeks))


def week_of(day: date) -> Week:
    """The week that the day lies in."""
    return Week(day - timedelta(days=day.weekday()))


def read_week(key: str, otherwise: date) -> Week:
    """The week that an address names; that of ``otherwise`` when it names none."""
    found = re.fullmatch(r"(\d{4})-W(\d{2})", key, re.ASCII)
    if found:
        try:
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            return week_of(otherwise)
        if FIRST <= monday <= LAST:
            return Week(monday)
    return week_of(otherwise)


def case_number(case_id: UUID) -> str:
    """What a calendar outside KUI calls a case: six signs of its id, which say nothing to anybody else."""
    return str(case_id)[:6].upper()
