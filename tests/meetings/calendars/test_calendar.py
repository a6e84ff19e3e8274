"""The calendar of a guide: whose meetings stand there, and what each may read of them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from core import clock
from meetings.calendars.meetings_of import meetings_of
from meetings.calendars.rules import case_number, week_of
from meetings.planning.actions import cancel_meeting
from tests.helpers import factories
from tests.helpers.invitations import make_meeting

CALENDAR = "/kalender/"
WEDNESDAY = date(2026, 12, 2)


@pytest.fixture(autouse=True)
def wednesday():
    """It is a Wednesday."""
    with clock.travel(WEDNESDAY):
        yield


@pytest.fixture
def as_guide(client, guide):
    """Signed in as the guide."""
    client.force_login(guide)
    client.get(reverse("accounts:profile"))
    return client


def text_of(response):
    """The page."""
    assert response.status_code == 200
    return response.content.decode()


def at(day, hour=10, minute=0):
    """A moment of that day."""
    return clock.at(day, hour, minute)


def test_the_week_of_today_and_those_beside_it(as_guide, case):
    for days in (-7, 1, 7):
        make_meeting(
            case, "youth", at=at(WEDNESDAY + timedelta(days=days)), place=f"Sted {days}", invited=days > 0
        )
    assert "Kalender, uge 49" in (text := text_of(as_guide.get(CALENDAR)))
    assert "Sted 1" in text and "Sted 7" not in text and "Sted -7" not in text and "· i dag" in text
    assert "Sted 7" in text_of(as_guide.get(f"{CALENDAR}?uge=2026-W50"))
    assert "Sted -7" in text_of(as_guide.get(f"{CALENDAR}?uge=2026-W48"))
    listed = text_of(as_guide.get(f"{CALENDAR}?vis=liste"))
    assert "Sted 1" in listed and "Sted 7" in listed and "Sted -7" not in listed


@pytest.mark.parametrize(
    ("moment", "is_there"),
    [
        (datetime(2026, 11, 29, 22, 59), False),
        (datetime(2026, 11, 29, 23, 0), True),  # Monday, midnight in Copenhagen
        (datetime(2026, 12, 6, 22, 59), True),
        (datetime(2026, 12, 6, 23, 0), False),
    ],
)
def test_a_week_begins_and_ends_at_midnight_in_copenhagen(as_guide, case, moment, is_there):
    make_meeting(case, at=moment.replace(tzinfo=clock.now().tzinfo), place="Midnat", invited=False)
    assert ("Midnat" in text_of(as_guide.get(CALENDAR))) == is_there


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_weeks_of_a_change_of_the_clock_hold_their_sunday_night(as_guide, case, sunday):
    make_meeting(case, at=at(sunday, 23, 30), place="Sent", invited=False)
    make_meeting(case, at=at(sunday + timedelta(days=1)), place="Naeste", invited=False)
    text = text_of(as_guide.get(f"{CALENDAR}?uge={week_of(sunday).key}"))
    assert "Sent" in text and "23.30" in text and "Naeste" not in text


def test_whose_meetings_stand_there(as_guide, guide, colleague, case):
    led = make_meeting(factories.make_case(colleague), by=colleague, led_by=guide, invited=False)
    own = make_meeting(case, by=guide, led_by=colleague, invited=False)
    asked = make_meeting(factories.make_case(colleague), f"colleague-{guide.pk}", by=colleague)
    draft = make_meeting(factories.make_case(colleague), f"colleague-{guide.pk}", by=colleague, invited=False)
    strange = make_meeting(factories.make_case(colleague), by=colleague, invited=False)
    assert set(meetings_of(guide)) == {led, own, asked}
    assert {draft, strange} <= set(meetings_of(colleague))


def test_who_may_not_open_the_case_reads_a_name_at_most(as_guide, guide, colleague):
    case = factories.make_case(colleague, first_name="Knrkendt", last_name="")
    hidden = factories.make_case(colleague, first_name="Knrskjult", last_name="", shielded=True)
    for one in (case, hidden):
        make_meeting(one, f"colleague-{guide.pk}", by=colleague, at=at(WEDNESDAY, 14))
    text = text_of(as_guide.get(CALENDAR))
    assert "Knrkendt" in text and str(case.pk) not in text and "Netværksmøde" not in text
    assert "Knrskjult" not in text and f"sag {case_number(hidden.pk)}" in text
    listed = AuditEvent.objects.filter(action="cases.listed", purpose="calendar").latest("pk")
    assert listed.changes["cases"] == [str(case.pk)]


def test_cancelled_meetings_stay_in_the_week_and_leave_the_list(as_guide, case, guide):
    meeting = make_meeting(case, "youth", at=at(WEDNESDAY, 15), place="Stedet")
    cancel_meeting(meeting, by=guide, why="Syg")
    assert "Aflyst" in text_of(as_guide.get(CALENDAR))
    assert "Stedet" not in text_of(as_guide.get(f"{CALENDAR}?vis=liste"))


def test_one_answers_for_oneself_alone(as_guide, guide, colleague):
    case = factories.make_case(colleague)
    meeting = make_meeting(case, f"colleague-{guide.pk}", "youth", by=colleague, at=at(WEDNESDAY, 14))
    mine, theirs = meeting.attendees.get(user=guide), meeting.attendees.get(is_youth=True)
    assert f"/kalender/svar/{mine.pk}/" in text_of(as_guide.get(CALENDAR))
    assert as_guide.post(f"/kalender/svar/{mine.pk}/", {"answer": "no"}).status_code == 303
    assert as_guide.post(f"/kalender/svar/{theirs.pk}/", {"answer": "no"}).status_code == 404
    assert as_guide.post(f"/kalender/svar/{mine.pk}/", {"answer": "hm"}).status_code == 404
    mine.refresh_from_db(), theirs.refresh_from_db()
    assert (mine.answer, theirs.answer) == ("no", "")
    with clock.travel(meeting.ends_at):
        assert as_guide.post(f"/kalender/svar/{mine.pk}/", {"answer": "yes"}).status_code == 303
    mine.refresh_from_db()
    assert mine.answer == "no"


@pytest.mark.parametrize("query", ["", "?vis=liste"])
def test_two_meetings_cost_what_twenty_do(as_guide, guide, query):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            text_of(as_guide.get(CALENDAR + query))
        return len(queries)

    for number in range(20):
        if number == 2:
            few = cost()
        make_meeting(factories.make_case(guide), f"colleague-{guide.pk}", at=at(WEDNESDAY, 13, number))
    assert cost() == few <= 15
