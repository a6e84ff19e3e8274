"""The agenda: proposed from what is known, written by people, and what is put off."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core import clock
from core.versions import Conflict
from meetings.agenda import actions
from meetings.minutes import actions as minutes_actions
from meetings.models import AgendaItem, MeetingType
from meetings.page.page import load
from meetings.planning.actions import cancel_meeting, hold
from tests.helpers.factories import make_milestone
from tests.helpers.meetings import hold_one, plan_one, write

pytestmark = pytest.mark.django_db

SOURCE = AgendaItem.Source


def titles(meeting, source=None) -> list[str]:
    rows = meeting.agenda.all()
    return [row.title for row in rows if source in (None, row.source)]


@pytest.fixture
def before(case, guide):
    """A meeting a month ago, with a point put off and an agreement that is open."""
    meeting = plan_one(case, on=clock.today())
    item = actions.add_item(meeting, by=guide, title="Bolig", who="Guiden", minutes=20)
    hold(meeting, by=guide, present=["youth"])
    due_on = clock.today() + timedelta(days=200)
    minutes_actions.decide(item, by=guide, what="Jeg søger et værelse", responsible="youth", due_on=due_on)
    actions.park_item(item, by=guide, parked=True)
    return meeting


def test_every_source_has_its_points_in_the_order_of_talk(case, guide, before):
    today = clock.today()
    make_milestone(case, own_words="Forsinket", due_on=today - timedelta(days=1))
    make_milestone(case, own_words="Snart", due_on=today + timedelta(days=67))
    make_milestone(case, own_words="Senere", due_on=today + timedelta(days=68))
    make_milestone(case, own_words="Uden dag", due_on=None)
    meeting = plan_one(case, kind="follow-up")
    actions.propose_agenda(meeting, by=guide)
    themes = MeetingType.objects.get(code="follow-up").theme_list
    assert [(row.source, row.title) for row in meeting.agenda.all()][2:] == [
        ("parked", "Bolig"),
        ("agreement", "Jeg søger et værelse"),
        ("plan", "Forsinket"),
        ("plan", "Snart"),
        *(("theme", theme) for theme in themes),
    ]
    assert [row.source for row in meeting.agenda.all()][:2] == ["youth", "minutes"]
    late = meeting.agenda.get(title="Forsinket")
    assert (late.purpose, late.milestone.own_words) == ("decide", "Forsinket")
    carried = meeting.agenda.get(source="parked")
    assert (carried.who, carried.minutes, carried.carried_from.meeting) == ("Guiden", 20, before)


def test_proposed_again_it_adds_only_what_is_new(case, guide, before):
    meeting = plan_one(case)
    actions.propose_agenda(meeting, by=guide)
    there = titles(meeting)
    assert actions.propose_agenda(meeting, by=guide) == []
    make_milestone(case, own_words="Ny")
    assert [row.title for row in actions.propose_agenda(meeting, by=guide)] == ["Ny"]
    assert titles(meeting) == [*there, "Ny"]


def test_what_is_put_off_is_taken_up_once_and_again_when_that_meeting_is_cancelled(case, guide, before):
    item = before.agenda.get()
    assert list(AgendaItem.objects.waiting()) == [item]
    first = plan_one(case)
    actions.propose_agenda(first, by=guide)
    assert not AgendaItem.objects.waiting().exists()
    second = plan_one(case, on=clock.today() + timedelta(days=9))
    actions.propose_agenda(second, by=guide)
    assert titles(second, SOURCE.PARKED) == []
    with pytest.raises(ValidationError):
        actions.park_item(item, by=guide, parked=False)
    cancel_meeting(first, by=guide, why="Sygdom")
    actions.propose_agenda(second, by=guide)
    assert titles(second, SOURCE.PARKED) == ["Bolig"]


def test_the_young_persons_own_point_stands_in_place_of_the_proposed_one(case, guide):
    meeting = plan_one(case)
    actions.add_item(meeting, by=guide, title="Om min mor", source=SOURCE.YOUTH)
    actions.propose_agenda(meeting, by=guide)
    assert titles(meeting, SOURCE.YOUTH) == ["Om min mor"]


def test_a_changed_form_changes_no_agenda_that_is_made(case, guide):
    meeting = plan_one(case)
    actions.propose_agenda(meeting, by=guide)
    there = titles(meeting)
    MeetingType.objects.filter(code="coordination").update(themes="Noget andet")
    meeting.refresh_from_db()
    assert titles(meeting) == there


def test_the_sum_is_held_against_the_length_of_the_meeting(case, guide):
    meeting = plan_one(case)
    item = actions.add_item(meeting, by=guide, title="Et", minutes=60)
    assert (load(meeting).minutes_planned, load(meeting).overrun) == (60, 0)
    other = actions.add_item(meeting, by=guide, title="To", minutes=1)
    assert load(meeting).overrun == 1
    actions.park_item(other, by=guide, parked=True)
    assert load(meeting).overrun == 0
    with pytest.raises(ValidationError):
        actions.add_item(meeting, by=guide, title="Tre", minutes=241)
    assert item.position == 1


def test_a_point_moves_one_place_and_stays_at_the_ends(case, guide):
    meeting = plan_one(case)
    rows = [actions.add_item(meeting, by=guide, title=title) for title in ("A", "B", "C")]
    assert actions.shift_item(rows[2], -1, by=guide) == 2
    assert titles(meeting) == ["A", "C", "B"]
    assert actions.shift_item(rows[0], -1, by=guide) == 1
    assert titles(meeting) == ["A", "C", "B"]


def test_something_that_came_of_a_point_keeps_it(case, guide):
    meeting = hold_one(case)
    item = actions.add_item(meeting, by=guide, title="Skole")
    write(meeting, outcome="Vi ringer")
    item.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.remove_item(item, by=guide)
    with pytest.raises(Conflict):
        actions.edit_item(item, by=guide, expected_version=item.version - 1, values={"title": "Andet"})


def test_once_the_minutes_are_sent_the_agenda_stands(case, guide):
    meeting = hold_one(case)
    actions.add_item(meeting, by=guide, title="Skole")
    minutes = write(meeting, outcome="Ja")
    until = clock.today() + timedelta(days=3)
    minutes_actions.send_minutes(minutes, by=guide, comment_until=until)
    with pytest.raises(ValidationError):
        actions.add_item(meeting, by=guide, title="Mere")
    with pytest.raises(ValidationError):
        actions.propose_agenda(meeting, by=guide)
