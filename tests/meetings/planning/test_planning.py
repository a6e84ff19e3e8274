"""A meeting from draft to held: who is told, what is kept, and what counts as contact."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.consents.actions import withdraw_consent
from cases.models import Consent, Guardian, Note
from core import clock
from core.versions import Conflict
from meetings.models import Attendee, Meeting, MeetingType
from meetings.planning import actions
from meetings.planning.people import askable
from plans.closing.actions import close_case
from tests.helpers.meetings import hold_one, invite_one, partner_of, plan_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What those asked were told: the state and the sequence of the meeting at each announcement."""
    said = []
    monkeypatch.setattr(actions, "announce", lambda meeting: said.append((meeting.state, meeting.sequence)))
    return said


def move(meeting, *, days=1, why="Skolen har prøver", version=None, **values):
    actions.move_meeting(
        meeting,
        by=meeting.case.guide,
        starts_at=meeting.starts_at + timedelta(days=days),
        place=values.pop("place", meeting.place),
        why=why,
        expected_version=meeting.version if version is None else version,
        values=values,
    )


def test_a_draft_tells_nobody_however_often_it_is_moved(case, told):
    meeting = plan_one(case)
    move(meeting, why="")
    actions.ask_people(meeting, [], by=case.guide)
    assert (told, meeting.sequence, meeting.moves.count(), meeting.attendees.count()) == ([], 0, 0, 0)


def test_an_invited_meeting_tells_of_every_change_with_a_rising_number(case, guide, told):
    meeting = invite_one(case)
    actions.invite(meeting, by=guide)  # sent twice
    move(meeting)
    move(meeting, days=0, online="70 12 34 56", why="")
    actions.cancel_meeting(meeting, by=guide, why="Sygdom")
    actions.cancel_meeting(meeting, by=guide, why="Sygdom")
    assert told == [("invited", 0), ("invited", 1), ("invited", 2), ("cancelled", 3)]


def test_who_leads_it_is_nothing_that_others_are_told(case, colleague, told):
    meeting = invite_one(case)
    move(meeting, days=0, why="", led_by=colleague)
    meeting.refresh_from_db()
    assert (meeting.led_by, meeting.sequence, len(told)) == (colleague, 0, 1)


def test_where_it_was_moved_from_is_kept_with_the_reason(case, guide):
    meeting = invite_one(case, place="Ungeenheden")
    old = meeting.starts_at
    with pytest.raises(ValidationError) as refused:
        move(meeting, why=" ")
    assert "why" in refused.value.error_dict
    meeting = Meeting.objects.get(pk=meeting.pk)
    move(meeting, place="FGU")
    row = meeting.moves.get()
    assert (row.old_starts_at, row.old_place, row.why, row.by) == (
        old,
        "Ungeenheden",
        "Skolen har prøver",
        guide,
    )


def test_who_saves_second_is_told_and_nothing_is_written(case):
    meeting = invite_one(case)
    move(meeting)
    stale = Meeting.objects.get(pk=meeting.pk)
    with pytest.raises(Conflict):
        move(stale, version=stale.version - 1)
    assert meeting.moves.count() == 1


def test_whoever_is_taken_off_after_being_invited_keeps_a_row_and_is_told(case, guide, told):
    contact = partner_of(case)
    meeting = invite_one(case, people=["youth", f"contact-{contact.pk}"])
    actions.ask_people(meeting, ["youth"], by=guide)
    gone = meeting.attendees.get(contact=contact)
    assert not gone.is_asked
    assert gone not in meeting.attendees.asked()
    actions.ask_people(meeting, ["youth"], by=guide)  # nothing changes, and nobody is told again
    assert len(told) == 2
    actions.ask_people(meeting, ["youth", f"contact-{contact.pk}"], by=guide)
    assert Attendee.objects.get(pk=gone.pk).is_asked
    assert len(told) == 3


def test_nobody_is_invited_to_what_has_begun_or_has_nobody(case, guide):
    with pytest.raises(ValidationError, match="begun|begyndt"):
        actions.invite(plan_one(case, on=clock.today() - timedelta(days=1)), by=guide)
    with pytest.raises(ValidationError):
        actions.invite(plan_one(case, people=()), by=guide)


def test_a_meeting_held_is_one_note_and_moves_the_day_of_contact(case, guide):
    contact = partner_of(case)
    key = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", key])
    note = Note.objects.get(case=case)
    assert (meeting.note, note.kind, note.is_talk) == (note, "meeting", True)
    assert contact.partner.name in note.with_names
    case.refresh_from_db()
    assert case.last_contact_on == clock.today()
    with pytest.raises(ValidationError):
        actions.hold(meeting, by=guide, present=["youth"])
    assert Note.objects.filter(case=case).count() == 1


def test_a_meeting_without_the_young_person_is_no_contact(case):
    contact = partner_of(case)
    before = case.last_contact_on
    meeting = hold_one(case, people=["youth", f"contact-{contact.pk}"], present=[f"contact-{contact.pk}"])
    case.refresh_from_db()
    assert case.last_contact_on == before
    assert not meeting.note.is_talk
    assert meeting.attendees.get(is_youth=True).attended is False


def test_who_was_there_is_corrected_with_the_note_while_that_may_be(case, guide, colleague):
    contact = partner_of(case)
    key = f"contact-{contact.pk}"
    meeting = hold_one(case, people=["youth", key], present=[key])
    actions.correct_presence(meeting, by=guide, present=["youth"])
    note = Note.objects.get()
    assert (note.is_talk, note.with_names) == (True, "")
    case.refresh_from_db()
    assert case.last_contact_on == clock.today()
    assert meeting.attendees.get(contact=contact).attended is False
    for by, moment in ((colleague, clock.now()), (guide, clock.now() + timedelta(hours=1))):
        with clock.travel(moment), pytest.raises(ValidationError):
            actions.correct_presence(meeting, by=by, present=[key])


def test_a_closed_case_leaves_nobody_waiting_for_a_meeting(case, leader, told):
    draft, invited, held = plan_one(case), invite_one(case), hold_one(case)
    assert actions.cancel_those_of_closed_cases() == 0
    close_case(case, by=leader, reason="moved")
    assert actions.cancel_those_of_closed_cases() == 2
    assert actions.cancel_those_of_closed_cases() == 0
    states = [Meeting.objects.get(pk=row.pk).state for row in (draft, invited, held)]
    assert states == ["cancelled", "cancelled", "held"]
    assert told == [("invited", 0), ("cancelled", 1)]


def test_it_is_held_on_its_day_and_not_before(case, guide):
    meeting = plan_one(case, on=clock.today() + timedelta(days=1), hour=0)
    with pytest.raises(ValidationError):
        actions.hold(meeting, by=guide, present=["youth"])
    with pytest.raises(ValidationError), clock.travel(meeting.starts_at):
        actions.hold(meeting, by=guide, present=[])
    with clock.travel(meeting.starts_at):
        actions.hold(meeting, by=guide, present=["youth"])
    assert meeting.is_held


def test_a_closed_case_has_no_new_meetings(case, leader, guide):
    meeting = invite_one(case)
    close_case(case, by=leader, reason="moved")
    case.refresh_from_db()
    for act in (
        lambda: plan_one(case),
        lambda: actions.cancel_meeting(meeting, by=guide, why="Lukket"),
        lambda: actions.ask_people(meeting, [], by=guide),
    ):
        with pytest.raises(ValidationError, match="closed|lukket"):
            act()


def test_a_state_is_the_same_asked_of_a_row_and_of_the_database(case, guide):
    now = clock.now()
    meetings = [
        plan_one(case, hour=9),
        invite_one(case),
        hold_one(case),
        plan_one(case, on=clock.today() - timedelta(days=3)),
        plan_one(case, on=clock.today() + timedelta(days=2)),
    ]
    actions.cancel_meeting(meetings[-1], by=guide, why="Sygdom")
    rows = Meeting.objects.all()
    assert {m.pk for m in rows.planned()} == {m.pk for m in meetings if m.is_planned}
    assert {m.pk for m in rows.held()} == {m.pk for m in meetings if m.is_held}
    assert {m.pk for m in rows.standing()} == {m.pk for m in meetings if not m.is_cancelled}
    assert {m.pk for m in rows.coming(now)} == {m.pk for m in meetings if m.is_planned and m.starts_at > now}
    assert len({m.pk for m in rows.coming(now)}) == 2


def test_the_database_holds_what_is_true_at_all_times(case):
    meeting = plan_one(case)
    for values in (
        {"state": "held"},
        {"state": "cancelled"},
        {"sequence": 1},
        {"lasts_minutes": 4},
        {"locked_at": clock.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(pk=meeting.pk).update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendee.objects.create(meeting=meeting, is_youth=True, user=case.guide)


def test_a_partner_sees_what_they_are_asked_to_while_a_basis_is_in_force(case, guide):
    contact = partner_of(case)
    key = f"contact-{contact.pk}"
    draft, meeting = plan_one(case, people=[key]), invite_one(case, people=["youth", key])
    other = invite_one(case)
    assert list(Meeting.objects.shared_with(contact)) == [meeting]
    assert not set(Meeting.objects.shared_with(contact)) & {draft, other}
    actions.ask_people(meeting, ["youth"], by=guide)
    assert not Meeting.objects.shared_with(contact).exists()
    actions.ask_people(meeting, ["youth", key], by=guide)
    withdraw_consent(Consent.objects.get(), by=guide)
    assert not Meeting.objects.shared_with(contact).exists()
    assert not Meeting.objects.shared_with(partner_of(case, topics=())).exists()
    assert not Meeting.objects.shared_with(None).exists()


def test_who_must_keep_away_is_asked_to_no_meeting(case):
    Guardian.objects.create(person=case.person, name="Mor")
    Guardian.objects.create(person=case.person, name="Far", contact_ban=True)
    names = [one.name for one in askable(case)]
    assert "Mor" in names
    assert "Far" not in names


def test_a_changed_form_leaves_the_meetings_made_as_they_are(case):
    meeting = plan_one(case)
    MeetingType.objects.filter(code="coordination").update(lasts_minutes=15, themes="Andet")
    meeting.refresh_from_db()
    assert meeting.lasts_minutes == 60
