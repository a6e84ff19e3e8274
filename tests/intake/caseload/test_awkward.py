"""Lists that are awkward in one way each: every cell is a value, or somebody is asked."""

import io
from datetime import date, time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from cases.casefile.finding import find
from cases.models import Case, YoungPerson
from cases.people.actions import edit_person
from core import clock
from core.importing.files import ImportFile
from core.jobs import queue as jobs
from core.spreadsheets.readers import read_sheets
from core.spreadsheets.results import RowStatus
from intake.caseload.importer import CASELOAD
from tests.helpers import factories, pilot
from tests.helpers.pilot import about, listing

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.travel(TODAY):
        yield


@pytest.fixture(autouse=True)
def vest(unit, leader):
    """The guides of the lists."""
    factories.UserFactory(unit=unit, name="Jamila Iqbal Andersen", initials="JIA")
    factories.UserFactory(unit=unit, name="Karen Råbjerg", initials="KRÅ")
    return factories.UserFactory(unit=unit, name="Anders Vest", initials="AVE")


def shared(name: str, otherwise: bytes) -> bytes:
    """The file that lies beside the checkout, else one like it."""
    path = pilot.CASES / name
    return path.read_bytes() if path.exists() else otherwise


def planned(content: bytes, leader, **how):
    table = CASELOAD.table(read_sheets(content), **how)
    return CASELOAD.plan(table, unit=leader.unit, by=leader), table


def bring_in(content: bytes, leader, **how):
    outcomes, _table = planned(content, leader, **how)
    CASELOAD.write(outcomes, unit=leader.unit, by=leader, source="liste.csv")
    return outcomes


def book(rows, *, epoch=None, fill=lambda sheet: None) -> bytes:
    made = openpyxl.Workbook()
    if epoch:
        made.epoch = epoch
    for row in [pilot.HEADINGS, *rows]:
        made.active.append([cell if cell != "" else None for cell in row])
    fill(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def warned(outcome) -> list[str]:
    return [warning.code for warning in outcome.warnings]


def test_a_bare_number_is_a_day_by_the_workbooks_own_beginning(leader):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    own = book([about("690107-4102", "Signe", "Winther", start=44817)], epoch=CALENDAR_MAC_1904)
    for content in (own, shared("f01_1904_datoer.xlsx", own)):
        outcomes, _table = planned(content, leader)
        assert {outcome.data.opened_on for outcome in outcomes} == {date(2026, 9, 14)}


def test_what_is_no_phone_is_told_row_by_row_and_never_compared(leader):
    phones = ["00000000", "0", "har ingen", "12 34 56 78", "xx"]
    own = listing(
        [about(f"7{n}0607-412{n}", "Freja", "Toft", phone=p, email="-") for n, p in enumerate(phones, 1)]
    )
    for content in (own, shared("f05_ugyldige_telefoner.csv", own)):
        outcomes, _table = planned(content, leader)
        assert all(outcome.result == RowStatus.NEW and "bad_phone" in warned(outcome) for outcome in outcomes)
        assert {outcome.data.person.phone for outcome in outcomes} == {""}
    bring_in(own, leader)
    assert not YoungPerson.objects.exclude(phone="").exists() and find(leader, "00000000") == []
    assert "har ingen" in "".join(case.notes.get().text for case in Case.objects.all())


def hide(sheet) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["D"].hidden = True


HIDDEN = [
    about(f"7{n}0708-413{n}", name, "Bak") for n, name in enumerate(("Laura", "Mads", "Noor", "Otto"), 1)
]


def test_hidden_rows_come_in_only_when_chosen(leader, tmp_path, capsys):
    own = book(HIDDEN, fill=hide)
    for content in (own, shared("f10_skjulte_raekker_og_ark.xlsx", own)):
        outcomes, table = planned(content, leader)
        assert [outcome.row for outcome in outcomes] == [2, 5]
        assert "2 skjulte rækker" in " ".join(table.notices())
        assert (content != own) or "Skjulte kolonner læses også: D." in table.notices()
        assert len(planned(content, leader, choices={"hidden": True})[0]) == 4
    (tmp_path / "liste.xlsx").write_bytes(own)
    call_command("import_caseload", str(tmp_path / "liste.xlsx"), unit=leader.unit.slug)
    assert Case.objects.count() == 2 and "2 skjulte rækker" in capsys.readouterr().out


def test_the_preview_asks_about_hidden_rows(client, leader, monkeypatch):
    monkeypatch.setattr(jobs, "dispatch", lambda pk: None)
    client.force_login(leader)
    client.post(
        reverse("intake:caseload_import"), {"file": SimpleUploadedFile("a.xlsx", book(HIDDEN, fill=hide))}
    )
    page = reverse("intake:caseload_import_preview", args=[ImportFile.objects.get().pk])
    assert "2 skjulte rækker" in client.get(page).content.decode()
    assert client.post(page, {"asks_hidden": "1", "hidden": "on"})["Location"] == page
    assert client.get(page).context["counts"]["rows"] == 4
    assert "/opgaver/" in client.post(page, {"asks_hidden": "1", "hidden": "on"})["Location"]


def merge(sheet) -> None:
    sheet.insert_rows(1)
    for cells, words in {"A1:C1": "Den unge", "J1:O1": "Forløb"}.items():
        sheet[cells.split(":")[0]] = words
        sheet.merge_cells(cells)
    sheet.merge_cells("J3:J6")


def test_merged_cells_are_read_in_all_of_their_rows(leader):
    rows = [
        about(f"82030{n}-414{n}", "Rune", "Skov", guide="Karen Råbjerg" if n == 6 else "")
        for n in range(6, 10)
    ]
    own = book(rows, fill=merge)
    for content in (own, shared("f11_flettede_celler_to_overskriftsraekker.xlsx", own)):
        outcomes, table = planned(content, leader)
        assert [outcome.data.guide.name for outcome in outcomes] == ["Karen Råbjerg"] * 4
        assert "J3:J6" in " ".join(table.notices())


def test_formulas_without_a_value_and_errors_are_asked_about_by_their_cell(leader):
    own = book(
        [about("850509-4148", '="An"&"ton"', "Bech"), about("=A2", "Berta", "Bech", start="=TODAY()-30")]
    )
    for content in (own, shared("f13a_formler_uden_vaerdi.xlsx", own)):
        outcomes, _table = planned(content, leader)
        assert [(o.result, o.code) for o in outcomes] == [(RowStatus.REJECTED, "no_value")] * 2
        assert "B2" in outcomes[0].message and "A3" in outcomes[1].message and "K3" in outcomes[1].message
    content = shared("f13b_formler_nul_og_fejl.xlsx", b"")
    if content:
        first, second, third = planned(content, leader)[0]
        assert (first.result, first.code) == (RowStatus.REJECTED, "no_value") and "K2" in first.message
        assert second.data.person.postal_code == "" and warned(second) == ["bad_postal_code"]
        assert "E3" in second.warnings[0].message
        assert (third.result, third.code) == (RowStatus.REJECTED, "no_value") and "#REF!" in third.message


def test_an_error_a_zero_a_date_and_a_tick_are_no_words(leader):
    def spoil(sheet):
        sheet["C2"], sheet["E3"], sheet["D4"], sheet["B5"] = "#REF!", 0, date(2026, 2, 1), True
        sheet["C2"].data_type = "e"

    rows = [about(f"8{n}0509-415{n}", "Dora", "Bech") for n in (6, 7, 8)] + [
        about("890509-4159", "Bo", "Bech")
    ]
    outcomes, _table = planned(book(rows, fill=spoil), leader)
    assert [(o.result, o.code) for o in outcomes] == [
        (RowStatus.REJECTED, "no_value"), (RowStatus.NEW, ""), (RowStatus.NEW, ""), (RowStatus.REJECTED, "not_words"),
    ]  # fmt: skip
    assert warned(outcomes[1]) == ["bad_postal_code"] and outcomes[1].data.person.postal_code == ""
    assert "Postnummer (E3): »0«" in outcomes[1].warnings[0].message
    assert warned(outcomes[2]) == ["not_words"] and "D4" in outcomes[2].warnings[0].message
    assert outcomes[2].data.person.address == ""


ODD = ["611108‑4172", "621108–4173", "631108\u00a04174", "\u200b641108-4175", "651108-4176\ufeff", "661108 - 4177",
       "６７１１０８-４１７８", "590²", "671108-417²"]  # fmt: skip


def test_cpr_numbers_are_ascii_digits_or_a_row_error(leader):
    headings = [" CPR‑nr. ", *pilot.HEADINGS[1:9], "Unge\u00adguide", *pilot.HEADINGS[10:]]
    outcomes = bring_in(
        listing([about(cpr, "Ask", f"Birk{n}") for n, cpr in enumerate(ODD)], headings), leader
    )
    assert [o.code for o in outcomes] == [""] * 7 + ["bad_cpr_length"] * 2
    assert all(o.data.guide for o in outcomes[:7]) and outcomes[6].data.person.cpr == "6711084178"
    again = planned(listing([about("671108-4178", "Ask", "Birk6")]), leader)[0][0]
    assert again.result == RowStatus.DUPLICATE
    content = shared("f20_usynlige_tegn.csv", listing([about(cpr, "Ask", "Birk") for cpr in ODD[:7]]))
    assert all(o.data.person.cpr.isascii() for o in planned(content, leader)[0])


def test_a_malformed_number_is_no_error_of_the_page(client, leader):
    client.force_login(leader)
    content = listing([about("590²", "Ask", "Birk"), about("611108-4172", "Bo", "Birk")])
    client.post(reverse("intake:caseload_import"), {"file": SimpleUploadedFile("a.csv", content)})
    preview = client.get(reverse("intake:caseload_import_preview", args=[ImportFile.objects.get().pk]))
    assert preview.status_code == 200 and preview.context["counts"]["rejected"] == 1


NAMES = """Guide;Efternavn, fornavn;Post nr. og by;Vej;Personnr.;Opstart;Mobiltlf.
AVE;van der Berg, Anna-Maria;4540 Fårevejle St.;Algade 2;671207-4192;14/9-2026;
AVE;Bach Sørensen, Ib;FO-100 Tórshavn;Góta 1;681207-4193;14/9-2026;
AVE;de la Cruz Møller, José;4581  Rørvig;Vej 3, 1. tv.;691207-4194;14/9-2026;
AVE;Pierre Martin;4540 Fårevejle;Algade 9;701207-4195;14/9-2026;
AVE;Jensen, Anna, Sofie;4540;Algade 9;711207-4196;14/9-2026;
AVE;Hansen Jr., Bo;Fårevejle 4540;Algade 9;721207-4197;14/9-2026;
AVE;Lynge, Nuka;GL-3900 Nuuk;Vej 1;731207-4198;14/9-2026;
AVE;Dam, Åse;et sted 45;Vej 1;741207-4199;14/9-26;
"""


def test_last_name_first_and_places_of_the_realm(leader):
    outcomes, _table = planned(NAMES.encode("cp1252"), leader)
    people = [o.data.person for o in outcomes]
    assert [(p.postal_code, p.city) for p in people] == [
        ("4540", "Fårevejle St."), ("FO-100", "Tórshavn"), ("4581", "Rørvig"), ("4540", "Fårevejle"), ("4540", ""),
        ("4540", "Fårevejle"), ("3900", "Nuuk"), ("", ""),
    ]  # fmt: skip
    assert (people[0].name, people[4].name) == ("Anna-Maria van der Berg", "Anna Sofie Jensen")
    assert [warned(o) for o in outcomes] == [[], [], [], ["no_comma"], [], [], [], ["bad_postal_code"]]
    assert "Martin" in outcomes[3].warnings[0].message
    assert "fra 14. sep" in outcomes[7].details and "»14/9-26«" in outcomes[7].details
    content = shared("f24_efternavn_komma_fornavn.csv", NAMES.encode())
    own = [warned(outcome) for outcome in planned(content, leader)[0]]
    assert own[:4] == [[], [], [], ["no_comma"]]


def test_two_words_for_one_thing_are_told_and_kept(leader):
    text = "CPR;Fornavn;Efternavn;Fulde navn;Fødselsdato;Postnr;Postnr og by\n"
    text += "681207-4193;Ib;Bach;Bach, Ib;8/12-2007;4540;4540 Vig\n"
    text += "681208-4193;Bo;Bach;Hanne Holm;1/2-2010;4540;4560 Vig\n"
    same, other = bring_in(text.encode(), leader)
    assert warned(same) == [] and warned(other) == ["two_names", "birth_date_differs", "two_places"]
    note = Case.objects.get(person__first_name="Bo").notes.get().text
    assert "Hanne Holm" in note and "1/2-2010" in note and "4560" in note


FIRST = [about("610707-4198", "Nana", "Gren", phone="20 12 34 65"), about("620707-4199", "Olav", "Gren")]
SECOND = [
    about("610707-4198", "Nana", "Gren-Holm"),
    about("620707-4199", "Olav", "Gren", guide="JIA", start="01-10-2026"),
]


def differences(outcome) -> list[tuple]:
    return [(d.field, d.here, d.there, d.takes) for d in outcome.differences]


def test_every_difference_is_shown_and_what_changed_here_is_kept(leader, vest):
    first = shared("f25a_genimport_foerste.csv", listing(FIRST))
    second = shared("f25b_genimport_anden.csv", listing(SECOND))
    bring_in(first, leader)
    nana = Case.objects.get(person__first_name="Nana")
    edit_person(nana, by=vest, expected_version=1, values={"phone": "31313131"})
    seen = bring_in(second, leader)
    assert differences(seen[0]) == [("last_name", "Gren", "Gren-Holm", False)]
    assert differences(seen[1]) == [
        ("guide", "Anders Vest", "Jamila Iqbal Andersen", False), ("start", "14.9.2026", "1.10.2026", False),
    ]  # fmt: skip
    assert warned(seen[0]) == warned(seen[1]) == ["differs"]
    again = bring_in(first, leader)
    assert differences(again[0]) == [("phone", "31313131", "20123465", False)]
    nana.person.refresh_from_db()
    assert (nana.person.phone, nana.person.last_name) == ("31313131", "Gren")


def test_what_only_the_list_changed_is_taken_and_a_choice_goes_before_all(leader, vest):
    bring_in(listing(FIRST), leader)
    moved = listing([about("610707-4198", "Nana", "Gren-Holm", phone="20 12 34 66", guide="JIA"), FIRST[1]])
    assert differences(planned(moved, leader)[0][0])[1] == ("phone", "20123465", "20123466", True)
    bring_in(moved, leader, choices={"rows": {"2": ["last_name", "guide", "start"]}})
    case = Case.objects.get(person__first_name="Nana")
    assert (case.person.last_name, case.person.phone) == ("Gren-Holm", "20123465")
    assert case.guide.initials == "JIA" and case.opened_on == date(2026, 9, 14)


def test_a_choice_is_made_in_the_preview(client, leader, monkeypatch, django_capture_on_commit_callbacks):
    bring_in(listing(FIRST), leader)
    client.force_login(leader)
    client.post(reverse("intake:caseload_import"), {"file": SimpleUploadedFile("b.csv", listing(SECOND))})
    page = reverse("intake:caseload_import_preview", args=[ImportFile.objects.get().pk])
    shown = client.get(page).content.decode()
    assert "Gren-Holm" in shown and "Jamila Iqbal Andersen" in shown
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"row": ["2", "3"], "take-2": ["last_name"]})
    names = dict(Case.objects.values_list("person__first_name", "person__last_name"))
    assert names == {"Nana": "Gren-Holm", "Olav": "Gren"}
    assert Case.objects.get(person__first_name="Olav").guide.initials == "AVE"


def test_an_old_list_finds_the_case_by_its_former_number(leader, vest):
    bring_in(listing(FIRST), leader)
    case = Case.objects.get(person__first_name="Nana")
    edit_person(case, by=vest, expected_version=1, values={"cpr": "0107078198"})
    assert [o.result for o in bring_in(listing(FIRST), leader)] == [RowStatus.DUPLICATE] * 2
    assert Case.objects.count() == 2


def test_a_namesake_with_another_number_is_told(leader):
    bring_in(listing(FIRST), leader)
    outcome = planned(listing([about("610707-4209", "Nana", "Gren")]), leader)[0][0]
    assert outcome.result == RowStatus.NEW and warned(outcome) == ["other_cpr"]


def test_a_second_row_says_what_of_it_is_not_taken(leader):
    rows = [FIRST[0], about("610707-4198", "Nana", "Gren", phone="20 12 34 66")]
    outcome = planned(listing(rows), leader)[0][1]
    assert outcome.result == RowStatus.DUPLICATE and "telefon" in outcome.message


def test_a_heading_that_is_a_letter_is_no_column(leader):
    content = listing(
        [["671108-4178", "Bo", "Birk", "AVE", "JIA"]], ["CPR", "Fornavn", "Efternavn", "E", "Kontakt"]
    )
    mapping = {"A": "cpr", "B": "first_name", "C": "last_name", "D": "", "E": "guide"}
    outcomes, _table = planned(content, leader, mapping=mapping, by_letter=True)
    assert outcomes[0].data.guide.initials == "JIA"


def test_numbers_and_hours_are_no_names_and_no_places(leader):
    def spoil(sheet):
        sheet["B2"], sheet["C3"], sheet["F4"], sheet["D5"], sheet["M6"] = 0, 0, 0, time(10, 30), 0

    rows = [about(f"7{n}060{n}-412{n}", "Freja", "Toft") for n in range(1, 6)]
    outcomes, _table = planned(book(rows, fill=spoil), leader)
    assert [(o.result, o.code) for o in outcomes[:2]] == [(RowStatus.REJECTED, "not_words")] * 2
    assert "B2" in outcomes[0].message and "C3" in outcomes[1].message
    assert [warned(o) for o in outcomes[2:]] == [["not_words"]] * 3
    assert (outcomes[2].data.person.city, outcomes[3].data.person.address) == ("", "")
    assert outcomes[4].data.written["goal"] == ""


def test_signs_are_no_name_and_no_place(leader):
    rows = [
        about("710607-4121", "-", "Toft"),
        about("720608-4122", "Ib", "?"),
        about("730609-4123", "Bo", "Dam", address="-", town="0"),
    ]
    first, second, third = planned(listing(rows), leader)[0]
    assert (first.result, first.code) == (RowStatus.REJECTED, "no_name")
    assert second.data.person.last_name == "" and warned(second) == ["bad_last_name"]
    assert (third.data.person.address, third.data.person.city) == ("", "")
    assert warned(third) == ["bad_address", "bad_city"] and {words for _l, words in third.data.kept} == {
        "-",
        "0",
    }


def test_a_column_without_a_heading_stays_in_the_note(leader):
    headings = [*pilot.HEADINGS, ""]
    (outcome,) = bring_in(
        listing([[*about("710607-4121", "Freja", "Toft"), "bor hos farmor"]], headings), leader
    )
    assert "bor hos farmor" in Case.objects.get().notes.get().text
