"""A frozen report of a unit or a guide as something to read, made from the frozen row alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.anchoring.frozen import partnership_tables, partnership_tiles
from reports.metrics.definitions import METRICS
from reports.periods.rules import Period
from reports.presentation import tables
from reports.presentation.elements import Link, Table, Tile
from reports.presentation.tiles import tile
from reports.presentation.words import (
    SentencePart,
    adult_sentence,
    coverage_sentence,
    flow_sentence,
    meant_by_month,
)
from reports.presentation.year import lasting_tables, year_table
from reports.programmes.frozen import programme_tables, programme_tiles

TILES = {
    "unit": ("running", "waiting", "new", "closed", "overdue", "due_reached", "reached", "no_contact", "unknown",
             "adults_in_nothing", "turning_18", "duty_late", "destinations", "destinations_held",
             "destinations_held_six", "destinations_held_twelve"),
    "guide": ("running", "new", "closed", "overdue", "due_reached", "reached", "no_contact", "unknown", "in_nothing",
              "turning_18", "duty_late", "destinations"),
}  # fmt: skip


@dataclass
class Reading:
    """Everything a report says, in reading order."""

    coverage: list[SentencePart]
    adults: list[SentencePart]
    flow: list[SentencePart]
    tiles: list[Tile]
    tables: list[Table]
    definitions: list[tuple[str, str]] = field(default_factory=list)
    # How the definitions are read, where the report is about another period than a month.
    meant: str = ""


# Reports that are not told in the unit's numbers: how their tiles and tables are made.
_OTHERS = {
    "programme": (programme_tiles, programme_tables),
    "partnership": (partnership_tiles, partnership_tables),
}


def read(report, *, link: Link = None, before: dict | None = None) -> Reading:
    """The frozen report of a unit or a guide; with the figures of the period `before`, how far the numbers moved."""
    if report.kind in _OTHERS:
        tiles, shown = _OTHERS[report.kind]
        return Reading([], [], [], tiles(report.data), shown(report.data))
    return reading(report.data, report.kind, report.covers, link=link, before=before)


def reading(
    data: dict, kind: str, period: Period, *, link: Link = None, before: dict | None = None
) -> Reading:
    """What a report of this kind says with these figures."""
    numbers = data["numbers"]
    shown = [
        *([tables.caseload(data["by_guide"], numbers, period, link)] if kind == "unit" else []),
        tables.delays(data["overdue_by_delay"], link),
        *([tables.missed_by_reason(data["missed_by_why"], link)] if data.get("missed_by_why") else []),
        tables.activities_of(data, link),
        tables.ages(data["by_age"], link),
        tables.reached_destinations(data["by_destination"]),
        *([year_table(data["history"]), *lasting_tables(data["history"])] if data.get("history") else []),
    ]
    return Reading(
        coverage=coverage_sentence(numbers, link),
        adults=adult_sentence(numbers, link),
        flow=flow_sentence(numbers, period, link) if kind == "unit" and "opening" in numbers else [],
        tiles=[
            tile(key, numbers, period, link, (before or {}).get("numbers"))
            for key in TILES[kind]
            if key in numbers
        ],
        tables=shown,
        definitions=[(str(m.title), str(m.definition)) for m in METRICS.values()],
        meant=meant_by_month(period),
    )
