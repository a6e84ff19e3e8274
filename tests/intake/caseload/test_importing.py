"""The caseload import: what every row becomes, and that all of it is written or none."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Unit, User
from audit.models import AuditEvent
from cases.activity.actions import set_activity
from cases.models import Case, Note, YoungPerson
from core import clock
from core.spreadsheets.readers import read_sheets
from core.spreadsheets.results import RowStatus, report
from intake.caseload.importer import CASELOAD
from plans.models import Goal, Plan
from tests.helpers import factories, pilot

PILOT = pilot.PILOT


TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def on_the_day():
    """The lists are of November 2026."""
    with clock.travel(TODAY):
        yield


@pytest.fixture
def vest(unit, leader):
    """The guide whom the lists call AVE, Anders Vest and ANDERS VEST."""
    return factories.UserFactory(unit=unit, name="Anders Vest", initials="AVE")


def plan(content: bytes, leader, **choices):
    """What each row of the file becomes."""
    return CASELOAD.plan(CASELOAD.table(read_sheets(content), **choices), unit=leader.unit, by=leader)


def bring_in(content: bytes, leader, **choices) -> dict:
    """Import the file and return the report."""
    outcomes = plan(content, leader, **choices)
    CASELOAD.write(outcomes, unit=leader.unit, by=leader, source="liste.xlsx")
    return report(outcomes)


def rows_of_everything() -> dict:
    """How many rows the import has written, by table."""
    models = (YoungPerson, Case, Plan, Note, Goal, AuditEvent)
    return {model.__name__: model.objects.count() for model in models}


def test_every_row_becomes_what_it_should(leader, vest):
    assert pilot.codes(bring_in(pilot.xlsx(), leader)) == pilot.EXPECTED


@pytest.mark.parametrize(
    ("born", "told"),
    [("21-11-2001", True), ("22-11-2001", False), ("29-02-2004", False), ("22-11-2000", True)],
)
def test_who_is_25_comes_in_with_a_word_that_the_law_is_about_the_younger(leader, vest, born, told):
    listed = f"Navn;Fødselsdato;Ungeguide\nEva Lind;{born};Anders Vest\n".encode()
    (row,) = plan(listed, leader)
    assert (row.result, row.warnings) == (RowStatus.NEW, [])
    assert ("loven gælder unge under 25 år" in row.data.details) is told


def test_the_row_becomes_a_case_with_everything_the_row_said(leader, vest):
    bring_in(pilot.xlsx(), leader)
    case = Case.objects.get(person__first_name="Åse")
    person = case.person
    assert (person.cpr, person.birth_date, person.last_name) == ("6406128101", date(2012, 6, 4), "Jensen")
    assert (person.address, person.postal_code, person.city) == ("Algade 72", "4540", "Fårevejle")
    assert (case.status, case.guide, case.opened_on) == ("running", vest, date(2024, 8, 24))
    assert case.assignments.get().from_on == date(2024, 8, 24)
    activity = case.activity_periods.get()
    assert (activity.activity, activity.hours_per_week) == ("spare_time_job", 8)
    assert activity.confirmed_on == date(2026, 11, 2)  # the day the list says it was drawn
    plan = case.plans.get()
    assert [goal.text for goal in plan.goals.all()] == ["hf-enkeltfag"]
    note = case.notes.get()
    assert note.kind == Note.Kind.IMPORT
    for words in ("liste.xlsx", "hf-enkeltfag", "nej", "Fritidsjob 8 t/uge", "bor hos far i uge 2"):
        assert words in note.text


def test_words_that_fit_no_field_stay_in_the_note(leader, vest):
    bring_in(pilot.xlsx(), leader)
    waiting = Case.objects.get(person__first_name="Jens")
    assert (waiting.status, waiting.guide, waiting.written_guide) == ("waiting", None, "XYZ")
    assert waiting.person.address_protected
    text = waiting.notes.get().text
    assert "søren.3@eksempel.dk" in text  # no mail system sends there: kept, not used
    assert '=HYPERLINK("http://example.com")' in text
    assert Case.objects.get(person__first_name="Mohammad").person.preferred_name == "Mo"


def test_the_same_file_twice_makes_nothing_twice(leader, vest):
    bring_in(pilot.xlsx(), leader)
    before = {name: number for name, number in rows_of_everything().items() if name != "AuditEvent"}
    again = bring_in(pilot.xlsx(), leader)
    assert (again["created"], again["updated"], len(again["duplicates"])) == (0, 0, 4)
    assert {name: number for name, number in rows_of_everything().items() if name != "AuditEvent"} == before


@pytest.mark.parametrize("name", ["sagsliste.xlsx", "sagsliste.csv"])
@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 12, 31), date(2027, 11, 30)])
def test_the_pilot_comes_out_exactly(db, tmp_path, name, today):
    """The unit's own list, when it lies beside the repository; the other tests hold the same kinds of rows."""
    if not (PILOT / name).exists():
        return
    expected = json.loads((PILOT / "expected.json").read_text())
    if name.endswith(".csv"):
        # no title, blank line or blank row: a spreadsheet shows the same people two or three rows further up
        for entry in [*expected["rejected"], *expected["warned"], *expected["duplicates"]]:
            entry["row"] -= 2 if entry["row"] < 139 else 3
    with clock.travel(today):
        call_command(
            "import_staff", str(PILOT / "medarbejdere.csv"), unit="pilot", create_unit="Pilotenheden"
        )
        for created in (119, 0):
            out = tmp_path / "out.json"
            call_command("import_caseload", str(PILOT / name), unit="pilot", report=out)
            seen = json.loads(out.read_text())
            assert set(seen) == {"rows", "created", "updated", "duplicates", "rejected", "warned"}
            assert (seen["rows"], seen["created"], seen["updated"]) == (150, created, 0)
            if created:
                assert pilot.codes(seen)["warned"] == pilot.codes(expected)["warned"]
                assert seen["duplicates"] == expected["duplicates"]
            assert pilot.codes(seen)["rejected"] == pilot.codes(expected)["rejected"]
            assert all(entry["message"] for entry in seen["rejected"])
    assert Case.objects.count() == Plan.objects.count() == 119
    assert Case.objects.filter(status="waiting", guide=None).count() == 5
    assert not User.objects.exclude(role="leader").first().has_usable_password()
    assert Unit.objects.get().members.get(initials="HLE").role == "leader"


def test_other_headings_another_order_and_joined_columns(leader, vest):
    rows = {
        2: [
            "Vest, Anders",
            "Hansen, Peter",
            "4540 Fårevejle",
            "070680-6100".replace("070680", "670608"),
            "1/3-26",
            "20 30 40 50",
        ],
        3: ["AVE", "van Dam, Åse Marie", "DK-4500 Nykøbing Sj", "6806088101", "2. marts 2026", ""],
    }
    headings = ["Kontaktperson", "Efternavn, fornavn", "Post nr. og by", "Personnummer", "Opstart", "Tlf."]
    seen = bring_in(pilot.xlsx(rows, headings, title="", heading_row=1), leader)
    assert (seen["created"], seen["rejected"], seen["warned"]) == (2, [], [])
    people = {person.first_name: person for person in YoungPerson.objects.all()}
    assert people["Peter"].last_name == "Hansen" and people["Åse Marie"].last_name == "van Dam"
    assert (people["Peter"].postal_code, people["Peter"].city, people["Peter"].phone) == (
        "4540",
        "Fårevejle",
        "20304050",
    )
    assert (people["Åse Marie"].postal_code, people["Åse Marie"].city) == ("4500", "Nykøbing Sj")
    assert set(Case.objects.values_list("guide", "opened_on")) == {
        (vest.pk, date(2026, 3, 1)),
        (vest.pk, date(2026, 3, 2)),
    }


def test_columns_nobody_named_are_known_by_what_stands_in_them(leader):
    rows = {
        n: [f"67060{n}-810{n}", f"Dam, Åse {chr(64 + n)}", "4540 Vig", "1/3-2026", f"a{n}@eksempel.dk"]
        for n in range(2, 8)
    }
    table = CASELOAD.table(
        read_sheets(pilot.xlsx(rows, ["A1", "B1", "C1", "D1", "E1"], title="", heading_row=1))
    )
    assert [match.field.key for match in table.matches] == [
        "cpr",
        "last_first_name",
        "postal_city",
        "start_date",
        "email",
    ]
    assert not any(match.is_sure for match in table.matches)


def test_a_list_without_headings(leader):
    rows = {n: [f"67060{n}-810{n}", f"Dam, Åse {chr(64 + n)}"] for n in range(1, 6)}
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows.values())
    outcomes = plan(out.getvalue().encode("utf-16"), leader)
    assert [(outcome.row, outcome.result) for outcome in outcomes] == [
        (n, RowStatus.NEW) for n in range(1, 6)
    ]


def test_a_mapping_settles_what_no_rule_knows(leader, vest):
    rows = {2: ["Åse", "Dam", "6806088101", "AVE", "hemmeligt"]}
    content = pilot.xlsx(
        rows, ["Kolonne X", "Kolonne Y", "Kolonne Z", "Hvem", "Intet"], title="", heading_row=1
    )
    mapping = {
        "kolonne x": "first_name",
        "Kolonne Y": "Efternavn",
        "C": "cpr",
        "Hvem": "ungeguide",
        "Intet": "ignore",
    }
    assert bring_in(content, leader, mapping=mapping)["created"] == 1
    case = Case.objects.get()
    assert (case.person.name, case.guide) == ("Åse Dam", vest)
    assert "hemmeligt" not in case.notes.get().text


def test_a_column_nobody_knows_is_kept_in_the_note(leader):
    rows = {2: ["Åse Dam", "6806088101", "Blå"]}
    bring_in(pilot.xlsx(rows, ["Navn", "CPR", "Yndlingsfarve"], title="", heading_row=1), leader)
    assert "Yndlingsfarve: Blå" in Note.objects.get().text


def test_a_number_that_lost_its_zero_is_mended_and_told(leader):
    rows = {2: ["Åse Dam", 106081234], 3: ["Bo Dam", 106081234.0], 4: ["Ib Dam", 810612810]}
    outcomes = plan(pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1), leader)
    assert [outcome.result for outcome in outcomes] == [
        RowStatus.REJECTED,
        RowStatus.REJECTED,
        RowStatus.REJECTED,
    ]
    rows = {
        2: ["Åse Dam", 106084234]
    }  # 010608-4234: born in 2008, the zero in front dropped by the spreadsheet
    outcome = plan(pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1), leader)[0]
    assert (outcome.result, outcome.data.person.cpr) == (RowStatus.NEW, "0106084234")
    assert "cpr_zero_added" in [warning.code for warning in outcome.warnings]


def test_modulus_11_warns_and_never_rejects(leader):
    rows = {2: ["Åse Dam", "010608-4234"], 3: ["Bo Dam", "610608-4234"]}
    outcomes = plan(pilot.xlsx(rows, ["Navn", "CPR"], title="", heading_row=1), leader)
    assert [[w.code for w in outcome.warnings] for outcome in outcomes] == [["cpr_modulus_11"], []]
    assert [outcome.result for outcome in outcomes] == [RowStatus.NEW, RowStatus.NEW]


def test_new_contact_details_update_and_nothing_else_is_touched(leader, vest):
    bring_in(pilot.xlsx(), leader)
    case = Case.objects.get(person__first_name="Jens")
    rows = {4: list(pilot.ROWS[14])}
    rows[4][6], rows[4][9], rows[4][1] = "20 30 40 50", "AVE", "Jens Peter"
    seen = bring_in(pilot.xlsx(rows), leader)
    assert (seen["created"], seen["updated"]) == (0, 1)
    case.refresh_from_db()
    assert (case.person.phone, case.person.first_name, case.guide, case.status) == (
        "20304050",
        "Jens",
        vest,
        "running",
    )
    event = AuditEvent.objects.get(action="person.edited")
    assert event.changes == {"phone": ["42723241", "20304050"]} and event.case_id == case.pk


def test_a_list_is_no_way_into_a_shielded_case(leader, guide):
    case = factories.make_case(guide, shielded=True, phone="20 11 22 33")
    rows = {2: [case.person.name, case.person.cpr, "30 30 30 30"]}
    seen = bring_in(pilot.xlsx(rows, ["Navn", "CPR", "Tlf"], title="", heading_row=1), leader)
    assert (seen["updated"], seen["duplicates"]) == (0, [{"row": 2}])


def test_nobody_of_another_unit_is_found_or_becomes_a_guide(leader, stranger):
    theirs = factories.make_case(stranger)
    rows = {2: [theirs.person.name, theirs.person.cpr, stranger.name]}
    seen = bring_in(pilot.xlsx(rows, ["Navn", "CPR", "Ungeguide"], title="", heading_row=1), leader)
    assert seen["created"] == 1 and pilot.codes(seen)["warned"] == [(2, "unknown_guide")]


def test_nothing_is_half_written(leader, vest, monkeypatch):
    from django.db import transaction

    before = rows_of_everything()
    monkeypatch.setattr("intake.caseload.importer.open_plans", lambda *args, **kwargs: 1 / 0)
    outcomes = plan(pilot.xlsx(), leader)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        CASELOAD.write(outcomes, unit=leader.unit, by=leader, source="x")
    assert rows_of_everything() == before


def test_in_bulk_and_one_by_one_make_the_same_rows(leader, vest):
    """`intake.caseload.bulk.open_cases` and `open_plans` must write what the verbs write."""
    from cases.activity.actions import set_activity
    from cases.notes.actions import add_note
    from intake.caseload.bulk import Newcomer, open_cases
    from intake.caseload.importer import open_plans
    from plans.plan.actions import take_in

    born = date(2009, 5, 5)
    one = take_in(factories.make_person(leader.unit, birth_date=born), by=leader, on=TODAY, guide=vest)
    set_activity(one, "fgu", by=leader, on=TODAY, hours_per_week=8)
    add_note(one, by=leader, text="Fra listen", kind=Note.Kind.IMPORT)
    single = AuditEvent.objects.filter(case_id=one.pk)
    person = factories.make_person(leader.unit, birth_date=born)
    newcomer = Newcomer(
        person, TODAY, guide=vest, activity="fgu", activity_on=TODAY, hours_per_week=8, note="Fra listen"
    )
    (many,) = open_cases([newcomer], by=leader)
    open_plans([many], {}, by=leader)

    def told(case) -> dict:
        """Every row about the case, without the ids and moments that must differ."""
        apart = {
            "id",
            "case",
            "person",
            "cpr",
            "cpr_index",
            "recorded_at",
            "first_name",
            "last_name",
            "search_name",
            "sort_name",
        }
        case.refresh_from_db()
        related = (case.assignments, case.status_periods, case.activity_periods, case.notes, case.plans)
        rows = [case, case.person, *(row for manager in related for row in manager.all())]
        return [
            {f.name: getattr(r, f.attname) for f in r._meta.concrete_fields if f.name not in apart}
            for r in rows
        ]

    assert told(one) == told(many)
    assert sorted(single.values_list("action")) == sorted(
        AuditEvent.objects.filter(case_id=many.pk).values_list("action")
    )


def test_statements_do_not_grow_with_the_rows(leader, vest, django_assert_max_num_queries):
    def rows(count):
        return {
            n: [f"Åse Nummer{n}", f"6{n % 9 + 1}0{n % 8 + 1}088{n:03}", "AVE", "FGU"]
            for n in range(2, count + 2)
        }

    for count in (5, 100):
        content = pilot.xlsx(rows(count), ["Navn", "CPR", "Guide", "Aktivitet"], title="", heading_row=1)
        with django_assert_max_num_queries(40):
            bring_in(content, leader)


def test_the_command_says_what_is_wrong(unit, tmp_path):
    file = tmp_path / "liste.csv"
    file.write_text("CPR;Navn\n6806088101;Åse Dam\n")
    with pytest.raises(CommandError, match="no unit"):
        call_command("import_caseload", str(file), unit="findes-ikke")
    with pytest.raises(CommandError, match="staff first"):
        call_command("import_caseload", str(file), unit=unit.slug)
    factories.UserFactory(unit=unit, role="leader")
    with pytest.raises(CommandError, match="Ark9"):
        call_command("import_caseload", str(file), unit=unit.slug, sheet="Ark9")
    call_command("import_caseload", str(file), unit=unit.slug, dry_run=True)
    assert not Case.objects.exists()


UNITS_HEADINGS = {
    "Nr | Personnummer | Efternavn, fornavn | Vej | Post nr. og by | Tlf. | Mailadresse | Beskyttet? | Kontaktperson "
    "| Indskrevet den | Status nu | Uddannelsesmål | Samtykkeerklæring underskrevet | Noter": ""
    "ignore cpr last_first_name "
    "address postal_city phone email address_protected guide start_date activity goal consent remarks",
    "CPR\nNUMMER | NAVN: | GADENAVN OG NR. | POST NR. | BYNAVN | MOBILTLF. | E-POST | ADR. BESKYT. | ANSV. VEJLEDER "
    "| OPSTARTSDATO | BESKÆFTIGELSE PT. | PLAN/MÅL | SAMTYKKE? | KOMMENTAR": ""
    "cpr full_name address postal_code city phone "
    "email address_protected guide start_date activity goal consent remarks",
    "Social security no. | Given name | Surname | Street | ZIP | City | Phone | Email "
    "| Protected address | Case worker "
    "| Started | Current activity | Goals | Consent | Remarks": ""
    "cpr first_name last_name address postal_code city phone "
    "email address_protected guide start_date activity goal consent remarks",
    "Den unges navn | Den unges CPR | Postnummer og by | Telefonnr. | Tovholder/ungeguide | Dato for henvisning "
    "| Forældrenes telefon | Mors mail | Skole | Alder | Yndlingsfarve": ""
    "full_name cpr postal_city phone guide start_date "
    "remarks remarks remarks ignore remarks",
}


@pytest.mark.parametrize(("headings", "fields"), UNITS_HEADINGS.items(), ids=range(len(UNITS_HEADINGS)))
def test_headings_of_other_units(headings, fields):
    names = [name.strip() for name in headings.split(" | ")]
    content = pilot.xlsx({5: ["?" for _ in names]}, names, heading_row=4)
    assert [m.field.key for m in CASELOAD.table(read_sheets(content)).matches] == fields.split()


def test_headings_that_say_nothing_are_still_headings_when_a_mapping_names_them(leader, vest):
    """The rows below hold words that other lists use as headings."""
    rows = {
        n: ["aktiv", "AVE", f"Plan, Åse {chr(64 + n)}", f"68060{n}-810{n}", "FGU", "Praktik"]
        for n in range(4, 8)
    }
    names = [f"Felt {letter}x" for letter in "ABCDEF"]
    content = pilot.xlsx(rows, names, heading_row=3)
    fields = ["ignore", "guide", "last_first_name", "cpr", "goal", "activity"]
    seen = bring_in(content, leader, mapping=dict(zip(names, fields, strict=True)))
    assert (seen["rows"], seen["created"], seen["warned"]) == (4, 4, [])
    assert CASELOAD.table(read_sheets(content)).heading_row == 3


def test_rows_with_and_without_a_cpr_number_are_one_young_person(leader):
    rows = {
        2: ["Åse Dam", "680608-8101", ""],
        3: ["Åse Dam", "", "8/6-2008"],
        4: ["Bo Dam", "", "1/2-2009"],
        5: ["bo dam", "610209-8102", ""],
        6: ["Ib Dam", "620309-8103", ""],
        7: ["Ib Dam", "620309-8104", ""],  # two numbers, two people
    }
    outcomes = plan(pilot.xlsx(rows, ["Navn", "CPR", "Født"], title="", heading_row=1), leader)
    assert [outcome.result for outcome in outcomes] == ["new", "duplicate", "new", "duplicate", "new", "new"]


def test_a_number_spaced_otherwise_is_no_news(leader, guide):
    case = factories.make_case(guide, phone="20 11 22 33")
    rows = {2: [case.person.name, case.person.cpr, "+45 20112233"]}
    assert bring_in(pilot.xlsx(rows, ["Navn", "CPR", "Tlf"], title="", heading_row=1), leader)["updated"] == 0


@pytest.mark.once
def test_another_activity_of_a_known_case_is_told_and_not_taken(leader, guide):
    case = factories.make_case(guide)
    rows = {2: [case.person.name, case.person.cpr, "FGU"]}
    headings = ["Navn", "CPR", "Nuværende aktivitet"]
    outcome = plan(pilot.xlsx(rows, headings, title="", heading_row=1), leader)[0]
    told = [(one.field, one.there, one.takes, one.may) for one in outcome.differences]
    assert told == [("activity", "FGU", False, False)] and not outcome.offers
    set_activity(case, "fgu", by=guide)
    again = plan(pilot.xlsx(rows, headings, title="", heading_row=1), leader)[0]
    assert again.differences == []
