"""Min dag: today's meetings, and one that somebody who must be there cannot come to."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from core import clock
from meetings.invitations.actions import answer, require
from meetings.planning.actions import cancel_meeting
from tests.helpers import factories
from tests.helpers.invitations import make_meeting
from workspace.day import day

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 2)


def meetings(user):
    """What stands beside the lines today."""
    return day.day_of(user, clock.today(), page=day.Page()).meetings


@pytest.mark.parametrize(
    ("today", "moment", "is_there"),
    [
        (TODAY, datetime(2026, 12, 1, 22, 59), False),
        (TODAY, datetime(2026, 12, 1, 23, 0), True),  # midnight in Copenhagen
        (TODAY, datetime(2026, 12, 2, 22, 59), True),
        (TODAY, datetime(2026, 12, 2, 23, 0), False),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, 0), True),  # the day has 23 hours
        (date(2026, 3, 29), datetime(2026, 3, 29, 21, 59), True),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 0), False),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59), True),  # and this one 25
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 0), False),
    ],
)
def test_todays_meetings_are_those_of_the_day_in_copenhagen(guide, today, moment, is_there):
    with clock.travel(today):
        case = factories.make_case(guide)
        make_meeting(case, at=moment.replace(tzinfo=clock.now().tzinfo), invited=False)
        assert bool(meetings(guide)) == is_there


def test_todays_meetings_by_time_and_without_those_cancelled(guide, client):
    with clock.travel(TODAY):
        case = factories.make_case(guide, first_name="Sigrid", last_name="Holm")
        for hour, place in ((15, "Sent"), (13, "Tidligt")):
            make_meeting(case, "youth", at=clock.at(TODAY, hour), place=place)
        off = make_meeting(case, "youth", at=clock.at(TODAY, 14), place="Aflyst sted")
        cancel_meeting(off, by=guide, why="Syg")
        assert [one.place for one in meetings(guide)] == ["Tidligt", "Sent"]
        client.force_login(guide)
        text = client.get("/min-dag/").content.decode()
        assert "13.00–14.00" in text and "Sigrid Holm" in text and "Aflyst sted" not in text
    with clock.travel(TODAY + timedelta(days=1)):
        client.force_login(guide)
        assert "Du har ingen møder i dag" in client.get("/min-dag/").content.decode()


def test_of_a_case_that_is_not_open_a_colleague_reads_no_more_than_a_search_tells(guide, colleague):
    with clock.travel(TODAY):
        for shielded in (False, True):
            case = factories.make_case(colleague, shielded=shielded)
            make_meeting(case, f"colleague-{guide.pk}", by=colleague, at=clock.at(TODAY, 14))
        one, other = sorted(meetings(guide), key=lambda found: found.case is None)
        assert not one.url and one.case.person.name and one.title == ""
        assert other.case is None


@pytest.mark.parametrize(
    ("who", "is_required", "value", "days", "due"),
    [
        ("colleague", True, "no", 7, 2),
        ("colleague", True, "no", 1, 1),
        ("colleague", True, "yes", 7, None),
        ("colleague", True, "online", 7, None),
        ("colleague", False, "no", 7, 2),  # the guide leads the meeting
        ("youth", False, "no", 7, 2),  # without them there is no meeting
    ],
)
def test_a_line_when_one_who_must_be_there_cannot(guide, colleague, who, is_required, value, days, due):
    with clock.travel(TODAY):
        case = factories.make_case(guide)
        people = "youth" if who == "youth" else f"colleague-{colleague.pk}"
        meeting = make_meeting(case, people, at=clock.at(TODAY + timedelta(days=days), 10))
        asked = meeting.attendees.get()
        require(asked, is_required, by=guide)
        answer(asked, value)
        lines = [task for task in day.lines_of(case, guide, TODAY)[0] if task.kind == "meeting-answer"]
        assert [task.due for task in lines] == ([TODAY + timedelta(days=due)] if due else [])
        if due:
            assert f"{meeting.on.day}. dec" in lines[0].words
            answer(asked, "yes")
            assert "meeting-answer" not in {task.kind for task in day.lines_of(case, guide, TODAY)[0]}


def test_two_who_cannot_are_one_line(guide, colleague):
    case = factories.make_case(guide)
    meeting = make_meeting(case, "youth", f"colleague-{colleague.pk}")
    meeting.attendees.update(is_required=True, answer="no", answered_at=clock.now())
    lines = day.lines_of(case, guide, clock.today())[0]
    assert [task.ref for task in lines if task.kind == "meeting-answer"] == [str(meeting.pk)]


@pytest.mark.parametrize("gone", [{"is_active": False}, {"role": "admin"}])
def test_a_no_of_who_need_not_come_reaches_who_leads_the_meeting(guide, colleague, gone):
    """And only them: in a case that is a colleague's, too."""

    def lines(user):
        found = day.day_of(user, TODAY)
        tasks = [task for group in [*found.groups, *found.elsewhere] for task in group.tasks]
        return [task for task in tasks if task.kind == "meeting-answer"]

    with clock.travel(TODAY):
        case = factories.make_case(guide)
        meeting = make_meeting(
            case, "youth", f"colleague-{guide.pk}", at=clock.at(TODAY + timedelta(days=7), 10)
        )
        type(meeting).objects.filter(pk=meeting.pk).update(led_by=colleague)
        answer(meeting.attendees.get(user=guide), "no")
        assert lines(guide) == []
        (task,) = lines(colleague)
        assert (task.ref, task.belongs_to(TODAY)[0]) == (str(meeting.pk), colleague.pk)
        assert "En af de indkaldte kan ikke komme" in task.words
        # Somebody who must be there goes before: that is the guide's.
        answer(meeting.attendees.get(is_youth=True), "no")
        (required,) = lines(guide)
        assert required.belongs_to(TODAY)[0] == guide.pk and "skal være med" in required.words
        meeting.attendees.filter(is_youth=True).update(answer="")
        type(colleague).objects.filter(pk=colleague.pk).update(**gone)
        (orphan,) = lines(guide)
        assert orphan.belongs_to(TODAY)[0] == guide.pk


def test_who_leads_the_meeting_is_not_waited_for(client, guide, colleague):
    """They take part by leading it; what they answer themselves stands."""
    client.force_login(guide)
    case = factories.make_case(guide)
    people = (f"colleague-{guide.pk}", f"colleague-{colleague.pk}")
    meeting = make_meeting(case, *people, at=clock.at(clock.today() + timedelta(days=7), 10))
    page = client.get(reverse("meetings:meeting", args=[case.pk, meeting.pk])).content.decode()
    row = page.partition(f'id="inviteret-{meeting.attendees.get(user=guide).pk}"')[2].partition("</li>")[0]
    other = page.partition(f'id="inviteret-{meeting.attendees.get(user=colleague).pk}"')[2].partition(
        "</li>"
    )[0]
    assert "Mødeleder" in row and "Intet svar endnu" not in row
    assert "Mødeleder" not in other
