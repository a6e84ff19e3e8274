"""Frozen reports as adjectives, and `take`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.access import may_work
from core import clock
from reports.metrics.periods import Month
from reports.snapshots.freezing import MonthFreeze, NotOver


class ReportSnapshotQuerySet(models.QuerySet):
    """Adjectives of frozen reports, and `take`."""

    def of_month(self, unit, period: Month):
        """Reports of the unit about the month."""
        return self.filter(unit=unit, period=period.first)

    def latest(self):
        """Of each report the last revision only."""
        same = {name: OuterRef(name) for name in ("unit", "kind", "subject_id", "period")}
        later = self.model._base_manager.filter(**same, revision__gt=OuterRef("revision"))
        return self.filter(~Exists(later))

    def light(self):
        """Without the bytes of the PDF, for lists."""
        return self.defer("pdf")

    def visible_to(self, user):
        """The unit's and the guides' reports that somebody may read: a leader all, a guide their own.

        Reports about a case are read through the case's own door, never through this.
        """
        kinds = self.model.Kind
        if not may_work(user):
            return self.none()
        if user.is_leader:
            return self.filter(unit_id=user.unit_id, kind__in=[kinds.UNIT, kinds.GUIDE])
        if user.is_guide:
            return self.filter(unit_id=user.unit_id, kind=kinds.GUIDE, subject_id=str(user.pk))
        return self.none()

    def take(
        self,
        unit,
        period: Month,
        *,
        by=None,
        known: dt.datetime | None = None,
        correct: bool = False,
        paper: bool = True,
        progress: Callable[[int, int, str], None] = lambda done, total, message: None,
        guard: Callable[[], None] = lambda: None,
    ):
        """Freeze the month's reports of the unit, its guides and its cases; returns the unit's.

        Does nothing when the month is whole. With `correct` the figures are computed anew from what is known
        at `known` (now), and a new revision is written for every report that differs. Without `paper` the
        unit's PDF is left to be made from the figures when it is asked for. `progress` is told (done, total,
        message) before and after the transaction that writes, `guard` is called inside it and may raise to stop.
        Raises NotOver for a month that has not ended.
        """
        if period.last >= clock.today():
            raise NotOver(str(period))
        whole = self.of_month(unit, period).filter(kind=self.model.Kind.UNIT).latest().first()
        if whole and not correct:
            return whole
        known = known or clock.now()
        options = {"correct": correct, "paper": paper, "progress": progress, "guard": guard}
        return MonthFreeze(self.model, unit, period, by=by, known=known, **options).run()
