"""Meetings of somebody who stopped get somebody to lead them and to sit in their place; own tasks stay unread."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.users.actions import close_user
from audit.models import AuditEvent
from cases.models import NamedAccess
from core import clock
from meetings.minutes import actions as minutes
from overview.takeover import actions, left
from overview.takeover.left import Kind
from tests.helpers import factories
from tests.helpers.meetings import hold_one, invite_one, plan_one, write
from workspace.todos.actions import write_todo
from workspace.todos.models import Todo

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(colleague):
    """A colleague's case, whose meetings the guide leads."""
    return factories.make_case(colleague, first_name="Alba", last_name="Lind")


@pytest.fixture
def led(case, guide):
    """One to come, and one held whose minutes are out for comment."""
    coming = invite_one(case, people=("youth", f"colleague-{guide.pk}"), led_by=guide)
    held = hold_one(case, people=("youth", f"colleague-{guide.pk}"), led_by=guide)
    minutes.send_minutes(write(held, text="x"), by=guide, comment_until=clock.today() + timedelta(days=3))
    return coming, held


def lines(user, reader):
    return left.lines_of(left.of_user(user, clock.today()), reader, 200)


def kinds(user, reader):
    return sorted(line.kind for line in lines(user, reader))


def test_meetings_and_minutes_are_led_by_who_takes_over(client, led, guide, leader, admin):
    coming, held = led
    third = factories.UserFactory(unit=guide.unit)
    close_user(guide, by=admin)
    client.force_login(leader)
    page = client.get(reverse("overview:takeover_user", args=[guide.pk])).content.decode()
    for words in ("Møder som mødeleder", "Referater, der ikke er godkendt", "Møder som deltager"):
        assert words in page
    assert "Koordineringsmøde" in page
    assert kinds(guide, leader) == [Kind.ATTENDANCE, Kind.MEETING, Kind.MINUTES]
    actions.follow_user(guide, lines(guide, leader), third, by=leader, reason="Stoppet")
    for meeting in (coming, held):
        meeting.refresh_from_db()
        assert meeting.led_by == third
    asked = {row.key for row in coming.attendees.asked()}
    assert asked == {"youth", f"colleague-{third.pk}"}
    assert held.attendees.get(user=guide).attended  # who was there is what happened
    assert lines(guide, leader) == [] and not left.users_who_left(guide.unit_id, clock.today())
    event = AuditEvent.objects.filter(action="meeting.given_over").first()
    assert event.changes == {"led_by": [guide.pk, third.pk]}


def test_with_nobody_the_cases_own_guide_leads_them(led, guide, colleague, leader, admin):
    coming, held = led
    close_user(guide, by=admin)
    actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="Stoppet")
    coming.refresh_from_db(), held.refresh_from_db()
    assert coming.led_by == held.led_by == colleague
    assert {row.key for row in coming.attendees.asked()} == {"youth"}
    assert lines(guide, leader) == []


def test_without_a_guide_who_gives_it_over_leads_it(guide, leader, admin):
    meeting = plan_one(factories.make_case(guide))
    close_user(guide, by=admin)
    actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="Stoppet")
    meeting.refresh_from_db()
    assert meeting.led_by == leader and lines(guide, leader) == []


def test_where_meetings_go_with_nobody_is_said_before_and_after(client, led, guide, leader, admin):
    factories.make_case(guide)
    close_user(guide, by=admin)
    client.force_login(leader)
    url = reverse("overview:takeover_user", args=[guide.pk])
    assert client.get(url).text.count("går de til sagens ungeguide, eller til dig") == 2
    sent = {"step": "send", "scope": "alle", "to": "ingen", "reason": "Stoppet", "lines": []}
    told = client.post(url, sent, follow=True).text
    assert "Ingen har overtaget." in told
    assert "Sagerne venter under Fordeling. Møder og referater ligger hos" in told
    assert "Det er overdraget" not in told


def test_what_is_finished_is_not_left_behind(case, guide, leader, admin):
    held = hold_one(case, people=("youth",), led_by=guide)
    row = write(held, text="x")
    minutes.send_minutes(row, by=guide, comment_until=clock.today() + timedelta(days=3))
    old = clock.today() + timedelta(days=184)
    assert Kind.MINUTES in left.counts(left.of_user(guide, old))  # shared minutes are not forgotten
    minutes.approve(row, by=guide, attendee=held.attendees.get())
    hold_one(case, led_by=guide)  # nobody wrote it: after half a year nobody asks
    assert Kind.MINUTES in left.counts(left.of_user(guide, old - timedelta(days=1)))
    assert left.counts(left.of_user(guide, old)) == {}


def test_a_shielded_cases_meeting_is_counted_and_not_told(client, guide, leader, admin, colleague):
    case = factories.make_case(colleague, shielded=True, first_name="Hemmelig")
    NamedAccess.objects.create(case=case, user=colleague)
    plan_one(case, led_by=guide)
    close_user(guide, by=admin)
    client.force_login(leader)
    page = client.get(reverse("overview:takeover_user", args=[guide.pk])).content.decode()
    assert "Skærmet sag" in page and "Koordineringsmøde" not in page and "Hemmelig" not in page


def test_own_tasks_are_not_read_by_the_leader(client, guide, colleague, leader, admin):
    todo = write_todo("Knrprivateord", clock.today(), by=guide)
    close_user(guide, by=admin)
    client.force_login(leader)
    url = reverse("overview:takeover_user", args=[guide.pk])
    page = client.get(url).content.decode()
    assert f"nr. {todo.pk}" in page and "Knrprivateord" not in page
    refused = client.post(url, {"step": "send", "scope": "alle", "to": leader.pk, "reason": "x"})
    assert refused.status_code == 422 and "Knrprivateord" not in refused.content.decode()
    with pytest.raises(ValidationError):
        actions.follow_user(guide, lines(guide, leader), leader, by=leader, reason="x")
    actions.follow_user(guide, lines(guide, leader), colleague, by=leader, reason="x")
    todo.refresh_from_db()
    assert todo.owner == colleague and todo.is_open


def test_own_tasks_that_nobody_takes_are_struck(client, guide, leader, admin):
    todo = write_todo("Knrprivateord", clock.today(), by=guide)
    close_user(guide, by=admin)
    actions.follow_user(guide, lines(guide, leader), None, by=leader, reason="x")
    todo.refresh_from_db()
    assert todo.struck_at and todo.owner == guide and not Todo.objects.open().exists()
    client.force_login(leader)
    assert "Knrprivateord" not in client.get("/min-dag/").content.decode()
    assert lines(guide, leader) == []
