"""Min dag: a course to be shared, the list of who is new, a word about them, and the call to a meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Role
from accounts.users.actions import close_user
from core import clock
from core.mail.models import OutboxMail
from core.mail.outbox import send_due
from practice.competences.actions import add_course, share_course, strike_course
from practice.models import Course, WelcomeRead
from practice.onboarding.actions import add_template_point, end_list, start_list, tick
from practice.onboarding.rules import NEW_AFTER, NEW_BEFORE
from tests.helpers import factories
from tests.helpers.queries import queries
from workspace.colleagues.calling import call
from workspace.day import day

pytestmark = pytest.mark.django_db

MY_DAY = reverse("workspace:my_day")


def lines(user, on=None):
    found = day.day_of(user, on or clock.today())
    return [(group.css, task) for group in found.groups for task in group.tasks if task.kind == "course"]


def welcomed(user, on=None):
    found = day.day_of(user, on or clock.today(), page=day.Page(MY_DAY))
    return [notice.words for notice in found.notices if notice.key.startswith("ny-kollega-")]


@pytest.fixture
def new(guide, colleague, leader):
    """A list of the guide's, with the colleague as mentor."""
    for text, days in (("Læs om Min dag", 0), ("Vær med til en samtale", 7)):
        add_template_point(by=leader, direction="joining", text=text, days=days)
    told = {"mentor": colleague, "welcome": "Kender FGU indefra.", "day": clock.today()}
    return start_list(guide, by=leader, direction="joining", **told)


@pytest.mark.parametrize(
    ("ago", "where"), [(-1, None), (0, "later"), (13, "week"), (14, "today"), (15, "late")]
)
def test_a_course_stands_on_ones_own_day_from_its_last_until_it_is_shared(
    guide, colleague, leader, ago, where
):
    # A Monday: tomorrow is within the week.
    with clock.travel(clock.today() - timedelta(days=clock.today().weekday())):
        today = clock.today()
        course = add_course(by=guide, title="Autisme", held_on=today - timedelta(days=ago))
        assert [css for css, _task in lines(guide)] == ([where] if where else [])
        assert lines(colleague) == lines(leader) == []
        if where:
            assert "Autisme" in lines(guide)[0][1].words
            share_course(course, by=guide, on=today, where="På mødet")
            assert lines(guide) == []


def test_the_line_leads_to_where_it_is_shared_and_back(client, guide):
    course = add_course(by=guide, title="Autisme", held_on=clock.today() - timedelta(days=20))
    client.force_login(guide)
    page = client.get(MY_DAY).text
    share = reverse("practice:course_share", args=[course.pk])
    assert f"{share}?next={MY_DAY}" in page and reverse("workspace:course_call", args=[course.pk]) in page
    sent = {"on": clock.today(), "where": "På mødet", "next": MY_DAY}
    assert client.post(share, sent)["Location"] == MY_DAY
    assert share not in client.get(MY_DAY).text


def test_who_is_new_sees_the_list_until_it_is_done(client, guide, colleague, leader, new):
    client.force_login(guide)
    shown = client.get(MY_DAY).context["introductions"]
    assert [[point.text for point in one.points] for one in shown] == [
        ["Læs om Min dag", "Vær med til en samtale"]
    ]
    with clock.travel(clock.today() + timedelta(days=1)):
        found = day.day_of(guide, clock.today(), page=day.Page(MY_DAY)).introductions[0]
        assert [point.is_late for point in found.points] == [True, False]
    for other in (colleague, leader):
        assert day.day_of(other, clock.today(), page=day.Page(MY_DAY)).introductions == []
    points = list(new.points.all())
    tick(points[0], by=guide)
    assert "Læs om Min dag" not in client.get(MY_DAY).text
    tick(points[1], by=leader)
    assert client.get(MY_DAY).context["introductions"] == []
    tick(points[1], by=leader, done=False)
    assert client.get(MY_DAY).context["introductions"]
    end_list(new, by=leader)
    assert client.get(MY_DAY).context["introductions"] == []


def test_colleagues_are_told_of_who_is_new_until_they_have_read_it(
    client, guide, colleague, leader, stranger, new
):
    [words] = welcomed(colleague)
    assert guide.name in words and "Kender FGU indefra." in words and colleague.name in words
    for untold in (guide, leader, stranger):
        assert welcomed(untold) == []
    client.force_login(stranger)
    put_away = reverse("workspace:notice_put_away")
    assert client.post(put_away, {"besked": f"ny-kollega-{new.pk}"}).status_code == 404
    client.force_login(colleague)
    assert guide.name in client.get(MY_DAY).text
    for wrong in ("ny-kollega-", "ny-kollega-x", f"ny-kollega-{new.pk + 99}", "ny-kollega-" + "9" * 30):
        assert client.post(put_away, {"besked": wrong}).status_code == 404
    for _n in range(2):
        assert client.post(put_away, {"besked": f"ny-kollega-{new.pk}"}).status_code == 303
    assert welcomed(colleague) == [] and WelcomeRead.objects.count() == 1
    another = factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
    assert welcomed(another)


@pytest.mark.parametrize(
    ("days", "told"),
    [(-NEW_BEFORE - 1, False), (-NEW_BEFORE, True), (NEW_AFTER, True), (NEW_AFTER + 1, False)],
)
def test_it_is_told_while_somebody_is_new(guide, colleague, new, days, told):
    assert bool(welcomed(colleague, new.day + timedelta(days=days))) is told


def test_of_who_cannot_work_nothing_is_told(guide, colleague, admin, new):
    close_user(guide, by=admin)
    assert welcomed(colleague) == []


def test_a_call_goes_to_everybody_with_one_event_that_a_later_call_moves(
    guide, colleague, leader, stranger, admin
):
    gone = factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
    close_user(gone, by=admin)
    OutboxMail.objects.all().delete()
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    starts = clock.at(clock.today() + timedelta(days=3), 9)
    assert call(course, by=guide, starts_at=starts, lasts_minutes=30, place="Køkkenet") == 3
    mails = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert mails.keys() == {guide.email, colleague.email, leader.email}
    event = Calendar.from_ical(mails[colleague.email].calendar).walk("VEVENT")[0]
    assert (event.decoded("dtstart"), event["sequence"], event["location"]) == (starts, 0, "Køkkenet")
    assert "Autisme" in event["summary"] and "Autisme" in mails[colleague.email].body
    assert guide.name in mails[colleague.email].body and "09.00" in mails[colleague.email].body.replace(
        ":", "."
    )
    course.refresh_from_db()
    call(course, by=guide, starts_at=starts + timedelta(hours=1), lasts_minutes=30, place="Køkkenet")
    later = OutboxMail.objects.filter(to=colleague.email).order_by("-pk").first()
    moved = Calendar.from_ical(later.calendar).walk("VEVENT")[0]
    assert (moved["uid"], moved["sequence"]) == (event["uid"], 1)
    close_user(colleague, by=admin)
    send_due()
    assert OutboxMail.objects.get(pk=later.pk).state == OutboxMail.State.DROPPED


def test_nobody_is_called_to_what_has_passed_or_is_shared(client, guide):
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    client.force_login(guide)
    url = reverse("workspace:course_call", args=[course.pk])
    sent = {"day": clock.today() - timedelta(days=1), "time": "09:00", "lasts_minutes": 30, "place": "Her"}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and not OutboxMail.objects.exists()
    again = sent | {"day": clock.today() + timedelta(days=1), "submit_key": "a"}
    assert [client.post(url, again).status_code for _n in range(3)] == [303] * 3
    assert OutboxMail.objects.count() == 1 and Course.objects.get().calls == 1
    course.refresh_from_db()
    share_course(course, by=guide, on=clock.today(), where="Her")
    assert client.get(url).status_code == 404
    with pytest.raises(ValidationError):
        call(course, by=guide, starts_at=clock.now() + timedelta(days=1), lasts_minutes=30, place="Her")


def test_min_dag_asks_no_more_of_many_courses_and_newcomers(client, guide, colleague, leader, new):
    client.force_login(guide)
    add_course(by=guide, title="Autisme", held_on=clock.today())
    few = queries(client, MY_DAY)
    for _n in range(9):
        add_course(by=guide, title="Autisme", held_on=clock.today())
        user = factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
        start_list(user, by=leader, direction="joining", day=clock.today())
    assert queries(client, MY_DAY) == few


def test_a_struck_course_takes_its_meeting_out_of_the_calendars_of_those_called(
    client, guide, colleague, leader, admin
):
    course = add_course(by=guide, title="Autisme", held_on=clock.today())
    starts = clock.at(clock.today() + timedelta(days=3), 9)
    for _number in range(2):
        call(course, by=guide, starts_at=starts, lasts_minutes=45, place="Køkkenet")
        course.refresh_from_db()
    asked = Calendar.from_ical(OutboxMail.objects.filter(to=colleague.email).latest("pk").calendar)
    event = asked.walk("VEVENT")[0]
    # Somebody who came since was called to nothing, and whoever has stopped is told nothing.
    factories.UserFactory(unit=guide.unit, role=Role.GUIDE)
    close_user(leader, by=admin)
    OutboxMail.objects.all().delete()
    client.force_login(guide)
    answer = client.post(reverse("practice:course_strike", args=[course.pk]), follow=True)
    assert "aflyst i dine kollegers kalendere" in answer.text
    mails = {mail.to: mail for mail in OutboxMail.objects.all()}
    assert mails.keys() == {guide.email, colleague.email}
    told = Calendar.from_ical(mails[colleague.email].calendar)
    off = told.walk("VEVENT")[0]
    assert (told["method"], off["uid"], off["status"]) == ("CANCEL", event["uid"], "CANCELLED")
    assert (event["sequence"], off["sequence"]) == (1, 2)
    assert (off.decoded("dtstart"), off.decoded("dtend")) == (starts, starts + timedelta(minutes=45))
    assert (
        mails[colleague.email].subject.startswith("Aflyst: ") and "er aflyst" in mails[colleague.email].body
    )
    send_due()
    assert {mail.state for mail in OutboxMail.objects.all()} == {OutboxMail.State.SENT}


def test_a_course_without_a_meeting_to_come_is_struck_without_a_mail(guide):
    strike_course(add_course(by=guide, title="Ingen", held_on=clock.today()), by=guide)
    held = add_course(by=guide, title="Holdt", held_on=clock.today())
    call(held, by=guide, starts_at=clock.now() + timedelta(hours=1), lasts_minutes=30, place="Her")
    OutboxMail.objects.all().delete()
    held.refresh_from_db()
    with clock.travel(clock.now() + timedelta(hours=2)):
        strike_course(held, by=guide)
    assert not OutboxMail.objects.exists()
