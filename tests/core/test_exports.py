"""Lists out of the house: values only, nothing a spreadsheet would run, nothing about who made the file."""

import csv
import datetime
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from django.utils import translation

from core import exports
from core.spreadsheets.guarding import guarded, unguarded

LEADS = [
    "=1+1",
    "+45 20 12 34 56",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "＋45",
    "－2",
    "＠SUM(A1)",
    "\n=1",
    '=HYPERLINK("http://x")',
]


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


def read_csv(data):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheet(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


@pytest.mark.parametrize("lead", LEADS)
def test_exports_csv_text_is_never_a_formula(lead):
    (heading,), (cell,) = read_csv(exports.table([[lead]], [lead], "csv"))
    assert cell.startswith("'")
    assert heading.startswith("'")


@pytest.mark.parametrize("lead", [*LEADS, "http://x.example", "mailto:a@b.dk", "0123", "1e5"])
def test_exports_xlsx_text_is_text(lead):
    data = exports.table([[lead]], [lead], "xlsx")
    page = sheet(data)
    assert [page["A1"].data_type, page["A2"].data_type] == ["s", "s"]
    assert page["A2"].hyperlink is None
    inside = b"".join(zipfile.ZipFile(io.BytesIO(data)).read(n) for n in ("xl/worksheets/sheet1.xml",))
    assert b"<f>" not in inside


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("hidden", ["", " ", "'", "\u00a0", "'' "])
def test_every_sign_of_a_formula_is_seen_and_given_back(sign, hidden):
    """The text comes back as it was, so that a list may leave and be read in again."""
    text = f"{hidden}{sign}1+1"
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text
    inside = f"X{sign}1"
    assert guarded(inside) == inside == unguarded(inside)


def test_an_apostrophe_that_is_nobodys_guard_stays():
    assert unguarded(guarded("'t Hart")) == guarded("'t Hart") == "'t Hart"
    assert unguarded("=1") == "=1"


@pytest.mark.parametrize("blank", ["\t", "\r", "\n"])
def test_a_text_that_begins_with_a_tab_or_a_new_line_is_held_too(blank):
    assert guarded(f"{blank}Ida") == f"'{blank}Ida"


def test_exports_keep_figures_and_dates_as_such():
    moment = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
    row = [3, 2.5, Decimal("1.25"), datetime.date(2026, 7, 1), moment, True, None, -4]
    page = sheet(exports.table([row], list("abcdefgh"), "xlsx"))
    values = [cell.value for cell in page[2]]
    assert values[:3] == [3, 2.5, 1.25]
    assert values[3] == datetime.datetime(2026, 7, 1)
    assert values[4] == datetime.datetime(2026, 7, 2, 0, 30)  # Copenhagen, summer
    assert values[7] == -4
    _head, cells = read_csv(exports.table([row], list("abcdefgh"), "csv"))
    assert cells[:5] == ["3", "2,5", "1,25", "01-07-2026", "02-07-2026 00:30"]
    assert cells[6:] == ["", "-4"]


def test_exports_danish_letters_semicolons_and_line_breaks_survive():
    words = 'Ærø; "Åse"\nØst'
    assert read_csv(exports.table([[words]], ["Navn"], "csv"))[1] == [words]
    assert sheet(exports.table([[words]], ["Navn"], "xlsx"))["A2"].value == words


def test_exports_xlsx_has_no_hidden_sheet_author_or_comment():
    data = exports.workbook(
        [("Sager", ["a"], [[1]]), ("Sager", ["b"], [[2]]), ("[x]:*?/\\" + "y" * 40, ["c"], [])]
    )
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [page.sheet_state for page in book.worksheets] == ["visible"] * 3
    assert book.sheetnames[:2] == ["Sager", "Sager 2"]
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "comment" in name or "vba" in name or "external" in name]
    core = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert re.search(r"<dc:creator>(.+?)</dc:creator>", core) is None
    assert "2000-01-01" in core


def test_exports_same_rows_same_bytes():
    assert exports.table([["a", 1]], ["x", "y"], "xlsx") == exports.table([["a", 1]], ["x", "y"], "xlsx")


def test_exports_bear_control_characters_and_very_long_text():
    nasty = "a\x00b\x0bc\ud800" + "x" * 40_000
    for fmt in ("csv", "xlsx"):
        data = exports.table([[nasty]], ["Tekst"], fmt)
        value = read_csv(data)[1][0] if fmt == "csv" else sheet(data)["A2"].value
        assert value.startswith("abc?xxx")
        assert value.endswith("…")


def test_exports_response_is_an_attachment_that_nobody_keeps():
    response = exports.rows_response([["Bo"]], ["Navn"], "xlsx", "Mine unge æøå / nov")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "\n" not in exports.rows_response([], [], "csv", "a\r\nX: y")["Content-Disposition"]


def test_exports_unknown_format_is_refused():
    with pytest.raises(ValueError, match="pdf"):
        exports.table([], [], "pdf")
