"""A list with the mess of a real one, made here; and where real lists are, for those who have them."""

import csv
import io
import os
from datetime import date
from pathlib import Path

import openpyxl

# A folder of lists as units bring them, which are in no repository: a whole unit's in ``pilot``, and small ones, each
# awkward in one way, in ``cases``. Named in KUI_REAL_LISTS, else beside the checkout; without, their tests are skipped.
REAL_LISTS = Path(os.environ.get("KUI_REAL_LISTS") or Path(__file__).resolve().parents[3] / "shared")
PILOT, CASES = REAL_LISTS / "pilot", REAL_LISTS / "cases"

HEADINGS = [
    "CPR-nr.",
    "Fornavn",
    "Efternavn",
    "Adresse",
    "Postnr",
    "By",
    "Mobil",
    "E-mail",
    "Navne-/adressebeskyttelse",
    "Ungeguide",
    "Startdato",
    "Nuværende aktivitet",
    "Mål",
    "Samtykke",
    "Bemærkninger",
]
# Invented people with replacement numbers (60 added to the day), as (row of the spreadsheet, cells).
ROWS = {
    4: [
        "800706-8100",
        "Mohammad",
        "Al-Hassan",
        "Nørregade 106",
        "4540",
        "Fårevejle",
        "+45 52 37 14 21",
        "mo@eksempel.dk",
        "",
        "Anders Vest",
        "9. september 2026",
        "Ukendt",
        "Eget sted at bo",
        "ja",
        'Ønsker at blive kaldt "Mo"',
    ],
    5: [
        "640612-8101 ",
        "Åse",
        "Jensen",
        "Algade 72",
        "4540",
        "Fårevejle",
        "",
        "",
        "",
        "AVE",
        "24/8-2024",
        "Fritidsjob 8 t/uge",
        "hf-enkeltfag",
        "nej",
        "Går til fodbold;\nbor hos far i uge 2",
    ],
    6: [
        "811204-5106",
        "",
        "",
        "Nørregade 27B, 1. tv.",
        "4534",
        "Hørve",
        "",
        "",
        "",
        "AVE",
        "16/4-2026",
        "FGU",
        "",
        "",
        "",
    ],
    7: [
        "8007068100",
        "Mohammad",
        "Al-Hassan",
        "Allé 76B",
        "4500",
        "Nykøbing Sj",
        "24510539",
        "",
        "",
        "AVE",
        "2024-09-06",
        "10. klasse",
        "",
        "",
        "",
    ],
    8: ["910208 5117", "Liva", "Thomsen", "", "", "", "", "", "", "AVE", "17.10.2026", "FGU", "", "", ""],
    9: ["870808-81", "Freja", "Andersen", "", "", "", "", "", "", "AVE", "14/1-2025", "FGU", "", "", ""],
    10: ["7506174137", "Freja", "Ung", "", "", "", "", "", "", "AVE", "25. august 2026", "FGU", "", "", ""],
    11: [
        "6210989133",
        "Dmytro",
        "Gammel",
        "",
        "",
        "",
        "",
        "",
        "",
        "AVE",
        "2025-01-01",
        "10. klasse",
        "",
        "",
        "",
    ],
    # row 12 is blank
    13: [
        "7402027145",
        "Sofia",
        "Pedersen",
        "",
        "",
        "",
        "",
        "",
        "",
        "ANDERS VEST",
        "snart",
        "FGU",
        "",
        "",
        "",
    ],
    14: [
        "800206 7103",
        "Jens",
        "Olsen",
        "",
        "4540",
        "Fårevejle",
        "42723241",
        "søren.3@eksempel.dk",
        "J",
        "XYZ",
        date(2026, 9, 18),
        "Skoleværing",
        "Job i butik",
        "mundtligt",
        '=HYPERLINK("http://example.com")',
    ],
}
EXPECTED = {
    "rows": 10,
    "created": 3,
    "updated": 0,
    "duplicates": [{"row": 7}],
    "rejected": [
        (6, "no_name"),
        (8, "bad_cpr_date"),
        (9, "bad_cpr_length"),
        (10, "too_young"),
        (11, "too_old"),
        (13, "bad_start"),
    ],
    "warned": [(14, "unknown_guide")],
}


def xlsx(
    rows=None, headings=HEADINGS, title="Sagsliste, udtræk pr. 2. november 2026", heading_row=3, **sheets
) -> bytes:
    """A workbook with a title, blank lines, a total at the bottom and a sheet of instructions."""
    rows = ROWS if rows is None else rows
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = sheets.get("name", "Unge")
    if title:
        sheet.cell(1, 1, title)
    for column, heading in enumerate(headings, start=1):
        sheet.cell(heading_row, column, heading)
    for number, cells in rows.items():
        for column, cell in enumerate(cells, start=1):
            if cell != "":
                sheet.cell(number, column, cell)
    for number in sheets.get("hidden", ()):
        sheet.row_dimensions[number].hidden = True
    last = max(rows, default=heading_row) + 2
    sheet.cell(last, 1, "I alt")
    sheet.cell(last, 2, len(rows))
    book.create_sheet("Vejledning").cell(1, 1, "Udfyld et ark pr. måned")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(report: dict) -> dict:
    """The report with rejected and warned as (row, code), to compare with what was expected."""
    return report | {
        name: [(entry["row"], entry["code"]) for entry in report[name]] for name in ("rejected", "warned")
    }


def listing(rows: list[list], headings=HEADINGS) -> bytes:
    """Rows as the text file of semicolons that a spreadsheet saves."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([headings, *rows])
    return out.getvalue().encode()


def about(cpr: str, first: str, last: str, **more) -> list:
    """A row of the list about somebody, with the cells of `more` by what they hold."""
    told = {
        "address": "Algade 1",
        "code": "4540",
        "town": "Fårevejle",
        "guide": "AVE",
        "start": "14-09-2026",
    } | more
    keys = "address code town phone email protected guide start activity goal consent remarks".split()
    return [cpr, first, last, *(told.get(key, "") for key in keys)]
