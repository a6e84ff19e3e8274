"""Health's replacement number, with letters in places 8 and 9, is a number wherever one is read."""

from datetime import date

import pytest
from django.urls import reverse

from cases.casefile import finding
from cases.models import YoungPerson
from core import clock
from core.spreadsheets.readers import read_sheets
from intake.caseload.importer import CASELOAD
from intake.models import Inquiry
from tests.helpers import factories
from tests.helpers.inquiries import make_inquiry
from tests.helpers.pilot import about, listing

pytestmark = [pytest.mark.django_db, pytest.mark.once]

TYPED, KEPT = "310108-7jc9", "3101087JC9"
BORN = date(2008, 1, 31)


@pytest.fixture
def desk(client, guide):
    client.force_login(guide)
    return client


def as_it_is(form) -> dict:
    """What a form that nobody has touched sends."""
    return {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}


def test_on_the_young_persons_form_and_found_by_it(desk, guide):
    case = factories.make_case(guide, first_name="Bo", last_name="Uden", birth_date=BORN)
    url = reverse("cases:person_edit", args=[case.pk])
    data = as_it_is(desk.get(url).context["form"])
    wrong = desk.post(url, data | {"cpr": "310108-7J99"})
    assert wrong.status_code == 422 and "to bogstaver" in wrong.content.decode()
    assert desk.post(url, data | {"cpr": TYPED}).status_code == 303
    case.person.refresh_from_db()
    assert case.person.cpr == KEPT
    assert "erstatningsnummer" in desk.get(case.get_absolute_url()).content.decode()
    assert [hit.case for hit in finding.find(guide, TYPED)] == [case]
    assert [hit.case for hit in finding.candidates(guide, name="X", cpr=TYPED)] == [case]
    shown = desk.post(reverse("cases:cpr_reveal", args=[case.pk]))
    assert KEPT[6:] in shown.content.decode()


def test_on_an_inquiry(desk, guide):
    inquiry = make_inquiry(guide)
    url = reverse("intake:inquiry_edit", args=[inquiry.pk])
    assert desk.post(url, as_it_is(desk.get(url).context["form"]) | {"cpr": TYPED}).status_code == 303
    assert Inquiry.objects.get().cpr == KEPT
    assert "erstatningsnummer" in desk.get(reverse("intake:inquiry", args=[inquiry.pk])).content.decode()
    asked = desk.post(reverse("intake:intake"), {"q": TYPED})
    assert asked.status_code == 200 and inquiry.name in asked.content.decode()


def test_words_of_an_unknown_person_start_an_inquiry_with_the_number(desk):
    page = desk.post(reverse("intake:intake"), {"q": TYPED})
    assert page.status_code == 200
    assert "Bogstaver" not in page.content.decode()


def test_in_a_list(leader, unit):
    with clock.travel(date(2026, 11, 21)):
        rows = [about(TYPED, "Bo", "Uden", activity="FGU")]
        table = CASELOAD.table(read_sheets(listing(rows), "unge.csv"))
        outcomes = CASELOAD.plan(table, unit=unit, by=leader)
        assert outcomes[0].result == "new"
        assert "cpr_modulus_11" not in [w.code for w in outcomes[0].warnings]
        CASELOAD.write(outcomes, unit=unit, by=leader, source="unge.csv")
    person = YoungPerson.objects.get()
    assert (person.cpr, person.birth_date) == (KEPT, BORN)


def test_a_sealed_case_may_be_asked_for_by_it(desk, colleague):
    factories.make_case(colleague, shielded=True, cpr=KEPT, birth_date=BORN)
    url = reverse("cases:break_glass")
    page = desk.post(url, {"cpr": TYPED, "reason": "Truer med at skade sig selv nu", "password": "forkert"})
    assert "cpr" not in page.context["form"].errors
