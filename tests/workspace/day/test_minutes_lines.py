"""Shared minutes on Min dag: when they can be closed, when somebody commented, and with a colleague who was there."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.users.actions import close_user
from audit.models import AuditEvent
from core import clock
from meetings.agenda.actions import add_item
from meetings.minutes import actions
from meetings.models import Meeting
from tests.helpers import factories
from tests.helpers.meetings import hold_one, write
from workspace.day import day

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def meeting(case, guide, colleague):
    found = hold_one(case, people=("youth", f"colleague-{colleague.pk}"))
    kept = add_item(found, by=guide, title="Helbred")
    said = {kept.pk: ("Kun for os", True)}
    actions.write_minutes(found, by=guide, expected_version=0, text="Vi talte om skole", outcomes=said)
    return found


@pytest.fixture
def minutes(meeting, guide):
    row = actions.minutes_of(meeting)
    actions.send_minutes(row, by=guide, comment_until=clock.today() + 3 * DAY)
    return row


def lines(user, on=None):
    """The user's own lines about minutes on a day, by kind."""
    on = on or clock.today()
    with clock.travel(on):
        tasks = day.tasks_of(day.own_cases(user), user.unit, on, user)[0]
    return {
        task.kind: task for task in tasks if task.kind.startswith("minutes") and day.is_of(task, user, on)
    }


def test_they_wait_on_the_guide_from_the_day_after_the_comments(minutes, meeting, guide):
    assert lines(guide, minutes.comment_until) == {}
    line = lines(guide, minutes.comment_until + DAY)["minutes-close"]
    assert line.words.startswith("Ingen har godkendt referatet")
    actions.approve(minutes, by=guide, attendee=meeting.attendees.get(is_youth=True))
    assert lines(guide, minutes.comment_until) == {}
    line = lines(guide, minutes.comment_until + DAY)["minutes-close"]
    assert line.words.startswith("Referatet kan godkendes")
    assert "Lås som godkendt" in [act.label for act in line.acts()]
    assert "minutes-close" in lines(guide, minutes.comment_until + 300 * DAY)  # they are never forgotten


def test_they_are_closed_where_they_stand(client, minutes, meeting, guide):
    actions.approve(minutes, by=guide, attendee=meeting.attendees.get(is_youth=True))
    with clock.travel(minutes.comment_until + DAY):
        client.force_login(guide)
        assert "Referatet kan godkendes" in client.get("/min-dag/").content.decode()
        url = reverse("meetings:minutes_lock", args=[meeting.case_id, meeting.pk])
        assert client.post(url, HTTP_HX_REQUEST="true").status_code == 204
        assert "Referatet kan godkendes" not in client.get("/min-dag/").content.decode()
    assert actions.minutes_of(meeting).is_approved


def test_a_colleague_who_was_there_reads_comments_and_approves(client, minutes, meeting, colleague, guide):
    assert lines(colleague)["minutes-own"].words.startswith("Referat til bemærkninger og godkendelse")
    assert lines(colleague, minutes.comment_until + DAY)["minutes-own"].words.startswith(
        "Referat til godkendelse"
    )
    client.force_login(colleague)
    attendee = meeting.attendees.get(user=colleague)
    url = reverse("meetings:own_minutes", args=[attendee.pk])
    text = client.get(url).content.decode()
    assert "Vi talte om skole" in text and "Kun for os" not in text and "Helbred" not in text
    look = AuditEvent.objects.get(action="minutes.look")
    assert (look.actor_id, look.case_id, look.relation) == (colleague.pk, meeting.case_id, "colleague")
    assert client.post(url, {"text": "Husk datoen"}).status_code == 303
    assert lines(colleague) == {}  # it waits on who leads the meeting
    assert "Husk datoen" not in client.get("/min-dag/").content.decode()
    line = lines(guide)["minutes-comment"]
    assert colleague.name in line.words
    actions.mark_comments_seen(minutes, by=guide)
    assert "minutes-comment" not in lines(guide)
    assert "minutes-own" in lines(colleague)
    client.post(f"{url}godkend/", {"version": actions.minutes_of(meeting).version})
    assert lines(colleague) == {}


def test_only_who_was_there_and_may_know_of_the_case(client, minutes, meeting, colleague, guide):
    url = reverse("meetings:own_minutes", args=[meeting.attendees.get(user=colleague).pk])
    client.force_login(factories.UserFactory(unit=guide.unit))
    assert client.get(url).status_code == 404
    client.force_login(colleague)
    assert client.get(url).status_code == 200
    for values in (
        {"shielded": True},
        {"closed_on": clock.today(), "status": "closed", "close_reason": "moved"},
    ):
        type(meeting.case).objects.filter(pk=meeting.case_id).update(**values)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}godkend/", {"version": 1}).status_code == 404
        assert "minutes-own" not in lines(colleague)


def test_a_comment_stands_with_who_leads_the_meeting_and_else_with_the_guide(
    client, minutes, meeting, colleague, guide, admin
):
    leads = factories.UserFactory(unit=guide.unit)
    Meeting.objects.filter(pk=meeting.pk).update(led_by=leads)
    minutes.meeting.refresh_from_db()
    actions.comment(minutes, by=colleague, attendee=meeting.attendees.get(user=colleague), text="Husk datoen")
    assert "minutes-comment" in lines(leads) and "minutes-comment" not in lines(guide)
    client.force_login(leads)
    assert "Åbn med et formål" in client.get("/min-dag/").content.decode()
    seen = reverse("meetings:comments_seen", args=[meeting.case_id, meeting.pk])
    assert client.post(seen).status_code == 403  # before the case is opened
    close_user(leads, by=admin)
    assert "minutes-comment" in lines(guide)


def test_two_and_twenty_cost_the_same(guide, colleague):
    def cost(number):
        for _n in range(number):
            case = factories.make_case(guide)
            found = hold_one(case, people=("youth", f"colleague-{colleague.pk}"))
            row = write(found, text="x")
            actions.send_minutes(row, by=guide, comment_until=clock.today() + DAY)
        with CaptureQueriesContext(connection) as asked:
            shown = len(day.tasks_of(day.own_cases(colleague), guide.unit, clock.today(), colleague)[0])
        return len(asked), shown

    few, shown = cost(2)
    assert shown == 2
    many, shown = cost(18)
    assert shown == 20
    assert many == few
