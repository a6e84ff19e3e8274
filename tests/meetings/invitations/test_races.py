"""A meeting is cancelled at the moment somebody answers: no answer stands that nobody can keep. On PostgreSQL."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection  # noqa: F401 – asked in skipif

from audit.models import AuditEvent
from meetings.invitations.actions import answer
from meetings.models import Attendee, Meeting, Notice
from meetings.planning.actions import cancel_meeting
from tests.helpers.invitations import covered_contact, make_meeting
from tests.helpers.meanwhile import meanwhile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="threads need PostgreSQL"),
]


@pytest.fixture
def meeting(case):
    return make_meeting(case, f"contact-{covered_contact(case).pk}")


def attendee():
    return Attendee.objects.select_related("meeting__case").exclude(contact=None).get()


def test_who_answers_while_it_is_being_cancelled_is_told_so(meeting, guide):
    asked = attendee()
    waited, refused = meanwhile(
        lambda: cancel_meeting(meeting, by=guide, why="Syg"), lambda: answer(asked, Attendee.Answer.YES)
    )
    assert waited and isinstance(refused, ValidationError)
    assert (
        attendee().answer == asked.answer
        and not AuditEvent.objects.filter(action="meeting.answered").exists()
    )


def test_a_cancellation_waits_for_the_answer_and_then_tells_who_answered(meeting, guide):
    Notice.objects.update(made_at="2020-01-01T00:00Z")
    waited, _done = meanwhile(
        lambda: answer(attendee(), Attendee.Answer.YES), lambda: cancel_meeting(meeting, by=guide, why="Syg")
    )
    assert waited and attendee().answer == Attendee.Answer.YES
    assert Meeting.objects.get().is_cancelled
