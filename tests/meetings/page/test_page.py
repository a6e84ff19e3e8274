"""The page of a meeting, its forms, and the list."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.consents.actions import withdraw_consent
from cases.models import Note
from cases.network.actions import add_participation
from core import clock
from meetings.agenda.actions import add_item, propose_agenda
from meetings.invitations.actions import answer
from meetings.minutes import actions as minutes
from meetings.models import Meeting, MeetingType, Minutes
from meetings.planning.actions import cancel_meeting
from plans.models import Milestone
from tests.helpers import factories
from tests.helpers.forms import as_sent
from tests.helpers.meetings import hold_one, invite_one, partner_of, plan_one, write
from tests.helpers.promises import give_basis, make_contact
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, guide):
    client.force_login(guide)
    return client


def url(name, meeting, *more):
    return reverse(f"meetings:{name}", args=[meeting.case_id, meeting.pk, *more])


def when(guide, **more) -> dict:
    day = clock.today() + timedelta(days=7)
    form = MeetingType.objects.get(code="follow-up").pk
    first = {"type": form, "day": day.isoformat(), "time": "10:30", "led_by": guide.pk, "people": ["youth"]}
    return first | more


def test_planned_it_leads_to_its_page_and_sent_twice_it_is_one(client, case, guide):
    page = reverse("meetings:meeting_add", args=[case.pk])
    sent = when(guide, place="Rådhuset", submit_key="k" * 32)
    first, again = client.post(page, sent), client.post(page, sent)
    meeting = Meeting.objects.get()
    assert first["Location"] == again["Location"] == url("meeting", meeting)
    assert meeting.starts_at == clock.at(meeting.on, 10, 30)
    assert (meeting.lasts_minutes, meeting.attendees.count()) == (60, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "2020-01-01"), ("time", "25:00"), ("lasts_minutes", "3"), ("people", "adult-99"), ("type", "0")],
)
def test_what_is_wrong_is_told_beside_its_field_and_what_was_typed_is_kept(client, case, guide, field, value):
    page = reverse("meetings:meeting_add", args=[case.pk])
    answer = client.post(page, when(guide, place="Det blå hus", **{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Det blå hus" in answer.content.decode()
    assert not Meeting.objects.exists()


def test_the_form_and_the_day_that_are_due_stand_there_beforehand(client, case, guide):
    held = hold_one(case)
    answer = client.get(f"{reverse('meetings:meeting_add', args=[case.pk])}?efter={held.pk}")
    form = answer.context["form"]
    assert form.initial["type"] == MeetingType.objects.get(code="coordination").pk
    assert form.initial["day"] >= clock.today() + timedelta(days=80)
    assert form.initial["day"].weekday() < 5
    assert client.get(f"{reverse('meetings:meeting_add', args=[case.pk])}?efter=nej").status_code == 200


def test_an_invited_meeting_is_moved_with_a_reason(client, case, guide):
    meeting = invite_one(case, place="Ungeenheden")
    sent = when(guide, version=meeting.version, place="FGU")
    refused = client.post(url("meeting_edit", meeting), sent)
    assert refused.status_code == 422
    assert "why" in refused.context["form"].errors
    moved = client.post(url("meeting_edit", meeting), sent | {"why": "Skolen"})
    assert moved.status_code == 303
    meeting.refresh_from_db()
    assert (meeting.place, meeting.sequence) == ("FGU", 1)
    page = client.get(url("meeting", meeting)).content.decode()
    assert "Ungeenheden" in page
    assert "Skolen" in page


def test_those_invited_are_said_to_be_told_only_when_they_are(client, case, guide, colleague):
    type(case.person).objects.filter(pk=case.person_id).update(email="jonas@hjemme.example")
    meeting = invite_one(case, place="Ungeenheden")
    first = client.get(url("meeting_edit", meeting)).context["form"].initial
    sent = {name: first[name] for name in ("lasts_minutes", "place", "online", "led_by", "people")}
    sent |= {"day": first["day"].isoformat(), "time": first["time"].strftime("%H:%M")}

    def said(**change) -> list[str]:
        meeting.refresh_from_db()
        given = sent | {"version": meeting.version} | change
        answer = client.post(url("meeting_edit", meeting), given, follow=True)
        return [str(words) for words in answer.context["messages"]]

    assert said() == ["Der er ikke ændret noget."]
    assert said(led_by=colleague.pk) == ["Gemt."]
    assert said(led_by=colleague.pk, online="20 12 34 56") == ["Gemt. De indkaldte får besked."]


def test_two_who_change_it_are_shown_both_texts(client, case, guide):
    meeting = plan_one(case, place="A")
    opened = client.get(url("meeting_edit", meeting)).context["form"]
    sent = when(guide, version=meeting.version, opened=opened.fingerprints())
    assert client.post(url("meeting_edit", meeting), sent | {"place": "B"}).status_code == 303
    second = client.post(url("meeting_edit", meeting), sent | {"place": "C"})
    assert second.status_code == 409
    text = second.content.decode()
    assert "B" in text
    assert 'value="C"' in text
    assert "Du gemte selv i et andet vindue" in text


def test_cancelled_it_stays_in_the_list_with_its_reason(client, case):
    meeting = invite_one(case)
    assert client.post(url("meeting_cancel", meeting), {"why": " "}).status_code == 422
    client.post(url("meeting_cancel", meeting), {"why": "Den unge er syg"})
    listed = client.get(reverse("meetings:meetings", args=[case.pk])).content.decode()
    assert "Den unge er syg" in listed


def test_from_who_was_there_to_a_promise_and_approved_minutes(client, case, guide):
    contact = partner_of(case)
    keys = ["youth", f"contact-{contact.pk}"]
    meeting = plan_one(case, on=clock.today(), people=keys)
    item = add_item(meeting, by=guide, title="Praktik")
    assert client.post(url("meeting_hold", meeting), {"present": []}).status_code == 422
    client.post(url("meeting_hold", meeting), {"present": keys})
    client.post(url("meeting_hold", meeting), {"present": keys})
    assert Note.objects.filter(case=case).count() == 1
    client.post(url("minutes_write", meeting), {"version": 0, f"outcome_{item.pk}": "Praktik i uge 7"})
    due_on = (clock.today() + timedelta(days=30)).isoformat()
    promise = {"what": "En plads", "who": keys[1], "due_on": due_on, "submit_key": "p" * 32}
    for _twice in range(2):
        client.post(url("decision_add", meeting, item.pk), promise)
    assert Milestone.objects.get().contact == contact
    client.post(url("minutes_send", meeting), {"comment_until": due_on})
    row = Minutes.objects.get()
    for attendee in meeting.attendees.all():
        client.post(url("minutes_approve", meeting, attendee.pk), {"version": row.version})
    client.post(url("minutes_lock", meeting))
    row.refresh_from_db()
    assert row.is_approved
    assert client.post(url("minutes_add", meeting), {"text": "Uge 8"}).status_code == 303
    page = client.get(url("meeting", meeting)).content.decode()
    assert "Praktik i uge 7" in page
    assert "Uge 8" in page


def test_a_second_window_that_begins_the_meeting_does_not_change_who_was_there(client, case):
    contact = partner_of(case)
    keys = ["youth", f"contact-{contact.pk}"]
    meeting = plan_one(case, on=clock.today(), people=keys)
    page = url("meeting_hold", meeting)
    assert client.post(page, {"present": keys}).status_code == 303
    second = client.post(page, {"present": ["youth"]})
    assert second.status_code == 409
    assert "Mødet er begyndt allerede" in second.content.decode()
    assert contact.name in second.context["form"].errors["present"][0]
    assert meeting.attendees.present().count() == 2
    # What was ticked is kept, and the same form now corrects.
    assert second.context["form"]["present"].value() == ["youth"]
    assert 'name="correct"' in second.content.decode()
    for words in ("Gemt.", "Der er ikke ændret noget."):
        corrected = client.post(page, {"present": ["youth"], "correct": "1"}, follow=True)
        assert meeting.attendees.present().count() == 1
        assert [str(said) for said in corrected.context["messages"]] == [words]


def test_a_draft_that_has_begun_calls_nobody_and_none_is_said_to_have_been_called(client, case):
    def steps() -> tuple[bool, list[str]]:
        answer = client.get(url("meeting", meeting))
        listed = re.search('<ol class="steps">(.*?)</ol>', answer.content.decode(), re.DOTALL)[1]
        done = [step for step in listed.split("<li ")[1:] if 'class="is-done"' in step]
        return url("meeting_invite", meeting) in answer.content.decode(), re.findall(
            ">([^<]+)</a>", "".join(done)
        )

    at_ten = clock.at(clock.today(), 10)
    with clock.travel(at_ten - timedelta(hours=1)):
        meeting = plan_one(case, on=clock.today())
        add_item(meeting, by=case.guide, title="Praktik")
        assert steps() == (True, ["Forbered"])
    with clock.travel(at_ten + timedelta(minutes=1)):
        assert steps() == (False, ["Forbered"])
        client.post(url("meeting_hold", meeting), {"present": ["youth"]})
        assert steps() == (False, ["Forbered"])


def test_who_was_called_by_phone_alone_was_called(client, case):
    meeting = invite_one(case, on=clock.today() + timedelta(days=1))
    answer(meeting.attendees.get(), "yes", by=case.guide, how="phone")
    with clock.travel(meeting.starts_at):
        client.post(url("meeting_hold", meeting), {"present": ["youth"]})
        page = client.get(url("meeting", meeting))
    assert (page.context["page"].is_called, page.context["page"].step) == (True, 3)
    # Nothing was prepared.
    assert page.content.decode().count('class="is-done"') == 1


def test_the_next_meeting_is_proposed_until_there_is_one(client, case):
    held = hold_one(case, on=clock.today() - timedelta(days=40))
    write(held, text="Vi mødes igen")
    text = client.get(url("meeting", held)).content.decode()
    assert "Planlæg næste møde" in text
    draft = plan_one(case)
    text = client.get(url("meeting", held)).content.decode()
    assert "Planlæg næste møde" not in text and url("meeting", draft) in text
    cancel_meeting(draft, by=case.guide, why="Sygdom")
    assert "Planlæg næste møde" in client.get(url("meeting", held)).content.decode()
    later = hold_one(case)
    text = client.get(url("meeting", held)).content.decode()
    assert "Planlæg næste møde" not in text and url("meeting", later) in text
    assert "Planlæg næste møde" in client.get(url("meeting", later)).content.decode()


def test_a_decision_that_is_refused_keeps_what_was_typed(client, case, guide):
    meeting = hold_one(case)
    item = add_item(meeting, by=guide, title="Skole")
    sent = {"what": "Ringe til skolen", "who": "youth", "due_on": "2020-01-01"}
    answer = client.post(url("decision_add", meeting, item.pk), sent)
    assert answer.status_code == 422
    assert "due_on" in answer.context["form"].errors
    assert "Ringe til skolen" in answer.content.decode()


def test_two_who_write_the_minutes_lose_nothing(client, case, guide, colleague):
    meeting = hold_one(case)
    item = add_item(meeting, by=guide, title="Skole")
    field, other = f"outcome_{item.pk}", "youth_text"
    opened = client.get(url("minutes_write", meeting)).context["form"]
    sent = {"version": 0, "opened": opened.fingerprints()}
    client.post(url("minutes_write", meeting), sent | {field: "Det ene"})
    # Another field is taken over in silence; the same one is asked about.
    client.post(url("minutes_write", meeting), sent | {other: "Kære du"})
    item.refresh_from_db()
    assert (item.outcome, Minutes.objects.get().youth_text) == ("Det ene", "Kære du")
    answer = client.post(url("minutes_write", meeting), sent | {field: "Det andet"})
    assert answer.status_code == 409
    assert "Det ene" in answer.content.decode()
    assert "Det andet" in answer.content.decode()
    assert "Du gemte selv i et andet vindue" in answer.content.decode()
    Minutes.objects.update(by=colleague)
    answer = client.post(url("minutes_write", meeting), sent | {field: "Det andet"})
    assert f"{colleague.name} gemte, mens du skrev" in answer.content.decode()


def test_a_point_of_another_meeting_is_not_found(client, case, guide):
    item = add_item(plan_one(case), by=guide, title="Skole")
    other = plan_one(case)
    assert client.get(url("agenda_edit", other, item.pk)).status_code == 404
    elsewhere = plan_one(factories.make_case(guide))
    strange = reverse("meetings:meeting", args=[case.pk, elsewhere.pk])
    assert client.get(strange).status_code == 404


def test_two_points_and_twenty_cost_the_same(client, case, guide):
    def costs(points: int, held: bool) -> int:
        contact = partner_of(case)
        keys = ["youth", f"contact-{contact.pk}"]
        meeting = hold_one(case, people=keys) if held else plan_one(case, people=keys)
        for number in range(points):
            item = add_item(meeting, by=guide, title=f"Punkt {number}")
            if held:
                day = clock.today()
                minutes.decide(item, by=guide, what="x", responsible="youth", due_on=day)
        if held:
            row = write(meeting, outcome="Ja")
            minutes.send_minutes(row, by=guide, comment_until=clock.today() + timedelta(days=2))
        return queries(client, url("meeting", meeting))

    for held in (False, True):
        assert costs(2, held) == costs(20, held)


def test_two_meetings_and_twenty_cost_the_same_in_the_list(client, case):
    listed = reverse("meetings:meetings", args=[case.pk])

    def cost(meetings: int) -> int:
        for _number in range(meetings):
            write(hold_one(case), text="Vi talte")
            invite_one(case)
        return queries(client, listed)

    assert cost(2) == cost(10)


def test_the_case_page_names_the_next_meeting_and_the_last(client, case, guide):
    held, coming = hold_one(case, kind="first"), invite_one(case)
    propose_agenda(coming, by=guide)
    page = client.get(case.get_absolute_url()).content.decode()
    assert url("meeting", held) in page
    assert url("meeting", coming) in page


def test_what_was_typed_while_the_minutes_were_approved_waits_as_an_addition(client, case, guide, colleague):
    meeting = hold_one(case)
    item, other = (add_item(meeting, by=guide, title=title) for title in ("Skole?", "Bolig"))
    write(meeting, outcome="Som aftalt", text="Kort møde")
    opened = as_sent(client.get(url("minutes_write", meeting)).context["form"])
    row = write(meeting, outcome="Som aftalt nu", text="Kort møde")
    minutes.send_minutes(row, by=guide, comment_until=clock.today() + timedelta(days=5))
    minutes.approve(row, by=colleague, attendee=meeting.attendees.get())
    mine = {
        f"outcome_{item.pk}": "Ny skole",
        f"outcome_{other.pk}": "Fortroligt",
        f"confidential_{other.pk}": "on",
    }
    answer = client.post(url("minutes_write", meeting), opened | mine, follow=True)
    (told,) = answer.context["messages"]
    assert f"Referatet ligger fast: {colleague.name} har registreret, at det er godkendt." in str(told)
    kept = answer.context["form"]["text"].value()
    assert kept.startswith("Skole?\nNy skole") and "Hvad kom der ud af" not in kept
    assert "Ny skole" in kept and "Bolig (deles ikke):\nFortroligt" in kept
    assert "Som aftalt" not in kept and "Kort møde" not in kept, "what stood there is nobody's addition"
    # Nothing new: it says so, and leads to where the minutes are added to.
    none = client.post(url("minutes_write", meeting), opened, follow=True)
    (told,) = none.context["messages"]
    assert "Skriv en tilføjelse i stedet" in str(told) and none.status_code == 200


def test_who_sees_nothing_of_a_coming_meeting_is_marked(client, case, guide):
    """A basis that is withdrawn leaves the partner's people on the list, and says so."""
    contact = make_contact(guide.unit)
    add_participation(case, contact.partner, by=guide)
    basis = give_basis(case, contact.partner, guide)
    meeting = invite_one(case, people=("youth", f"contact-{contact.pk}"))
    here = url("meeting", meeting)
    assert "ser ingenting: intet grundlag" not in client.get(here).content.decode()
    withdraw_consent(basis, by=guide)
    assert client.get(here).content.decode().count("ser ingenting: intet grundlag") == 1
