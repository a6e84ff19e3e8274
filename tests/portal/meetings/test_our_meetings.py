"""A partner's own meetings: only while a basis covers the case, and no more of each than it covers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Consent
from core import clock
from meetings.models import AgendaItem
from meetings.planning.actions import ask_people, cancel_meeting, move_meeting
from portal.meetings.ours import meetings_waiting
from tests.helpers import factories
from tests.helpers.invitations import covered_contact, make_meeting

OURS = "/vores-moeder/"


@pytest.fixture(autouse=True)
def noon():
    """Standing still."""
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def case(guide):
    """A young person."""
    return factories.make_case(guide, first_name="Sigrid", last_name="Knrefternavn")


@pytest.fixture
def contact(case):
    """A contact who signs in, with a basis for plan and contact."""
    return covered_contact(case, signs_in=True)


@pytest.fixture
def as_contact(client, contact):
    """Signed in as the contact."""
    client.force_login(contact.user)
    client.get(reverse("accounts:profile"))
    return client


def page(client):
    """The page's text."""
    response = client.get(OURS)
    assert response.status_code == 200
    return response.content.decode()


def asked(meeting, contact):
    """The contact's row."""
    return meeting.attendees.get(contact=contact)


def test_what_a_basis_covers_and_no_more(as_contact, case, contact):
    make_meeting(case, "youth", f"contact-{contact.pk}", place="Biblioteket", online="https://moede.example")
    text = page(as_contact)
    assert "Sigrid Knrefternavn" in text and "Netværksmøde" in text and "Biblioteket" in text
    assert case.guide.name not in text
    Consent.objects.filter(partner=contact.partner).update(topics=["activity"])
    text = page(as_contact)
    assert "Sigrid" in text and "Knrefternavn" not in text and "Netværksmøde" not in text
    listed = AuditEvent.objects.filter(action="cases.listed", purpose="our_meetings").latest("pk")
    assert listed.changes["cases"] == [str(case.pk)] and listed.actor_id == contact.user_id


def test_a_protected_address_hides_the_place(as_contact, case, contact):
    case.person.address_protected = True
    case.person.save()
    make_meeting(case, f"contact-{contact.pk}", place="Biblioteket", online="https://moede.example")
    text = page(as_contact)
    assert "Biblioteket" not in text and "moede.example" not in text and "på telefon" in text


@pytest.mark.parametrize("gone", ["withdrawn", "expired", "shielded", "taken off", "left"])
def test_it_is_gone_with_what_it_stood_on(as_contact, case, contact, gone):
    meeting = make_meeting(case, "youth", f"contact-{contact.pk}")
    row = asked(meeting, contact)
    assert "Sigrid" in page(as_contact)
    consent = Consent.objects.get(partner=contact.partner)
    if gone == "withdrawn":
        withdraw_consent(consent, by=case.guide)
    elif gone == "expired":
        yesterday = clock.today() - timedelta(days=1)
        Consent.objects.update(from_on=yesterday, expires_on=yesterday)
    elif gone == "shielded":
        type(case).objects.update(shielded=True)
    elif gone == "taken off":
        ask_people(meeting, ["youth"], by=case.guide)
    else:
        type(contact).objects.filter(pk=contact.pk).update(until_on=clock.today() - timedelta(days=1))
    if gone == "left":  # whoever has left is signed out as well
        assert as_contact.get(OURS).status_code == 302
    else:
        assert "Sigrid" not in page(as_contact)
        assert as_contact.post(f"{OURS}{row.pk}/svar/", {"answer": "yes"}).status_code == 404
        assert as_contact.get(f"{OURS}{row.pk}/punkt/").status_code == 404
    contact.refresh_from_db()
    assert meetings_waiting(contact, clock.today()) == []


def test_a_draft_and_a_colleagues_meeting_are_not_shown(as_contact, case, contact):
    other = factories.ContactFactory(partner=contact.partner, email="b@skolen.example")
    make_meeting(case, f"contact-{contact.pk}", invited=False)
    theirs = make_meeting(case, f"contact-{other.pk}")
    assert "Sigrid" not in page(as_contact)
    assert as_contact.post(f"{OURS}{asked(theirs, other).pk}/svar/", {"answer": "yes"}).status_code == 404


def test_one_answers_and_the_meeting_waits_no_more(as_contact, case, contact):
    meeting = make_meeting(case, "youth", f"contact-{contact.pk}")
    row = asked(meeting, contact)
    assert [one.attendee.pk for one in meetings_waiting(contact, clock.today())] == [row.pk]
    assert "Dit svar afventes" in page(as_contact)
    assert as_contact.post(f"{OURS}{row.pk}/svar/", {"answer": "online"}).status_code == 303
    row.refresh_from_db()
    assert row.answer == "online" and "Er med online" in page(as_contact)
    assert meetings_waiting(contact, clock.today()) == []
    event = AuditEvent.objects.filter(action="meeting.answered").latest("pk")
    assert (event.actor_id, event.case_id) == (contact.user_id, case.pk)


def test_a_moved_meeting_says_so_and_asks_anew(as_contact, case, contact):
    meeting = make_meeting(case, "youth", f"contact-{contact.pk}")
    row, was = asked(meeting, contact), meeting.starts_at
    as_contact.post(f"{OURS}{row.pk}/svar/", {"answer": "yes"})
    meeting.refresh_from_db()
    move = {"by": case.guide, "place": meeting.place, "why": "Sygdom i huset"}
    move_meeting(
        meeting, expected_version=meeting.version, starts_at=was + timedelta(days=2, hours=1), **move
    )
    text = page(as_contact)
    assert "Dit svar afventes" in text and "Sygdom" not in text
    assert "Mødet er flyttet. Det skulle have været" in text and "Svar igen." in text
    assert f"kl. {was.astimezone(clock.COPENHAGEN):%H.%M}." in text
    assert [one.attendee.pk for one in meetings_waiting(contact, clock.today())] == [row.pk]
    as_contact.post(f"{OURS}{row.pk}/svar/", {"answer": "no"})
    assert "Svar igen." not in page(as_contact) and "Mødet er flyttet" in page(as_contact)


def test_what_waits_is_soonest_first_and_nothing_that_is_over(case, contact):
    for days in (9, 3, 6):
        make_meeting(case, f"contact-{contact.pk}", at=clock.at(clock.today() + timedelta(days=days), 10))
    off = make_meeting(case, f"contact-{contact.pk}")
    cancel_meeting(off, by=case.guide, why="Syg")
    waiting = meetings_waiting(contact, clock.today())
    assert [(one.day - clock.today()).days for one in waiting] == [3, 6, 9]
    with clock.travel(waiting[0].ends):
        assert len(meetings_waiting(contact, clock.today())) == 2
    assert meetings_waiting(None, clock.today()) == []


def test_a_point_goes_on_the_agenda_as_the_partners(as_contact, case, contact):
    meeting = make_meeting(case, "youth", f"contact-{contact.pk}")
    row = asked(meeting, contact)
    url = f"{OURS}{row.pk}/punkt/"
    refused = as_contact.post(url, {"title": "", "minutes": "10"})
    assert refused.status_code == 422 and "is-invalid" in refused.content.decode()
    kept = as_contact.post(url, {"title": "Praktik i foråret", "minutes": "999"})
    assert kept.status_code == 422 and "Praktik i foråret" in kept.content.decode()
    key = {"submit_key": "a", "title": "Praktik i foråret", "minutes": "15"}
    for _sent in range(3):
        assert as_contact.post(url, key).status_code == 303
    item = AgendaItem.objects.get(meeting=meeting)
    assert (item.title, item.minutes, item.source, item.brought_by, item.who) == (
        "Praktik i foråret",
        15,
        "partner",
        row,
        contact.name,
    )
    assert "Praktik i foråret" in page(as_contact)
    with clock.travel(meeting.ends_at):
        assert as_contact.get(url).status_code == 404


def test_two_meetings_cost_what_twenty_do(as_contact, guide, contact):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            page(as_contact)
        return len(queries)

    for number in range(20):
        if number == 2:
            few = cost()
            with CaptureQueriesContext(connection) as waiting:
                assert len(meetings_waiting(contact, clock.today())) == 2
        case = factories.make_case(guide)
        made = covered_contact(case)
        Consent.objects.filter(partner=made.partner).update(partner=contact.partner)
        made.partner.participations.update(partner=contact.partner)
        make_meeting(case, f"contact-{contact.pk}")
    assert cost() == few <= 14
    with CaptureQueriesContext(connection) as queries:
        assert len(meetings_waiting(contact, clock.today())) == 20
    assert len(queries) == len(waiting) == 5
