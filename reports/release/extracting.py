"""What leaves the unit beside the reports' releases: checked against all that left before it, and kept.

The reports' own releases are read as numbers of the same day: where the young people are, and their ages. What happened
in a month is told there as sums of months, of which no question has the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from reports.metrics.definitions import METRICS
from reports.metrics.sources import CASES
from reports.metrics.unit_metrics import UnitMetrics
from reports.presentation.elements import Table
from reports.release.beside import Count, count_of, gives_away
from reports.release.extracts import Extract, plain_counts, plain_of
from reports.release.models import Release
from reports.release.planning import Released
from reports.release.rules import AGES, COVERAGE, Told
from reports.snapshots.canonical import canonical
from reports.snapshots.models import ReportSnapshot


@dataclass(frozen=True)
class ProposedExtract:
    """What would leave: its tables, what each number in them is told of, and whether something is withheld because of
    what left before.
    """

    tables: list[Table]
    counts: list[Count]
    withheld: bool = False

    @property
    def seal(self) -> str:
        """A fingerprint of the tables: what is released is what somebody looked at."""
        return sha256(canonical(plain_of(self.tables))).hexdigest()


def withheld_words() -> str:
    """What is said where numbers are missing because of what left before."""
    return _("Some numbers are withheld: beside what has left the unit before, they would give a few away.")


def on_day(day, source: str = CASES) -> str:
    """What numbers of the same kind of rows on one day have in common."""
    return f"{source}:{day.isoformat()}"


def earlier_than_now(unit: Unit, among: Iterable[str]) -> list[Count]:
    """Every number of the same things that left the unit, by an extract or a report's release."""
    among = set(among)
    found = [
        one for row in Extract.objects.filter(unit=unit).order_by("released_at", "pk") for one in row.counts
    ]
    days = {name.partition(":")[2] for name in among if name.startswith(f"{CASES}:")}
    releases = Release.objects.filter(unit=unit, report__as_of__in=days) if days else []
    if releases:
        releases = (
            releases.select_related("report", "unit").defer("report__pdf").order_by("released_at", "pk")
        )
    for release in releases:
        found += counts_of(release.report, release.released.tables)
    return [one for one in found if one.among in among]


def counts_of(report: ReportSnapshot, tables: Mapping[str, Told]) -> list[Count]:
    """The numbers of a report's release that say how things stood on its last day, each with whom it is told of."""
    limits = report.data.get("limits")
    metrics = UnitMetrics(report.unit, period=report.covers, known=report.known_on, limits=limits)
    found = []
    for name in (COVERAGE, AGES):
        told = tables.get(name)
        if told is None or told.form is None:
            continue
        for cell, shown in told.shown.items():
            groups = told.form.groups(cell)
            rows = {key for group in groups for key in _rows(metrics, group)}
            found.append(count_of(on_day(report.as_of), rows, shown, told.form.base))
    return found


def _rows(metrics: UnitMetrics, group: str) -> set:
    if group.startswith("age:"):
        return metrics.keys("in_unit", group)
    return metrics.keys(group) if group in METRICS else set()


def safest(ways: Sequence[Sequence[Count]], earlier: Sequence[Count]) -> int:
    """The place of the first of some ways to tell the same that gives nothing away beside what left before; the last
    tells nothing.
    """
    return next(
        (place for place, counts in enumerate(ways) if not gives_away(counts, earlier)), len(ways) - 1
    )


def beside_extracts(released: Released, report: ReportSnapshot) -> Released:
    """A report's release without what would give something away beside the extracts of the same day: the ages first,
    then where the young people are.
    """
    earlier = [one for row in Extract.objects.filter(unit_id=report.unit_id) for one in row.counts]
    earlier = [one for one in earlier if one.among == on_day(report.as_of)]
    for name in (AGES, COVERAGE):
        if not earlier or not gives_away(counts_of(report, released.tables), earlier):
            break
        if name in released.tables:
            released = replace(released, tables={**released.tables, name: Told(None)})
    return released


class NotAsSeen(Exception):
    """The numbers have changed since somebody looked at them: they look again before they leave."""


@transaction.atomic
def release_extract(
    unit: Unit, kind: str, title: str, make, *, seen: str, lead: str, definitions: Sequence, by: User
) -> Extract:
    """Keep what ``make()`` plans as what left the unit, and return it; the very same tables once more are the same row.

    It is planned anew here, one at a time in a unit: two at once would not be checked against each other. Raises
    NotAsSeen when that is not what was ``seen``, a `ProposedExtract.seal`.
    """
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
    proposed = make()
    if proposed.seal != seen:
        raise NotAsSeen
    if proposed.withheld:
        lead = (
            f"{lead}. {withheld_words()}" if lead and not lead.endswith(".") else f"{lead} {withheld_words()}"
        )
    said = {
        "tables": plain_of(proposed.tables),
        "lead": lead,
        "definitions": [[str(a), str(b)] for a, b in definitions],
    }
    content = canonical(said | {"title": title})
    seal = sha256(content).hexdigest()
    if there := Extract.objects.filter(unit=unit, kind=kind, sha256=seal).first():
        return there
    made = Extract.objects.create(
        unit=unit,
        kind=kind,
        title=title[:400],
        content=content.decode(),
        counted=canonical(plain_counts(proposed.counts)).decode(),
        sha256=seal,
        by=by,
    )
    trail.record("figures.release", by=by, obj=made, changes={"kind": [None, kind], "sha256": [None, seal]})
    return made
