"""Frozen reports as adjectives, and `take`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.access import may_work
from core import clock
from reports.periods.rules import Period
from reports.snapshots.freezing import Freeze, NotOver, kinds_of


class ReportSnapshotQuerySet(models.QuerySet):
    """Adjectives of frozen reports, and `take`."""

    def of_period(self, unit, period: Period):
        """Reports of the unit about the period."""
        return self.filter(unit=unit, span=period.SPAN, period=period.first, as_of=period.last)

    def monthly(self):
        """Those about a month: a year is read from these."""
        return self.filter(span=self.model.Span.MONTH)

    def latest(self):
        """Of each report the last revision only."""
        same = {name: OuterRef(name) for name in ("unit", "kind", "subject_id", "span", "period", "as_of")}
        later = self.model._base_manager.filter(**same, revision__gt=OuterRef("revision"))
        return self.filter(~Exists(later))

    def light(self):
        """Without the bytes of the PDF, for lists."""
        return self.defer("pdf")

    def visible_to(self, user):
        """The reports that somebody may read: a leader those of the unit, its guides, programmes and partnerships, a
        guide their own.

        Reports about a case are read through the case's own door, never through this.
        """
        kinds = self.model.Kind
        if not may_work(user):
            return self.none()
        if user.is_leader:
            return self.filter(unit_id=user.unit_id, kind__in=[kind for kind in kinds if kind != kinds.CASE])
        if user.is_guide:
            return self.filter(unit_id=user.unit_id, kind=kinds.GUIDE, subject_id=str(user.pk))
        return self.none()

    def take(
        self,
        unit,
        period: Period,
        *,
        kinds: Collection[str] = (),
        by=None,
        known: dt.datetime | None = None,
        correct: bool = False,
        paper: bool = True,
        progress: Callable[[int, int, str], None] = lambda done, total, message: None,
        guard: Callable[[], None] = lambda: None,
    ):
        """Freeze the period's reports: a month's of the unit, its guides and its cases, a quarter's or year's of the
        unit, any other days' of the cases; or of these ``kinds`` only. Returns the first kind's first.

        Does nothing when the period is whole. With `correct` the figures are computed anew from what is known
        at `known` (now), and a new revision is written for every report that differs. Without `paper` the
        unit's PDF is left to be made from the figures when it is asked for. `progress` is told (done, total,
        message) before and after the transaction that writes, `guard` is called inside it and may raise to stop.
        Raises NotOver for a period that has not ended.
        """
        if period.last >= clock.today():
            raise NotOver(str(period))
        kinds = [kind for kind in kinds_of(period) if not kinds or kind in kinds]
        whole = self.of_period(unit, period).filter(kind=kinds[0]).latest().first()
        if whole and not correct:
            return whole
        known = known or clock.now()
        options = {"kinds": kinds, "correct": correct, "paper": paper, "progress": progress, "guard": guard}
        return Freeze(self.model, unit, period, by=by, known=known, **options).run()
