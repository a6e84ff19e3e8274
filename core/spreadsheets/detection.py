"""Find the table on its sheet: below a title and blank lines, above a total, among sheets of instructions."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.spreadsheets.cells import Cell, Hours, Number, Row, Sheet, TableError, Tick, Valueless
from core.spreadsheets.columns import Column, Field, Match, apply_mapping, likeness, normalise, recognise
from core.spreadsheets.parsers import as_text, echo
from core.spreadsheets.results import Remark

LOOK_DOWN = 40  # rows in which headings are searched
SAMPLES = 200  # rows in which a column's content is studied
_TOTAL = re.compile(
    r"^(i ?alt|totalt?|sum|subtotal|antal( unge| sager)?|grand total|count)\b( \d| unge| sager|$)"
)


@dataclass
class Table:
    """The table that was found: its columns and what they mean, its rows, and what was passed over and why.

    `hidden`: the rows that the spreadsheet hides, which are only among `rows` when somebody has chosen them. `others`:
    the file's other sheets with rows. `choices`: what a person has chosen of it."""

    sheet: Sheet
    matches: list[Match]
    rows: list[Row]
    heading_row: int | None = None
    preamble: list[str] = field(default_factory=list)
    passed_over: list[tuple[int, str]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    choices: dict = field(default_factory=dict)

    def notices(self) -> list[str]:
        """What the spreadsheet shows otherwise than a plain list, and what was made of it, in sentences."""
        said = []
        if self.hidden and not self.choices.get("hidden"):
            words = {"count": len(self.hidden), "rows": _numbered(self.hidden)}
            said.append(
                ngettext(
                    "%(count)s hidden row is left out: row %(rows)s.",
                    "%(count)s hidden rows are left out: rows %(rows)s.",
                    len(self.hidden),
                )
                % words
            )
        if unseen := [m.column.letter for m in self.matches if m.column.letter in self.sheet.unseen]:
            said.append(_("Hidden columns are read too: %(columns)s.") % {"columns": ", ".join(unseen)})
        if filled := [name for name in self.sheet.filled if _last_row(name) > (self.heading_row or 0)]:
            words = {"cells": ", ".join(filled[:10])}
            said.append(_("Merged cells are read in each of their rows: %(cells)s.") % words)
        if left := [m.column.title for m in self.matches if m.field is None and m.how != "chosen"]:
            said.append(
                _("Columns that nobody knows are not read: %(columns)s.") % {"columns": ", ".join(left)}
            )
        if self.others:
            others = ", ".join(_("“%(words)s”") % {"words": name} for name in self.others)
            words = {"name": self.sheet.name, "others": others}
            said.append(_("Only the sheet “%(name)s” is read. The file also has %(others)s.") % words)
        return said

    def passed_over_rows(self) -> list[str]:
        """The rows that are no row of the list, each with the reason."""
        return [
            _("Row %(row)s is passed over: %(why)s.") % {"row": number, "why": why}
            for number, why in self.passed_over
        ]

    def doubts(self, number: int, record: dict) -> dict[str, Remark]:
        """The fields of a row whose cell holds no value, or one that the spreadsheet has made; each with its cell."""
        found = {}
        for match in self.matches:
            if match.field is None or match.field.many:
                continue
            cell = record.get(match.field.key, "")
            words = {"cell": f"{match.column.letter}{number}", "text": echo(cell)}
            if isinstance(cell, Valueless):
                told = Remark("no_value", _("Cell %(cell)s holds no value: “%(text)s”.") % words)
            elif isinstance(cell, datetime.date | Tick | Hours) and not isinstance(cell, match.field.kinds):
                told = Remark(
                    "not_words",
                    _("Cell %(cell)s holds no words, but a date, a time or a yes or no: “%(text)s”.") % words,
                )
            elif match.field.words and isinstance(cell, Number):
                told = Remark(
                    "not_words", _("Cell %(cell)s holds no words, but a number: “%(text)s”.") % words
                )
            else:
                continue
            found[match.field.key] = told
        return found

    def cell_of(self, number: int, keys: Iterable[str]) -> str:
        """Where the first of the fields that has a column of its own stands in a row, such as `E3`; else empty."""
        letters = {m.field.key: m.column.letter for m in self.matches if m.field and not m.field.many}
        return next((f"{letters[key]}{number}" for key in keys if key in letters), "")

    def records(self):
        """Each row as (number, {field key: cell}); a field of many columns gets (heading, cell) pairs in a list."""
        for row in self.rows:
            record: dict[str, Cell | list[tuple[str, Cell]]] = {}
            for match in self.matches:
                index = match.column.index
                cell = row.cells[index] if index < len(row.cells) else ""
                if match.field is None:
                    continue
                if match.field.many:
                    record.setdefault(match.field.key, []).append((match.column.heading, cell))
                else:
                    record[match.field.key] = cell
            yield row.number, record

    def has(self, *keys: str) -> bool:
        """True when every one of the fields has a column."""
        found = {match.field.key for match in self.matches if match.field}
        return found.issuperset(keys)


def find_table(
    sheets: Sequence[Sheet],
    fields: Sequence[Field],
    *,
    sheet_name: str = "",
    mapping: dict[str, str] | None = None,
    by_letter: bool = False,
    choices: dict | None = None,
) -> Table:
    """The table on the named sheet, or on the sheet that looks most like one. Raises TableError when there is none.

    `mapping` as `apply_mapping` takes it; `choices`: `{"hidden": True}` reads the hidden rows too."""
    choices = choices or {}
    candidates = [sheet for sheet in sheets if sheet.rows]
    if sheet_name:
        candidates = [sheet for sheet in sheets if normalise(sheet.name) == normalise(sheet_name)]
        if not candidates:
            known = ", ".join(_("“%(words)s”") % {"words": sheet.name} for sheet in sheets)
            raise TableError(
                _("The file has no sheet “%(name)s”. It has: %(known)s")
                % {"name": sheet_name, "known": known}
            )
    # shorter: a column's letter
    headings = [] if by_letter else mapping or []
    named = {normalise(heading) for heading in headings if len(heading) > 2}
    with_hidden = bool(choices.get("hidden"))
    tables = [_table_on(sheet, fields, named, with_hidden) for sheet in candidates if sheet.rows]
    if not tables:
        raise TableError(_("The file has no rows."))
    table = max(tables, key=lambda t: (not t.sheet.hidden, _named_headings(t, named), _worth(t)))
    table.choices = choices
    table.others = [s.name for s in sheets if len(s.rows) > 1 and not s.hidden and s is not table.sheet]
    if mapping:
        table.matches = apply_mapping(table.matches, mapping, fields, by_letter=by_letter)
    return table


def _numbered(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:20])) + ("…" if len(rows) > 20 else "")


def _last_row(span: str) -> int:
    return int(re.sub(r"\D", "", span.rpartition(":")[2]))


def _worth(table: Table) -> float:
    """How much a table looks like the one we want: recognised fields first, then rows."""
    known = sum(match.confidence for match in table.matches if match.field)
    return known * 1000 + min(len(table.rows), 900)


def _named_headings(table: Table, named: set[str]) -> int:
    return sum(normalise(match.column.heading) in named for match in table.matches)


def _table_on(sheet: Sheet, fields: Sequence[Field], named: set[str], with_hidden: bool) -> Table:
    heading = _heading_row(sheet, fields, named)
    body = [row for row in sheet.rows if heading is None or row.number > heading.number]
    width = max((len(row.cells) for row in [*body, *([heading] if heading else [])]), default=0)
    headings = [as_text(cell) for cell in heading.cells] if heading else []
    rows, passed_over = _data_rows(body, headings)
    hidden = [row.number for row in rows if row.hidden]
    if not with_hidden:
        rows = [row for row in rows if not row.hidden]
    columns = []
    for index in range(width):
        title = re.sub(r"\s+", " ", headings[index]) if index < len(headings) else ""
        samples = [row.cells[index] for row in rows[:SAMPLES] if index < len(row.cells) and row.cells[index]]
        if title or samples:
            columns.append(Column(index, title, samples))
    preamble = [
        as_text(cell)
        for row in sheet.rows
        if heading and row.number < heading.number
        for cell in row.cells
        if cell
    ]
    matches = recognise(columns, fields)
    return Table(sheet, matches, rows, heading and heading.number, preamble, passed_over, hidden)


def _heading_row(sheet: Sheet, fields: Sequence[Field], named: set[str]) -> Row | None:
    """The row that holds the headings a person has named, else the row with most known headings, else the first wide
    row of words; None when data starts at once."""

    def known(row: Row) -> float:
        """The sum of likenesses. A date, a long number or an e-mail speaks against: it is about somebody."""
        words = [
            cell for cell in row.cells if isinstance(cell, str) and 0 < len(cell) < 60 and not _is_data(cell)
        ]
        likely = sum(max(likeness(word, field) for field in fields) for word in words)
        return likely - sum(_is_data(cell) for cell in row.cells)

    start = sheet.rows[:LOOK_DOWN]
    best = max(start, key=lambda row: sum(normalise(as_text(cell)) in named for cell in row.cells if cell))
    if any(normalise(as_text(cell)) in named for cell in best.cells if cell):
        return best
    best = max(start, key=known)
    # one lucky word in a row of data, or a title that names a field, is not a row of headings
    filled = sum(bool(cell) for cell in best.cells)
    lone = filled <= 2 and known(best) >= 0.9 and len(sheet.rows) > 1 and _is_widest(best, start)
    if known(best) >= 1.6 or lone:
        return best
    width = max(sum(bool(cell) for cell in row.cells) for row in start)
    for row in start:
        cells = [cell for cell in row.cells if cell]
        if len(cells) >= max(2, 0.6 * width):
            different = len({normalise(as_text(cell)) for cell in cells}) == len(cells)
            return row if different and not any(map(_is_data, cells)) else None
    return None


def _is_data(cell: Cell) -> bool:
    """What no heading holds: a date, four digits in a row, an e-mail."""
    return not isinstance(cell, str) or bool(re.search(r"\d{4}|@", cell))


def _is_widest(row: Row, rows: Sequence[Row]) -> bool:
    return len(row.cells) >= max(len(other.cells) for other in rows)


def _data_rows(body: Sequence[Row], headings: Sequence[str]) -> tuple[list[Row], list[tuple[int, str]]]:
    """The rows that hold somebody, and the numbers of those that are totals, repeated headings or foot notes."""
    rows, passed_over = [], []
    names = [normalise(heading) for heading in headings]
    notes_from = _notes_start(body) if len(names) > 2 else len(body)
    for position, row in enumerate(body):
        cells = [normalise(as_text(cell)) for cell in row.cells]
        if _is_total(row):
            passed_over.append((row.number, _("a total")))
        elif names and cells == names[: len(cells)] and len(cells) > 1:
            passed_over.append((row.number, _("the headings again")))
        elif position >= notes_from:
            passed_over.append((row.number, _("a note, not a row of the list")))
        else:
            rows.append(row)
    return rows, passed_over


def _is_total(row: Row) -> bool:
    """`I alt` and numbers: a word for a sum, and nothing else that could be about a person."""
    first, *rest = [as_text(cell) for cell in row.cells if cell]
    return bool(_TOTAL.match(normalise(first))) and all(
        re.fullmatch(r"[\d\s.,:%]{1,9}", cell) for cell in rest
    )


def _notes_start(body: Sequence[Row]) -> int:
    """Where the foot notes begin: below a blank line, and nothing but lone texts from there to the bottom."""

    def is_lone(row: Row) -> bool:
        filled = [as_text(cell) for cell in row.cells if cell]
        return _is_total(row) or (
            len(filled) == 1 and not re.search(r"\d{6}", filled[0])
        )  # six digits: somebody's CPR

    start = len(body)
    while start and is_lone(body[start - 1]):
        start -= 1
    for position in range(start, len(body)):
        if position and body[position].number - body[position - 1].number > 1:
            return position
    return len(body)
