"""Reading: every kind of file, the rows as the spreadsheet numbers them, and files that mean harm."""

import io
import zipfile
from datetime import date, time, timedelta

import openpyxl
import pytest

from core.spreadsheets.columns import Field
from core.spreadsheets.detection import find_table
from core.spreadsheets.parsers import parse_date
from core.spreadsheets.readers import MAX_BYTES, TableError, guess_separator, read_sheets

pytestmark = pytest.mark.once

FIELDS = (Field("name", "Navn"), Field("town", "By", ("bynavn",)), Field("day", "Dato"))
CSV = 'Navn;By;Dato\nÅse Ørsted;Asnæs;1/3-2026\n"Bjørn;\nMüller";Fårevejle;2. maj 2026\n\nDésirée;Højby;3/3-26\n'
ROWS = [(2, "Åse Ørsted"), (3, "Bjørn;\nMüller"), (5, "Désirée")]


def names(content: bytes, **choices) -> list[tuple[int, str]]:
    table = find_table(read_sheets(content), FIELDS, **choices)
    return [(number, record["name"]) for number, record in table.records()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_the_numbers_a_spreadsheet_shows(encoding, newline):
    text = CSV if newline == "\n" else CSV.replace("\n", newline)
    assert names(text.encode(encoding)) == ROWS


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(separator):
    text = f"Navn{separator}By{separator}Dato\nÅse{separator}Vig{separator}1/3-2026\n"
    assert guess_separator(text) == separator
    assert names(text.encode()) == [(2, "Åse")]


def test_commas_inside_names_do_not_cut_them():
    text = "Navn;By\nHansen, Peter, 1. tv.;Vig\nDam, Åse, st.;Asnæs\n"
    assert names(text.encode()) == [(2, "Hansen, Peter, 1. tv."), (3, "Dam, Åse, st.")]


def test_a_line_for_the_spreadsheet_program_is_no_row():
    assert names(b"sep=|\nNavn|By\nBo|Vig\n") == [(2, "Bo")]


def test_a_quote_nobody_closed_does_not_eat_the_rest():
    text = 'Navn;By\n"Bo;Vig\n' + "".join(f"Navn {n};Vig\n" for n in range(100))
    assert len(names(text.encode())) == 101


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_xlsx_title_blank_lines_total_foot_note_and_other_sheets():
    def fill(book):
        book.active.title = "Forside"
        book.active.append(["Navn på enheden"])
        sheet = book.create_sheet("Liste")
        sheet["A2"] = "Vores liste pr. 2. november 2026"
        for number, cells in {
            5: ["Navn", "By", "Dato"],
            6: ["Åse", "Vig", date(2026, 3, 1)],
            8: ["Bo", "Asnæs", 46082],
            9: ["Navn", "By", "Dato"],
            10: [1.0, True, None],
            12: ["I alt", 3],
            14: ["Udskrevet af Mette"],
        }.items():
            for column, value in enumerate(cells, start=1):
                sheet.cell(number, column, value)
        hidden = book.create_sheet("Gammel")
        hidden.sheet_state = "hidden"
        for _ in range(9):
            hidden.append(["Navn", "By", "Dato"])

    content = workbook(fill)
    table = find_table(read_sheets(content), FIELDS)
    assert (table.sheet.name, table.heading_row, table.preamble) == (
        "Liste",
        5,
        ["Vores liste pr. 2. november 2026"],
    )
    assert [(row.number, row.cells) for row in table.rows] == [
        (6, ("Åse", "Vig", date(2026, 3, 1))),
        (8, ("Bo", "Asnæs", "46082")),
        (10, ("1", "ja")),
    ]
    assert [number for number, _why in table.passed_over] == [9, 12, 14]
    with pytest.raises(TableError, match="Liste"):
        names(content, sheet_name="Findes ikke")


def test_a_formula_is_text_and_never_calculated():
    content = workbook(
        lambda book: [book.active.append(row) for row in (["Navn", "By"], ['=CMD("x")', "Vig"])]
    )
    assert names(content) == [(2, '=CMD("x")')]


def ods(*tables: str) -> bytes:
    ns = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    xml = f"<office:document-content {ns}>{body}</office:document-content>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", xml)
    return out.getvalue()


def test_ods_with_repeated_rows_and_cells():
    def cell(text="", **attributes):
        given = " ".join(
            f'{name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items()
        )
        return f"<table:table-cell {given}><text:p>{text}</text:p></table:table-cell>"

    head = "<table:table-row>" + cell("Navn") + cell("By") + cell("Dato") + "</table:table-row>"
    blank = '<table:table-cell table:number-columns-repeated="1000"/>'
    gap = f'<table:table-row table:number-rows-repeated="3">{blank}</table:table-row>'
    row = "<table:table-row>" + cell("Åse<text:s/>Dam") + cell(office_value_type="float", office_value="4540") + cell(
        office_value_type="date", office_date_value="2026-03-01"
    ) + "</table:table-row>"  # fmt: skip
    end = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    content = ods(f'<table:table table:name="Ark1">{head}{gap}{row}{end}</table:table>')
    table = find_table(read_sheets(content), FIELDS)
    assert [(r.number, r.cells) for r in table.rows] == [(5, ("Åse Dam", "4540", date(2026, 3, 1)))]


def test_ods_with_header_rows_comments_and_several_lines_in_a_cell():
    def cell(inner):
        return f'<table:table-cell office:value-type="string">{inner}</table:table-cell>'

    comment = "<office:annotation><text:p>Husk at ringe</text:p></office:annotation>"
    name = "<text:p><text:span>Åse</text:span> Dam</text:p><text:p>kaldes Ås<text:line-break/>og Å</text:p>"
    head = f"<table:table-row>{cell('<text:p>Navn</text:p>')}{cell('<text:p>By</text:p>')}</table:table-row>"
    row = f"<table:table-row>{cell(comment + name)}{cell('<text:p>Vig</text:p>')}</table:table-row>"
    header = f"<table:table-header-rows>{head}</table:table-header-rows>"
    content = ods(f'<table:table table:name="Ark1">{header}{row}</table:table>')
    assert names(content) == [(2, "Åse Dam\nkaldes Ås\nog Å")]


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"a" * (MAX_BYTES + 1),
        b"PK\x03\x04 not a zip",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or locked",
        b"%PDF-1.7",
        zipped({"word/document.xml": b"<x/>"}),
        zipped({"xl/workbook.xml": b"<x/>", "bomb": b"0" * 30_000_000}),  # ratio over 100
        zipped({"xl/workbook.xml": b"<x/>", **{f"{n}": b"" for n in range(1_001)}}),
        zipped({"xl/workbook.xml": b"<broken"}),
        zipped({"content.xml": BILLION_LAUGHS}),
        b"Navn;By\n" + b"x;y\n" * 20_001,
    ],
    ids=[
        "empty", "zeros", "large", "broken", "old", "pdf", "word", "bomb", "entries", "xml", "laughs", "rows",
    ],
)  # fmt: skip
def test_files_that_are_no_list_are_refused_with_words(content):
    with pytest.raises(TableError) as refused:
        read_sheets(content)
    assert len(str(refused.value)) > 10


def test_nothing_from_a_file_breaks_the_database_or_the_page():
    table = find_table(read_sheets("Navn;By\nÅ\u0308se\x00\u202e\x07;Vig\n".encode()), FIELDS)
    assert table.rows[0].cells[0].isprintable()


def test_ods_hides_merges_counts_from_1904_and_holds_errors():
    def cell(words, **more):
        told = "".join(
            f' {name.replace("_", ":").replace(".", "-")}="{value}"' for name, value in more.items()
        )
        return f"<table:table-cell{told}><text:p>{words}</text:p></table:table-cell>"

    def row(*cells, **more):
        told = "".join(f' table:{name}="{value}"' for name, value in more.items())
        return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"

    null = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    number = cell("x", **{"office_value.type": "float", "office_value": 44817})
    moment = cell("x", **{"office_value.type": "date", "office_date.value": "2026-09-14T22:30:00Z"})
    rows = [
        row(cell("Navn"), cell("By"), cell("Dato")),
        row(cell("Bo"), cell("Vig", **{"table_number.rows.spanned": 2}), number),
        row(cell("Ib"), "<table:covered-table-cell/>", moment),
        row(cell("Skjult"), cell("Vig"), visibility="filter"),
        row(cell("#REF!", table_formula="of:=[.Z1]"), cell("Vig"), cell("")),
    ]  # fmt: skip
    table = find_table(
        read_sheets(ods(f'{null}<table:table table:name="Ark">{"".join(rows)}</table:table>')), FIELDS
    )
    read = [record for _number, record in table.records()]
    assert [(r["name"], r["town"]) for r in read] == [("Bo", "Vig"), ("Ib", "Vig"), ("#REF!", "Vig")]
    assert table.hidden == [4] and table.sheet.filled == ("B2:B3",)
    assert parse_date(read[0]["day"]) == date(2026, 9, 14) and read[1]["day"] == date(2026, 9, 15)
    assert [remark.code for remark in table.doubts(5, read[2]).values()] == ["no_value"]


def test_rows_of_another_program_spoil_no_letter_of_the_others():
    content = "Navn;By\nÅse Østergård;Fårevejle\nÆrø;".encode() + "Højby\n".encode("cp1252")
    assert names(content) == [(2, "Åse Østergård"), (3, "Ærø")]
    assert read_sheets(content)[0].rows[2].cells[1] == "Højby"


def test_hours_are_told_as_a_spreadsheet_shows_them():
    def fill(book):
        book.active.append(["Navn", "By", "Dato"])
        book.active.append([time(10, 30), timedelta(hours=30, minutes=5), "x"])

    table = find_table(read_sheets(workbook(fill)), FIELDS)
    (record,) = [record for _number, record in table.records()]
    assert (record["name"], record["town"]) == ("10:30", "30:05")
    assert {remark.code for remark in table.doubts(2, record).values()} == {"not_words"}
    told = 'office:value-type="time" office:time-value="PT10H30M00S"'
    cell = f"<table:table-cell {told}><text:p>10:30:00</text:p></table:table-cell>"
    head = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in ("Navn", "By"))
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{cell}{cell}</table:table-row>"
    table = find_table(read_sheets(ods(f'<table:table table:name="Ark">{rows}</table:table>')), FIELDS)
    (record,) = [record for _number, record in table.records()]
    assert record["name"] == "10:30" and len(table.doubts(2, record)) == 2


def test_a_number_is_no_word_where_only_words_are():
    fields = (Field("name", "Navn", words=True), Field("town", "By"))
    content = workbook(lambda book: [book.active.append(row) for row in (["Navn", "By"], [0, 4540])])
    table = find_table(read_sheets(content), fields)
    (record,) = [record for _number, record in table.records()]
    assert [(key, remark.code) for key, remark in table.doubts(2, record).items()] == [("name", "not_words")]


def test_columns_that_nobody_reads_and_rows_passed_over_are_said():
    table = find_table(read_sheets("Navn;By;Afdeling;\nBo;Vig;Øst;løs\nI alt;1;;\n".encode()), FIELDS)
    assert "Afdeling" in table.notices()[0] and "D" in table.notices()[0]
    assert "3" in table.passed_over_rows()[0]
