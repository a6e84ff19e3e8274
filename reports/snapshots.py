"""Taking a month's reports: idempotent, in few transactions of many cases, safe to stop anywhere and start again.

The order is the safety: first every case, then every guide, the unit last. The unit's row says that the month is whole;
until it is there, `take` makes what is missing and leaves what is there alone. Figures rest on one moment of knowledge
(`known`), so that a run taken over by another worker ends with the very same report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from audit import trail
from core import clock
from reports import figures as plain
from reports import freeze
from reports.metrics import DEFINITION_VERSION, LASTING, Measure
from reports.periods import Month
from reports.standing import When


class NotOver(ValueError):
    """The month has not ended, so nothing about it can be frozen."""


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
        if not user.is_authenticated or not user.is_active:
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

        Does nothing when the month is whole. With `correct` the figures are computed anew from what is known at `known`
        (now), and a new revision is written for every report that differs. Without `paper` the unit's PDF is left to be made
        from the figures when it is asked for. `progress` is told (done, total, message)
        between the transactions, `guard` is called inside each of them and may raise to stop.
        Raises NotOver for a month that has not ended.
        """
        if period.last >= clock.today():
            raise NotOver(str(period))
        whole = self.of_month(unit, period).filter(kind=self.model.Kind.UNIT).latest().first()
        if whole and not correct:
            return whole
        run = _Run(self.model, unit, period, by, known or clock.now())
        run.correct, run.paper, run.progress, run.guard = correct, paper, progress, guard
        return run.finish()


class _Run:
    """One pass over the month: each step writes what is missing (or differs) and nothing else."""

    def __init__(self, model, unit, period, by, known):
        self.model, self.unit, self.period, self.by, self.known = model, unit, period, by, known
        self.when = When.of(unit, period=period, known=known)
        self.measure = Measure(unit, period=period, known=known)

    def finish(self):
        """Do all steps; returns the unit's report."""
        kinds, figures = self.model.Kind, freeze.guide_figures(self.measure)
        ids = freeze.cases_to_report(self.measure)
        done, total = 0, len(ids) + len(figures) + 1
        self.progress(done, total, _("Reports about each young person"))
        for start in range(0, len(ids), freeze.CHUNK):
            chunk = freeze.case_figures(ids[start : start + freeze.CHUNK], self.measure)
            self._write(kinds.CASE, {str(pk): ("", made) for pk, made in chunk.items()})
            done += len(ids[start : start + freeze.CHUNK])
            self.progress(done, total, _("Reports about each young person"))
        self._write(kinds.GUIDE, {str(pk): (self.measure.guides[pk], made) for pk, made in figures.items()})
        self.progress(total - 1, total, _("The unit's report"))
        made = freeze.unit_figures(self.measure) | {"history": self._history()}
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
            # Before the transaction, since it takes a second. The PDF of a guide or a case is made from the frozen figures
            # when somebody asks for it: the same row gives the same bytes.
            from reports import pdf

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
            figures=plain.canonical(made).decode(),
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
        numbers[self.period] = self.measure.counts(HISTORY)
        return [
            {"key": str(month)} | {key: numbers[month].get(key) for key in HISTORY}
            for month in months
            if month in numbers
        ]


HISTORY = ("in_unit", "running", "new", "closed", "covered", "overdue", "reached", "destinations",
           *(key for keys in LASTING.values() for key in keys))  # fmt: skip


def due(unit) -> list[Month]:
    """The months whose report is missing: those that ended since the unit's last report, or else last month alone.

    Computed from what is there, so a clockwork that stood still loses nothing. A unit without cases owes none.
    """
    from cases.models import Case
    from reports.models import ReportSnapshot

    last_over = Month.of(clock.today()).previous
    there = ReportSnapshot.objects.filter(unit=unit, kind=ReportSnapshot.Kind.UNIT)
    newest = there.order_by("-period").values_list("period", flat=True).first()
    if newest is None:
        began = Case.objects.filter(unit=unit, opened_on__lte=last_over.last).exists()
        return [last_over] if began else []
    months, month = [], Month.of(newest).next
    while month <= last_over:
        months.append(month)
        month = month.next
    return months[-12:]
