"""Lists out of the house: values only, nothing a spreadsheet would run, nothing about who made the file."""

import csv
import datetime
import io
import os
import re
import tempfile
import time
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from core import exports
from core.spreadsheets.guarding import guarded, unguarded
from core.spreadsheets.readers import read_sheets
from tests.helpers.formulas import LEADS


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


@pytest.mark.parametrize(
    ("fmt", "kind"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_download_has_its_name_and_type_and_is_kept_nowhere(fmt, kind):
    response = exports.rows_response([["Ida"]], ["Navn"], fmt, "Mine unge", sheet="Unge")
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="Mine_unge.{fmt}"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("no-store, private", "nosniff")
    assert response.content == exports.table([["Ida"]], ["Navn"], fmt, sheet="Unge")


def test_a_sheet_is_called_as_asked_or_liste():
    assert sheet(exports.table([], ["Navn"], "xlsx", sheet="Unge")).title == "Unge"
    assert sheet(exports.table([], ["Navn"], "xlsx")).title == "Liste"


def test_the_longest_text_stays_and_one_sign_more_is_cut():
    longest, longer = "a" * 32_000, "a" * 32_001
    (_head, (kept,), (cut,)) = read_csv(exports.table([[longest], [longer]], ["Tekst"], "csv"))
    assert kept == longest
    assert cut == "a" * 31_999 + "…"


def test_a_sheet_is_laid_out_for_reading():
    """Headings stand still and filter; a column is as wide as its longest text, between 8 and 60."""
    rows = [["Ida", "x" * 20, "y" * 90], ["Bo", "", ""]]
    page = sheet(exports.table(rows, ["Navn", "By", "Note"], "xlsx"))
    assert page.freeze_panes == "A2" and page.auto_filter.ref == "A1:C3"
    assert page["A1"].font.bold and not page["A2"].font.bold
    widths = [round(page.column_dimensions[letter].width) for letter in "ABC"]
    assert widths[0] < widths[1] < widths[2] and abs(widths[0] - 8) <= 1
    assert abs(widths[1] - 22) <= 1 and abs(widths[2] - 60) <= 1


def test_days_moments_and_figures_are_what_they_are():
    at = datetime.datetime(2026, 7, 1, 22, 30, tzinfo=datetime.UTC)
    row = [datetime.date(2026, 2, 28), at, 3, 2.5, Decimal("1.25"), True, False, None, ""]
    page = sheet(exports.table([row], list("abcdefghi"), "xlsx"))
    cells = [cell.value for cell in page[2]]
    assert cells[0] == datetime.datetime(2026, 2, 28) and page["A2"].number_format == "dd-mm-yyyy"
    assert cells[1] == datetime.datetime(2026, 7, 2, 0, 30)  # half past midnight in Copenhagen
    assert page["B2"].number_format == "dd-mm-yyyy hh:mm"
    assert cells[2:] == [3, 2.5, 1.25, "ja", "nej", None, None]
    (_head, texts) = read_csv(exports.table([row], list("abcdefghi"), "csv"))
    assert texts == ["28-02-2026", "02-07-2026 00:30", "3", "2,5", "1,25", "ja", "nej", "", ""]


def test_a_file_says_nothing_of_who_made_it_or_when():
    book = openpyxl.load_workbook(io.BytesIO(exports.table([["Ida"]], ["Navn"], "xlsx")))
    said = book.properties
    assert said.created == datetime.datetime(2000, 1, 1)
    assert not any((said.creator, said.lastModifiedBy, said.company if hasattr(said, "company") else ""))


def test_sheets_have_legal_names_of_their_own():
    names = ["Unge", "unge", "[]:*?/\\", "'Et navn'", "x" * 40, "x" * 40]
    names += ["Hvorfor frister for 15–17-årige ikke blev holdt", "Hvorfor frister for 15–17-årige, som løb"]
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook([(name, ["a"], []) for name in names])))
    whole = ["Hvorfor frister for 15–17-årige", "Hvorfor frister for"]
    assert book.sheetnames == ["Unge", "unge 2", "Ark", "Et navn", "x" * 31, "x" * 29 + " 2", *whole]


@pytest.mark.parametrize("fmt", exports.BOOKS)
def test_no_sign_that_somebody_searched_for_breaks_the_file(fmt):
    """A list is called by its filters, so its sheet is named by what somebody wrote."""
    odd = "Ung\ufffe\uffff\x00\x1f\u2028 &<\"'"
    data = exports.table([[odd]], [odd], fmt, sheet=odd)
    (sheet,) = read_sheets(data, f"x.{fmt}")
    assert sheet.name == 'Ung\u2028 &<"'
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(packed.read(name))


def test_a_format_we_do_not_make_is_refused():
    with pytest.raises(ValueError, match="unknown format 'pdf'"):
        exports.table([], [], "pdf")


def test_headings_stand_out_and_days_stand_left():
    at = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.UTC)
    page = sheet(exports.table([[at.date(), at, "x"]], ["Dag", "Tid", None], "xlsx"))
    head = page["A1"]
    assert [cell.value or "" for cell in page[1]] == ["Dag", "Tid", ""]
    assert (head.border.bottom.style, head.alignment.wrap_text, head.alignment.vertical) == (
        "thin",
        True,
        "top",
    )
    assert [page[cell].alignment.horizontal for cell in ("A2", "B2", "C2")] == ["left", "left", None]


@pytest.mark.parametrize(("rows", "filtered"), [(0, "A1:A2"), (1, "A1:A2"), (2, "A1:A3")])
def test_the_filter_reaches_to_the_last_row(rows, filtered):
    assert sheet(exports.table([["x"]] * rows, ["Navn"], "xlsx")).auto_filter.ref == filtered


@pytest.mark.parametrize(("before", "is_wide"), [(199, True), (200, False)])
def test_the_first_two_hundred_rows_say_how_wide_a_column_is(before, is_wide):
    rows = [["x"]] * before + [["x" * 40]]
    page = sheet(exports.table(rows, ["Navn"], "xlsx"))
    assert (page.column_dimensions["A"].width > 30) is is_wide


def test_a_row_may_be_longer_than_the_headings():
    page = sheet(exports.table([["Ida", "uden overskrift"]], ["Navn"], "xlsx"))
    assert [cell.value for cell in page[2]] == ["Ida", "uden overskrift"]


def test_what_is_no_figure_is_an_error_in_its_cell_and_no_broken_file():
    page = sheet(exports.table([[float("nan"), float("inf"), 1]], list("abc"), "xlsx"))
    assert page["C2"].value == 1 and {page["A2"].value, page["B2"].value} <= {
        "#NUM!",
        "#DIV/0!",
        "=#NUM!",
        "=1/0",
    }


def test_a_list_touches_no_disk(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/findes-ikke")
    assert exports.table([["Ida"]], ["Navn"], "xlsx")


def test_lines_end_as_excel_wants_and_line_breaks_inside_stay():
    data = exports.table([["a\r\nb\tc\rd"], ["Bo"]], ["Navn"], "csv")
    assert data == b'\xef\xbb\xbfNavn\r\n"a\r\nb\tc\rd"\r\nBo\r\n'


def test_a_moment_without_a_zone_is_taken_as_it_stands_and_any_other_is_copenhagens(monkeypatch):
    monkeypatch.setitem(os.environ, "TZ", "America/Los_Angeles")
    time.tzset()
    try:
        bare = datetime.datetime(2026, 1, 1, 12, 30)
        rows = [[bare, bare.replace(tzinfo=datetime.UTC)]]
        assert read_csv(exports.table(rows, ["a", "b"], "csv"))[1] == ["01-01-2026 12:30", "01-01-2026 13:30"]
        cells = [cell.value for cell in sheet(exports.table(rows, ["a", "b"], "xlsx"))[2]]
        assert cells == [bare, bare.replace(hour=13)]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_word_that_is_translated_late_is_a_word():
    assert read_csv(exports.table([[gettext_lazy("yes")]], [gettext_lazy("no")], "csv")) == [["nej"], ["ja"]]


def test_letters_of_a_sheets_name_stay():
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook([("Xenia og Max X", ["a"], [])])))
    assert book.sheetnames == ["Xenia og Max X"]
    response = exports.rows_response([], ["Navn"], "xlsx", "liste")
    assert sheet(response.content).title == "Liste"
