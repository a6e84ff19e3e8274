"""What the young person may read of a meeting: the text written to them, and what was agreed in the open."""

from datetime import timedelta

import pytest

from core import clock
from meetings.agenda.actions import add_item
from meetings.minutes import actions
from meetings.minutes.young_person import own_minutes_of
from tests.helpers.meetings import hold_one, plan_one

pytestmark = pytest.mark.django_db

DUE = timedelta(days=9)


@pytest.fixture
def meeting(case, guide):
    found = hold_one(case, people=["youth"], place="Strandvej 7")
    open_point, kept = (add_item(found, by=guide, title=title) for title in ("Uddannelse", "Andet"))
    outcomes = {open_point.pk: ("De voksnes ord", False), kept.pk: ("Kun for os", True)}
    texts = {"text": "Også de voksnes", "youth_text": "Du prøver FGU på Strandvej 7."}
    actions.write_minutes(found, by=guide, expected_version=0, outcomes=outcomes, **texts)
    on = clock.today() + DUE
    actions.decide(open_point, by=guide, what="Jeg besøger FGU", responsible="youth", due_on=on)
    actions.decide(open_point, by=guide, what="Guiden ringer til skolen", responsible="guide", due_on=on)
    actions.decide(kept, by=guide, what="Guiden spørger lægen", responsible="guide", due_on=on)
    return found


def share(meeting):
    minutes = actions.minutes_of(meeting)
    actions.send_minutes(minutes, by=meeting.case.guide, comment_until=clock.today() + DUE)


def test_nothing_before_it_is_shared(meeting, case):
    assert own_minutes_of(meeting) is None
    assert own_minutes_of(plan_one(case)) is None
    share(meeting)
    assert own_minutes_of(meeting) is not None


def test_their_text_and_what_was_agreed_in_the_open_and_nothing_else(meeting, case, guide):
    share(meeting)
    minutes = actions.minutes_of(meeting)
    actions.comment(minutes, by=guide, attendee=meeting.attendees.get(), text="En bemærkning")
    told = own_minutes_of(meeting)
    assert told.text == "Du prøver FGU på Strandvej 7."
    assert [(row.what, row.who, row.is_youths) for row in told.agreements] == [
        ("Jeg besøger FGU", case.person.called, True),
        ("Guiden ringer til skolen", guide.name, False),
    ]
    for word in ("De voksnes ord", "Også de voksnes", "Kun for os", "lægen", "En bemærkning"):
        assert word not in repr(told)


def test_without_a_text_to_them_there_is_nothing(meeting, guide):
    minutes = actions.minutes_of(meeting)
    actions.write_minutes(meeting, by=guide, expected_version=minutes.version, text="x")
    share(meeting)
    assert own_minutes_of(meeting) is None


def test_it_stays_when_approved(meeting, guide):
    share(meeting)
    actions.approve(actions.minutes_of(meeting), by=guide, attendee=meeting.attendees.get())
    assert actions.minutes_of(meeting).is_approved
    assert own_minutes_of(meeting).text


def test_a_protected_address_stays_out(meeting):
    share(meeting)
    person = meeting.case.person
    person.address, person.address_protected = "Strandvej 7", True
    person.save()
    told = own_minutes_of(meeting)
    assert told.is_protected and told.place == "" and "Strandvej" not in repr(told)
