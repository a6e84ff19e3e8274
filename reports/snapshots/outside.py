"""The edition of the unit's report for those outside the unit: nothing by guide, and no small numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Month, Period, Quarter, Year
from reports.presentation.elements import Cell, Table
from reports.presentation.tables import ages, reached_destinations
from reports.presentation.words import coverage_parts, in_numbers, meant_by_month
from reports.snapshots.reading import Reading
from reports.snapshots.suppression import may_tell, suppress_linked, suppress_list

OUTSIDE_AGES = ("0-12", "26-120")


def outside_figures(data: dict, period: Period | None = None) -> dict:
    """The unit's figures as they may leave it: nothing by guide, and no number under five, nor one that gives it away.
    ``period`` is what the report is about, a month unless said otherwise.

    Every value is a whole number or None for hidden. What the young people are in is left out: beside the coverage,
    which counts nearly the same, it would give small numbers away by subtraction. So is whether destinations held for
    six and twelve months: an earlier month told of the same ones at three, and the difference is those lost in between.

    A quarter and a year are told beside their own months, so what came and went in them is told only as far as the
    hidden months among them stay hidden (`told_in_all`); their destinations are told as one number.
    """
    numbers = data["numbers"]
    parts = coverage_parts(numbers)
    cells, total = suppress_list([numbers[key] for key in parts])
    shown: dict = dict(zip(parts, cells, strict=True)) | {"in_unit": total}
    longer = isinstance(period, Quarter | Year)
    shown |= told_in_all(months_in(data, period)) if longer else _of_month(numbers)
    made = {"numbers": shown}
    for name in ("by_age",) if longer else ("by_age", "by_destination"):
        # Nobody is outside the ages that a unit takes: an empty row there is no secret, and would cost its neighbour.
        rows = [row for row in data[name] if row["count"] or row["key"] not in OUTSIDE_AGES]
        cells, total = suppress_list([row["count"] for row in rows]) if rows else ([], None)
        made[name] = [{**_named(row), "count": cell} for row, cell in zip(rows, cells, strict=True)]
        made[f"{name}_total"] = total
    return made


def _of_month(numbers: dict) -> dict[str, int | None]:
    """What came and went in a month, and how many destinations held."""
    # Open now is open before, plus what came, minus what was closed, so a small one hides the other. New and reopened
    # are told as one number: apart, the few reopened would follow by subtraction.
    came = numbers["new"] + numbers.get("reopened", 0)
    held, could = numbers["destinations_held"], numbers["destinations_three_months_ago"]
    cells, total = suppress_list([held, could - held])
    return suppress_linked({"came": came, "closed": numbers["closed"]}) | {
        "destinations_held": cells[0],
        "destinations_three_months_ago": total,
    }


def months_in(data: dict, period: Quarter | Year) -> list[list[dict]]:
    """What was told of the frozen months of the period, by quarter; nothing when one of them has no report, unless the
    unit had nobody yet.
    """
    could, held = LASTING[3]
    quarters: dict[Quarter, list[dict]] = {}
    rows = [row for row in data.get("history") or [] if Month.parse(row["key"]).first in period]
    if not _is_whole(rows, period):
        return []
    for row in rows:
        month = Month.parse(row["key"])
        told = {key: row.get(key) or 0 for key in ("new", "reopened", "closed", "destinations", could, held)}
        told |= {"came": told["new"] + told["reopened"], "lost": told[could] - told[held]}
        quarters.setdefault(Quarter.of(month.first), []).append(told)
    return list(quarters.values())


def _is_whole(rows: list[dict], period: Quarter | Year) -> bool:
    """Whether these are all months of the period, or all since the unit had its first case."""
    if not rows:
        return False
    last = Month.of(period.last)
    in_a_row = [str(month) for month in last.up_to(len(rows))] == [row["key"] for row in rows]
    return in_a_row and (rows[0]["key"] == str(period.start) or rows[0]["opening"] == 0)


def told_in_all(quarters: list[list[dict]]) -> dict[str, int | None]:
    """What came and went in a quarter or a year: the sums of its frozen months, as far as they may be told beside them.

    Not counted anew: whoever subtracts the months from such a count would learn who came back, or was written down
    late.
    """
    could, held = LASTING[3]
    told: dict[str, int | None] = {}
    for linked in (("came", "closed"), ("destinations",), (could,), (held, "lost")):
        counts = [[[month[key] for key in linked] for month in quarter] for quarter in quarters]
        sums = {key: sum(month[key] for quarter in quarters for month in quarter) for key in linked}
        told |= sums if may_tell(counts) else dict.fromkeys(linked)
    told.pop("lost")
    return told


def _named(row):
    return {name: row[name] for name in ("key", "label_da", "label_en") if name in row}


def outside_reading(data: dict, period: Period) -> Reading:
    """The edition for those outside the unit, as tables; a hidden number says so."""
    safe = outside_figures(data, period)
    came = (
        _("New and reopened"),
        _("Cases opened in the month, or opened again in it after having been closed."),
    )
    flows = ("came", "closed", *(["destinations"] if "destinations" in safe["numbers"] else []))
    keys = (*coverage_parts(data["numbers"]), "in_unit", *flows, *reversed(LASTING[3]))
    words = {
        key: came if key == "came" else (str(METRICS[key].title), str(METRICS[key].definition))
        for key in keys
    }
    if isinstance(period, Quarter | Year):
        added = _("Added up from the reports of its months.")
        for key in (*flows, *LASTING[3]):
            words[key] = (words[key][0], f"{words[key][1]} {added}")
    numbers = [
        [Cell(words[key][0]), Cell(safe["numbers"][key], hidden=safe["numbers"][key] is None)] for key in keys
    ]
    tables = [Table("numbers", in_numbers(period), [_("Number"), _("How many")], numbers)]
    for name, draw in (("by_age", ages), ("by_destination", reached_destinations)):
        if name not in safe:
            continue
        made = draw(_filled(safe[name]))
        made.chart, made.total = "", None
        counts = iter([row["count"] for row in safe[name]])
        made.rows = [
            [row[0], Cell(count, hidden=count is None)] for row, count in zip(made.rows, counts, strict=True)
        ]
        tables.append(made)
    return Reading([], [], [], [], tables, list(words.values()), meant_by_month(period))


def _filled(rows):
    """Rows that the ordinary tables keep: neither a hidden count nor nought is a reason to leave a group out."""
    return [{**row, "count": row["count"] or 1} for row in rows]
