"""A frozen report as sheets of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.presentation.definitions import definition_sheet
from reports.presentation.elements import Cell, Table
from reports.snapshots.reading import TILES, read


def sheets_of(report) -> list[tuple]:
    """The report as sheets of a workbook: (name, headings, rows). The last says what the numbers count."""
    made = read(report)
    if report.kind not in TILES:
        return [about(report, made.meant), *sheets_of_tables(made.tables)]
    told = report.data["numbers"]
    numbers = [[Cell(str(one.title)), Cell(told[key])] for key, one in METRICS.items() if key in told]
    made.tables.insert(0, Table("numbers", _("Numbers"), [_("Number"), _("Value")], numbers))
    return [about(report, made.meant), *sheets_of_tables(made.tables), definition_sheet(METRICS.values())]


def about(report, meant: str = "", seal: str = "") -> tuple:
    """The sheet that says which report it is, and what its definitions mean by the month; `seal` as on paper."""
    facts = [
        [_("Report"), report.subject_name],
        [_("Period"), report.named],
        [_("Figures as of"), report.as_of],
        [_("As known on"), report.known_on],
        [_("Revision"), report.revision],
        ["SHA-256", seal or report.sha256],
    ]
    if meant:
        facts.append([_("Definitions"), meant])
    return _("About"), [_("Fact"), _("Value")], facts


def sheets_of_tables(tables: list[Table]) -> list[tuple]:
    """Tables as sheets, by their titles."""
    return [(table.title, table.headings, table.plain_rows) for table in tables]


def long_rows(sheets: list[tuple]) -> list[list]:
    """The sheets as one long list, one line for each number: table, row, column, value."""
    return [
        [name, row[0], heading, value]
        for name, headings, rows in sheets
        for row in rows
        for heading, value in zip(headings[1:], row[1:], strict=True)
    ]
