"""The page of a meeting, from preparing to closing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from meetings.agenda.actions import propose_agenda
from meetings.models import Meeting, MeetingType
from meetings.planning import actions
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def plan(case, *, by, days=7, kind="follow-up", people=("youth",)) -> Meeting:
    starts = clock.at(clock.today() + timedelta(days=days), 10)
    form = MeetingType.objects.get(code=kind)
    return actions.plan_meeting(case, by=by, type=form, starts_at=starts, people=people)


def test_smoke(client, guide, case):
    factories.make_milestone(case)
    client.force_login(guide)
    meeting = plan(case, by=guide)
    page = reverse("meetings:meeting", args=[case.pk, meeting.pk])
    assert client.get(page).status_code == 200
    propose_agenda(meeting, by=guide)
    assert client.get(page).status_code == 200
    assert client.get(reverse("meetings:meetings", args=[case.pk])).status_code == 200
    for name in ("meeting_edit", "meeting_cancel", "meeting_hold", "agenda_add"):
        assert client.get(reverse(f"meetings:{name}", args=[case.pk, meeting.pk])).status_code == 200, name
    assert client.get(reverse("meetings:meeting_add", args=[case.pk])).status_code == 200
    with clock.travel(clock.today() + timedelta(days=7)):
        client.force_login(guide)
        assert client.get(page).status_code == 200
        client.post(reverse("meetings:meeting_hold", args=[case.pk, meeting.pk]), {"present": ["youth"]})
        assert client.get(page).status_code == 200
        meeting.refresh_from_db()
        assert meeting.is_held
        assert client.get(reverse("meetings:minutes_write", args=[case.pk, meeting.pk])).status_code == 200
