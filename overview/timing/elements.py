"""What a page of times is made of: curves with their sentences, and the table beneath. Nothing looks anything up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.presentation.elements import Cell, Table


@dataclass(frozen=True)
class Curve:
    """One part: its picture and its sentence. Of too few there is no picture, and the sentence says so."""

    label: str
    people: int
    sentence: str
    chart: str


@dataclass(frozen=True)
class TimedCell:
    """How it stood after so many months: numbers with their lists, and the share with its band if it is told."""

    heading: str
    count: Cell
    of: Cell | None
    share: str


@dataclass(frozen=True)
class TimedRow:
    """One part in the table below the pictures."""

    label: str
    people: Cell
    cells: list[TimedCell]


@dataclass(frozen=True)
class OverTime:
    """One question about every part of a split, and all together."""

    key: str
    title: str
    # What the parts are, and who is counted in them.
    group: str
    people: str
    note: str
    curves: list[Curve]
    few: list[Curve]
    rows: list[TimedRow]

    def as_table(self) -> Table:
        """The same with each number in a column of its own, for spreadsheets."""
        headings = [self.group, self.people]
        for cell in self.rows[0].cells:
            of = [_("Could have held")] if cell.of else []
            headings += [
                f"{cell.heading}: {one}" for one in (*of, _("how many"), _("the share and its band"))
            ]

        def line(row: TimedRow) -> list[Cell]:
            said = [Cell(row.label), row.people]
            for cell in row.cells:
                said += [*([cell.of] if cell.of else []), cell.count, Cell(cell.share or None)]
            return said

        *rows, total = map(line, self.rows)
        return Table(self.key, self.title, headings, rows, total=total)
