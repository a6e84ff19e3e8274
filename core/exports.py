"""Lists and figures out of the house, as CSV that Danish Excel opens, as XLSX and as ODS.

Only values leave: a text cell is never a formula, a link or a number in disguise (somebody may be named
``=HYPERLINK(…)``), there are no hidden sheets, no comments, and the file does not say who made it. Dates and
figures are real dates and figures, so that they sort and add up.
"""

import csv
import datetime
import io
import math
from decimal import Decimal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext

from core.clock import COPENHAGEN
from core.spreadsheets import opendocument
from core.spreadsheets.guarding import as_in_a_workbook, guarded

CSV = "csv"
XLSX = "xlsx"
ODS = "ods"
# What holds several sheets.
BOOKS = (XLSX, ODS)
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ODS: opendocument.MIME,
}
_LONGEST = 32_000  # characters; a cell of XLSX holds 32,767
_EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # the file says nothing of when it was made


def rows_response(rows, headings, fmt, filename, *, sheet="", beside=()) -> HttpResponse:
    """A download of one list. `fmt` is ``csv``, ``xlsx`` or ``ods``; `filename` is without its ending.

    A workbook has what stands `beside` the list on further sheets.

    `rows` are sequences of plain values (text, numbers, dates, moments, booleans, None) that the caller fetched
    through the reader's own rights. The caller writes the audit row.
    """
    return file_response(table(rows, headings, fmt, sheet=sheet, beside=beside), fmt, filename)


def file_response(data: bytes, fmt: str, filename: str) -> HttpResponse:
    """Stored or fresh bytes as an attachment that nobody keeps on the way."""
    name = f"{get_valid_filename(filename)}.{fmt}"
    response = HttpResponse(data, content_type=TYPES[fmt])
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "no-store, private"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def table(rows, headings, fmt, *, sheet="", beside=()) -> bytes:
    """The bytes of one list in the given format, in a workbook with further sheets `beside` it.

    Raises ValueError for a format we do not make.
    """
    if fmt == CSV:
        return _csv(rows, headings)
    if fmt in BOOKS:
        return book([(sheet or "Liste", headings, rows), *beside], fmt)
    raise ValueError(f"unknown format {fmt!r}")


def book(sheets, fmt) -> bytes:
    """A workbook of several visible sheets, each ``(name, headings, rows)``, as XLSX or ODS."""
    return workbook(sheets) if fmt == XLSX else _opendocument(sheets)


def _opendocument(sheets) -> bytes:
    taken = set()
    return opendocument.workbook(
        (
            _sheet_name(name, taken),
            [as_in_a_workbook(_text(heading)) for heading in headings],
            ([_plain(value) for value in row] for row in rows),
        )
        for name, headings, rows in sheets
    )


def _plain(value):
    """A value as a cell holds it: a figure, a day, a moment on the wall clock, or text."""
    if isinstance(value, datetime.datetime):
        return _local(value)
    is_figure = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    finite = is_figure and math.isfinite(value)
    return value if finite or isinstance(value, datetime.date) else as_in_a_workbook(_text(value))


def workbook(sheets) -> bytes:
    """An XLSX of several visible sheets, each ``(name, headings, rows)``.

    Each cell is written as what it is, and never guessed at: no text becomes a formula, a link or a figure.
    """
    import xlsxwriter  # a tenth of a second, and only exports need it

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    book.set_properties({"created": _EPOCH})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy", "align": "left"})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm", "align": "left"})
    taken = set()
    for name, headings, rows in sheets:
        page = book.add_worksheet(_sheet_name(name, taken))
        headings = [as_in_a_workbook(_text(heading)) for heading in headings]
        widths = [len(heading) for heading in headings]
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading, head)
        last = 1
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                _cell(page, last, column, value, day, moment)
                if last <= 200 and column < len(widths):
                    widths[column] = max(widths[column], len(_text(value)))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width + 2, 8), 60))
        page.freeze_panes(1, 0)
        if headings:
            page.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    return out.getvalue()


def _cell(page, row, column, value, day, moment):
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(row, column, _text(value))
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    elif isinstance(value, datetime.datetime):
        page.write_datetime(row, column, _local(value), moment)
    elif isinstance(value, datetime.date):
        page.write_datetime(row, column, value, day)
    else:
        page.write_string(row, column, as_in_a_workbook(_text(value)))


def _csv(rows, headings):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([guarded(_text(heading)) for heading in headings])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    # The mark in front tells Excel that this is UTF-8.
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _csv_cell(value):
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return guarded(_text(value))


def _text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime.datetime):
        return f"{_local(value):%d-%m-%Y %H:%M}"
    if isinstance(value, datetime.date):
        return f"{value:%d-%m-%Y}"
    text = str(value).encode("utf-8", "replace").decode("utf-8")  # half a letter becomes "?"
    # Two signs that are no letters, and that no file of XML may hold, not even as the name of a sheet.
    text = text.translate({0xFFFE: None, 0xFFFF: None})
    kept = "".join(c for c in text if c >= " " or c in "\t\r\n")
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


def _local(moment):
    """A Copenhagen wall-clock time, since spreadsheets know no time zones."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(COPENHAGEN).replace(tzinfo=None)


def _sheet_name(name, taken):
    """A legal and unused name: at most 31 characters, without the signs Excel forbids."""
    clean = "".join(c for c in _text(name) if c not in "[]:*?/\\\r\n\t").strip("' ")
    if len(clean) > 31:  # whole words, as far as there is room
        clean = (clean[:32].rpartition(" ")[0] or clean)[:31].rstrip("',;–- ")
    clean = clean or "Ark"
    candidate, n = clean, 1
    while candidate.lower() in taken:
        n += 1
        candidate = f"{clean[: 31 - len(str(n)) - 1]} {n}"
    taken.add(candidate.lower())
    return candidate
