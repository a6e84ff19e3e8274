"""Meetings on Min dag: due by age or rhythm, passed without a word, and minutes that nobody has shared."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.people.rules import birthday
from core import clock
from meetings.minutes import actions as minutes
from meetings.planning.actions import cancel_meeting
from tests.helpers import factories
from tests.helpers.meetings import hold_one, plan_one, write
from workspace.day import day

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BORN = date(2010, 3, 10)
KINDS = ("meeting", "meeting-passed", "minutes")


def lines(guide, on):
    with clock.travel(on):
        standing, _away = day.tasks_of(day.own_cases(guide), guide.unit, on, guide)
    return [task for task in standing if task.kind in KINDS]


def test_a_meeting_at_an_age_is_a_line_until_it_is_planned(guide):
    due = birthday(BORN, 192)
    with clock.travel(due - 70 * DAY):
        case = factories.make_case(guide, on=clock.today(), birth_date=BORN)
    assert lines(guide, due - 61 * DAY) == []
    (task,) = lines(guide, due - 60 * DAY)
    assert (task.kind, task.due) == ("meeting", due)
    assert "Netværksmøde ved 16 år" in task.words or "16" in task.words
    with clock.travel(due - 50 * DAY):
        plan_one(case, on=due, kind="network-16")
    assert lines(guide, due - 50 * DAY) == []
    (task,) = lines(guide, due + DAY)[:1]
    assert task.kind in KINDS


def test_a_meeting_whose_day_passed_asks_whether_it_was_held(guide):
    case = factories.make_case(guide, birth_date=date(2000, 1, 1))
    meeting = plan_one(case, on=clock.today() + 3 * DAY)
    assert lines(guide, meeting.on) == []
    (task,) = lines(guide, meeting.on + DAY)
    assert (task.kind, task.due, task.ref) == ("meeting-passed", meeting.on, str(meeting.pk))
    cancel_meeting(meeting, by=guide, why="Sygdom")
    assert lines(guide, meeting.on + DAY) == []


def test_minutes_stand_there_when_five_working_days_have_gone_by_and_until_they_are_shared(guide):
    held_on = date(2026, 3, 27)  # Maundy Thursday, Good Friday and Easter Monday lie between
    with clock.travel(held_on):
        case = factories.make_case(guide, on=held_on, birth_date=date(2000, 1, 1))
        meeting = hold_one(case, kind="transition")
    last = date(2026, 4, 8)
    assert lines(guide, last) == []
    (task,) = lines(guide, last + DAY)
    assert (task.kind, task.due) == ("minutes", last)
    with clock.travel(last + DAY):
        row = write(meeting, text="Vi talte")
        assert len(lines(guide, last + DAY)) == 1
        minutes.send_minutes(row, by=guide, comment_until=last + 9 * DAY)
    assert lines(guide, last + DAY) == []


def test_two_meetings_and_twenty_cost_the_same(guide):
    def cost(cases: int) -> int:
        for _number in range(cases):
            hold_one(factories.make_case(guide), on=clock.today())
        on = clock.today() + 20 * DAY
        with CaptureQueriesContext(connection) as asked:
            lines(guide, on)
        return len(asked)

    assert cost(2) == cost(10)
