"""The subject a case is journalised under is chosen from KL's list, and begins as the one that fits the age."""

from datetime import date

import pytest
from django.urls import reverse

from cases.casefile import kle
from core import clock
from intake.caseload.bulk import Newcomer, open_cases
from tests.helpers import factories

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("born", "number"),
    [
        (date(2011, 11, 17), "17.27.00"),  # turns 15 tomorrow
        (date(2011, 11, 16), "17.27.15"),
        (date(2008, 11, 17), "17.27.15"),  # turns 18 tomorrow
        (date(2008, 11, 16), "17.27.00"),
    ],
)
def test_a_case_begins_under_the_subject_that_fits_the_age(guide, born, number):
    with clock.travel(MONDAY):
        assert kle.propose(born, MONDAY) == number
        assert factories.make_case(guide, birth_date=born, on=MONDAY).kle_number == number
        person = factories.make_person(guide.unit, birth_date=born, cpr="")
        [case] = open_cases([Newcomer(person=person, opened_on=MONDAY, guide=guide)], by=guide)
        assert case.kle_number == number


def test_it_is_chosen_from_the_list_and_never_free_text(client, guide, case):
    client.force_login(guide)
    url = reverse("cases:case_edit", args=[case.pk])
    sent = {"version": case.version, "reason": "", "kle_number": "17.27.30"}
    assert client.post(url, sent | {"kle_number": "noget"}).status_code == 422
    assert client.post(url, sent).status_code == 303
    page = client.get(case.get_absolute_url()).content.decode()
    assert "17.27.30 Kontaktperson, kommunal ungeindsats" in page


def test_a_number_that_came_from_elsewhere_stays_a_choice(client, guide, case):
    type(case).objects.filter(pk=case.pk).update(kle_number="85.01.00")
    client.force_login(guide)
    url = reverse("cases:case_edit", args=[case.pk])
    sent = {"version": case.version, "reason": "Nyt", "kle_number": "85.01.00"}
    assert client.post(url, sent).status_code == 303
