"""Read the bytes of an xlsx, ods or csv file into sheets of rows.

A cell is a `str` (empty when there is nothing) or a `datetime.date`. Nothing is calculated: a formula is the text
or the remembered value that the file holds. Every row keeps the number a spreadsheet program shows beside it.
"""

import csv
import datetime
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
MAX_ZIP_ENTRIES = 1_000
MAX_ZIP_TOTAL = 200 * 1024 * 1024
MAX_ZIP_RATIO = 100

Cell = str | datetime.date


class TableError(Exception):
    """The file cannot be read as a table. The message is for the person who uploaded it."""


@dataclass(frozen=True)
class Row:
    """One row with the number the spreadsheet shows (the first row is 1)."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """True when no cell holds anything."""
        return not any(self.cells)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file; a csv file is one sheet without a name."""

    name: str
    rows: list[Row] = field(default_factory=list)
    hidden: bool = False


def read_sheets(content: bytes, filename: str = "") -> list[Sheet]:
    """All sheets of a file, by what the bytes are and not by what the file is called.

    Raises TableError with a message for the user when the file is too large, damaged or of another kind."""
    if not content.strip(b"\0 \r\n\t"):
        raise TableError(_("The file is empty."))
    if len(content) > MAX_BYTES:
        raise TableError(_("The file is larger than 10 MB. Save only the sheet with the list and try again."))
    if content[:4] == b"PK\x03\x04":
        return _read_zip(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise TableError(
            _("The file is an old .xls file or has a password. Save it as .xlsx without a password.")
        )
    if content[:5] in (b"%PDF-", b"{\\rtf") or content[:4] in (
        b"\x89PNG",
        b"\xff\xd8\xff\xe0",
        b"\x1f\x8b\x08\x00",
    ):
        raise TableError(_("The file is not a spreadsheet. Use .xlsx, .ods or .csv."))
    return [Sheet("", list(_limited(_csv_rows(decode(content)))))]


def tidy(text: str) -> str:
    """Text as we keep it: one Unicode form, no control or invisible characters, no space at the ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).replace("\u00a0", " ").replace("\u202f", " ").strip()[:MAX_CELL]


def _limited(rows: Iterator[list[Cell]]) -> Iterator[Row]:
    """Number the rows from 1, and stop a file that is larger than any list we know of."""
    filled = 0
    for number, cells in enumerate(rows, start=1):
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        filled += 1
        if filled > MAX_ROWS:
            raise TableError(_("The list has more than 20,000 rows. Split it into smaller files."))
        yield Row(number, tuple(cells[:MAX_COLUMNS]))


# Spreadsheets


def _read_zip(content: bytes) -> list[Sheet]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _refuse_bombs(archive)
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return _read_xlsx(content)
        if "content.xml" in names:
            return _read_ods(archive)
    except TableError:
        raise
    except DefusedXmlException as error:
        raise TableError(_("The file holds something that does not belong in a spreadsheet.")) from error
    except Exception as error:  # a damaged file fails in a hundred ways inside the readers
        raise TableError(
            _("The file is damaged and cannot be read. Open it, save it again and retry.")
        ) from error
    raise TableError(_("The file is not a spreadsheet. Use .xlsx, .ods or .csv."))


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Look at the table of contents before anything is unpacked (zipfile never unpacks more than it declares)."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ZIP_ENTRIES or total > MAX_ZIP_TOTAL or total > MAX_ZIP_RATIO * max(packed, 1):
        raise TableError(_("The file unpacks to far more than a list holds, and was not opened."))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise TableError(_("The file has a password. Save it without one and try again."))


def _read_xlsx(content: bytes) -> list[Sheet]:
    import openpyxl  # half a second that only an upload should pay

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    remembered = None
    sheets = []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs write a wrong size
        rows: dict[int, list[Cell]] = {}
        formulas = False
        for cells in sheet.iter_rows():
            filled = [cell for cell in cells if cell.value is not None]
            if filled:
                formulas = formulas or any(cell.data_type == "f" for cell in filled)
                rows[filled[0].row] = [_excel_value(cell.value) for cell in cells]
                if len(rows) > MAX_ROWS:
                    break
        if formulas:
            remembered = remembered or openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True
            )
            _use_remembered_values(rows, remembered[sheet.title])
        sheets.append(Sheet(sheet.title, list(_limited(_by_number(rows))), sheet.sheet_state != "visible"))
    return sheets


def _use_remembered_values(rows: dict[int, list[Cell]], sheet) -> None:
    """Where a formula's last result is stored, the user saw that; where it is not, the formula stays as text."""
    sheet.reset_dimensions()
    for cells in sheet.iter_rows():
        for index, cell in enumerate(cells):
            if cell.value is None or (own := rows.get(cell.row)) is None:
                continue
            if index < len(own) and isinstance(own[index], str) and own[index].startswith("="):
                own[index] = _excel_value(cell.value)


def _by_number(rows: dict[int, list[Cell]]) -> Iterator[list[Cell]]:
    for number in range(1, max(rows, default=0) + 1):
        yield rows.get(number, [])


def _excel_value(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return _number(value)
    return tidy(str(getattr(value, "text", value)))


def _number(value: float) -> str:
    """4540.0 is 4540: spreadsheets keep every number as a fraction."""
    return str(int(value)) if value == int(value) else str(value)


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def _read_ods(archive: zipfile.ZipFile) -> list[Sheet]:
    tree = ElementTree.fromstring(archive.read("content.xml"))
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    return [
        Sheet(
            table.get(f"{_TABLE}name", ""),
            list(_limited(_ods_rows(table))),
            table.get(f"{_TABLE}style-name") in hidden_styles,
        )
        for table in tree.iter(f"{_TABLE}table")
    ]


def _ods_rows(table) -> Iterator[list[Cell]]:
    """The rows, with those that the file writes once and repeats a number of times."""
    blanks = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            cells.extend([_ods_value(cell)] * min(times, max(MAX_COLUMNS - len(cells), 0)))
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if not any(cells):
            blanks += times  # a sheet often ends in a million blank rows: only those before a row count
            continue
        for _blank in range(min(blanks, 1_100_000)):
            yield []
        blanks = 0
        for _copy in range(min(times, MAX_ROWS + 1)):
            yield list(cells)


def _ods_value(cell) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        try:
            return datetime.date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10])
        except ValueError:
            pass
    if kind in ("float", "currency", "percentage"):
        return _number(float(cell.get(f"{_OFFICE}value", "0")))
    if kind == "boolean":
        return "ja" if cell.get(f"{_OFFICE}boolean-value") == "true" else "nej"
    return tidy("\n".join(_ods_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p")))


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


# Text files

SEPARATORS = ";\t|,"  # of equals the first: a comma also stands inside names and addresses


def decode(content: bytes) -> str:
    """The text of a file whose encoding nobody tells.

    A byte order mark or valid UTF-8 settles it. Otherwise it is a one-byte encoding, and Danish letters decide
    which: in the wrong one ø is a symbol."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    start = content[:2000]
    if start.count(0) > len(start) // 4:
        encoding = "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"
        return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # latin-1 knows every byte that cp1252 leaves out; the other two are old Mac and DOS programs
    texts = [content.decode(e, errors="replace") for e in ("cp1252", "latin-1", "mac_roman", "cp850")]
    return max(texts, key=_danishness)  # the first of equals: cp1252


def _danishness(text: str) -> int:
    letters = Counter(c for c in text if c > "\x7f")
    good = sum(letters[c] for c in "æøåÆØÅéüöäÉÜÖÄèáóí–’“”")
    return (
        2 * good - sum(letters.values()) - sum(n for c, n in letters.items() if c == "\ufffd" or c < "\xa0")
    )


def _csv_rows(text: str) -> Iterator[list[Cell]]:
    """One list of cells for each row a spreadsheet would show: a cell of three lines is one row, a blank line too."""
    separator = None
    if match := re.match(
        r'"?sep=(.)"?\r?\n', text
    ):  # a line for the spreadsheet program, which does not show it
        separator, text = match[1], text[match.end() :]
    separator = separator or guess_separator(text)
    try:
        rows = _parse(text, separator, csv.QUOTE_MINIMAL)
        if any(cell.count("\n") > 60 for row in rows for cell in row):
            rows = _parse(
                text, separator, csv.QUOTE_NONE
            )  # a quote that nobody closed ate the rest of the file
    except csv.Error:
        rows = _parse(text, separator, csv.QUOTE_NONE)
    return ([tidy(cell) for cell in row] for row in rows)


def _parse(text: str, separator: str, quoting: int) -> list[list[str]]:
    text = text.replace("\0", "")
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting))
    except csv.Error:
        if quoting == csv.QUOTE_NONE:
            raise TableError(_("The file is not a list with columns. Use .xlsx, .ods or .csv.")) from None
        raise


def guess_separator(text: str) -> str:
    """The sign that cuts the first rows into the same number of columns, and many of them."""
    sample = text[:20_000]

    def score(separator: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator)]
        except csv.Error:
            return (0, 0)
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            return (0, 0)
        width, times = max(wide.items(), key=lambda item: item[0] * item[1])
        prose = separator == "," and 2 * sample.count(", ") > sample.count(",")  # commas of sentences
        return (
            times * (width - 1) * (times / len(widths)) * (0.3 if prose else 1),
            -SEPARATORS.index(separator),
        )

    return max(SEPARATORS, key=score)
