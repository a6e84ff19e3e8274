"""Whom nobody writes to: who is to be phoned when a meeting is called, moved or cancelled, and what they answered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Guardian
from core import clock
from core.mail import outbox
from meetings.invitations.actions import answer
from meetings.invitations.told import to_call, told_of
from meetings.models import Attendee
from meetings.planning.actions import ask_people, cancel_meeting, move_meeting
from meetings.planning.views import hold_form
from tests.helpers import factories
from tests.helpers.invitations import make_meeting


@pytest.fixture(autouse=True)
def noon():
    """Standing still."""
    with clock.travel(clock.today()):
        yield


@pytest.fixture
def case(guide):
    """A young person with a mailbox."""
    return factories.make_case(guide, email="sigrid@hjemme.example", first_name="Sigrid", last_name="Lund")


@pytest.fixture
def mother(case):
    """Holds custody, and has no mailbox."""
    return Guardian.objects.create(person=case.person, name="Mona Lund", phone="20112233", has_custody=True)


@pytest.fixture
def meeting(case, mother):
    """Both are asked, and say that they come."""
    made = make_meeting(case, "youth", f"adult-{mother.pk}")
    for row in made.attendees.all():
        answer(row, "yes", by=case.guide, how="phone")
    return made


def move(meeting, **values):
    """Change it, a day later unless its time stays."""
    meeting.refresh_from_db()
    said = {"starts_at": meeting.starts_at + timedelta(days=1), "place": meeting.place, **values}
    version = meeting.version
    move_meeting(meeting, by=meeting.led_by, why="Syg", expected_version=version, **said)


def rows(meeting):
    """The young person's and the mother's row, as the page shows them."""
    found = meeting.attendees.named().select_related("contact__user")
    return told_of(meeting, found, clock.today())


def test_no_answer_stands_that_was_given_to_another_time(meeting):
    move(meeting)
    assert set(meeting.attendees.values_list("answer", "answered_at")) == {("", None)}
    assert [one.must_be_phoned for one in rows(meeting)] == [False, True]
    assert hold_form(meeting).initial["present"] == []


def test_of_another_place_whoever_no_mail_tells_is_asked_again(meeting):
    move(meeting, starts_at=meeting.starts_at, place="Biblioteket")
    assert [one.attendee.answer for one in rows(meeting)] == ["yes", ""]
    assert [one.must_be_phoned for one in rows(meeting)] == [False, True]


def test_a_mail_of_the_old_time_is_no_word_of_the_new_one(meeting, case):
    outbox.send_due()
    case.person.address_protected = True
    case.person.save()
    meeting.case.person.refresh_from_db()
    move(meeting)
    assert [one.must_be_phoned for one in rows(meeting)] == [True, True]
    assert "Sigrid Lund, Mona Lund" in to_call(meeting)


def test_who_is_to_be_phoned_is_named_when_a_meeting_is_called_moved_and_cancelled(
    client, guide, case, mother, colleague
):
    client.force_login(guide)
    meeting = make_meeting(case, "youth", f"adult-{mother.pk}", invited=False)

    def said(name, **sent) -> str:
        url = reverse(f"meetings:{name}", args=[case.pk, meeting.pk])
        return " ".join(str(words) for words in client.post(url, sent, follow=True).context["messages"])

    assert "Ring selv til Mona Lund," in said("meeting_invite")
    meeting.refresh_from_db()
    day = (meeting.on + timedelta(days=1)).isoformat()
    people = ["youth", f"adult-{mother.pk}"]
    change = {"day": day, "time": "10:00", "led_by": guide.pk, "people": people, "why": "Syg"}
    words = said("meeting_edit", version=meeting.version, **change)
    assert "Ring selv til Mona Lund," in words and "De indkaldte får besked" not in words
    answer(meeting.attendees.get(guardian=mother), "yes", by=guide, how="phone")
    assert "Ring selv til Mona Lund," in said("meeting_cancel", why="Syg")
    page = client.get(reverse("meetings:meeting", args=[case.pk, meeting.pk])).content.decode()
    assert page.count("Skal kontaktes på telefon") == 1 and "20 11 22 33" in page
    assert "Skriv svaret ned" not in page
    with clock.travel(clock.today() + timedelta(days=30)):
        page = client.get(reverse("meetings:meeting", args=[case.pk, meeting.pk])).content.decode()
    assert "Skal kontaktes på telefon" not in page


def test_who_is_taken_off_and_got_no_mail_is_phoned_too(meeting, mother):
    before = list(meeting.attendees.all())
    ask_people(meeting, ["youth"], by=meeting.led_by)
    assert "Mona Lund" in to_call(meeting, before) and to_call(meeting) == ""


def test_of_a_draft_nobody_is_phoned_and_of_what_mails_tell_neither(case, mother):
    draft = make_meeting(case, f"adult-{mother.pk}", invited=False)
    cancel_meeting(draft, by=case.guide, why="Syg")
    assert to_call(draft) == ""
    called = make_meeting(case, "youth")
    assert to_call(called) == ""
    cancel_meeting(called, by=case.guide, why="Syg")
    outbox.send_due()
    assert to_call(called) == ""


@pytest.mark.parametrize(
    "fact", [{"contact_ban": True}, {"contact_wish": "not"}, {"until_on": clock.today()}], ids=str
)
def test_nobody_phones_an_adult_who_is_not_to_be_contacted(case, mother, fact):
    meeting = make_meeting(case, "youth", f"adult-{mother.pk}")
    assert "Mona" in to_call(meeting)
    Guardian.objects.filter(pk=mother.pk).update(**fact)
    assert to_call(meeting) == ""
    row = Attendee.objects.get(guardian=mother)
    (one,) = [one for one in rows(meeting) if one.attendee == row]
    assert not one.must_be_phoned and one.how


def test_how_somebody_was_told_says_of_what(meeting, case):
    def how():
        return rows(meeting)[0].how

    assert how() == "Invitationen sendes om få minutter"
    with clock.travel(clock.now() + timedelta(hours=1)):
        outbox.send_due()
        assert how().startswith("Indkaldt på mail")
        move(meeting)
        assert how() == "Ændringen sendes på mail om få minutter"
        cancel_meeting(meeting, by=case.guide, why="Syg")
        assert how() == "Aflysningen sendes på mail om få minutter"
    with clock.travel(clock.now() + timedelta(hours=2)):
        outbox.send_due()
        assert how().startswith("Aflysningen er sendt på mail")


def test_nobody_is_to_be_phoned_about_a_meeting_that_is_over(meeting, case):
    move(meeting)
    cancel_meeting(meeting, by=case.guide, why="Syg")
    assert [one.must_be_phoned for one in rows(meeting)] == [False, True]
    with clock.travel(meeting.ends_at + timedelta(minutes=1)):
        assert not any(one.must_be_phoned for one in rows(meeting))
