"""What the council reads: a few figures with their words and where they are going, and one picture.

Everything comes from released figures, so whatever stands on the sheet was checked beside all that left the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Month, Year
from reports.presentation.elements import Cell
from reports.presentation.words import period_name, short_name
from reports.release.models import Release
from reports.release.outside import note_of, numbers_of, words_of
from reports.release.rules import AGES, COVERAGE

# What is told, and of how many where it is a part.
HEADLINES = (
    ("in_unit", ""),
    ("covered", "in_unit"),
    ("in_nothing", "in_unit"),
    ("came", ""),
    ("closed", ""),
    ("destinations", ""),
    ("destinations_held", "destinations_three_months_ago"),
)
_HELD = LASTING[3][1]


@dataclass(frozen=True)
class Headline:
    """One figure, what it counts, and how it moved since the period before."""

    key: str
    shown: str
    title: str
    trend: str
    definition: str
    is_hidden: bool


@dataclass(frozen=True)
class Page:
    """The sheet: its figures, its picture (empty for none), and what was done so that nobody can be recognised."""

    headlines: list[Headline]
    chart: str
    notes: list[str]


def page_of(release: Release) -> Page:
    """The council's page of a released quarter or year."""
    released, earlier = release.released, _earlier(release)
    numbers = numbers_of(released)
    before = (
        {} if _is_rounded(release) or not earlier or _is_rounded(earlier) else numbers_of(earlier.released)
    )
    since = period_name(release.report.covers.previous)
    made = [_headline(key, whole, numbers, before, since) for key, whole in HEADLINES]
    notes = [note_of(name, told, released) for name, told in released.tables.items() if name != AGES]
    return Page(made, _chart(release), [*dict.fromkeys(filter(None, notes))])


def _earlier(release: Release) -> Release | None:
    """The period before as it had been released by then, its last revision."""
    report = release.report
    rows = _released_by_then(release).filter(
        report__span=report.span, report__period=report.covers.previous.first
    )
    return rows.order_by("-report__revision").first()


def _released_by_then(release: Release):
    """The unit's editions up to this one: what is released later changes no sheet."""
    rows = Release.objects.filter(
        unit_id=release.unit_id, kind=Release.Kind.EDITION, released_at__lte=release.released_at
    )
    return rows.select_related("report").defer("report__pdf")


def _is_rounded(release: Release) -> bool:
    return any(told.form is not None and told.form.base > 1 for told in release.released.tables.values())


def _headline(key: str, whole: str, numbers: dict, before: dict, since: str) -> Headline:
    title, definition = words_of(key)
    return Headline(
        key,
        _shown(numbers.get(key), numbers.get(whole)),
        title,
        _trend(key, numbers, before, since),
        definition,
        numbers.get(key) is None,
    )


def _shown(value: int | None, whole: int | None) -> str:
    said = str(Cell(value, hidden=value is None))
    if value is None or whole is None:
        return said
    return _("%(held)s of %(could)s") % {"held": said, "could": charts.number(whole)}


def _trend(key: str, numbers: dict, before: dict, since: str) -> str:
    """“3 more than in quarter 3”; nothing where one of the two is hidden or rounded, or was not released."""
    now, then = numbers.get(key), before.get(key)
    if now is None or then is None or key == _HELD:
        return ""
    step = now - then
    if not step:
        return _("as in %(period)s") % {"period": since}
    words = (
        ngettext("%(n)s more than in %(period)s", "%(n)s more than in %(period)s", step)
        if step > 0
        else ngettext("%(n)s fewer than in %(period)s", "%(n)s fewer than in %(period)s", -step)
    )
    return words % {"n": charts.number(abs(step)), "period": since}


def _chart(release: Release) -> str:
    """How many young people the unit had at the ends of the periods of that kind that were released, a year or so."""
    report = release.report
    first = Month.of(report.period).plus(-24).first
    rows = _released_by_then(release).filter(
        report__span=report.span, report__period__gte=first, report__period__lte=report.period
    )
    told = {}
    for row in rows.order_by("report__period", "report__revision"):
        table = row.released.tables[COVERAGE]
        exact = table.form is not None and table.form.base == 1
        told[row.report.covers] = table.shown.get("in_unit") if exact else None
    if sum(count is not None for count in told.values()) < 2:
        return ""
    title = _("Young people in the unit at the end of each period")
    labels = [
        short_name(period) if isinstance(period, Year) else f"{short_name(period)} {period.year % 100:02}"
        for period in told
    ]
    return charts.lines(labels, [(title, [*told.values()])], title=title)
