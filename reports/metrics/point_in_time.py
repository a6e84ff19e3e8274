"""The point in time that numbers speak of: a day, the month it is seen in, and what was known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from core import clock
from core.freshness import fresh_since
from core.limits import limit
from reports.periods.rules import Month, Period, born_between


@dataclass(frozen=True)
class PointInTime:
    """A day, the period it is seen in, and what we knew: `known` is a moment, or None for everything known by now."""

    on: dt.date
    period: Period
    known: dt.datetime | None
    # From the unit, or as a frozen report kept them: how long a confirmation counts, and how long one may go without
    # contact.
    fresh_days: int
    contact_days: int
    # After so many days without any sign a running case has come to a halt.
    silent_days: int

    @classmethod
    def of(
        cls, unit, *, on=None, period=None, known=None, limits: Mapping[str, int] | None = None
    ) -> PointInTime:
        """The last day of `period`, or the day `on` in its own month, never after today; by a report's `limits`."""
        kept = {"fresh_days": unit.activity_fresh_days, "contact_days": unit.contact_days} | (limits or {})
        on = min(period.last, clock.today()) if on is None and period else on or clock.today()
        return cls(
            on,
            period or Month.of(on),
            known,
            kept["fresh_days"],
            kept["contact_days"],
            limit("stalled_days", on=on),
        )

    @property
    def live(self) -> bool:
        """Whether this is today as known now, which the cases' own columns say."""
        return self.known is None and self.on == clock.today()

    @property
    def moment(self) -> dt.datetime:
        """The moment of knowledge."""
        return self.known or clock.now()

    @property
    def fresh_since(self) -> dt.date:
        """The first day on which a confirmation still counts."""
        return fresh_since(self.on, self.fresh_days)

    @property
    def contact_since(self) -> dt.date:
        """Contact before this day is too long ago."""
        return self.on - dt.timedelta(days=self.contact_days)

    @property
    def silent_since(self) -> dt.date:
        """A running case without any sign of something happening on or after this day has come to a halt."""
        return self.on - dt.timedelta(days=self.silent_days)

    def aged(self, youngest: int, oldest: int) -> Q:
        """The condition for being of that age, both ends included."""
        first, last = born_between(self.on, youngest, oldest)
        return Q(at_born__gte=first, at_born__lte=last)
