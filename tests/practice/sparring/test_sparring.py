"""Sparring: a case is marked, opened while the meeting lasts and no longer, and ends in one step in the case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Role
from audit.models import AuditEvent
from cases.access.actions import open_with_purpose
from cases.activity.actions import set_activity
from cases.models import AccessGrant, Case, Note
from core import clock
from core.constraints import Taken
from core.mail.models import OutboxMail
from plans.models import Milestone
from practice.models import SparringMark, SparringMeeting, TeamMeeting
from practice.rhythm.actions import begin
from practice.rhythm.models import Rhythm
from practice.sparring.actions import (
    ask_otherwise,
    end_meeting,
    mark_case,
    open_marked,
    settle,
    start_meeting,
    take_back,
)
from practice.sparring.reading import agenda_of, turns
from tests.helpers import factories
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 26)
TEN = clock.at(THURSDAY, 10)
QUESTION = "Hvordan kommer vi videre med skolen?"


@pytest.fixture(autouse=True)
def thursday():
    with clock.travel(TEN):
        yield


@pytest.fixture
def mark(case, guide):
    return mark_case(case, by=guide, question=QUESTION)


def start(unit, by, until=None):
    return start_meeting(unit, by=by, ends_at=until or TEN + timedelta(hours=2))


def looks(client, user, case) -> int:
    client.force_login(user)
    return client.get(case.get_absolute_url()).status_code


def opens(client, user, mark):
    client.force_login(user)
    return client.post(reverse("practice:sparring_open", args=[mark.pk]))


def test_a_guide_marks_the_case_with_a_question_and_colleagues_read_it(client, case, guide, colleague):
    client.force_login(guide)
    url = reverse("practice:case_sparring", args=[case.pk])
    assert url in client.get(case.get_absolute_url()).content.decode()
    assert client.post(url, {"question": QUESTION}).status_code == 303
    client.force_login(colleague)
    page = client.get(reverse("practice:sparring")).content.decode()
    assert QUESTION in page and case.person.name in page and guide.name in page
    assert reverse("practice:sparring_open", args=[SparringMark.objects.get().pk]) not in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT question FROM practice_sparringmark")
        assert QUESTION not in str(cursor.fetchall())
    assert not OutboxMail.objects.exists()
    assert QUESTION not in str(list(AuditEvent.objects.values_list("changes", "purpose")))


@pytest.mark.parametrize("text", ["Hvad gør vi med 010203-4455?", "Hvad gør vi med 0102034455?"])
def test_a_personal_number_is_refused_and_what_was_typed_is_kept(client, case, guide, text):
    client.force_login(guide)
    url = reverse("practice:case_sparring", args=[case.pk])
    response = client.post(url, {"question": text, "sure": "on"})
    assert response.status_code == 422 and text in response.content.decode()
    assert not SparringMark.objects.exists()


def test_a_name_is_asked_about_once_and_a_colleague_may_be_named(client, guide, colleague):
    case = factories.make_case(guide, first_name="Frederikke", last_name="Vang")
    client.force_login(guide)
    url = reverse("practice:case_sparring", args=[case.pk])
    asked = client.post(url, {"question": "frederikke kommer ikke"})
    assert asked.status_code == 422 and "frederikke" in asked.content.decode()
    assert client.post(url, {"question": "Moren, Ulla, ringer"}).status_code == 422
    named = f"Kan {colleague.name.split()[0]} se med?"
    assert client.post(url, {"question": named}).status_code == 303
    take_back(case, by=guide)
    assert client.post(url, {"question": "frederikke kommer ikke", "sure": "on"}).status_code == 303


def test_a_case_is_marked_once_at_a_time(case, guide, mark):
    with pytest.raises(Taken):
        mark_case(case, by=guide, question="Igen?")
    with pytest.raises(IntegrityError), transaction.atomic():
        SparringMark.objects.create(case=case, by=guide, question="Igen?")
    take_back(case, by=guide)
    take_back(case, by=guide)
    again = mark_case(case, by=guide, question="Igen?")
    assert list(SparringMark.objects.open()) == [again]
    assert AuditEvent.objects.filter(action="sparring.taken_back").count() == 1


def test_the_question_is_changed_only_as_its_writer_saw_it(client, case, guide, mark):
    client.force_login(guide)
    url = reverse("practice:case_sparring", args=[case.pk])
    assert client.post(url, {"question": "nyt", "stood": QUESTION}).status_code == 303
    lost = client.post(url, {"question": "andet", "stood": QUESTION})
    assert lost.status_code == 409 and "andet" in lost.content.decode()
    mark.refresh_from_db()
    assert mark.question == "nyt"
    take_back(case, by=guide)
    with pytest.raises(Taken):
        ask_otherwise(mark, by=guide, question="x", stood="nyt")


def test_property_and_queryset_say_the_same_of_marks_and_meetings(unit, guide, leader, case, mark):
    meeting = start(unit, leader)
    closed = mark_case(factories.make_case(guide), by=guide, question="?")
    Case.objects.filter(pk=closed.case_id).update(closed_on=THURSDAY, status="closed", close_reason="moved")
    done = mark_case(factories.make_case(guide), by=guide, question="?")
    settle(done, by=guide, next_step="Ring")
    found = set(SparringMark.objects.open())
    assert {row for row in SparringMark.objects.select_related("case") if row.is_open} == found == {mark}
    for moment in (TEN - timedelta(seconds=1), TEN, meeting.ends_at - timedelta(seconds=1), meeting.ends_at):
        assert SparringMeeting.objects.running(moment).exists() is meeting.is_running(moment)
    end_meeting(meeting, by=leader)
    meeting.refresh_from_db()
    assert not meeting.is_running(TEN) and not SparringMeeting.objects.running(TEN).exists()


def test_a_colleague_opens_while_it_lasts_and_the_next_request_after_it_is_refused(
    client, unit, case, guide, colleague, leader, mark
):
    assert looks(client, colleague, case) == 403
    opens(client, colleague, mark)
    assert looks(client, colleague, case) == 403, "no meeting runs"
    meeting = start(unit, leader)
    assert opens(client, colleague, mark)["Location"] == case.get_absolute_url()
    assert looks(client, colleague, case) == 200
    assert AuditEvent.objects.filter(action="case.opened_with_purpose", case_id=case.pk).count() == 1
    assert opens(client, colleague, mark).status_code == 303
    assert AccessGrant.objects.count() == 1, "what is open is opened once"
    client.force_login(guide)
    assert colleague.name in client.get(reverse("practice:sparring")).content.decode()
    assert colleague.name in client.get(reverse("cases:case_log", args=[case.pk])).content.decode()
    client.force_login(leader)
    assert client.post(reverse("practice:sparring_end", args=[meeting.pk])).status_code == 303
    assert looks(client, colleague, case) == 403
    opens(client, colleague, mark)
    assert looks(client, colleague, case) == 403
    end_meeting(meeting, by=leader)
    assert AuditEvent.objects.filter(action="sparring.ended").count() == 1


def test_it_ends_by_itself_at_its_hour(client, unit, case, colleague, leader, mark):
    meeting = start(unit, leader, TEN + timedelta(hours=1))
    opens(client, colleague, mark)
    with clock.travel(meeting.ends_at - timedelta(seconds=1)):
        assert looks(client, colleague, case) == 200
    with clock.travel(meeting.ends_at):
        assert looks(client, colleague, case) == 403
        opens(client, colleague, mark)
        assert looks(client, colleague, case) == 403
        assert start(unit, leader, meeting.ends_at + timedelta(hours=1)), "the next one may start"


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 11, 26), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)],
    ids=["a plain day", "the clock goes forward", "the clock goes back"],
)
def test_midnight_is_the_latest_whatever_the_clock_does(
    client, unit, case, colleague, leader, guide, day, hours
):
    midnight = clock.end_of_day(day)
    assert midnight - clock.at(day) == timedelta(hours=hours)
    with clock.travel(clock.at(day, 1)):
        mark = mark_case(case, by=guide, question=QUESTION)
        with pytest.raises(ValidationError):
            start(unit, leader, midnight + timedelta(seconds=1))
        start(unit, leader, midnight)
        opens(client, colleague, mark)
    with clock.travel(midnight - timedelta(seconds=1)):
        assert looks(client, colleague, case) == 200
    with clock.travel(midnight):
        assert looks(client, colleague, case) == 403


def test_the_form_means_an_hour_of_today(client, unit, leader):
    client.force_login(leader)
    url = reverse("practice:sparring_start")
    assert client.post(url, {"until": "10:00"}).status_code == 422
    assert client.post(url, {"until": "09:59"}).status_code == 422
    assert client.post(url, {"until": "aften"}).status_code == 422
    assert client.post(url, {"until": "00:00"}).status_code == 303
    assert SparringMeeting.objects.get().ends_at == datetime(2026, 11, 26, 23, tzinfo=UTC)
    assert client.post(url, {"until": "11:00"}).status_code == 409


def test_who_leads_sparring(client, unit, guide, colleague, leader):
    begin(unit, by=leader)
    Rhythm.objects.filter(kind="sparring").update(owner=guide)
    url = reverse("practice:sparring_start")
    for user, status in ((colleague, 404), (guide, 200), (leader, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status
    meeting = start(unit, guide)
    assert TeamMeeting.objects.get().held_on == THURSDAY
    client.force_login(colleague)
    assert client.post(reverse("practice:sparring_end", args=[meeting.pk])).status_code == 404
    assert SparringMeeting.objects.get().ended_at is None


def test_a_shielded_case_is_not_opened_so_and_stands_as_the_door_says(client, unit, guide, colleague, leader):
    case = factories.make_case(guide, shielded=True)
    mark = mark_case(case, by=guide, question=QUESTION)
    start(unit, leader)
    assert opens(client, colleague, mark).status_code == 404
    assert opens(client, leader, mark).status_code == 404
    with pytest.raises(ValidationError):
        open_marked(mark, by=colleague)
    assert not AccessGrant.objects.exists()
    for user, seen in ((guide, True), (colleague, False), (leader, False)):
        client.force_login(user)
        for name in ("practice:sparring", "practice:home"):
            page = client.get(reverse(name)).content.decode()
            assert (case.person.name in page) is seen, (user, name)


def test_a_strangers_unit_neither_sees_nor_opens(client, unit, case, leader, mark, stranger):
    start(unit, leader)
    assert opens(client, stranger, mark).status_code == 404
    assert QUESTION not in client.get(reverse("practice:sparring")).content.decode()


def test_a_leave_of_ones_own_outlives_the_meeting(client, unit, case, colleague, leader, mark):
    open_with_purpose(case, by=colleague, purpose=AccessGrant.Purpose.COVER, reason="Jeg dækker i dag")
    meeting = start(unit, leader)
    opens(client, colleague, mark)
    end_meeting(meeting, by=leader)
    assert looks(client, colleague, case) == 200


def test_it_ends_in_one_step_in_the_case_and_thanks(client, unit, case, guide, colleague, mark):
    factories.make_milestone(case)
    client.force_login(guide)
    url = reverse("practice:case_sparring_step", args=[case.pk])
    assert client.post(url, {"next_step": ""}).status_code == 422
    sent = {"next_step": "Ring til skolen", "due_on": "2026-12-03", "thanked": [colleague.pk]}
    assert client.post(url, {**sent, "due_on": "2026-11-25"}).status_code == 422
    assert client.post(url, sent)["Location"] == reverse("practice:sparring")
    note = Note.objects.get(case=case)
    assert "Ring til skolen" in note.text and not note.is_talk
    milestone = Milestone.objects.get(own_words="Ring til skolen")
    assert (milestone.due_on, milestone.responsible) == (date(2026, 12, 3), "guide")
    mark.refresh_from_db()
    assert (mark.settled_at, mark.settled_by, list(mark.thanked.all())) == (TEN, guide, [colleague])
    client.force_login(colleague)
    page = client.get(reverse("practice:sparring")).content.decode()
    assert "takker" in page and case.person.name not in page
    with pytest.raises(Taken):
        settle(mark, by=guide, next_step="Igen")
    assert Note.objects.filter(case=case).count() == 1


def test_a_day_without_a_plan_is_refused_and_nothing_is_written(client, case, guide, mark):
    client.force_login(guide)
    url = reverse("practice:case_sparring_step", args=[case.pk])
    case.plans.update(closed_on=THURSDAY)
    refused = client.post(url, {"next_step": "Ring til skolen", "due_on": "2026-12-03"})
    assert refused.status_code == 422 and "Ring til skolen" in refused.content.decode()
    mark.refresh_from_db()
    assert mark.is_open and not Note.objects.filter(case=case).exists()
    assert client.post(url, {"next_step": "Ring til skolen"}).status_code == 303


def test_the_agenda_says_why_in_order(client, guide, colleague):
    with clock.travel(THURSDAY - timedelta(days=200)):
        still = factories.make_case(guide, birth_date=date(2004, 1, 1))
        waits = factories.make_case(guide, birth_date=date(2004, 1, 1))
    Case.objects.filter(pk=waits.pk).update(last_contact_on=THURSDAY)
    young = factories.make_case(guide, birth_date=date(2010, 1, 1))
    with clock.travel(THURSDAY - timedelta(days=1)):
        set_activity(young, "none", by=guide)
    with clock.travel(THURSDAY - timedelta(days=15)):
        mark_case(waits, by=guide, question="a?")
    fresh = factories.make_case(guide, birth_date=date(2004, 1, 1))
    for case in (still, young, fresh):
        mark_case(case, by=guide, question="b?")
    items = agenda_of(colleague, THURSDAY)
    assert [item.case.pk for item in items] == [young.pk, still.pk, waits.pk, fresh.pk]
    assert items[3].why == ["blev meldt i den seneste uge"]
    assert "lovbestemt frist" in items[0].why[0] and "vægt 2" in items[0].why[1]
    assert items[1].why == [f"der er intet sket i {(THURSDAY - still.opened_on).days} dage"]
    assert items[2].why == ["har ventet i 2 uger"]
    assert not any(item.is_own or item.is_open for item in items)


def test_the_leader_sees_that_everybody_got_a_turn_by_name(client, unit, guide, colleague, leader):
    for days in (300, 184, 10):
        with clock.travel(TEN - timedelta(days=days)):
            settle(mark_case(factories.make_case(guide), by=guide, question="?"), by=guide, next_step="Ring")
    found = {turn.guide: (turn.last, turn.number) for turn in turns(unit, THURSDAY)}
    assert found == {guide: (date(2026, 11, 16), 2), colleague: (None, 0)}
    with clock.travel(
        TEN + timedelta(days=1)
    ):  # 184 days back from the 26th is 26 May, a day before the six months
        assert {turn.guide: turn.number for turn in turns(unit, THURSDAY + timedelta(days=1))}[guide] == 1
    names = [turn.guide.name for turn in turns(unit, THURSDAY)]
    assert names == sorted(names)
    for user, shown in ((leader, True), (guide, False)):
        client.force_login(user)
        assert ("Alle får en tur" in client.get(reverse("practice:sparring")).content.decode()) is shown


def test_the_number_at_home_is_the_length_of_the_list(client, guide, colleague):
    for number in range(7):
        case = factories.make_case(guide, shielded=number == 0)
        mark_case(case, by=guide, question="?")
    for user, marked in ((guide, 7), (colleague, 6)):
        client.force_login(user)
        assert client.get(reverse("practice:home")).context["marked"] == marked
        assert len(client.get(reverse("practice:sparring")).context["items"]) == marked


def test_the_lists_cost_the_same_for_two_cases_and_twenty(client, unit, guide, colleague, leader):
    for n in range(6):
        factories.UserFactory(unit=unit, role=Role.GUIDE, name=f"Guide {n}")
    begin(unit, by=leader)
    start(unit, leader)
    costs = []
    for upto in (2, 20):
        while SparringMark.objects.filter(settled_at=None).count() < upto:
            case = factories.make_case(guide, birth_date=date(2010, 1, 1))
            set_activity(case, "none", by=guide)
            open_marked(mark_case(case, by=guide, question="?"), by=colleague)
            other = mark_case(factories.make_case(guide), by=guide, question="?")
            settle(other, by=guide, next_step="Ring", thanked=[colleague])
        client.force_login(leader)
        costs.append([queries(client, reverse(name)) for name in ("practice:sparring", "practice:home")])
    assert costs[0] == costs[1]
