"""Read the bytes of an xlsx, ods or csv file into sheets of rows.

Every row keeps the number a spreadsheet program shows beside it.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from core.spreadsheets.cells import Cell, Sheet, TableError, limited
from core.spreadsheets.guarding import unguarded
from core.spreadsheets.workbooks import MAX_CELL, read_ods, read_xlsx
from core.text import tidy

MAX_BYTES = 10 * 1024 * 1024
MAX_ZIP_ENTRIES = 1_000
MAX_ZIP_TOTAL = 200 * 1024 * 1024
MAX_ZIP_RATIO = 100


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
    return [Sheet("", list(limited(_csv_rows(decode(content)))))]


# Spreadsheets


def _read_zip(content: bytes) -> list[Sheet]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _refuse_bombs(archive)
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return read_xlsx(content)
        if "content.xml" in names:
            return read_ods(archive)
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
        text = content.decode("utf-8", errors="surrogateescape")
    # Rows of another program pasted into a file that is else UTF-8: only their letters are read otherwise.
    above = [c for c in text if c > "\x7f"]
    if 2 * sum(map(_is_stray, above)) < len(above):
        return "".join(map(_stray_letter, text))
    # latin-1 knows every byte that cp1252 leaves out; the other two are old Mac and DOS programs
    texts = [content.decode(e, errors="replace") for e in ("cp1252", "latin-1", "mac_roman", "cp850")]
    return max(texts, key=_danishness)  # the first of equals: cp1252


def _is_stray(c: str) -> bool:
    """Whether it stands for a byte that is no UTF-8."""
    return "\udc80" <= c <= "\udcff"


def _stray_letter(c: str) -> str:
    return bytes([ord(c) - 0xDC00]).decode("cp1252", errors="replace") if _is_stray(c) else c


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
    return ([tidy(unguarded(cell))[:MAX_CELL] for cell in row] for row in rows)


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
