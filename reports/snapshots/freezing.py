"""Freezing a month's reports: idempotent, in few transactions of many cases, safe to stop anywhere and start again.

The order is the safety: first every case, then every guide, the unit last. The unit's row says that the month is whole;
until it is there, `take` makes what is missing and leaves what is there alone. Figures rest on one moment of knowledge
(`known`), so that a run taken over by another worker ends with the very same report.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from core import clock
from reports.metrics.definitions import DEFINITION_VERSION
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.periods import Month
from reports.metrics.point_in_time import PointInTime
from reports.metrics.unit_metrics import UnitMetrics
from reports.snapshots import pdf
from reports.snapshots.canonical import canonical
from reports.snapshots.case_figures import case_figures, cases_to_report
from reports.snapshots.figures import guide_figures, unit_figures

# How many cases one transaction freezes: a few tasks of many cases, never a task a case.
CHUNK = 250

# What a year's history keeps of each month.
HISTORY = ("opening", "in_unit", "running", "new", "reopened", "closed", "covered", "overdue", "reached",
           "destinations", *(key for keys in LASTING.values() for key in keys))  # fmt: skip


class NotOver(ValueError):
    """The month has not ended, so nothing about it can be frozen."""


class MonthFreeze:
    """One pass over the month: each step writes what is missing (or differs) and nothing else."""

    def __init__(self, model, unit, period: Month, *, by, known, correct, paper, progress, guard):
        self.model, self.unit, self.period, self.by, self.known = model, unit, period, by, known
        self.correct, self.paper, self.progress, self.guard = correct, paper, progress, guard
        self.when = PointInTime.of(unit, period=period, known=known)
        self.metrics = UnitMetrics(unit, period=period, known=known)

    def run(self):
        """Do all steps; returns the unit's report."""
        kinds, figures = self.model.Kind, guide_figures(self.metrics)
        ids = cases_to_report(self.metrics)
        done, total = 0, len(ids) + len(figures) + 1
        self.progress(done, total, _("Reports about each young person"))
        for start in range(0, len(ids), CHUNK):
            chunk = case_figures(ids[start : start + CHUNK], self.metrics)
            self._write(kinds.CASE, {str(pk): ("", made) for pk, made in chunk.items()})
            done += len(ids[start : start + CHUNK])
            self.progress(done, total, _("Reports about each young person"))
        self._write(kinds.GUIDE, {str(pk): (self.metrics.guides[pk], made) for pk, made in figures.items()})
        self.progress(total - 1, total, _("The unit's report"))
        made = unit_figures(self.metrics) | {"history": self._history()}
        self._write(kinds.UNIT, {str(self.unit.pk): (self.unit.name, made)})
        self.progress(total, total, _("Done"))
        return self.model.objects.of_month(self.unit, self.period).filter(kind=kinds.UNIT).latest().get()

    def _write(self, kind, subjects):
        """Write the reports that are missing or differ, in one transaction; another worker's rows are left alone."""
        rows = (
            self.model.objects.of_month(self.unit, self.period)
            .filter(kind=kind, subject_id__in=subjects)
            .latest()
        )
        rows = rows.light() if self.correct else rows.only("subject_id", "revision")
        there = {row.subject_id: row for row in rows}
        fresh = []
        for subject, (name, made) in subjects.items():
            last = there.get(subject)
            if last and not (self.correct and last.data != made):
                continue
            fresh.append(self._sealed(kind, subject, name, made, last.revision + 1 if last else 1))
        if not fresh:
            return
        if kind == self.model.Kind.UNIT and self.paper:
            # Before the transaction, since it takes a second. The PDF of a guide or a case is made from the frozen
            # figures when somebody asks for it: the same row gives the same bytes.
            fresh[0].pdf = pdf.render(fresh[0])
        with transaction.atomic():
            self.guard()
            self.model.objects.bulk_create(fresh, ignore_conflicts=True)
            # Whoever loses a race has written nothing, and has nothing to tell.
            written = self.model.objects.filter(pk__in=[row.pk for row in fresh]).count()
            if written and kind == self.model.Kind.UNIT:
                self._announce(fresh[0])
            elif written and self.correct:
                self._announce_corrections(kind, written)

    def _sealed(self, kind, subject, name, made, revision):
        row = self.model(
            unit=self.unit,
            kind=kind,
            subject_id=subject,
            subject_name=name,
            period=self.period.first,
            as_of=self.when.on,
            known_on=self.known,
            definition_version=DEFINITION_VERSION,
            figures=canonical(made).decode(),
            revision=revision,
            created_at=clock.now(),
            by=self.by,
        )
        row.data = made
        row.sha256 = row.seal()
        return row

    def _announce(self, row):
        changes = {"period": [None, str(self.period)], "revision": [row.revision - 1, row.revision]}
        trail.record("report.taken", by=self.by, obj=row, changes=changes)

    def _announce_corrections(self, kind, written):
        changes = {"period": [None, str(self.period)], str(kind): [None, written]}
        trail.record("report.corrected", by=self.by, obj=self.unit, changes=changes)

    def _history(self):
        """A year of the unit's own frozen figures, this month's included, oldest first."""
        months = self.period.up_to(12)
        rows = self.model.objects.filter(
            unit=self.unit,
            kind=self.model.Kind.UNIT,
            period__gte=months[0].first,
            period__lt=self.period.first,
        )
        numbers = {Month.of(row.period): row.data["numbers"] for row in rows.latest().light()}
        numbers[self.period] = self.metrics.counts(HISTORY)
        return [
            {"key": str(month)} | {key: numbers[month].get(key) for key in HISTORY}
            for month in months
            if month in numbers
        ]
