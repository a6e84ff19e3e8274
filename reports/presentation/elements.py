"""What pages, papers and spreadsheets are made of: cells, tables and tiles. Nothing here looks anything up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import charts

# Turns a metric (and part, and guide) into the address of its list; None on paper.
Link = Callable[..., str] | None


@dataclass
class Cell:
    """A number that may lead to its list, or ``words``. None is shown as a dash, a hidden one as “not shown”."""

    value: object
    href: str = ""
    hidden: bool = False
    words: bool = False

    def __str__(self):
        if self.hidden:
            return _("not shown")
        return (
            charts.number(self.value)
            if self.value is None or isinstance(self.value, int)
            else str(self.value)
        )


@dataclass
class Table:
    """A table with an optional chart; the first cell of a row is its label."""

    key: str
    title: str
    headings: list[str]
    rows: list[list[Cell]]
    chart: str = ""
    note: str = ""
    # What the rows come to, in the same columns.
    total: list[Cell] | None = None

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Every heading, and whether words stand beneath it."""
        return [(heading, cell.words) for heading, cell in zip(self.headings, self.rows[0], strict=True)]

    @property
    def labelled_rows(self) -> list[list[tuple[str, Cell]]]:
        """Every row, and what they come to, with its headings: for a table whose rows are cards on a phone."""
        rows = [*self.rows, self.total] if self.total else self.rows
        return [list(zip(self.headings, row, strict=True)) for row in rows]

    @property
    def plain_rows(self):
        """Rows of plain values, for spreadsheets."""
        rows = [*self.rows, self.total] if self.total else self.rows
        return [[str(c) if c.hidden else c.value for c in row] for row in rows]


@dataclass
class Tile:
    """One large number with its words, and how far it moved since last time."""

    key: str
    value: int | None
    title: str
    definition: str
    href: str = ""
    tone: str = ""
    step: str = ""
    # Since when it moved so.
    since: str = ""
    hidden: bool = False
    # Of how many, where the number is a part: “7 of 8”.
    of: int | None = None
    # Where it is said what the number counts; "" on paper.
    about: str = ""

    @property
    def shown(self):
        """The number as it is read."""
        value = str(Cell(self.value, hidden=self.hidden))
        return (
            value if self.of is None else _("%(held)s of %(could)s") % {"held": value, "could": Cell(self.of)}
        )


def href_of(link, *args, **kwargs):
    return link(*args, **kwargs) if link else ""
