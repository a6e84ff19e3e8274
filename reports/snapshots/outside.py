"""The edition of the unit's report for those outside the unit: nothing by guide, and no small numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.metrics.definitions.destinations import LASTING
from reports.presentation.elements import Cell, Table
from reports.presentation.tables import ages, reached_destinations
from reports.presentation.words import coverage_parts
from reports.snapshots.reading import Reading
from reports.snapshots.suppression import suppress_linked, suppress_list

OUTSIDE_AGES = ("0-12", "26-120")


def outside_figures(data: dict) -> dict:
    """The unit's figures as they may leave it: nothing by guide, and no number under five, nor one that gives it away.

    Every value is a whole number or None for hidden. What the young people are in is left out: beside the coverage,
    which counts nearly the same, it would give small numbers away by subtraction. So is whether destinations held for
    six and twelve months: an earlier month told of the same ones at three, and the difference is those lost in between.
    """
    numbers = data["numbers"]
    parts = coverage_parts(numbers)
    cells, total = suppress_list([numbers[key] for key in parts])
    shown: dict = dict(zip(parts, cells, strict=True)) | {"in_unit": total}
    # Open now is open before, plus what came, minus what was closed, so a small one hides the other. New and reopened
    # are told as one number: apart, the few reopened would follow by subtraction.
    came = numbers["new"] + numbers.get("reopened", 0)
    shown |= suppress_linked({"came": came, "closed": numbers["closed"]})
    held, lost = (
        numbers["destinations_held"],
        numbers["destinations_three_months_ago"] - numbers["destinations_held"],
    )
    cells, total = suppress_list([held, lost])
    shown |= {"destinations_held": cells[0], "destinations_three_months_ago": total}
    made = {"numbers": shown}
    for name in ("by_age", "by_destination"):
        # Nobody is outside the ages that a unit takes: an empty row there is no secret, and would cost its neighbour.
        rows = [row for row in data[name] if row["count"] or row["key"] not in OUTSIDE_AGES]
        cells, total = suppress_list([row["count"] for row in rows]) if rows else ([], None)
        made[name] = [{**_named(row), "count": cell} for row, cell in zip(rows, cells, strict=True)]
        made[f"{name}_total"] = total
    return made


def _named(row):
    return {name: row[name] for name in ("key", "label_da", "label_en") if name in row}


def outside_reading(data: dict) -> Reading:
    """The edition for those outside the unit, as tables; a hidden number says so."""
    safe = outside_figures(data)
    came = (
        _("New and reopened"),
        _("Cases opened in the month, or opened again in it after having been closed."),
    )
    keys = (*coverage_parts(data["numbers"]), "in_unit", "came", "closed", *reversed(LASTING[3]))
    words = {
        key: came if key == "came" else (str(METRICS[key].title), str(METRICS[key].definition))
        for key in keys
    }
    numbers = [
        [Cell(words[key][0]), Cell(safe["numbers"][key], hidden=safe["numbers"][key] is None)] for key in keys
    ]
    tables = [Table("numbers", _("The month in numbers"), [_("Number"), _("How many")], numbers)]
    for made in (ages(_filled(safe["by_age"])), reached_destinations(_filled(safe["by_destination"]))):
        made.chart, made.total = "", None
        counts = iter([row["count"] for row in safe["by_age" if made.key == "age" else "by_destination"]])
        made.rows = [
            [row[0], Cell(count, hidden=count is None)] for row, count in zip(made.rows, counts, strict=True)
        ]
        tables.append(made)
    return Reading([], [], [], [], tables, list(words.values()))


def _filled(rows):
    """Rows that the ordinary tables keep: neither a hidden count nor nought is a reason to leave a group out."""
    return [{**row, "count": row["count"] or 1} for row in rows]
