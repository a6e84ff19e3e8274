"""The tables of a year: month by month from frozen figures, and whether destinations last."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Month
from reports.presentation.definitions import marked, marked_points, marks, note_of
from reports.presentation.elements import Cell, Table
from reports.presentation.words import short_month


def held_by_month(rows: list[dict]) -> dict[str, tuple]:
    """For each month of a history: how many of that month's destinations could have held for three months, and did.

    Three months after a month its successor's report says whether they held; until then nobody knows.
    """
    said = {str(Month.parse(row["key"]).plus(-3)): row for row in rows}
    return {
        row["key"]: (
            said[row["key"]]["destinations_three_months_ago"],
            said[row["key"]]["destinations_held"],
        )
        if row["key"] in said
        else (None, None)
        for row in rows
    }


# What the table of a year counts.
YEAR = ("opening", "new", "reopened", "closed", "in_unit", "reached", "destinations", *reversed(LASTING[3]))


def _year_headings() -> list[str]:
    return [
        _("Month"),
        _("At the beginning"),
        _("New"),
        _("Reopened"),
        _("Closed"),
        _("At the end"),
        _("Milestones reached"),
        _("Destinations"),
        _("Held for three months"),
    ]


def year_table(rows: list[dict], detail: Callable[[str], str] = lambda key: "") -> Table:
    """New, closed and destinations month by month, from frozen reports; `detail` leads to a month's report."""
    held = held_by_month(rows)

    def lasted(row):
        could, did = held[row["key"]]
        return (
            could if could is None else _("%(held)s of %(could)s") % {"held": Cell(did), "could": Cell(could)}
        )

    made = marks(rows, YEAR, short_month)
    labels = [marked(short_month(row["key"]), row["key"], made) for row in rows]
    series = [
        (str(METRICS[key].title), [row[key] for row in rows]) for key in ("new", "closed", "destinations")
    ]
    return Table(
        "history",
        _("The last twelve months"),
        _year_headings(),
        [
            [
                Cell(label, detail(row["key"])),
                *(Cell(row.get(key)) for key in ("opening", "new", "reopened", "closed", "in_unit")),
                *(Cell(row[key]) for key in ("reached", "destinations")),
                Cell(lasted(row)),
            ]
            for label, row in zip(labels, rows, strict=True)
        ],
        charts.lines(
            labels,
            series,
            title=_("New, closed and positive destinations each month"),
            desc=note_of(made),
            marked=marked_points(rows, made),
        )
        if len(rows) > 1
        else "",
        note_of(made, _how_a_year_is_read()),
    )


def _how_a_year_is_read() -> str:
    return _(
        "Open cases: what there was at the beginning, and the new and the reopened, without the closed, is what "
        "there was at the end. A month begins with what was known of it when it was frozen, so it may differ "
        "from the end of the month before by what was written down later. Shielded cases are counted. Whether a "
        "destination held is known three months after it began, of all that are known then."
    )


def lasting_tables(
    rows: list[dict], address: Callable[[dict, str], str] = lambda row, key: ""
) -> list[Table]:
    """Whether destinations last, month by month: at their 3, 6 and 12 months. No table when no report knows of any.

    ``address`` gives the list behind a number of a month's report. A report from before a number existed shows a dash.
    """
    keys = [key for pair in LASTING.values() for key in pair]
    if not any(row.get(key) for row in rows for key in keys):
        return []
    sums = {key: sum(row.get(key) or 0 for row in rows) for key in keys}

    def cell(row, could, held, href=""):
        if row.get(could) is None:
            return Cell(None)
        words = _("%(held)s of %(could)s") % {"held": Cell(row[held]), "could": Cell(row[could])}
        return Cell(words, href if row[could] else "")

    pairs = list(LASTING.values())
    made = marks(rows, keys, short_month)
    return [
        Table(
            "lasting",
            _("Do destinations last?"),
            [_("Month"), *(_("Held %(n)s months") % {"n": months} for months in LASTING)],
            [
                [
                    Cell(marked(short_month(row["key"]), row["key"], made)),
                    *(cell(row, could, held, address(row, held)) for could, held in pairs),
                ]
                for row in rows
            ]
            + [[Cell(_("In all")), *(cell(sums, could, held) for could, held in pairs)]],
            charts.bars(_shares(sums), title=_("Share of positive destinations that lasted"), unit="%"),
            note_of(
                made, _("Each month is asked of the destinations that began 3, 6 and 12 months before it.")
            ),
        )
    ]


def _shares(sums: dict[str, int]) -> list[tuple[str, int]]:
    """For 3, 6 and 12 months how many percent of the destinations held that could have."""
    return [
        (_("%(n)s months") % {"n": months}, charts.percent(sums[held], sums[could]))
        for months, (could, held) in LASTING.items()
        if sums[could]
    ]
