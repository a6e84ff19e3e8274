"""A past day, as known on a later day: what pages ask for, how it stands in an address, and how it is said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from core import clock
from reports.metrics.unit_metrics import UnitMetrics

if TYPE_CHECKING:
    from reports.snapshots.models import ReportSnapshot


@dataclass(frozen=True)
class Moment:
    """The day ``on`` (today, when None) with what had been written down by the end of ``known_on`` (by now, when None).

    A frozen ``report`` says both, to the moment on which its figures rest.
    """

    on: dt.date | None = None
    known_on: dt.date | None = None
    report: ReportSnapshot | None = None

    @property
    def day(self) -> dt.date:
        """The day that is asked about."""
        return self.report.as_of if self.report else self.on or clock.today()

    @property
    def known(self) -> dt.datetime | None:
        """The moment of knowledge; None for everything known by now."""
        if self.report:
            return self.report.known_on
        if self.known_on is None or self.known_on >= clock.today():
            return None
        # The last instant of the day: what is written down at midnight belongs to the next.
        return clock.end_of_day(self.known_on) - dt.timedelta(microseconds=1)

    @property
    def is_now(self) -> bool:
        """Whether it is today as known now."""
        return self.known is None and self.day == clock.today()

    @property
    def as_known_now(self) -> Moment:
        """The same day, with everything known by now."""
        return Moment(self.day)

    def params(self, on: str = "pr", known: str = "kendt") -> dict[str, str]:
        """How it stands in an address: of a report its id, else the days under these names."""
        if self.report:
            return {"rapport": str(self.report.pk)}
        days = {on: self.on, known: self.known_on if self.known else None}
        return {name: day.isoformat() for name, day in days.items() if day}

    def metrics(self, user) -> UnitMetrics:
        """Every number of the moment, of the cases that ``user`` may see; a guide's are their own."""
        cases = Case.objects.visible_to(user)
        metrics = UnitMetrics(user.unit, cases=cases, **self._asked())
        return metrics.narrowed(user.pk) if user.is_guide else metrics

    def whole(self, user) -> UnitMetrics:
        """Every number of the moment, of all of the unit's cases, or of all that a guide had: to tell how many are out
        of the reader's sight.
        """
        metrics = UnitMetrics(user.unit, **self._asked())
        return metrics.narrowed(user.pk) if user.is_guide else metrics

    def _asked(self) -> dict:
        if self.report:
            return {
                "period": self.report.covers,
                "known": self.known,
                "limits": self.report.data.get("limits"),
            }
        return {"on": self.on, "known": self.known}

    def __str__(self):
        words = {
            "day": date_format(self.day),
            "known": date_format(clock.local_date(self.known or clock.now())),
        }
        if self.report:
            return _("%(day)s, as the report counted on %(known)s") % words
        if self.known:
            return _("%(day)s, as known on %(known)s") % words
        return _("%(day)s, as known now") % words
