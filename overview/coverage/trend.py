"""The coverage over twelve months, why the unknown are unknown, and the statutory limits kept and missed."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import COVERAGE
from reports.metrics.unit_metrics import UnitMetrics
from reports.presentation.definitions import marked, marked_points, marks, note_of
from reports.presentation.elements import Cell, Table
from reports.presentation.tables import SHORT_TITLES
from reports.presentation.words import short_month

CLOCKS = ("contact_met", "contact_missed", "activity_met", "activity_missed")

# Gives the address of the list behind a number of a month's report.
Address = Callable[[dict, str], str]


def _heading(key: str) -> str:
    return str(SHORT_TITLES.get(key, METRICS[key].title))


def _months(rows: list[dict], keys: tuple[str, ...]) -> tuple[list[str], list]:
    made = marks(rows, keys, short_month)
    return [marked(short_month(row["key"]), row["key"], made) for row in rows], made


def _table(
    key: str, title: str, rows: list[dict], keys: tuple[str, ...], address: Address, chart, note=""
) -> Table:
    labels, made = _months(rows, keys)
    shown = [
        [Cell(label), *(Cell(row.get(one), address(row, one)) for one in keys)]
        for label, row in zip(labels, rows, strict=True)
    ]
    return Table(key, title, [_("Month"), *map(_heading, keys)], shown, chart, note_of(made, note))


def coverage_by_month(rows: list[dict], address: Address) -> Table | None:
    """The parts of the coverage at the end of each month, which add up to the open cases of that day."""
    rows = [row for row in rows if all(key in row for key in COVERAGE)]
    if len(rows) < 2:
        return None
    labels, _made = _months(rows, COVERAGE)
    title = _("The coverage month by month")
    bars = [(label, tuple(row[key] for key in COVERAGE)) for label, row in zip(labels, rows, strict=True)]
    chart = charts.stacked(bars, tuple(map(_heading, COVERAGE)), title=title)
    note = _("At the end of each month, from the frozen reports; shielded cases are counted in them.")
    return _table("trend", title, rows, (*COVERAGE, "in_unit"), address, chart, note)


def clocks_by_month(rows: list[dict], address: Address) -> Table | None:
    """The limits of 15–17-year-olds kept and missed in each month."""
    rows = [row for row in rows if all(key in row for key in CLOCKS)]
    if len(rows) < 2:
        return None
    labels, made = _months(rows, CLOCKS)
    title = _("Limits of 15–17-year-olds kept and missed")
    series = [(_heading(key), [row[key] for row in rows]) for key in CLOCKS]
    chart = charts.lines(labels, series, title=title, desc=note_of(made), marked=marked_points(rows, made))
    return _table("clocks", title, rows, CLOCKS, address, chart)


def causes(metrics: UnitMetrics, link) -> Table | None:
    """Why the activity of those who are unknown is not known; of the adults among them, too."""
    if not metrics.count("unknown"):
        return None
    rows = metrics.split("unknown", "cause")
    adults = {key: n for key, _label, n in metrics.split("adults_unknown", "cause")}
    title = _("Why the activity is unknown")
    return Table(
        "causes",
        title,
        [_("Why"), _("Young people"), _("Of them 18 and over")],
        [
            [
                Cell(str(label)),
                Cell(n, link("unknown", f"cause:{key}")),
                Cell(adults[key], link("adults_unknown", f"cause:{key}")),
            ]
            for key, label, n in rows
        ],
        charts.bars(
            [(str(label), n, link("unknown", f"cause:{key}")) for key, label, n in rows], title=title
        ),
        total=[
            Cell(_("All together")),
            Cell(metrics.count("unknown"), link("unknown")),
            Cell(metrics.count("adults_unknown"), link("adults_unknown")),
        ],
    )
