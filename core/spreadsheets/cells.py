"""What a spreadsheet is made of, as we read it: cells that remember what they were, rows, sheets; and the limits.

A cell is a text (empty when there is nothing) or a `datetime.date`. A number, a tick, hours and a cell without a value
are texts of a kind of their own, so that whoever judges them knows what the spreadsheet held.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

MAX_ROWS = 20_000
MAX_COLUMNS = 200
# Day 0 of the number that most workbooks keep for a date; others count from 1904.
DAY_ZERO = datetime.date(1899, 12, 30)


class Number(str):
    """A number that a spreadsheet keeps: `4540`, never `4540.0`. `day_zero` is where its workbook counts days from."""

    day_zero: datetime.date

    def __new__(cls, value: float, day_zero: datetime.date = DAY_ZERO):
        number = super().__new__(cls, int(value) if value == int(value) else value)
        number.day_zero = day_zero
        return number


class Tick(str):
    """A cell of yes or no: TRUE and FALSE are no words of anybody's."""

    def __new__(cls, value: bool):
        return super().__new__(cls, "ja" if value else "nej")


class Hours(str):
    """A time of day or a number of hours, which a spreadsheet makes of `10:30`: no words of anybody's either."""

    def __new__(cls, value: datetime.time | datetime.timedelta):
        if isinstance(value, datetime.timedelta):
            minutes = round(value.total_seconds() / 60)
            return super().__new__(cls, f"{minutes // 60}:{minutes % 60:02}")
        return super().__new__(cls, f"{value.hour}:{value.minute:02}")


class Valueless(str):
    """A cell that shows no value: an error such as `#REF!`, or a formula whose result the file does not hold."""


Cell = str | datetime.date


class TableError(Exception):
    """The file cannot be read as a table. The message is for the person who uploaded it."""


def letter_of(index: int) -> str:
    """The letter that the spreadsheet shows above a column; the first has the index 0."""
    number, letters = index + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Row:
    """One row with the number the spreadsheet shows (the first row is 1). `hidden`: a filter or a hand hides it."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a csv file is one without a name. `filled`: merged cells, read in all of their rows;
    `unseen`: the letters of the columns that it hides, which are read."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False
    filled: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def limited(rows: Iterator[list[Cell]], hidden: Iterable[int] = ()) -> Iterator[Row]:
    """Number the rows from 1, and stop a file that is larger than any list we know of."""
    filled, hidden = 0, set(hidden)
    for number, cells in enumerate(rows, start=1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        filled += 1
        if filled > MAX_ROWS:
            raise TableError(_("The list has more than 20,000 rows. Split it into smaller files."))
        yield Row(number, tuple(cells[:MAX_COLUMNS]), number in hidden)


@dataclass(frozen=True)
class Span:
    """Merged cells: the first row (from 1) and column (from 0), and the last row. Only what goes down is read on."""

    row: int
    column: int
    last_row: int

    @property
    def name(self) -> str:
        """As a spreadsheet names it: `J3:J6`."""
        letter = letter_of(self.column)
        return f"{letter}{self.row}:{letter}{self.last_row}"


def fill_down(rows: dict[int, list[Cell]], spans: Iterable[Span]) -> tuple[str, ...]:
    """What stands in merged cells stands in each of their rows that holds something; the names of those filled."""
    filled = []
    for span in spans:
        top = rows.get(span.row, [])
        value = top[span.column] if span.column < len(top) else ""
        below = [rows[n] for n in range(span.row + 1, span.last_row + 1) if value and any(rows.get(n, ()))]
        for cells in below:
            cells.extend([""] * (span.column + 1 - len(cells)))
            cells[span.column] = cells[span.column] or value
        if below:
            filled.append(span.name)
    return tuple(filled)


def in_order(rows: dict[int, list[Cell]]) -> Iterator[list[Cell]]:
    """The rows one by one, an empty one where the sheet has a blank row."""
    for number in range(1, max(rows, default=0) + 1):
        yield rows.get(number, [])
