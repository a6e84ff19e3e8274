"""Workbooks (xlsx, ods) as sheets of rows: what the spreadsheet shows, and what it hides or merges.

Nothing is calculated: a formula is its remembered result, or a cell without a value.
"""

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml import ElementTree

from core.clock import COPENHAGEN
from core.spreadsheets.cells import (
    DAY_ZERO,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Hours,
    Number,
    Sheet,
    Span,
    Tick,
    Valueless,
    fill_down,
    in_order,
    letter_of,
    limited,
)
from core.spreadsheets.guarding import unguarded
from core.text import tidy

MAX_CELL = 20_000


@dataclass
class _Layout:
    """What stands on a sheet beside its cells: the rows and columns that are hidden, and merged cells."""

    hidden: set[int] = field(default_factory=set)
    columns: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def read_xlsx(content: bytes) -> list[Sheet]:
    """The sheets of an Excel workbook."""
    import openpyxl  # half a second that only an upload should pay

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    day_zero, layouts, remembered = book.epoch.date(), _layouts(content), None
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        rows: dict[int, list[Cell]] = {}
        formulas = False
        for cells in sheet.iter_rows():
            filled = [cell for cell in cells if cell.value is not None]
            if filled:
                formulas = formulas or any(cell.data_type == "f" for cell in filled)
                rows[filled[0].row] = [_excel_value(cell, day_zero) for cell in cells]
                if len(rows) > MAX_ROWS:
                    break
        if formulas:
            remembered = remembered or openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            _use_remembered_values(rows, remembered[sheet.title], day_zero)
        layout = layouts.get(sheet.title, _Layout())
        merged = fill_down(rows, layout.spans)
        shown = list(limited(in_order(rows), layout.hidden))
        unseen = tuple(map(letter_of, layout.columns))
        sheets.append(Sheet(sheet.title, shown, sheet.sheet_state != "visible", merged, unseen))
    return sheets


def _use_remembered_values(rows: dict[int, list[Cell]], sheet, day_zero: datetime.date) -> None:
    """Where a formula's last result is stored, the user saw that; where it is not, nobody knows it."""
    sheet.reset_dimensions()
    for cells in sheet.iter_rows():
        for index, cell in enumerate(cells):
            own = rows.get(getattr(cell, "row", 0), [])
            if cell.value is not None and index < len(own) and isinstance(own[index], Valueless):
                own[index] = _excel_value(cell, day_zero)


def _excel_value(cell, day_zero: datetime.date) -> Cell:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool):
        return Tick(value)
    if isinstance(value, int | float):
        return Number(value, day_zero)
    if isinstance(value, datetime.time | datetime.timedelta):
        return Hours(value)
    text = str(getattr(value, "text", value))
    if cell.data_type in ("f", "e"):
        return Valueless(tidy(text)[:MAX_CELL])
    return tidy(unguarded(text))[:MAX_CELL]


def _layouts(content: bytes) -> dict[str, _Layout]:
    """The layout of each sheet, by its name. The reader that spares memory does not tell it."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    layouts = {}
    for element in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
        if _bare(element.tag) != "sheet":
            continue
        relation = next((value for name, value in element.items() if name.endswith("}id")), "")
        path = posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/")
        if path in archive.namelist():
            with archive.open(path) as source:
                layouts[element.get("name", "")] = _layout(source)
    return layouts


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _layout(source) -> _Layout:
    layout, number = _Layout(), 0
    for _event, element in ElementTree.iterparse(source):
        tag = _bare(element.tag)
        if tag == "row":
            number = int(element.get("r") or number + 1)
            if element.get("hidden") in ("1", "true"):
                layout.hidden.add(number)
        elif tag == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min", "1")), min(int(element.get("max", "1")), MAX_COLUMNS)
            layout.columns += range(first - 1, last)
        elif tag == "mergeCell" and (span := _span(element.get("ref", ""))):
            layout.spans.append(span)
        if tag in ("c", "row"):
            element.clear()
    return layout


def _span(reference: str) -> Span | None:
    """`J3:J6` as a span, when it goes down."""
    if not (match := re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})", reference)):
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    span = Span(int(match[2]), column - 1, int(match[3]))
    return span if span.row < span.last_row and column <= MAX_COLUMNS else None


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# LibreOffice shows an error as it shows a text.
_ERROR = re.compile(
    r"#(REF|N/A|NAME|VALUE|VÆRDI|I/T|NAVN|REFERENCE|DIV/0|NULL|NUM|NOME)[!?]?|(Err|Fejl):\d{3}"
)


def read_ods(archive: zipfile.ZipFile) -> list[Sheet]:
    """The sheets of a LibreOffice workbook."""
    tree = ElementTree.fromstring(archive.read("content.xml"))
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    null = next((element.get(f"{_TABLE}date-value") for element in tree.iter(f"{_TABLE}null-date")), None)
    day_zero = datetime.date.fromisoformat(null[:10]) if null else DAY_ZERO
    return [_ods_sheet(table, hidden_styles, day_zero) for table in tree.iter(f"{_TABLE}table")]


def _ods_sheet(table, hidden_styles: set, day_zero: datetime.date) -> Sheet:
    layout, rows = _Layout(), {}
    for number, cells in enumerate(_ods_rows(table, layout, day_zero), start=1):
        if cells:
            rows[number] = cells
    merged = fill_down(rows, layout.spans)
    shown = list(limited(in_order(rows), layout.hidden))
    name, hidden = table.get(f"{_TABLE}name", ""), table.get(f"{_TABLE}style-name") in hidden_styles
    return Sheet(name, shown, hidden, merged, _ods_unseen(table))


def _ods_unseen(table) -> tuple[str, ...]:
    index, letters = 0, []
    for column in table.iter(f"{_TABLE}table-column"):
        times = min(int(column.get(f"{_TABLE}number-columns-repeated", "1")), MAX_COLUMNS)
        if column.get(f"{_TABLE}visibility") in ("filter", "collapse"):
            letters += map(letter_of, range(index, min(index + times, MAX_COLUMNS)))
        index += times
    return tuple(letters)


def _ods_rows(table, layout: _Layout, day_zero: datetime.date) -> Iterator[list[Cell]]:
    """The rows, with those that the file writes once and repeats a number of times."""
    blanks = number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells, spans = _ods_cells(row, day_zero)
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if not any(cells):
            blanks += times  # a sheet often ends in a million blank rows: only those before a row count
            continue
        for _blank in range(min(blanks, 1_100_000)):
            number += 1
            yield []
        blanks = 0
        for _copy in range(min(times, MAX_ROWS + 1)):
            number += 1
            if row.get(f"{_TABLE}visibility") in ("filter", "collapse"):
                layout.hidden.add(number)
            layout.spans += [Span(number, column, number + down - 1) for column, down in spans]
            yield list(cells)


def _ods_cells(row, day_zero: datetime.date) -> tuple[list[Cell], list[tuple[int, int]]]:
    """The cells of a row, and the columns of those that are merged with rows below, with how many rows they take."""
    cells: list[Cell] = []
    spans = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        down = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        if 1 < down <= MAX_ROWS:
            spans.append((len(cells), down))
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells.extend([_ods_value(cell, day_zero)] * min(times, max(MAX_COLUMNS - len(cells), 0)))
    return cells, spans


def _ods_value(cell, day_zero: datetime.date) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        try:
            moment = datetime.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
            return (moment.astimezone(COPENHAGEN) if moment.tzinfo else moment).date()
        except ValueError:
            pass
    if kind in ("float", "currency", "percentage"):
        return Number(float(cell.get(f"{_OFFICE}value", "0")), day_zero)
    if kind == "boolean":
        return Tick(cell.get(f"{_OFFICE}boolean-value") == "true")
    written = "\n".join(_ods_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))
    if kind == "time" and (hours := _ods_hours(cell.get(f"{_OFFICE}time-value", ""))):
        return hours
    text = tidy(written)[:MAX_CELL]
    formula = cell.get(f"{_TABLE}formula", "")
    if formula and (not text or _ERROR.fullmatch(text)):
        return Valueless(text or formula)
    return tidy(unguarded(written))[:MAX_CELL]


def _ods_hours(said: str) -> Hours | None:
    """`PT10H30M00S` as hours."""
    if not (match := re.fullmatch(r"PT(\d+)H(\d+)M[\d.,]+S", said)):
        return None
    return Hours(datetime.timedelta(hours=int(match[1]), minutes=int(match[2])))


def _ods_text(element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append("\t" if child.tag.endswith("tab") else "\n")
        else:
            parts.append(_ods_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
