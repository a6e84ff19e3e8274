"""ODS out of the house: values only, the very values, read back by our own reader and by the rules of the format."""

import datetime
import io
import time
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from core import exports
from core.spreadsheets.readers import read_sheets
from tests.helpers.formulas import LEADS

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def content(data: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return ElementTree.fromstring(packed.read("content.xml"))


def cells(data: bytes) -> list[ElementTree.Element]:
    return list(content(data).iter(f"{TABLE}table-cell"))


@pytest.mark.parametrize("lead", [*LEADS, "http://x.example", "0123", "1e5", "2026-11-01"])
def test_text_is_text_and_never_a_formula(lead):
    made = cells(exports.table([[lead]], ["Navn"], "ods"))
    assert [cell.get(f"{OFFICE}value-type") for cell in made] == ["string", "string"]
    assert not any(TABLE + "formula" in cell.attrib for cell in made)
    (sheet,) = read_sheets(exports.table([[lead]], ["Navn"], "ods"), "x.ods")
    assert str(sheet.rows[1].cells[0]).strip() == lead.strip()


def test_figures_days_and_moments_are_what_they_are():
    moment = datetime.datetime(2026, 7, 1, 22, 30, 5, 9, tzinfo=datetime.UTC)
    row = [7, -3, 2.5, Decimal("1.10"), datetime.date(2026, 11, 1), moment, True, None, "", float("nan")]
    made = cells(exports.table([row], ["a"] * 10, "ods"))[10:]
    kinds = [cell.get(f"{OFFICE}value-type") for cell in made]
    assert kinds == ["float"] * 4 + ["date"] * 2 + ["string", None, None, "string"]
    assert [cell.get(f"{OFFICE}value") for cell in made[:4]] == ["7", "-3", "2.5", "1.10"]
    days = [cell.get(f"{OFFICE}date-value") for cell in made[4:6]]
    assert days == ["2026-11-01", "2026-07-02T00:30:05"], "a moment is told on the clock of Copenhagen"


def test_spaces_lines_and_signs_are_kept():
    words = ' to  ord\tog\nen <linje> & "mere" ✓\ufffe'
    (cell,) = cells(exports.table([[words]], ["x"], "ods"))[1:]
    lines = [
        "".join([line.text or ""] + [" " * int(part.get(f"{TEXT}c", 1)) + (part.tail or "") for part in line])
        for line in cell.iter(f"{TEXT}p")
    ]
    assert lines == [" to  ord og", 'en <linje> & "mere" ✓']


def test_the_file_is_an_opendocument_spreadsheet_that_says_nothing_of_who_made_it():
    data = exports.book([("Tal/1", ["a"], [[1]]), ("Tal/1", ["b"], [["x"]])], "ods")
    assert data[30:38] == b"mimetype" and exports.TYPES["ods"].encode() in data[:120]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.namelist() == ["mimetype", "META-INF/manifest.xml", "content.xml"]
        assert packed.testzip() is None
    assert [sheet.get(f"{TABLE}name") for sheet in content(data).iter(f"{TABLE}table")] == ["Tal1", "Tal1 2"]
    assert data == exports.book([("Tal/1", ["a"], [[1]]), ("Tal/1", ["b"], [["x"]])], "ods")


def test_every_format_holds_the_same_list():
    rows = [["Ida", 3, datetime.date(2026, 1, 2)], ["=Bo", 0, None]]
    response = exports.rows_response(rows, ["Navn", "Tal", "Dag"], "ods", "Mine unge")
    assert response["Content-Type"] == exports.TYPES["ods"]
    assert 'filename="Mine_unge.ods"' in response["Content-Disposition"]
    sheets = [
        read_sheets(exports.table(rows, ["Navn", "Tal", "Dag"], fmt), f"x.{fmt}")[0]
        for fmt in ("ods", "xlsx")
    ]
    assert [[str(cell) for cell in row.cells] for row in sheets[0].rows] == [
        [str(cell) for cell in row.cells] for row in sheets[1].rows
    ]


def test_a_long_list_is_made_while_one_waits():
    began = time.process_time()
    exports.table([[f"navn {n}", n, None, "x", n] for n in range(5_000)], list("abcde"), "ods")
    assert time.process_time() - began < 5
