"""Who types the CPR number of a shielded young person learns as little as can be, and it is seen that they did."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.signin import throttle
from audit.models import AuditEvent
from cases.access.probing import KNOWN_NUMBERS
from cases.closing.actions import close
from cases.models import Case, NamedAccess
from cases.people.actions import keep_former
from core.mail.models import OutboxMail
from intake.caseload.importer import CASELOAD
from intake.inquiries.actions import receive_inquiry
from intake.models import Inquiry
from tests.helpers import factories

pytestmark = pytest.mark.django_db

FREE = "0101089995"


@pytest.fixture
def hidden(colleague):
    """A colleague's shielded case."""
    return factories.make_case(colleague, shielded=True, cpr="0202086118")


def facts(case, **changes):
    person = case.person
    sent = {name: getattr(person, name) for name in ("first_name", "last_name", "custody")}
    sent |= {"birth_date": person.birth_date.isoformat(), "version": person.version}
    return {**sent, **changes}


def edit(client, case, cpr):
    case = Case.objects.select_related("person").get(pk=case.pk)
    return client.post(reverse("cases:person_edit", args=[case.pk]), facts(case, cpr=cpr))


def met(case):
    return AuditEvent.objects.filter(case_id=case.pk, action="case.number_met", outcome="denied")


def test_a_number_of_a_shielded_case_is_answered_as_any_known_one_and_told(
    client, guide, case, hidden, leader
):
    other = factories.make_case(guide, cpr="0303086114")
    client.force_login(guide)
    answers = [edit(client, case, row.person.cpr) for row in (hidden, other)]
    assert [answer.status_code for answer in answers] == [422, 422]
    first, second = (answer.context["form"].errors["cpr"] for answer in answers)
    assert first == second
    assert met(hidden).get().actor_id == guide.pk and not met(other).exists()
    told = OutboxMail.objects.filter(subject="Nogen er stødt på en skærmet sag")
    assert {mail.to for mail in told} == {leader.email, hidden.guide.email}
    assert guide.name in told[0].body and hidden.person.first_name not in told[0].body
    edit(client, case, hidden.person.cpr)
    assert met(hidden).count() == 2 and told.count() == 2  # told once a day, kept each time


def test_a_former_guide_who_keeps_users_now_is_told_of_no_case(client, guide, case, hidden, leader):
    type(guide).objects.filter(pk=hidden.guide_id).update(role="admin")
    client.force_login(guide)
    edit(client, case, hidden.person.cpr)
    told = OutboxMail.objects.filter(subject="Nogen er stødt på en skærmet sag")
    assert {mail.to for mail in told} == {leader.email}


def test_who_meets_many_known_numbers_is_stopped_whatever_the_next_one_is(client, guide, case, hidden):
    client.force_login(guide)
    for _ in range(KNOWN_NUMBERS.tries):
        assert edit(client, case, hidden.person.cpr).status_code == 422
    for cpr in (hidden.person.cpr, FREE):
        assert edit(client, case, cpr).status_code == 429
    assert edit(client, case, "").status_code == 303  # the other facts can be written
    assert AuditEvent.objects.filter(action="number.refused", actor_id=guide.pk).count() == 2


def test_numbers_that_are_new_are_not_counted(client, guide, case):
    client.force_login(guide)
    assert edit(client, case, FREE).status_code == 303
    throttle.record_attempt(KNOWN_NUMBERS, str(guide.pk))
    assert throttle.TryCounter.objects.get().count == 1


def test_who_may_open_it_anyway_is_not_told_of(client, guide, case, hidden):
    NamedAccess.objects.create(case=hidden, user=guide)
    client.force_login(guide)
    assert edit(client, case, hidden.person.cpr).status_code == 422
    assert not met(hidden).exists()


def test_an_inquiry_that_is_taken_in_meets_it_too(client, guide, leader, hidden):
    asked = Inquiry(unit=guide.unit, first_name="Ida", last_name="Lund", asked_by="school", reason="Fravær")
    receive_inquiry(asked, by=guide)
    client.force_login(leader)
    url = reverse("intake:inquiry_take_in", args=[asked.pk])
    page = client.get(url).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields}
    sent |= {"cpr": hidden.person.cpr, "birth_date": "2008-02-02", "decision_reason": "Passer til os"}
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert str(hidden.pk) not in answer.content.decode()
    assert met(hidden).get().actor_id == leader.pk


def take_in(client, user, guide, cpr):
    """The answer to an inquiry that ``user`` takes in with this number."""
    asked = Inquiry(unit=guide.unit, first_name="Ida", last_name="Lund", asked_by="school", reason="Fravær")
    receive_inquiry(asked, by=guide)
    client.force_login(user)
    url = reverse("intake:inquiry_take_in", args=[asked.pk])
    page = client.get(url).context["form"]
    sent = {name: page[name].value() or "" for name in page.fields}
    return client.post(
        url, sent | {"cpr": cpr, "birth_date": "2008-02-02", "decision_reason": "Passer til os"}
    )


@pytest.mark.parametrize("closed", [False, True])
def test_a_number_they_had_once_meets_it_too(client, guide, leader, hidden, closed):
    former = "0404086112"
    keep_former(hidden.person, former)
    if closed:
        close(hidden, by=leader, reason="moved")
    answer = take_in(client, leader, guide, former)
    assert answer.status_code == (422 if closed else 409)
    assert str(hidden.pk) not in answer.content.decode()
    assert met(hidden).get().actor_id == leader.pk


def test_a_closed_case_that_cannot_be_opened_again_meets_it_too(client, colleague, leader, case, hidden):
    """They have an open case, and it is shielded: who may not open it is not led to it, and told in the same words."""
    close(case, by=leader, reason="moved")
    Case.objects.filter(pk=hidden.pk).update(person=case.person)
    client.force_login(leader)
    answer = client.post(reverse("plans:case_reopen", args=[case.pk]))
    assert answer["Location"] == case.get_absolute_url()
    assert met(hidden).get().actor_id == leader.pk
    # Who may know of it is led there.
    Case.objects.filter(pk=hidden.pk).update(shielded=False)
    assert client.post(reverse("plans:case_reopen", args=[case.pk]))["Location"] == hidden.get_absolute_url()


def test_the_preview_of_a_list_meets_it_too(leader, hidden, case):
    seen = [SimpleNamespace(about=row.person) for row in (hidden, case)]
    CASELOAD.shown(seen, by=leader)
    assert met(hidden).get().actor_id == leader.pk and not met(case).exists()
