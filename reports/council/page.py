"""What the council reads: a few figures with their words and where they are going, and one picture.

Everything comes from one frozen report in its edition for those outside the unit, so nothing small and nothing by guide
can be on the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Month
from reports.presentation.elements import Cell
from reports.presentation.words import period_name, short_month
from reports.snapshots.outside import outside_figures
from reports.snapshots.suppression import THRESHOLD

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
_COULD, _HELD = LASTING[3]


@dataclass(frozen=True)
class Headline:
    """One figure, what it counts, and how it moved since the period before."""

    key: str
    shown: str
    title: str
    trend: str
    definition: str


@dataclass(frozen=True)
class Page:
    """The sheet."""

    headlines: list[Headline]
    chart: str
    hidden: bool


def page_of(report) -> Page:
    """The council's page of a frozen quarter or year."""
    numbers = outside_figures(report.data, report.covers)["numbers"]
    before = report.data.get("before_outside") or {}
    since = period_name(report.covers.previous)
    made = [_headline(key, whole, numbers, before, since) for key, whole in HEADLINES]
    return Page(made, _chart(report.data), any(numbers.get(key) is None for key, _whole in HEADLINES))


def _headline(key: str, whole: str, numbers: dict, before: dict, since: str) -> Headline:
    title, definition = words_of(key)
    return Headline(
        key,
        _shown(numbers.get(key), numbers.get(whole)),
        title,
        _trend(key, numbers, before, since),
        definition,
    )


def words_of(key: str) -> tuple[str, str]:
    """What a headline is called, and what it counts."""
    if key == "came":
        return _("New and reopened"), _("Cases opened, or opened again after having been closed.")
    return str(METRICS[key].title), str(METRICS[key].definition)


def _shown(value: int | None, whole: int | None) -> str:
    said = str(Cell(value, hidden=value is None))
    if value is None or whole is None:
        return said
    return _("%(held)s of %(could)s") % {"held": said, "could": charts.number(whole)}


def _trend(key: str, numbers: dict, before: dict, since: str) -> str:
    """“3 more than in quarter 3”; nothing where one of the two is hidden, or there was no report before."""
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


def _chart(data: dict) -> str:
    """How many young people the unit had at the end of each month; none where they were fewer than may be told."""
    rows = data.get("history") or []
    if len(rows) < 2:
        return ""
    told = [row["in_unit"] if (row["in_unit"] or 0) >= THRESHOLD else None for row in rows]
    title = _("Young people in the unit at the end of each month")
    return charts.lines(
        [short_month(str(Month.parse(row["key"]))) for row in rows], [(title, told)], title=title
    )
