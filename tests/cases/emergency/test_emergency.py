"""Breaking the glass of a shielded case: an hour, to read; everybody told, and nobody told of whom."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.urls import reverse

from accounts.models import TryCounter
from audit.models import AuditEvent
from cases.access.door import load
from cases.access.permissions import Permission
from cases.emergency import actions as emergency
from cases.models import BrokenGlass, Case, NamedAccess
from core import clock
from core.mail import outbox
from core.mail.models import OutboxMail
from tests.helpers import factories

pytestmark = pytest.mark.django_db


PASSWORD = "et-langt-kodeord"


URL = "/noedadgang/"


@pytest.fixture
def case(guide):
    return factories.make_case(
        guide, first_name="Freja Marie", last_name="Hemmeligsen", birth_date=date(2009, 5, 5), shielded=True
    )


@pytest.fixture
def knocks(client, colleague):
    """A colleague who is not named, at the door."""
    client.force_login(colleague)

    def knock(**fields):
        data = {"reason": "Mor ringer fra skadestuen", "password": PASSWORD} | fields
        return client.post(URL, data)

    return knock


def may_read(client, case) -> int:
    return client.get(f"/sager/{case.pk}/").status_code


@pytest.mark.parametrize(
    "whom",
    [
        lambda p: {"cpr": p.cpr},
        lambda p: {"cpr": f"{p.cpr[:6]}-{p.cpr[6:]}"},
        lambda p: {"name": "freja marie hemmeligsen", "birth_date": "2009-05-05"},
    ],
    ids=["number", "number with a dash", "name and birth date"],
)
def test_it_opens_the_case_for_sixty_minutes_to_read(client, knocks, case, colleague, whom):
    assert may_read(client, case) == 404
    start = clock.now()
    with clock.travel(start):
        answer = knocks(**whom(case.person))
        assert (answer.status_code, answer["Location"]) == (303, f"/sager/{case.pk}/")
        assert may_read(client, case) == 200
    with clock.travel(start + timedelta(minutes=60) - timedelta(seconds=1)):
        assert may_read(client, case) == 200
        assert load(colleague, case.pk, Permission.CASE_READ).may == {
            "case_read",
            "plan_read",
            "document_read",
        }
        assert client.get(reverse("cases:note_add", args=[case.pk])).status_code == 403
    with clock.travel(start + timedelta(minutes=60)):
        assert may_read(client, case) == 404


def test_it_puts_the_case_in_no_list_and_no_search(client, knocks, case):
    knocks(cpr=case.person.cpr)
    searched = client.post(reverse("workspace:search"), {"q": "Hemmeligsen"}).content.decode()
    assert str(case.pk) not in searched
    assert not Case.objects.visible_to(case.guide.__class__.objects.get(name="Kim Kollega")).exists()


def test_the_leader_is_told_that_by_whom_when_and_why_and_never_of_whom(client, knocks, case, leader, guide):
    knocks(cpr=case.person.cpr, reason="Frejas mor, Karen Hemmeligsen, 050509-4321, ringer fra skadestuen")
    outbox.send_due()
    told = {letter.to[0]: letter.subject + letter.body for letter in mail.outbox}
    assert set(told) == {leader.email, guide.email}
    client.force_login(leader)
    page = client.get(reverse("cases:glass_list")).content.decode()
    assert "Kim Kollega" in page
    assert "ringer fra skadestuen" in page
    for text in (page, *told.values()):
        for word in ("Freja", "Marie", "Hemmeligsen", "050509", str(case.pk)):
            assert word not in text
    assert all("Kim Kollega" in text for text in told.values())
    NamedAccess.objects.create(case=case, user=leader)
    assert "Hemmeligsen" in client.get(reverse("cases:glass_list")).content.decode()


def test_a_former_guide_who_keeps_users_now_is_told_of_no_case(knocks, case, leader, guide):
    type(guide).objects.filter(pk=guide.pk).update(role="admin")
    knocks(cpr=case.person.cpr)
    assert {mail.to for mail in OutboxMail.objects.all()} == {leader.email}


def test_the_guide_reads_who_and_why_in_the_cases_own_log(client, knocks, case, guide):
    knocks(cpr=case.person.cpr)
    event = AuditEvent.objects.get(action="glass.broken")
    assert (event.case_id, event.purpose) == (case.pk, "Mor ringer fra skadestuen")
    assert BrokenGlass.objects.get().reason == "Mor ringer fra skadestuen"
    client.force_login(guide)
    assert (
        "Mor ringer fra skadestuen" in client.get(reverse("cases:case_log", args=[case.pk])).content.decode()
    )


def _answer(response) -> tuple:
    body = response.content.decode()
    return (
        response.status_code,
        [list(map(str, e)) for e in response.context["form"].errors.values()],
        len(body),
    )


def test_the_answer_is_the_same_whether_there_is_a_case_or_not(client, knocks, case, guide):
    ordinary = factories.make_case(guide, first_name="Bo", last_name="Åben", birth_date=date(2009, 5, 6))
    elsewhere = factories.make_case(factories.UserFactory(), birth_date=date(2009, 5, 7), shielded=True)
    nobody = factories.replacement_cpr(date(2009, 5, 8), 777)
    answers = []
    for number in (ordinary.person.cpr, elsewhere.person.cpr, nobody):
        TryCounter.objects.all().delete()
        answers.append(_answer(knocks(cpr=number)))
    assert answers[0] == answers[1] == answers[2]
    TryCounter.objects.all().delete()
    wrong = [_answer(knocks(cpr=number, password="forkert")) for number in (nobody, case.person.cpr)]
    assert wrong[0] == wrong[1]
    assert not BrokenGlass.objects.exists()
    refused = AuditEvent.objects.filter(action="glass.refused")
    assert {event.outcome for event in refused} == {"denied"}
    assert refused.count() == 5
    assert not any(
        number in str(event.changes) + event.purpose for event in refused for number in (nobody[:6],)
    )


@pytest.mark.parametrize(
    "name", ["Freja", "Hemmeligsen", "Freja Hemmelig", "Freja Marie Hemmeligsen Holm", "%"]
)
def test_a_name_that_is_nearly_right_opens_nothing(knocks, case, name):
    assert knocks(name=name, birth_date="2009-05-05").status_code == 422
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "cpr"),
        ({"name": "Freja Hemmeligsen"}, "birth_date"),
        ({"birth_date": "2009-05-05"}, "name"),
        ({"cpr": "12"}, "cpr"),
        ({"cpr": "050509-4321", "reason": "kort"}, "reason"),
        ({"cpr": "050509-4321", "password": ""}, "password"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_is_no_try(knocks, fields, wrong):
    response = knocks(**fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])
    assert not TryCounter.objects.filter(count__gt=0).exists()


def test_the_sixth_try_within_an_hour_is_refused_and_the_next_hour_is_not(client, knocks, case):
    nobody = factories.replacement_cpr(date(2009, 5, 8), 777)
    assert [knocks(cpr=nobody).status_code for _n in range(6)] == [422] * 5 + [429]
    assert knocks(cpr=case.person.cpr).status_code == 429
    TryCounter.objects.update(ends_at=F("ends_at") - timedelta(hours=1))
    assert knocks(cpr=case.person.cpr).status_code == 303


def test_a_leader_of_the_unit_reads_and_does_no_more(client, leader, case):
    client.force_login(leader)
    client.post(URL, {"reason": "Mor ringer fra skadestuen", "password": PASSWORD, "cpr": case.person.cpr})
    assert load(leader, case.pk, Permission.CASE_READ).may == {"case_read", "plan_read", "document_read"}
    assert client.get(reverse("cases:case_assign", args=[case.pk])).status_code == 403


def test_asking_again_within_the_hour_breaks_no_second_glass(knocks, case):
    assert [knocks(cpr=case.person.cpr).status_code for _n in range(2)] == [303, 303]
    assert BrokenGlass.objects.count() == 1


def test_whoever_is_named_breaks_nothing(knocks, case, colleague):
    NamedAccess.objects.create(case=case, user=colleague)
    assert knocks(cpr=case.person.cpr).status_code == 303
    assert not BrokenGlass.objects.exists()


def test_a_case_that_is_shielded_no_more_follows_the_ordinary_door(client, knocks, case):
    knocks(cpr=case.person.cpr)
    Case.objects.filter(pk=case.pk).update(shielded=False)
    assert may_read(client, case) == 403  # a colleague states a purpose


def test_partners_and_admins_have_no_such_page(client, admin):
    partner = factories.UserFactory(role="partner", unit=admin.unit)
    for user in (admin, partner):
        client.force_login(user)
        assert client.get(URL).status_code == 403
        with pytest.raises(emergency.Refused):
            emergency.break_glass(by=user, reason="x" * 20, cpr="0505094321")
