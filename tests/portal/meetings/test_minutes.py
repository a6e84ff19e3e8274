"""Shared minutes at a partner: who reads them and how far, comments in time, approves when they were there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Consent, Disclosure
from core import clock
from meetings.agenda.actions import add_item
from meetings.minutes import actions
from tests.helpers import factories
from tests.helpers.invitations import covered_contact
from tests.helpers.meetings import hold_one, write

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HOME = "/partner/"


@pytest.fixture(autouse=True)
def noon():
    """Standing still."""
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Sigrid", last_name="Knrefternavn")


@pytest.fixture
def contact(case):
    return covered_contact(case, topics=("plan",), signs_in=True)


@pytest.fixture
def absent(case):
    return covered_contact(case, signs_in=True, email="kunne.ikke@skolen.example")


@pytest.fixture
def meeting(case, guide, contact, absent):
    """Three points: an open one, one kept out, and one that tells of health."""
    there = ["youth", f"contact-{contact.pk}"]
    found = hold_one(case, people=[*there, f"contact-{absent.pk}"], present=there, place="Lokale 4")
    titles = {
        "Uddannelse": ("FGU fra august", False),
        "Andet": ("Kun for os", True),
        "Trivsel": ("Har en depression", False),
    }
    said = {add_item(found, by=guide, title=title).pk: outcome for title, outcome in titles.items()}
    actions.write_minutes(
        found, by=guide, expected_version=0, text="Vi mødes igen", youth_text="Du prøver", outcomes=said
    )
    return found


@pytest.fixture
def minutes(meeting, guide):
    """Out for comment for five days."""
    row = actions.minutes_of(meeting)
    actions.send_minutes(row, by=guide, comment_until=clock.today() + 5 * DAY)
    return row


def signed_in(contact):
    client = Client()
    client.force_login(contact.user)
    client.get(reverse("accounts:profile"))
    return client


def url_of(meeting, contact):
    return reverse("portal:our_minutes", args=[meeting.attendees.get(contact=contact).pk])


def text_of(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def home(client):
    return text_of(client, reverse("portal:partner_inbox"))


def test_they_read_what_is_covered_and_nothing_that_was_kept_out(minutes, meeting, contact, guide):
    text = text_of(signed_in(contact), url_of(meeting, contact))
    assert "FGU fra august" in text and "Vi mødes igen" in text and "Udeladt" in text
    for hidden in ("Kun for os", "Andet", "depression", "Knrefternavn", "Du prøver"):
        assert hidden not in text
    event = AuditEvent.objects.get(action="minutes.look")
    assert (event.case_id, event.actor_id, event.relation) == (meeting.case_id, contact.user_id, "shared")
    told = Disclosure.objects.get()
    assert (told.topics, told.kind, told.by) == (["plan"], "page", contact.user)


def test_a_protected_address_takes_the_place(minutes, meeting, contact):
    person = meeting.case.person
    person.address, person.address_protected = "Strandvej 7", True
    person.save()
    write(meeting, text="Bor på Strandvej 7")
    text = text_of(signed_in(contact), url_of(meeting, contact))
    assert "Lokale 4" not in text and "Strandvej" not in text


def test_a_draft_is_not_there(meeting, contact):
    client = signed_in(contact)
    assert client.get(url_of(meeting, contact)).status_code == 404
    assert "Referat til" not in home(client)
    assert url_of(meeting, contact) not in text_of(client, reverse("portal:our_meetings"))


@pytest.mark.parametrize("gone", ["withdrawn", "expired", "not the plan", "shielded", "closed", "taken off"])
def test_it_is_gone_with_what_it_stood_on(minutes, meeting, contact, gone):
    client, url = signed_in(contact), url_of(meeting, contact)
    assert "Referat til bemærkninger og godkendelse" in home(client)
    assert url in text_of(client, reverse("portal:our_meetings"))
    consent = Consent.objects.get(partner=contact.partner)
    if gone == "withdrawn":
        withdraw_consent(consent, by=meeting.case.guide)
    elif gone == "expired":
        Consent.objects.filter(pk=consent.pk).update(
            from_on=clock.today() - 2 * DAY, expires_on=clock.today() - DAY
        )
    elif gone == "not the plan":
        Consent.objects.filter(pk=consent.pk).update(topics=["contact"])
    elif gone == "shielded":
        type(meeting.case).objects.update(shielded=True)
    elif gone == "closed":
        type(meeting.case).objects.update(closed_on=clock.today(), status="closed", close_reason="moved")
    else:
        meeting.attendees.filter(contact=contact).update(left_at=clock.now())
    Disclosure.objects.all().delete()
    assert client.get(url).status_code == client.post(url, {"text": "Hej"}).status_code == 404
    assert client.post(f"{url}godkend/", {"version": minutes.version}).status_code == 404
    assert (
        not minutes.comments.exists() and not minutes.approvals.exists() and not Disclosure.objects.exists()
    )
    assert "Referat til" not in home(client)
    assert url not in text_of(client, reverse("portal:our_meetings"))


@pytest.mark.parametrize("is_coordinator", [False, True])
def test_a_colleague_at_the_partner_who_was_not_asked_does_not_read_it(
    minutes, meeting, contact, is_coordinator
):
    user = factories.UserFactory(unit=contact.partner.unit, role="partner")
    other = factories.ContactFactory(partner=contact.partner, user=user, is_coordinator=is_coordinator)
    client, url = signed_in(other), url_of(meeting, contact)
    assert client.get(url).status_code == 404
    assert client.post(f"{url}godkend/", {"version": minutes.version}).status_code == 404
    assert "Referat til" not in home(client)


def test_they_comment_once_and_the_guide_has_it(minutes, meeting, contact, client, guide):
    theirs, url = signed_in(contact), url_of(meeting, contact)
    refused = theirs.post(url, {"text": " "})
    assert refused.status_code == 422 and "is-invalid" in refused.content.decode()
    for _sent in range(3):
        assert theirs.post(url, {"submit_key": "a", "text": "Datoen mangler"}).status_code == 303
    comment = minutes.comments.get()
    assert (comment.by, comment.seen_at) == (contact.user, None)
    assert "Datoen mangler" in text_of(theirs, url)
    assert "Referat til" not in home(theirs)  # it waits on who leads the meeting
    client.force_login(guide)
    assert "har skrevet en bemærkning til referatet" in text_of(client, "/min-dag/")
    assert "Datoen mangler" in text_of(
        client, reverse("meetings:meeting", args=[meeting.case_id, meeting.pk])
    )
    seen = reverse("meetings:comments_seen", args=[meeting.case_id, meeting.pk])
    assert client.post(seen).status_code == 303
    assert "har skrevet en bemærkning til referatet" not in text_of(client, "/min-dag/")
    assert "Læst af ungeguiden" in text_of(theirs, url)
    assert "Referat til" in home(theirs)


def test_comments_in_time_approval_after_too(minutes, meeting, contact, absent):
    """On the last day both; the day after one only approves, and who was not there is asked nothing."""
    url = url_of(meeting, contact)
    with clock.travel(minutes.comment_until):
        theirs = signed_in(contact)
        assert "Referat til bemærkninger og godkendelse" in home(theirs)
        assert "Send bemærkningen" in text_of(theirs, url)
        assert "Referat til bemærkninger:" in home(signed_in(absent))
    with clock.travel(minutes.comment_until + DAY):
        theirs = signed_in(contact)
        assert "Referat til godkendelse" in home(theirs)
        assert "Send bemærkningen" not in text_of(theirs, url)
        late = theirs.post(url, {"text": "For sent"})
        assert late.status_code == 422 and "Fristen for bemærkninger er udløbet" in late.content.decode()
        assert "For sent" in late.content.decode()  # what was typed is kept
        assert "Referat til" not in home(signed_in(absent))
        assert theirs.post(f"{url}godkend/", {"version": minutes.version}).status_code == 303
    assert minutes.approvals.get().by == contact.user


def test_who_was_not_there_comments_and_does_not_approve(minutes, meeting, absent):
    client, url = signed_in(absent), url_of(meeting, absent)
    text = text_of(client, url)
    assert "FGU fra august" in text and "Godkend referatet" not in text
    assert client.post(url, {"text": "Jeg kunne ikke"}).status_code == 303
    client.post(f"{url}godkend/", {"version": minutes.version})
    assert not minutes.approvals.exists() and minutes.comments.count() == 1


def test_what_changed_since_is_not_approved(minutes, meeting, contact, guide):
    client, url = signed_in(contact), url_of(meeting, contact)
    write(meeting, text="Rettet")
    for stale in (minutes.version, "", "x"):
        answer = client.post(f"{url}godkend/", {"version": stale}, follow=True)
        assert "Referatet er ændret" in answer.content.decode()
    assert not minutes.approvals.exists()


def test_the_last_approval_closes_them_and_they_are_read_on(minutes, meeting, contact, guide):
    youth = meeting.attendees.get(is_youth=True)
    actions.approve(minutes, by=guide, attendee=youth)
    client, url = signed_in(contact), url_of(meeting, contact)
    for _twice in range(2):
        client.post(f"{url}godkend/", {"version": minutes.version})
    assert actions.minutes_of(meeting).is_approved
    assert AuditEvent.objects.filter(action="minutes.approval", actor_id=contact.user_id).count() == 1
    assert "Referat til" not in home(client)
    actions.add_to_minutes(actions.minutes_of(meeting), by=guide, text="Datoen er rykket")
    text = text_of(client, url)
    assert "Datoen er rykket" in text and "Send bemærkningen" not in text


def test_two_and_twenty_cost_the_same(guide, contact):
    client = signed_in(contact)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            text = home(client)
        return len(asked), text.count("Referat til")

    for number in range(20):
        if number == 2:
            few, shown = cost()
            assert shown == 2
        case = factories.make_case(guide)
        made = covered_contact(case)
        Consent.objects.filter(partner=made.partner).update(partner=contact.partner)
        made.partner.participations.update(partner=contact.partner, contact=contact)
        row = write(hold_one(case, people=["youth", f"contact-{contact.pk}"]), text="Vi talte")
        actions.send_minutes(row, by=guide, comment_until=clock.today() + DAY)
    many, shown = cost()
    assert shown == 20
    assert many == few
