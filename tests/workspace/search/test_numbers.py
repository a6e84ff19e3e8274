"""A CPR number is found whatever it was pasted with, and stands in no address."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from cases.models import Case
from cases.people.actions import edit_person, find_known
from core import clock
from tests.helpers import factories
from tests.helpers.factories import UserFactory
from tests.helpers.signing_in import signed_in

URL = "/soeg/"


@pytest.fixture
def desk(client, guide):
    client.force_login(guide)
    return client


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Alma", last_name="Bech", cpr="6706088101")


WAYS = [
    "670608-8101",
    "670608‑8101",
    "670608–8101",
    "670608 - 8101",
    "６７０６０８－８１０１",
    "67 06 08 8101",
    "\u200b670608\u00ad8101",
    "Alma 670608-8101",
]


@pytest.mark.parametrize("typed", WAYS)
def test_a_number_is_found_by_post_and_never_by_address(desk, case, typed):
    found = desk.post(URL, {"q": typed})
    assert found.status_code == 200 and "Alma Bech" in found.content.decode()
    assert "670608" not in found.content.decode()
    before = AuditEvent.objects.count()
    by_get = desk.get(URL, {"q": typed})
    assert (by_get.status_code, by_get["Location"]) == (303, URL)
    assert AuditEvent.objects.count() == before
    assert "Find en ung" in desk.get(URL).content.decode()


@pytest.mark.parametrize("typed", ["310108-7JC9", "3101087jc9", "310108 – 7Jc9", "Bo 310108-7JC9"])
def test_a_replacement_number_with_letters_is_found_and_stands_in_no_address(desk, guide, typed):
    factories.make_case(guide, first_name="Bo", last_name="Uden", cpr="3101087JC9")
    found = desk.post(URL, {"q": typed}).content.decode()
    assert "Bo Uden" in found and "310108" not in found
    assert desk.get(URL, {"q": typed})["Location"] == URL


@pytest.mark.parametrize("typed", ["310108-abcd", "Vej 3101 8 jc", "31010817JC9", "1234 5678"])
def test_ordinary_words_are_no_number(desk, typed):
    assert desk.get(URL, {"q": typed}).status_code == 200


@pytest.mark.parametrize(
    "route", ["workspace:mine", "workspace:text_search", "partners:partner_list", "partners:pick_partner"]
)
def test_no_page_takes_a_number_from_its_address(desk, route):
    answer = desk.get(reverse(route), {"q": "670608–8101", "sort": "navn", "670608-8101": ""})
    assert answer["Location"] == f"{reverse(route)}?sort=navn"


@pytest.mark.parametrize("typed", ["+45 20 12 34 56", "0045 20123456", "20 12 34 56"])
def test_a_phone_number_is_no_cpr_number(desk, guide, typed):
    factories.make_case(guide, first_name="Tele", last_name="Fon", phone="20123456")
    assert "Tele Fon" in desk.get(URL, {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["590²", "00000000", "670608-810²", "٣"])
def test_what_is_no_number_is_an_answer_all_the_same(desk, case, typed):
    assert desk.post(URL, {"q": typed}, headers={"hx-request": "true"}).status_code == 200
    assert desk.get(URL, {"q": typed}).status_code == 200


def test_nobody_is_alike_by_what_is_no_phone(desk, guide):
    from cases.casefile.finding import candidates

    for name in ("Ida", "Bo"):
        factories.make_case(guide, first_name=name, phone="+000000")
    assert candidates(guide, name="Zz Ukendt", phone="00000000") == []


def test_an_old_number_finds_the_case(desk, guide, case):
    person = case.person
    edit_person(case, by=guide, expected_version=person.version, values={"cpr": "6706088102"})
    assert find_known(guide.unit, cpr="6706088101") == find_known(guide.unit, cpr="6706088102") == person
    assert "Alma Bech" in desk.post(URL, {"q": "670608-8101"}).content.decode()
    from cases.casefile.actions import AlreadyKnown

    with pytest.raises(AlreadyKnown):
        factories.make_case(guide, first_name="Alma", last_name="Bech", cpr="6706088101")
    assert Case.objects.count() == 1
    stored = person.former_numbers.values_list("cpr_index", flat=True).get()
    assert "6706088101" not in stored


def test_two_of_one_name_are_told_apart(desk, guide):
    from datetime import date

    born = date(2009, 2, 1)
    factories.make_case(guide, first_name="Bo", last_name="Dam", birth_date=born, address="Algade 1")
    factories.make_case(
        guide, first_name="Bo", last_name="Dam", birth_date=born, address="Hemmelig 2", address_protected=True
    )
    factories.make_case(guide, first_name="Bo", last_name="Dam", birth_date=date(2010, 3, 2), address="Vej 3")
    page = desk.get(URL, {"q": "Bo Dam"}).content.decode()
    assert "Algade 1" in page and "Hemmelig 2" not in page and "Vej 3" not in page
    assert "2. mar 2010" in page


@pytest.mark.parametrize(("until", "whom"), [(0, "guide"), (1, "colleague")])
def test_whom_to_phone_is_who_covers_while_they_do(desk, guide, colleague, case, until, whom):
    today = clock.today()
    days = {"cover_from": today - timedelta(days=1), "cover_until": today + timedelta(days=until)}
    User.objects.filter(pk=guide.pk).update(phone="20304050")
    User.objects.filter(pk=colleague.pk).update(phone="30405060")
    Case.objects.filter(pk=case.pk).update(cover=colleague, **days)
    page = desk.get(URL, {"q": case.person.first_name}).content.decode()
    assert ("20 30 40 50" in page, "30 40 50 60" in page) == (whom == "guide", whom == "colleague")
    User.objects.filter(pk__in=[guide.pk, colleague.pk]).update(is_active=False)
    page = signed_in(UserFactory(unit=guide.unit)).get(URL, {"q": case.person.first_name}).content.decode()
    assert "Venter på en ungeguide" in page
