"""Somebody who stands in both partners, and was asked to one meeting as both, is asked to it once."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from core import clock
from meetings.agenda.actions import add_item
from meetings.invitations import actions as invitations
from meetings.minutes import actions as minutes
from meetings.models import Approval, Attendee, MinutesComment, MinutesNotice, Notice
from meetings.planning.actions import ask_people
from partners.merge.actions import duplicate_contacts, relations
from partners.merge.views import ROWS
from partners.models import Partner
from tests.helpers.invitations import covered_contact
from tests.helpers.meetings import hold_one, invite_one, write
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(case):
    """One person who stands in two rows of the directory: the survivor's, and the other's."""
    named = {"name": "Åse Berg", "phone": "", "email": "aase@skolen.example"}
    return tuple(covered_contact(case, partner__name=name, **named) for name in ("Skolen", "skolen "))


def merged(both, admin):
    """The page of the merge, sent as it is shown."""
    ours, theirs = both
    url = reverse("partners:partner_merge", args=[ours.partner_id, theirs.partner_id])
    assert duplicate_contacts(ours.partner, theirs.partner) == [(ours, theirs)]
    data = {"version": 1, "other_version": 1, "join": f"{ours.pk}-{theirs.pk}"}
    return signed_in(admin).post(url, data, follow=True)


def keys(both) -> list[str]:
    return [f"contact-{contact.pk}" for contact in both]


def test_asked_as_both_they_are_asked_once_with_the_answer_they_gave(case, guide, admin, both):
    meeting = invite_one(case, people=keys(both))
    ours, theirs = (meeting.attendees.get(contact=contact) for contact in both)
    invitations.answer(ours, "no")
    with clock.travel(clock.now() + timedelta(hours=1)):
        invitations.answer(theirs, "yes")
    invitations.require(theirs, True, by=guide)
    assert "er nu en del af" in merged(both, admin).content.decode()
    row = meeting.attendees.get()
    assert (row.contact, row.answer, row.is_required, row.left_at) == (both[0], "yes", True, None)


def test_who_was_taken_off_as_one_of_them_is_still_asked(case, guide, admin, both):
    meeting = invite_one(case, people=keys(both))
    invitations.answer(meeting.attendees.get(contact=both[0]), "no")
    ask_people(meeting, by=guide, keys=keys(both)[1:])
    merged(both, admin)
    row = meeting.attendees.get()
    assert (row.contact, row.left_at, row.answer) == (both[0], None, "")


def test_links_that_were_mailed_still_open_and_the_next_mail_comes_after_them(case, guide, admin, both):
    meeting = invite_one(case, people=keys(both))
    secrets = set(Notice.objects.values_list("secret_hash", flat=True))
    assert len(secrets) == 2
    merged(both, admin)
    row = meeting.attendees.get()
    notices = list(row.notices.order_by("pk"))
    assert {notice.secret_hash for notice in notices} == secrets
    assert [notice.sequence for notice in notices] == [0, 1]
    ask_people(meeting, by=guide, keys=["youth"])
    assert row.notices.order_by("pk").last().sequence == 2


def test_what_they_said_of_the_minutes_as_either_stands(case, guide, admin, both):
    meeting = hold_one(case, people=["youth", *keys(both)])
    ours, theirs = (meeting.attendees.get(contact=contact) for contact in both)
    add_item(meeting, by=guide, title="Bussen", brought_by=theirs)
    sheet = write(meeting)
    minutes.send_minutes(sheet, by=guide, comment_until=clock.today() + timedelta(days=5))
    sheet.refresh_from_db()
    for row in (ours, theirs):
        minutes.approve(sheet, by=guide, attendee=row)
        MinutesNotice.objects.create(minutes=sheet, attendee=row, of_version=sheet.version)
    minutes.comment(sheet, by=guide, attendee=theirs, text="Husk bussen")
    Attendee.objects.filter(pk=ours.pk).update(attended=None)
    merged(both, admin)
    row = meeting.attendees.get(is_youth=False)
    assert row.attended and row.contact == both[0]
    assert Approval.objects.get().attendee == MinutesComment.objects.get().attendee == row
    assert MinutesNotice.objects.get().attendee == row
    assert meeting.agenda.get().brought_by == row


def test_everything_that_moves_has_a_name_that_people_know():
    """The page counts rows in words; a table without any would be named in English."""
    tables = {key.model._meta.label_lower for key in relations(Partner)}
    assert tables == set(ROWS)
    assert all(apps.get_model(label) for label in ROWS)
