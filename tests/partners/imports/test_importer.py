"""The import of a partner list."""

from datetime import date

import pytest

from core import clock
from core.spreadsheets.readers import read_sheets
from core.spreadsheets.results import RowStatus, report
from partners.imports.importer import PARTNERS
from partners.models import Contact, Partner, PartnerCategory
from tests.helpers import pilot
from tests.helpers.pilot import codes

PILOT = pilot.PILOT / "partnere.csv"
LIST = """Navn;CVR;Intern/ekstern;Type;Kontaktperson;Telefon;Mail;Aftale;Næste evaluering
Familieafdelingen;;Intern;Familieafdelingen;Sofia Ørsted;97 91 18 35;sofia@eksempel.dk;ja;23-06-2027
Café Kajkanten I/S;23794519;Ekstern;Virksomhed;Kasper Müller;85 95 58 27;k@eksempel.dk;mundtlig;2027-03-23
Tømrer Ågård ApS;45964753;Ekstern;Virksomhed;;;;;
Auto & Søn;28957440;Ekstern;Virksomhed;Ali;68 76 96 17;ikke-en-mail;;
Rumstationen;;Ekstern;Raumschiff;;;;måske;snart
familieafdelingen ;;Intern;Familieafdelingen;;;;;
Cafe Kajkanten;;Ekstern;Virksomhed;Mille Bo;20 30 40 50;m@eksempel.dk;;
"""


@pytest.fixture(autouse=True)
def categories(db):
    """The categories that an installation begins with (a migration makes them, unless a test emptied the table)."""
    from partners.categories.reference import load_categories

    load_categories(PartnerCategory)


def bring_in(content, admin):
    outcomes = PARTNERS.plan(PARTNERS.table(read_sheets(content)), unit=admin.unit, by=admin)
    PARTNERS.write(outcomes, unit=admin.unit, by=admin, source="partnere.csv")
    return report(outcomes)


def test_rows_become_partners_contacts_and_errors_in_words(admin):
    outcomes = PARTNERS.plan(PARTNERS.table(read_sheets(LIST.encode("cp1252"))), unit=admin.unit, by=admin)
    seen = codes(report(outcomes))
    assert (seen["created"], seen["updated"], seen["duplicates"]) == (2, 1, [{"row": 7}])
    assert seen["rejected"] == [(4, "bad_cvr"), (5, "bad_email"), (6, "unknown_category")]
    assert [reason.code for reason in outcomes[4].reasons] == [
        "unknown_category",
        "bad_agreement",
        "bad_date",
    ]
    PARTNERS.write(outcomes, unit=admin.unit, by=admin, source="x")
    cafe = Partner.objects.get(name="Café Kajkanten I/S")
    assert (cafe.category.code, cafe.side, cafe.cvr, cafe.agreement) == (
        "company",
        "external",
        "23794519",
        "oral",
    )
    assert str(cafe.next_evaluation_on) == "2027-03-23"
    assert sorted(cafe.contacts.values_list("name", "phone")) == [
        ("Kasper Müller", "85955827"),
        ("Mille Bo", "20304050"),
    ]


def test_the_same_list_twice_makes_nothing_twice(admin):
    bring_in(LIST.encode(), admin)
    rows = Partner.objects.count(), Contact.objects.count()
    again = bring_in(LIST.encode(), admin)
    assert (again["created"], again["updated"], len(again["duplicates"])) == (0, 0, 4)
    assert (Partner.objects.count(), Contact.objects.count()) == rows


def test_one_that_looks_like_another_comes_in_with_a_word_about_it(admin):
    bring_in(b"Navn;Type\nFGU Nordvest;FGU\n", admin)
    content = b"Navn;Type\nFGU Nordvestt;FGU\n"
    outcome = PARTNERS.plan(PARTNERS.table(read_sheets(content)), unit=admin.unit, by=admin)[0]
    assert (outcome.result, [w.code for w in outcome.warnings]) == (RowStatus.NEW, ["looks_like"])


def test_partners_of_another_unit_are_not_found(admin, stranger):
    bring_in(LIST.encode(), stranger)
    assert bring_in(LIST.encode(), admin)["created"] == 2


def test_every_column_and_row_of_the_pilot_is_settled(admin):
    """The unit's own list, when it lies beside the repository."""
    if not PILOT.exists():
        return
    seen = codes(bring_in(PILOT.read_bytes(), admin))
    assert (seen["rows"], seen["created"], seen["duplicates"]) == (19, 16, [{"row": 20}])
    assert seen["rejected"] == [(12, "bad_cvr"), (14, "bad_email")]


DAYS = "Navn;Type;Kontaktperson;Kontaktens første dag;Kontaktens sidste dag\nFabrikken;Virksomhed;Åse Dam;{};{}\n"


def planned(text, admin):
    return PARTNERS.plan(PARTNERS.table(read_sheets(text.encode())), unit=admin.unit, by=admin)


@pytest.mark.once
@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("1. februar 2026", "30-6-2026", (date(2026, 2, 1), date(2026, 6, 30))),
        ("", "", (date(2026, 11, 21), None)),
        (
            "",
            "20.11.2026",
            (date(2026, 11, 20), date(2026, 11, 20)),
        ),  # gone by now: no first day after the last
        ("", "22.11.2026", (date(2026, 11, 21), date(2026, 11, 22))),
    ],
)
def test_until_when_a_contact_is_there(admin, first, last, period):
    with clock.travel(date(2026, 11, 21)):
        bring_in(DAYS.format(first, last).encode(), admin)
    contact = Contact.objects.get()
    assert (contact.from_on, contact.until_on) == period


@pytest.mark.once
@pytest.mark.parametrize(
    ("first", "last", "code"),
    [("2-2-2026", "1-2-2026", "bad_period"), ("snart", "", "bad_date"), ("", "måske", "bad_date")],
)
def test_a_contacts_days_that_cannot_be_are_told(admin, first, last, code):
    (outcome,) = planned(DAYS.format(first, last), admin)
    assert (outcome.result, outcome.code) == (RowStatus.REJECTED, code)


@pytest.mark.once
def test_another_last_day_of_a_contact_who_is_there_is_said(admin):
    bring_in(DAYS.format("1-1-2026", "").encode(), admin)
    (same,) = planned(DAYS.format("1-1-2026", ""), admin)
    assert (same.result, same.warnings) == (RowStatus.DUPLICATE, [])
    (other,) = planned(DAYS.format("1-1-2026", "31-12-2026"), admin)
    assert other.result == RowStatus.DUPLICATE
    assert "sidste dag" in other.warnings[0].message


def test_signs_are_no_name_and_no_contact(admin):
    rows = "Navn;Type;Kontaktperson;Telefon\n-;Virksomhed;;\n0;Virksomhed;;\nNetto;Virksomhed;-;20 30 40 50\n"
    rows += "112;Virksomhed;Bo;\n"
    assert codes(bring_in(rows.encode(), admin))["rejected"] == [(2, "no_name"), (3, "no_name")]
    assert list(Contact.objects.values_list("name", flat=True)) == ["Bo"]
    assert Partner.objects.get(name="Netto").phone == "20304050"
