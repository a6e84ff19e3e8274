"""Freezing a period's reports: whole or not at all, idempotent, safe to stop anywhere and start again.

First everything is computed, which takes the time, then everything is written in one transaction: whoever reads finds
a month's report of the unit with every guide's and every case's, or none. Figures rest on one moment of knowledge
(`known`), so that a run taken over by another worker ends with the very same report.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from core import clock
from reports.anchoring.frozen import partnership_figures
from reports.metrics.definitions import DEFINITION_VERSION
from reports.metrics.definitions.destinations import LASTING
from reports.metrics.point_in_time import PointInTime
from reports.metrics.unit_metrics import UnitMetrics
from reports.periods.rules import Days, Month, Period
from reports.programmes.frozen import programme_figures
from reports.snapshots import pdf
from reports.snapshots.canonical import canonical
from reports.snapshots.case_figures import case_figures, cases_to_report
from reports.snapshots.figures import guide_figures, unit_figures

# How many cases are computed between two words about the progress.
CHUNK = 250

# What a year's history keeps of each month.
HISTORY = ("opening", "in_unit", "running", "new", "reopened", "closed", "covered", "overdue", "reached",
           "destinations", *(key for keys in LASTING.values() for key in keys))  # fmt: skip


class NotOver(ValueError):
    """The period has not ended, so nothing about it can be frozen."""


def kinds_of(period: Period) -> tuple[str, ...]:
    """Whom reports of such a period are about; the first stands for the whole."""
    if isinstance(period, Month):
        return ("unit", "guide", "case")
    return ("case",) if isinstance(period, Days) else ("unit", "programme", "partnership")


class Freeze:
    """One pass over the period: computes what is missing (or differs), and writes it at once."""

    def __init__(self, model, unit, period: Period, *, kinds, by, known, correct, paper, progress, guard):
        self.model, self.unit, self.period, self.by, self.known = model, unit, period, by, known
        self.kinds = kinds
        self.correct, self.paper, self.progress, self.guard = correct, paper, progress, guard
        self.when = PointInTime.of(unit, period=period, known=known)
        self.metrics = UnitMetrics(unit, period=period, known=known)

    def run(self):
        """Do all steps; returns the report that stands for the whole, None when there was nobody to report about."""
        kinds = self.model.Kind
        figures = guide_figures(self.metrics) if kinds.GUIDE in self.kinds else {}
        ids = cases_to_report(self.metrics) if kinds.CASE in self.kinds else []
        done, total, fresh = 0, len(ids) + len(figures) + (kinds.UNIT in self.kinds), []
        self.progress(done, total, _("Reports about each young person"))
        for start in range(0, len(ids), CHUNK):
            chunk = case_figures(ids[start : start + CHUNK], self.metrics)
            fresh += self._fresh(kinds.CASE, {str(pk): ("", made) for pk, made in chunk.items()})
            done += len(ids[start : start + CHUNK])
            self.progress(done, total, _("Reports about each young person"))
        fresh += self._fresh(
            kinds.GUIDE, {str(pk): (self.metrics.guides[pk], made) for pk, made in figures.items()}
        )
        if kinds.UNIT in self.kinds:
            self.progress(total - 1, total, _("The unit's report"))
            fresh += self._fresh(kinds.UNIT, {str(self.unit.pk): (self.unit.name, self.of_unit())})
        if kinds.PROGRAMME in self.kinds:
            fresh += self._fresh(kinds.PROGRAMME, programme_figures(self.unit, self.period))
        if kinds.PARTNERSHIP in self.kinds:
            made = partnership_figures(self.unit, self.period, self.known)
            fresh += self._fresh(kinds.PARTNERSHIP, made)
        self._write(fresh)
        self.progress(total, total, _("Done"))
        rows = self.model.objects.of_period(self.unit, self.period).filter(kind=self.kinds[0])
        return rows.latest().first()

    def of_unit(self) -> dict:
        """Everything that the unit's report says, its history and the period before included."""
        return unit_figures(self.metrics) | {"history": self._history()} | self._before()

    def _fresh(self, kind, subjects) -> list:
        """The reports that are missing or differ; another worker's rows are left alone."""
        rows = (
            self.model.objects.of_period(self.unit, self.period)
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
        return fresh

    def _write(self, fresh: list) -> None:
        """Write what was computed, in one transaction."""
        kinds = self.model.Kind
        of_unit = [row for row in fresh if row.kind == kinds.UNIT]
        for row in of_unit if self.paper else ():
            # Before the transaction, since it takes a second. The PDF of a guide or a case is made from the frozen
            # figures when somebody asks for it: the same row gives the same bytes.
            row.pdf = pdf.render(row)
        with transaction.atomic():
            self.guard()
            self.model.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=CHUNK)
            # Whoever loses a race has written nothing, and has nothing to tell.
            if self._written(of_unit):
                self._announce(of_unit[0])
            told = "report.corrected" if self.correct else "report.taken"
            # A month's are told of with the unit's, unless they are corrected.
            others = [kind for kind in self.kinds if kind != kinds.UNIT]
            for kind in others if self.correct or kinds.UNIT not in self.kinds else ():
                if written := self._written(row for row in fresh if row.kind == kind):
                    self._announce_others(told, kind, written)

    def _written(self, rows) -> int:
        keys = [row.pk for row in rows]
        chunks = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
        return sum(self.model.objects.filter(pk__in=chunk).count() for chunk in chunks)

    def _sealed(self, kind, subject, name, made, revision):
        row = self.model(
            unit=self.unit,
            kind=kind,
            subject_id=subject,
            subject_name=name,
            span=self.period.SPAN,
            period=self.period.first,
            as_of=self.when.on,
            # A programme's figures know no other moment than the one at which they are counted.
            known_on=clock.now() if kind == self.model.Kind.PROGRAMME else self.known,
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

    def _announce_others(self, told, kind, written):
        changes = {"period": [None, str(self.period)], str(kind): [None, written]}
        trail.record(told, by=self.by, obj=self.unit, changes=changes)

    def _before(self) -> dict:
        """The numbers of the quarter or year before, so that paper needs no other row; a month's are in the history."""
        if isinstance(self.period, Month):
            return {}
        rows = self.model.objects.of_period(self.unit, self.period.previous).filter(kind=self.model.Kind.UNIT)
        before = rows.latest().light().first()
        return {"before": before.data["numbers"]} if before else {}

    def _history(self):
        """The unit's own frozen figures of the twelve months that end with the period, oldest first.

        This month's are among them; those of a quarter's or a year's months are, since each was frozen before.
        """
        months = Month.of(self.period.last).up_to(12)
        ours = isinstance(self.period, Month)
        before = self.period.first if ours else self.period.last
        rows = self.model.objects.monthly().filter(
            unit=self.unit, kind=self.model.Kind.UNIT, period__gte=months[0].first, period__lt=before
        )
        numbers = {
            row.covers: {"version": row.definition_version} | row.data["numbers"]
            for row in rows.latest().light()
        }
        if ours:
            numbers[self.period] = {"version": DEFINITION_VERSION} | self.metrics.counts(HISTORY)
        return [
            {"key": str(month)} | {key: numbers[month].get(key) for key in ("version", *HISTORY)}
            for month in months
            if month in numbers
        ]
