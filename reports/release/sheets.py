"""Released figures as sheets of a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reports.presentation.words import meant_by_month
from reports.release.models import Release
from reports.release.outside import definitions_of, tables_of
from reports.snapshots.sheets import about


def sheets_of(release: Release) -> list[tuple]:
    """The released tables as sheets: (name, headings, rows). What was done to a table stands in its last row."""
    tables = [
        (table.title, table.headings, [*table.plain_rows, *_remark(table.note)])
        for table in tables_of(release.released)
    ]
    definitions = [list(said) for said in definitions_of(release.released)]
    return [
        about(release.report, meant_by_month(release.report.covers), release.sha256),
        *tables,
        (_("Definitions"), [_("Number"), _("What it counts")], definitions),
    ]


def _remark(note: str) -> list[list[str]]:
    return [[_("How it is shown"), note]] if note else []
