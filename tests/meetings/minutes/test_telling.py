"""Who is told that minutes wait for them: a mail without a name or a word of them, and a receipt that names all."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.consents.actions import withdraw_consent
from cases.models import Consent
from core import clock
from core.mail.models import OutboxMail
from meetings.agenda.actions import add_item
from meetings.minutes import actions, telling
from meetings.models import MinutesNotice
from tests.helpers import factories
from tests.helpers.invitations import covered_contact
from tests.helpers.meetings import hold_one, write

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CANARIES = ("knrfornavn", "knrefternavn", "knrpunkt", "knrudfald", "knrtekst", "knrsted", "koordinering")


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Knrfornavn", last_name="Knrefternavn")


@pytest.fixture
def contact(case):
    return covered_contact(case, signs_in=True, name="Pia Partner")


@pytest.fixture
def meeting(case, guide, contact):
    """The young person, a colleague and a partner who signs in were there; another partner could not come."""
    other = factories.UserFactory(unit=guide.unit, name="Karl Kollega")
    absent = covered_contact(case, signs_in=True, name="Ane Andetsteds")
    by_letter = covered_contact(case, name="Bo Brev", email="bo@skolen.example")
    keys = ["youth", f"colleague-{other.pk}", f"colleague-{guide.pk}", f"contact-{contact.pk}"]
    keys += [f"contact-{absent.pk}", f"contact-{by_letter.pk}"]
    found = hold_one(
        case, people=keys, present=[key for key in keys if key != f"contact-{absent.pk}"], place="Knrsted"
    )
    add_item(found, by=guide, title="Knrpunkt")
    return found


def send(meeting, days=5):
    minutes = write(meeting, outcome="Knrudfald", text="Knrtekst", youth_text="Du prøver")
    return actions.send_minutes(minutes, by=meeting.case.guide, comment_until=clock.today() + days * DAY)


def mails():
    return OutboxMail.objects.filter(still_wanted__contains="minutes.telling").order_by("pk")


def test_a_mail_says_nothing_of_whom_nor_of_what(meeting, contact):
    send(meeting)
    there = meeting.attendees.get(contact=contact)
    mail = mails().get(to=contact.user.email)
    said = f"{mail.subject} {mail.body} {mail.sender}".lower()
    for word in CANARIES:
        assert word not in said
    assert reverse("portal:our_minutes", args=[there.pk]) in mail.body
    assert meeting.case.unit.name in mail.body
    assert mails().count() == 2  # the partner who was there, and the one who could not come


def test_the_receipt_says_exactly_who_is_told_and_how(meeting, client, guide):
    write(meeting, text="Vi talte", youth_text="Du prøver")
    client.force_login(guide)
    url = reverse("meetings:minutes_send", args=[meeting.case_id, meeting.pk])
    until = (clock.today() + 5 * DAY).isoformat()
    page = client.post(url, {"comment_until": until}, follow=True).content.decode()
    pia, ane, bo = (row.in_full for row in meeting.attendees.exclude(contact=None).named())
    assert f"Får mail: {pia}, {ane}." in page and pia.startswith("Pia Partner fra "), "two may have one name"
    assert "På Min dag hos: Karl Kollega." in page
    assert f"{bo} (logger ikke ind i KUI: Giv PDF’en)" in page
    assert "Mailen sendes om få minutter" in page
    event = AuditEvent.objects.get(action="minutes.sent")
    names = ("Pia Partner", "Ane Andetsteds", "Karl Kollega")
    told = {row.key for row in meeting.attendees.named() if row.name in names}
    assert set(event.changes["told"][1]) == told


def test_sent_twice_they_are_told_once(meeting):
    send(meeting)
    minutes = actions.minutes_of(meeting)
    assert actions.send_minutes(minutes, by=meeting.case.guide, comment_until=clock.today() + DAY) == []
    assert mails().count() == MinutesNotice.objects.count() == 2


@pytest.mark.parametrize("gone", ["withdrawn", "approved", "left", "closed", "taken off", "other address"])
def test_a_mail_that_is_not_wanted_any_more_does_not_leave(meeting, contact, guide, gone):
    send(meeting)
    notice = MinutesNotice.objects.get(attendee__contact=contact)
    assert telling.is_wanted(str(notice.pk))
    minutes, there = actions.minutes_of(meeting), meeting.attendees.get(contact=contact)
    if gone == "withdrawn":
        withdraw_consent(Consent.objects.get(partner=contact.partner), by=guide)
    elif gone == "approved":
        actions.approve(minutes, by=contact.user, attendee=there)
    elif gone == "left":
        type(contact).objects.filter(pk=contact.pk).update(until_on=clock.today() - DAY)
    elif gone == "closed":
        type(meeting.case).objects.update(closed_on=clock.today(), status="closed", close_reason="moved")
    elif gone == "taken off":
        meeting.attendees.filter(pk=there.pk).update(left_at=clock.now())
    else:
        type(contact.user).objects.filter(pk=contact.user_id).update(email="ny@skolen.example")
    assert not telling.is_wanted(str(notice.pk))
    assert not telling.is_wanted("0")


def test_whom_no_basis_covers_gets_no_mail(meeting, contact, guide):
    Consent.objects.filter(partner=contact.partner).update(topics=["activity"])
    readers = {reader.attendee.name: reader.way for reader in send(meeting)}
    assert readers["Pia Partner"] == telling.Way.NO_BASIS
    assert not mails().filter(to=contact.user.email).exists()


def test_who_approved_before_a_change_is_told_once_of_the_newest(meeting, contact, guide):
    send(meeting)
    minutes, there = actions.minutes_of(meeting), meeting.attendees.get(contact=contact)
    actions.approve(minutes, by=contact.user, attendee=there)
    write(meeting, text="Rettet én gang")
    assert mails().count() == 3  # only who had approved is told
    changed = mails().get(subject__contains="ændret")
    assert changed.to == contact.user.email
    for word in CANARIES:
        assert word not in f"{changed.subject} {changed.body}".lower()
    first, second = MinutesNotice.objects.filter(attendee=there)
    assert not telling.is_wanted(str(first.pk)) and telling.is_wanted(str(second.pk))
    write(meeting, text="Rettet igen")
    assert mails().count() == 3


def test_with_two_and_with_twenty_it_costs_the_same(case, guide, django_assert_max_num_queries):
    meeting = hold_one(case, people=["youth"])
    minutes = write(meeting, text="Vi talte")

    def cost():
        rows = telling.asked_to(meeting)
        with django_assert_max_num_queries(4):
            telling.readers_of(minutes, rows, clock.today())

    for number in range(20):
        contact = covered_contact(case, signs_in=True)
        meeting.attendees.create(contact=contact, attended=True)
        if number == 2:
            cost()
    cost()
