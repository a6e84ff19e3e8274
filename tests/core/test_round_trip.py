"""What is exported is read again, word for word, in every kind of file."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Unit, User
from accounts.staffimport.importer import STAFF
from cases.models import Case
from core import clock, exports, text
from core.spreadsheets.guarding import guarded, unguarded
from core.spreadsheets.readers import read_sheets
from core.spreadsheets.results import RowStatus, count
from intake.caseload.importer import CASELOAD
from partners.categories.reference import load_categories
from partners.imports.importer import PARTNERS
from partners.models import Contact, Partner, PartnerCategory
from tests.helpers import factories

# The last is what somebody has who opens the csv in a spreadsheet program and saves it as a workbook.
FORMS = ("csv", "xlsx", "ods", "saved again")
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=40
)
SIGNS = st.sampled_from("=1+1|+45|-|@x|＝1|＋|－a|＠b|'=1|''+2| =3|a;b|a\"b|a\nb|'x".split("|"))


def saved_again(content: bytes) -> bytes:
    """A file of plain text as a workbook of what it shows."""
    book = openpyxl.Workbook()
    for row, cells in enumerate(
        csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"), 1
    ):
        for column, words in enumerate(cells, 1):
            if words:
                cell = book.active.cell(row, column)
                cell.value, cell.data_type = words, "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def asked_as(fmt: str) -> str:
    return fmt if fmt in exports.TYPES else "csv"


def in_form(content: bytes, fmt: str) -> bytes:
    return content if fmt in exports.TYPES else saved_again(content)


@given(st.text(max_size=30))
def test_what_is_guarded_is_given_back(words):
    assert unguarded(guarded(words)) == words


@settings(suppress_health_check=list(HealthCheck), max_examples=60)
@given(st.lists(WORDS | SIGNS, min_size=3, max_size=3))
@pytest.mark.parametrize("fmt", FORMS)
def test_every_cell_comes_back(fmt, words):
    words = [text.tidy(word) or "x" for word in words]
    content = in_form(exports.table([words], ["A", "B", "C"], asked_as(fmt)), fmt)
    assert list(read_sheets(content)[0].rows[1].cells) == words


@pytest.fixture
def elsewhere(db):
    return Unit.objects.create(name="En anden enhed", slug="anden")


@pytest.mark.parametrize("fmt", FORMS)
def test_partners(client, admin, elsewhere, fmt):
    load_categories(PartnerCategory)
    kinds = {row.code: row for row in PartnerCategory.objects.all()}
    made = [
        factories_partner(admin.unit, "=Åben Dør; ApS", kinds["company"], cvr="23794519", agreement="written",
                          notes="Ring først\n- efter kl. 10", web="https://eksempel.dk/", phone="85955827"),
        factories_partner(admin.unit, "Netto", kinds["company"], postal_code="4540", city="Fårevejle"),
        factories_partner(admin.unit, "Netto", kinds["company"], postal_code="4500", city="Nykøbing Sj"),
        factories_partner(admin.unit, "Familieafdelingen", kinds["family"], side="internal", has_authority=True,
                          municipality_code="0306", next_evaluation_on=date(2027, 6, 23), agreement="oral"),
    ]  # fmt: skip
    today = clock.today()
    for name, phone, period in (
        ("Åse (leder)", "20304050", {"from_on": date(2025, 2, 28), "until_on": today}),
        ("+Bo; Dam", "", {"from_on": date(2024, 2, 29)}),
    ):
        Contact.objects.create(
            partner=made[0], name=name, role="Vejleder; mandag", phone=phone, email="a@eksempel.dk", **period
        )
    client.force_login(admin)
    content = in_form(client.get(reverse("partners:partner_list"), {"format": asked_as(fmt)}).content, fmt)
    again = PARTNERS.plan(PARTNERS.table(read_sheets(content)), unit=admin.unit, by=admin)
    assert {o.result for o in again} == {RowStatus.DUPLICATE} and not [o for o in again if o.warnings]
    admin.unit = elsewhere
    outcomes = PARTNERS.plan(PARTNERS.table(read_sheets(content)), unit=elsewhere, by=admin)
    assert count(outcomes) | {"warned": 0} == {
        "rows": 5, "new": 4, "update": 1, "duplicate": 0, "rejected": 0, "warned": 0,
    }, [o.message for o in outcomes]  # fmt: skip
    PARTNERS.write(outcomes, unit=elsewhere, by=admin, source="x")
    fields = "name side has_authority cvr address postal_code city municipality_code phone email web agreement".split()
    fields += ["next_evaluation_on", "notes", "category__code"]

    def told(unit):
        rows = Partner.objects.filter(unit=unit)
        contacts = Contact.objects.filter(partner__unit=unit).order_by("name")
        return sorted(map(str, rows.values_list(*fields))), list(
            contacts.values_list("name", "role", "phone", "email", "from_on", "until_on")
        )

    assert told(elsewhere) == told(made[0].unit)


def factories_partner(unit, name, category, **more) -> Partner:
    return factories.PartnerFactory(
        **({"unit": unit, "name": name, "category": category, "side": "external"} | more)
    )


@pytest.mark.parametrize("fmt", FORMS)
def test_users(client, admin, elsewhere, fmt):
    factories.UserFactory(unit=admin.unit, name="Åse van der Aa", initials="ÅA", phone="20304050")
    factories.UserFactory(
        unit=admin.unit, name="Lis Leder", initials="LL", role="leader", qualification="=Diplom"
    )
    User.objects.filter(phone="20 12 34 56").update(phone="20123456")  # from before numbers were kept bare
    client.force_login(admin)
    content = in_form(client.get(reverse("accounts:user_list"), {"format": asked_as(fmt)}).content, fmt)
    fields = ("name", "initials", "email", "role", "phone", "qualification")
    before = sorted(User.objects.filter(unit=admin.unit).values_list(*fields))
    again = STAFF.plan(STAFF.table(read_sheets(content)), unit=admin.unit, by=admin)
    assert {o.result for o in again} == {RowStatus.DUPLICATE} and not [
        o for o in again if "andet" in o.message
    ]
    for user in User.objects.filter(unit=admin.unit):
        user.email = f"gammel.{user.email}"
        user.save(update_fields=["email"])
    outcomes = STAFF.plan(STAFF.table(read_sheets(content)), unit=elsewhere, by=None)
    STAFF.write(outcomes, unit=elsewhere, by=None, source="x")
    assert sorted(User.objects.filter(unit=elsewhere).values_list(*fields)) == before


@pytest.mark.parametrize("fmt", FORMS)
def test_the_units_young_people(client, leader, guide, elsewhere, fmt):
    factories.make_case(guide, first_name="Anna Maria", last_name="de la Cruz Møller")
    factories.make_case(guide, first_name="Bo", last_name="Åby")
    client.force_login(leader)
    content = in_form(client.get(reverse("workspace:unit_list"), {"format": asked_as(fmt)}).content, fmt)
    known = CASELOAD.plan(CASELOAD.table(read_sheets(content)), unit=leader.unit, by=leader)
    assert [(o.result, o.differences) for o in known] == [(RowStatus.DUPLICATE, [])] * 2
    new = CASELOAD.plan(CASELOAD.table(read_sheets(content)), unit=elsewhere, by=leader)

    def told(people):
        return sorted((p.first_name, p.last_name, p.birth_date) for p in people)

    cases = Case.objects.select_related("person")
    assert told(o.data.person for o in new) == told(case.person for case in cases)
    assert {o.data.opened_on for o in new} == {case.opened_on for case in cases}
    assert not [o for o in new if {"unknown_activity", "no_start"} & {w.code for w in o.warnings}]
