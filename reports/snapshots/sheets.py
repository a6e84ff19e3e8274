"""A frozen report as sheets of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.metrics.definitions import METRICS
from reports.presentation.definitions import definition_sheet
from reports.presentation.elements import Cell, Table
from reports.snapshots.outside import outside_reading
from reports.snapshots.reading import TILES, read


def sheets_of(report, *, outside: bool = False) -> list[tuple]:
    """The report as sheets of a workbook: (name, headings, rows). The last says what the numbers count."""
    if outside:
        made = outside_reading(report.data, report.covers)
    else:
        made = read(report)
        if report.kind in TILES:
            numbers = [
                [Cell(str(METRICS[key].title)), Cell(value)] for key, value in report.data["numbers"].items()
            ]
            made.tables.insert(0, Table("numbers", _("Numbers"), [_("Number"), _("Value")], numbers))
    facts = [
        [_("Report"), report.subject_name],
        [_("Period"), report.named],
        [_("Figures as of"), report.as_of],
        [_("As known on"), report.known_on],
        [_("Revision"), report.revision],
        ["SHA-256", report.sha256],
    ]
    if made.meant:
        facts.append([_("Definitions"), made.meant])
    tables = [(table.title, table.headings, table.plain_rows) for table in made.tables]
    about = [(_("About"), [_("Fact"), _("Value")], facts)]
    if outside:
        definitions = (
            _("Definitions"),
            [_("Number"), _("What it counts")],
            [list(d) for d in made.definitions],
        )
    elif report.kind in TILES:
        definitions = definition_sheet(METRICS.values())
    else:
        return [*about, *tables]
    return [*about, *tables, definitions]


def long_rows(sheets: list[tuple]) -> list[list]:
    """The sheets as one long list, one line for each number: table, row, column, value."""
    return [
        [name, row[0], heading, value]
        for name, headings, rows in sheets
        for row in rows
        for heading, value in zip(headings[1:], row[1:], strict=True)
    ]
