"""The guide's side of Min plan: who may enter, inviting with what is shared told, and closing it again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Case
from core import clock
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from participation.models import Entry
from tests.helpers.entering import YOUTH, invite_parent, invite_youth, parent_of, turning_18, young_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(guide):
    return young_case(guide, first_name="Sigrid", last_name="Holm")


@pytest.fixture
def page(client, guide, case):
    client.force_login(guide)
    return client


def url(name: str, case, *args) -> str:
    return reverse(f"participation:{name}", args=[case.pk, *args])


def html(response) -> str:
    return " ".join(response.content.decode().split())


def test_from_the_case_page(page, case):
    told = html(page.get(case.get_absolute_url()))
    assert "Sigrid har ikke adgang" in told and url("entry_list", case) in told
    invite_youth(case)
    invite_parent(case)
    told = html(page.get(case.get_absolute_url()))
    assert "Sigrid har adgang" in told and "1 forælder kan læse med" in told


def test_inviting(page, case):
    assert page.get(url("entry_invite", case)).status_code == 200
    said = {"channel": "mail", "destination": " Sigrid@Eksempel.dk ", "submit_key": "en-nøgle"}
    for _twice in range(2):
        assert page.post(url("entry_invite", case), said)["Location"] == url("entry_list", case)
    entry = Entry.objects.get()
    assert (entry.destination, entry.kind, entry.invited_by.name) == (YOUTH, "self", "Gitte Guide")
    mail = OutboxMail.objects.get(to=YOUTH)
    assert mail.body.strip().endswith("/min-plan/ind/") and "Sigrid" not in mail.body + mail.subject
    told = html(page.get(url("entry_list", case)))
    assert "har adgang" in told and YOUTH in told


def test_by_text_message(page, case):
    page.post(url("entry_invite", case), {"channel": "sms", "destination": "21 31 41 51"})
    assert OutboxSms.objects.get().to == "21314151"


def test_what_was_typed_stays_when_it_is_refused(page, case):
    parent_of(case, email=YOUTH)
    response = page.post(url("entry_invite", case), {"channel": "mail", "destination": YOUTH})
    assert response.status_code == 422
    assert YOUTH in html(response) and "Andre har samme adresse" in html(response)
    response = page.post(url("entry_invite", case), {"channel": "mail", "destination": "hverken eller"})
    assert response.status_code == 422 and "hverken eller" in html(response)
    assert not Entry.objects.exists()


def test_what_is_shared_is_told_before_anything_is_sent(page, case):
    type(case.person).objects.filter(pk=case.person.pk).update(phone="21 31 41 51", email=YOUTH)
    parent_of(case, phone="21314151")
    told = html(page.get(url("entry_invite", case)))
    assert "deles" in told and "en voksen omkring en ung" in told and "bruges kun af vedkommende" in told


@pytest.mark.parametrize(
    ("whose", "is_shielded", "words"),
    [("stranger", False, "en anden"), ("colleague", True, "en anden"), ("colleague", False, "en anden ung")],
)
def test_whose_the_address_is_is_said_of_whom_one_may_know_and_names_nobody(
    page, case, request, whose, is_shielded, words
):
    """Whoever types an address in learns of nobody's shielded case that it is there, nor of another unit's."""
    theirs = young_case(
        request.getfixturevalue(whose), first_name="Hemmelig", last_name="Fremmed", email=YOUTH
    )
    type(theirs).objects.filter(pk=theirs.pk).update(shielded=is_shielded)
    type(case.person).objects.filter(pk=case.person.pk).update(email=YOUTH)
    told = html(page.get(url("entry_invite", case)))
    assert f"registreret hos: {words} </span>" in " ".join(told.split())
    assert "Hemmelig" not in told and "Fremmed" not in told


def test_a_parent_is_asked_for_by_name(page, case):
    mother = parent_of(case)
    told = html(page.get(url("entry_list", case)))
    assert "Karin Holm" in told and url("entry_invite_parent", case, mother.pk) in told
    page.post(url("entry_invite_parent", case, mother.pk), {"channel": "paper", "destination": ""})
    assert Entry.objects.get().guardian == mother


def test_who_holds_no_custody_is_not_offered(page, case):
    parent_of(case, name="Jens Uden", has_custody=False)
    assert "Jens Uden" not in html(page.get(url("entry_list", case)))


def test_a_parent_of_another_case_is_not_there(page, case, guide):
    other = parent_of(young_case(guide))
    assert page.get(url("entry_invite_parent", case, other.pk)).status_code == 404


def test_of_a_protected_young_person_the_guide_must_say_so(page, case):
    mother = parent_of(case)
    Case.objects.filter(pk=case.pk).update(shielded=True)
    address = url("entry_invite_parent", case, mother.pk)
    assert page.post(address, {"channel": "paper"}).status_code == 422
    assert page.post(address, {"channel": "paper", "despite_protection": "on"}).status_code == 303


def test_at_18_the_guide_sees_that_it_ended_and_may_ask_anew(page, case):
    entry = invite_parent(case)
    type(case.person).objects.filter(pk=case.person.pk).update(birth_date=turning_18(clock.today()))
    assert "En adgang er ophørt" in html(page.get(case.get_absolute_url()))
    told = html(page.get(url("entry_list", case)))
    assert "adgang ophørt" in told and "fyldte 18" in told
    page.post(url("entry_withdraw", case, entry.pk), {"reason": "Fyldt 18"})
    address = url("entry_invite_parent", case, entry.guardian_id)
    assert page.post(address, {"channel": "paper"}).status_code == 422
    tomorrow = clock.today() + timedelta(days=1)
    assert page.post(address, {"channel": "paper", "agreed_on": tomorrow.isoformat()}).status_code == 422
    assert page.post(address, {"channel": "paper", "agreed_on": clock.today().isoformat()}).status_code == 303


def test_closing_it_takes_a_reason(page, case):
    entry = invite_youth(case)
    assert page.post(url("entry_withdraw", case, entry.pk), {"reason": " "}).status_code == 422
    page.post(url("entry_withdraw", case, entry.pk), {"reason": "Den unge ønsker det"})
    entry.refresh_from_db()
    assert entry.withdrawn_because == "Den unge ønsker det"
    assert page.get(url("entry_withdraw", case, entry.pk)).status_code == 404
    row = AuditEvent.objects.get(action="entry.withdrawn")
    assert row.case_id == case.pk and "ønsker" not in str(row.changes)


def test_telling_again(page, case):
    entry = invite_youth(case)
    page.post(url("entry_tell", case, entry.pk))
    assert OutboxMail.objects.filter(to=YOUTH).count() == 2


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_message_that_did_not_arrive_is_told(page, case, channel):
    invite_youth(case, channel=channel, destination=YOUTH if channel == "mail" else "21314151")
    assert "kom ikke frem" not in html(page.get(url("entry_list", case)))
    box = OutboxMail if channel == "mail" else OutboxSms
    box.objects.update(state="failed")
    assert "den sidste besked kom ikke frem" in html(page.get(url("entry_list", case)))
    page.post(url("entry_tell", case, Entry.objects.get().pk))
    assert "kom ikke frem" not in html(page.get(url("entry_list", case)))


def test_without_a_gateway_no_text_message_is_offered(page, case, settings):
    settings.SMS_BACKEND = ""
    assert 'value="sms"' not in html(page.get(url("entry_invite", case)))
    assert (
        page.post(url("entry_invite", case), {"channel": "sms", "destination": "21314151"}).status_code == 422
    )


def test_the_leader_reads_and_sees_no_address(client, leader, case):
    invite_youth(case)
    client.force_login(leader)
    told = html(client.get(url("entry_list", case)))
    assert "har adgang" in told and YOUTH not in told and "Luk adgang" not in told


def test_the_case_log_tells_it(page, case, guide):
    entry = invite_youth(case)
    page.post(url("entry_paper", case, entry.pk))
    page.post(url("entry_withdraw", case, entry.pk), {"reason": "Den unge ønsker det"})
    told = html(page.get(reverse("cases:case_log", args=[case.pk])))
    for words in ("gav adgang til Min plan", "lavede en kode på papir", "lukkede en adgang til Min plan"):
        assert words in told


def test_two_parents_and_ten_cost_the_same(page, case):
    def queries():
        with CaptureQueriesContext(connection) as told:
            page.get(url("entry_list", case))
        return len(told)

    for n in range(2):
        invite_parent(case, parent_of(case, name=f"Voksen {n}"), destination=f"voksen{n}@eksempel.dk")
    queries()
    few = queries()
    for n in range(2, 12):
        invite_parent(case, parent_of(case, name=f"Voksen {n}"), destination=f"voksen{n}@eksempel.dk")
    assert queries() == few
