"""The page by which somebody answers an invitation without signing in."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.signin.models import TryCounter
from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Case, Consent, ContactWish, Guardian
from cases.network.actions import end_participation
from core import clock
from core.logs import redact
from core.mail.models import OutboxMail
from meetings.planning.actions import ask_people, cancel_meeting, hold
from tests.helpers import factories
from tests.helpers.invitations import covered_contact, make_meeting


@pytest.fixture(autouse=True)
def noon():
    """Standing still."""
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def case(guide):
    """A young person with a mailbox."""
    return factories.make_case(guide, email="sigrid@hjemme.example", first_name="Knrfornavn")


@pytest.fixture
def meeting(case):
    """A meeting that the young person is invited to."""
    return make_meeting(case, "youth", place="Biblioteket", online="https://moede.example/1")


@pytest.fixture
def url(meeting):
    """The link of the mail."""
    return re.search(r"https?://[^/]+(/moede/svar/\S+)", OutboxMail.objects.get().body)[1]


def youth(meeting):
    """The young person's row."""
    return meeting.attendees.get(is_youth=True)


def test_it_says_when_and_where_and_no_name(client, url, case):
    page = client.get(url)
    text = page.content.decode()
    assert page.status_code == 200 and "Biblioteket" in text and "https://moede.example/1" in text
    assert "kl. 10.00–11.00" in text
    assert "Knrfornavn" not in text and case.guide.name not in text and "Netværksmøde" not in text


def test_looking_changes_nothing_and_sending_answers(client, url, meeting):
    for _scanner in range(3):
        client.get(url)
        client.head(url)
        client.get(f"{url}?answer=no")
    assert youth(meeting).answer == ""
    for value in ("yes", "online", "no"):
        sent = client.post(url, {"answer": value})
        assert sent.status_code == 303 and sent["Location"] == url
        row = youth(meeting)
        assert row.answer == value and row.answered_at == clock.now()
    event = AuditEvent.objects.filter(action="meeting.answered").latest("pk")
    assert event.actor_id is None and event.changes["answer"] == ["online", "no"]
    assert event.case_id == meeting.case_id
    assert "Vi har dit svar: Kan ikke komme" in client.get(url).content.decode()


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "maybe"}])
def test_an_answer_that_is_none_is_told_beside_the_question(client, url, meeting, sent):
    refused = client.post(url, sent)
    assert refused.status_code == 422 and "Vælg et svar" in refused.content.decode()
    assert youth(meeting).answer == ""


def test_the_link_ends_with_the_meeting(client, url, meeting):
    with clock.travel(meeting.ends_at - timedelta(seconds=1)):
        assert client.get(url).status_code == 200
        assert client.post(url, {"answer": "yes"}).status_code == 303
    with clock.travel(meeting.ends_at):
        assert client.get(url).status_code == 404
        assert client.post(url, {"answer": "no"}).status_code == 404
        assert client.get(f"{url}invite.ics").status_code == 404
    assert youth(meeting).answer == "yes"


def test_cancelled_taken_off_held_and_wrong_are_one_answer(client, url, meeting, case):
    wrong = client.get("/moede/svar/kui_forkert/")
    assert wrong.status_code == 404 and "Biblioteket" not in wrong.content.decode()
    ask_people(meeting, [], by=case.guide)
    off = client.get(url)
    ask_people(meeting, ["youth"], by=case.guide)
    assert client.get(url).status_code == 200
    with clock.travel(meeting.starts_at + timedelta(minutes=10)):
        hold(meeting, by=case.guide, present=["youth"])
        held = client.get(url)
    other = make_meeting(case, "youth")
    other_url = re.search(r"https?://[^/]+(/moede/svar/\S+)", OutboxMail.objects.latest("pk").body)[1]
    assert client.get(other_url).status_code == 200
    cancel_meeting(other, by=case.guide, why="Syg")
    for page in (off, held, client.get(other_url), wrong):
        text = page.content.decode()
        assert page.status_code == 404 and "Linket virker ikke længere" in text
        assert "Biblioteket" not in text and "10.00" not in text


def test_a_protected_address_hides_the_place(client, url, case):
    case.person.address_protected = True
    case.person.save()
    text = client.get(url).content.decode()
    assert "Biblioteket" not in text and "moede.example" not in text and "på telefon" in text


def test_the_button_gives_the_recipients_own_event(client, url, meeting):
    got = client.get(f"{url}invite.ics")
    assert got["Content-Type"].startswith("text/calendar") and "attachment" in got["Content-Disposition"]
    assert f'"moede-{meeting.on:%Y-%m-%d}-{str(meeting.pk)[:8]}.ics"' in got["Content-Disposition"]
    (event,) = Calendar.from_ical(got.content).walk("VEVENT")
    assert str(event["uid"]) == str(meeting.pk)
    assert str(event["attendee"]) == "mailto:sigrid@hjemme.example"
    assert b"kui_" not in got.content and b"Biblioteket" not in got.content


def test_guessing_is_slowed_down_and_who_has_a_link_is_not(client, url):
    for number in range(30):
        assert client.get(f"/moede/svar/kui_{number}/").status_code == 404
    assert client.get("/moede/svar/kui_30/").status_code == 429
    assert client.get(url).status_code == 200
    assert TryCounter.objects.count() == 1


def test_answering_again_and_again_is_slowed_down(client, url):
    for _number in range(20):
        assert client.post(url, {"answer": "yes"}).status_code == 303
    assert client.post(url, {"answer": "no"}).status_code == 429


def test_strange_links_are_answered(client, db):
    for odd in ("%00", "kui_%00", "æøå", "a" * 500):
        assert client.get(f"/moede/svar/{odd}/").status_code in (400, 404)


def test_a_guide_writes_down_what_was_said_by_phone(client, meeting, case, guide):
    row = youth(meeting)
    to = reverse("meetings:attendee_answer", args=[case.pk, meeting.pk, row.pk])
    client.force_login(guide)
    assert client.post(to, {"answer": "online"}).status_code == 303
    assert youth(meeting).answer == "online"
    event = AuditEvent.objects.filter(action="meeting.answered").latest("pk")
    assert event.actor_id == guide.pk and event.changes["how"] == [None, "phone"]
    assert client.post(to, {"answer": "hm"}).status_code == 404
    elsewhere = make_meeting(factories.make_case(guide), "youth")
    other = reverse("meetings:attendee_answer", args=[case.pk, elsewhere.pk, youth(elsewhere).pk])
    assert client.post(other, {"answer": "yes"}).status_code == 404
    mixed = reverse("meetings:attendee_answer", args=[case.pk, meeting.pk, youth(elsewhere).pk])
    assert client.post(mixed, {"answer": "yes"}).status_code == 404


def test_who_must_attend_is_said_on_the_page_of_the_meeting(client, meeting, case, guide):
    client.force_login(guide)
    page = reverse("meetings:meeting", args=[case.pk, meeting.pk])
    to = reverse("meetings:attendee_required", args=[case.pk, meeting.pk, youth(meeting).pk])
    assert "få minutter" in client.get(page).content.decode()
    for sent, required in (({"required": "yes"}, True), ({}, False)):
        assert client.post(to, sent)["Location"] == f"{page}#indkald"
        client.post(to, sent)
        assert youth(meeting).is_required == required
    assert AuditEvent.objects.filter(action="meeting.required").count() == 2


def test_secrets_are_left_out_of_the_logs(url):
    assert "kui_" not in redact(f"GET {url} 200") and "[secret]" in redact(url)


def test_no_row_of_the_trail_keeps_the_secret(client, url):
    assert client.post(url, {"answer": "yes"}).status_code == 303
    event = AuditEvent.objects.get(action="meeting.answered")
    assert event.path == "/moede/svar/[secret]/"
    assert not any("kui_" in str(row) for row in AuditEvent.objects.values())


def link_to(meeting, *keys):
    """The path of the link that whom ``keys`` name were mailed."""
    return re.search(r"https?://[^/]+(/moede/svar/\S+)", OutboxMail.objects.latest("pk").body)[1]


def test_who_must_have_no_contact_any_more_reads_it_no_more(client, case):
    father = Guardian.objects.create(
        person=case.person,
        name="Far",
        relation="Far",
        email="far@eksempel.dk",
        contact_wish=ContactWish.PHONE,
    )
    meeting = make_meeting(case, f"adult-{father.pk}", place="Biblioteket")
    url = link_to(meeting)
    assert "Biblioteket" in client.get(url).content.decode()
    for change in (
        {"contact_ban": True},
        {"contact_wish": ContactWish.NOT},
        {"until_on": clock.today()},
        {"email": "en-anden@eksempel.dk"},
    ):
        before = {name: getattr(father, name) for name in change}
        Guardian.objects.filter(pk=father.pk).update(**change)
        for page in (client.get(url), client.post(url, {"answer": "no"}), client.get(f"{url}invite.ics")):
            assert page.status_code == 404 and "Biblioteket" not in page.content.decode(), change
        Guardian.objects.filter(pk=father.pk).update(**before)
        assert client.get(url).status_code == 200
    assert meeting.attendees.get().answer == ""


def test_without_a_basis_a_partner_reads_it_no_more(client, case, guide):
    contact = covered_contact(case)
    url = link_to(make_meeting(case, f"contact-{contact.pk}", place="Biblioteket"))
    assert client.get(url).status_code == 200
    Case.objects.filter(pk=case.pk).update(shielded=True)
    assert client.get(url).status_code == 404
    Case.objects.filter(pk=case.pk).update(shielded=False)
    with clock.travel(Consent.objects.get().expires_on + timedelta(days=1)):
        assert client.get(url).status_code == 404
    withdraw_consent(Consent.objects.get(), by=guide)
    assert client.get(url).status_code == 404


def test_who_takes_part_no_more_reads_it_no_more(client, case, guide):
    contact = covered_contact(case)
    url = link_to(make_meeting(case, f"contact-{contact.pk}"))
    assert client.get(url).status_code == 200
    end_participation(case.participations.get(), by=guide)
    assert client.get(url).status_code == 404


def test_of_a_closed_case_nothing_is_answered(client, url, case, meeting):
    Case.objects.filter(pk=case.pk).update(closed_on=clock.today(), close_reason="moved", status="closed")
    assert client.get(url).status_code == 404 and client.post(url, {"answer": "yes"}).status_code == 404
    assert youth(meeting).answer == ""


def test_cancelled_while_the_answer_is_sent_is_told_kindly(client, url, meeting, case, monkeypatch):
    monkeypatch.setattr("meetings.invitations.views.actions.opens", lambda notice: True)
    cancel_meeting(meeting, by=case.guide, why="Syg")
    page = client.post(url, {"answer": "yes"})
    assert page.status_code == 404 and "Linket virker ikke længere" in page.content.decode()
