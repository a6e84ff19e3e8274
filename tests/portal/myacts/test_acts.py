"""What the young person does on Min plan: in their own name, once, told to their guide, and to nobody by message."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from cases.network.actions import add_participation
from core import clock
from core.mail.models import OutboxMail
from core.sms.models import OutboxSms
from meetings.invitations.actions import answer as answer_invitation
from meetings.minutes import actions as minutes_actions
from meetings.models import AgendaItem, MinutesComment
from meetings.planning.actions import cancel_meeting, move_meeting
from participation.access.actions import withdraw
from participation.acts.models import OwnAct
from participation.conversation.actions import say
from participation.models import Remark
from plans.agreement.actions import record_agreement
from plans.agreement.history import history_of
from plans.agreement.models import Agreement
from plans.closing.actions import close_case
from plans.handover.sheet import sheet_for
from plans.milestones.actions import edit_milestone, move_milestone, still_cannot
from plans.models import Goal, Milestone, Plan, PlanChange
from plans.plan.actions import edit_plan
from progress.models import ScaleRound, WellbeingAnswer, WellbeingFollowUp
from tests.helpers import factories
from tests.helpers.entering import HOME, invite_parent, invite_youth, parent_of, turning_18, young_case
from tests.helpers.meetings import hold_one, invite_one, plan_one, write
from tests.helpers.promises import give_basis, make_contact, make_promise
from workspace.day import day

pytestmark = pytest.mark.django_db

STEPS, ANSWER, DREAM, TALKS = (
    f"{HOME}skridt/",
    f"{HOME}er-det-din-plan/",
    f"{HOME}drom/",
    f"{HOME}snak/",
)
SCALES, WELLBEING, MEETINGS = f"{HOME}hvordan-gaar-det/", f"{HOME}hvordan-har-du-det/", f"{HOME}moeder/"
PAGES = (STEPS, ANSWER, DREAM, TALKS, SCALES, WELLBEING, MEETINGS)


@pytest.fixture
def case(guide):
    case = young_case(guide, first_name="Sigrid", last_name="Holm", preferred_name="Sigge")
    plan = case.plans.get()
    Plan.objects.filter(pk=plan.pk).update(dream="Mit eget sted", small_step="Ringe")
    Goal.objects.create(plan=plan, text="At komme på FGU")
    return case


@pytest.fixture
def step(case):
    return factories.make_milestone(case, own_words="Besøge FGU")


@pytest.fixture
def entry(case):
    return invite_youth(case)


@pytest.fixture
def client(entry):
    return browser(entry)


def browser(entry) -> Client:
    client = Client()
    client.force_login(entry.user)
    return client


def text_of(response) -> str:
    page = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]))


def done(client, url, data=None) -> str:
    """Post, be led on, and read where one is led."""
    response = client.post(url, data or {})
    assert response.status_code == 303, text_of(response)
    return text_of(client.get(response["Location"]))


def kinds(case) -> list[str]:
    return list(OwnAct.objects.filter(case=case).order_by("pk").values_list("kind", flat=True))


def lines_of(guide) -> str:
    found = [task for group in day.day_of(guide, clock.today()).groups for task in group.tasks]
    return " ".join(str(task.words) for task in found)


# --- steps ---


def test_a_step_is_done_once_and_by_themselves(client, entry, case, step, guide):
    url = f"{STEPS}{step.pk}/gjort/"
    assert "Godt gået" in done(client, url)
    assert "Det har du gjort" in done(client, url)
    step.refresh_from_db()
    assert step.status == "reached"
    move = step.history.first()
    assert (move.by, move.new_status, step.history.count()) == (entry.user, "reached", 2)
    assert kinds(case) == ["step_done"]
    assert AuditEvent.objects.filter(
        action="milestone.moved", actor_id=entry.user_id, case_id=case.pk
    ).exists()


def test_what_they_said_themselves_they_take_back_and_nothing_else(client, case, step, guide):
    done(client, f"{STEPS}{step.pk}/gjort/")
    assert "Skridtet er ikke gjort" in done(client, f"{STEPS}{step.pk}/ikke-gjort/")
    step.refresh_from_db()
    assert step.status == "planned" and kinds(case) == ["step_done", "step_undone"]
    move_milestone(step, "reached", by=guide)
    assert "Jeg har ikke gjort det" not in text_of(client.get(STEPS))
    assert "En anden har skrevet" in done(client, f"{STEPS}{step.pk}/ikke-gjort/")
    step.refresh_from_db()
    assert step.status == "reached"


def test_not_yet_needs_a_reason_and_now_they_can(client, case, step):
    url = f"{STEPS}{step.pk}/ikke-endnu/"
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "Jeg er syg" in done(client, url, {"reason": "Jeg er syg", "submit_key": "a"})
    done(client, url, {"reason": "Jeg er syg", "submit_key": "a"})
    step.refresh_from_db()
    assert (step.status, step.cannot_because) == ("cannot_yet", "Jeg er syg")
    done(client, f"{STEPS}{step.pk}/kan-nu/")
    done(client, f"{STEPS}{step.pk}/kan-nu/")
    step.refresh_from_db()
    assert step.status == "planned" and kinds(case) == ["cannot_yet", "can_now"]


def test_what_another_window_did_to_a_step_is_said_in_its_own_words(client, step):
    done(client, f"{STEPS}{step.pk}/gjort/")
    late = client.post(f"{STEPS}{step.pk}/ikke-endnu/", {"reason": "Jeg er syg", "submit_key": "b"})
    page = text_of(late)
    assert "Skridtet står allerede som gjort." in page and "Jeg er syg" in page and "ilepæl" not in page


@pytest.mark.parametrize("act", ["gjort", "ikke-gjort", "ikke-endnu", "kan-nu"])
def test_only_steps_of_their_own(client, case, guide, act):
    other = young_case(guide, preferred_name="Bo")
    for step in (factories.make_milestone(other), factories.make_milestone(case, responsible="guide")):
        assert client.post(f"{STEPS}{step.pk}/{act}/", {"reason": "Nej"}).status_code == 404


# --- is it your plan ---


@pytest.mark.parametrize(
    ("answer", "because", "kind"),
    [("yes", "", "agreed"), ("no", "Den er ikke min", "disagreed"), ("could_not", "", "not_now")],
)
def test_they_answer_themselves_once(client, entry, case, step, answer, because, kind):
    page = client.get(ANSWER)
    assert "Besøge FGU" in text_of(page)
    said = {"answer": answer, "because": because, "seen": page.context["standing"].content, "submit_key": "k"}
    for _click in range(2):
        done(client, ANSWER, said)
    row = Agreement.objects.get()
    assert (row.answer, row.because, row.where, row.by) == (answer, because, "page", entry.user)
    assert kinds(case) == [kind]
    plan = case.plans.get()
    plan.case = case
    assert "på sin egen side" in history_of(plan)[0].who


def test_a_no_says_why_and_keeps_what_was_typed(client, step):
    refused = client.post(ANSWER, {"answer": "no", "because": ""})
    assert refused.status_code == 422 and "hvorfor det ikke er din plan" in text_of(refused)
    assert not Agreement.objects.exists()


def test_a_plan_that_changed_meanwhile_is_read_again(client, case, step, guide):
    seen = client.get(ANSWER).context["standing"].content
    plan = case.plans.get()
    edit_plan(plan, by=guide, expected_version=plan.version, values={"small_step": "Skrive"})
    said = {"answer": "yes", "seen": seen}
    assert client.post(ANSWER, said).status_code == 409
    assert not Agreement.objects.exists()


def test_nobody_says_for_them_that_they_answered_themselves(case, entry, guide, step):
    plan = case.plans.get()
    with pytest.raises(ValidationError, match="Kun den unge"):
        record_agreement(plan, by=guide, answer="yes", where="page")
    with pytest.raises(ValidationError, match="Kun den unge"):
        record_agreement(plan, by=entry.user, answer="yes", where="office")


# --- own words ---


def words_form(client, url, **said) -> dict:
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in ("version", "opened", "words")} | said


def test_the_dream_in_their_own_words(client, entry, case, guide):
    done(client, DREAM, words_form(client, DREAM, words="En hund"))
    change = PlanChange.objects.get()
    assert (change.took_part, change.own_words, change.before, change.by) == (
        "self",
        True,
        "Mit eget sted",
        entry.user,
    )
    plan = case.plans.get()
    plan.case = case
    assert plan.dream == "En hund" and "skrevet af Sigge på sin egen side" in history_of(plan)[0].part
    assert kinds(case) == ["own_words"]
    again = client.post(DREAM, words_form(client, DREAM), follow=True)
    assert [str(said) for said in again.context["messages"]][-1] == "Der er ikke ændret noget."
    assert kinds(case) == ["own_words"], "the same words are no change"


@pytest.mark.parametrize("kind", ["maal", "milepael"])
def test_a_goal_and_a_step_in_their_own_words(client, case, step, kind):
    part = step if kind == "milepael" else Goal.objects.get()
    url = f"{HOME}ord/{kind}/{part.pk}/"
    done(client, url, words_form(client, url, words="Se skolen først"))
    part.refresh_from_db()
    assert str(part) == "Se skolen først"
    assert PlanChange.objects.filter(took_part="self", by__role="youth").count() == 1


def test_somebody_else_was_first_and_both_texts_are_shown(client, case, guide):
    mine = words_form(client, DREAM, words="En hund")
    plan = case.plans.get()
    edit_plan(plan, by=guide, expected_version=plan.version, values={"dream": "En kat"}, took_part="phone")
    response = client.post(DREAM, mine)
    assert response.status_code == 409
    assert "En kat" in text_of(response) and "En hund" in text_of(response)
    assert f"{guide.name} har rettet det" in text_of(response)
    sent = words_form(client, DREAM, words="En ged")
    done(client, DREAM, sent)
    assert "Du har selv rettet det i et andet vindue" in text_of(
        client.post(DREAM, sent | {"words": "En ko"})
    )


@pytest.mark.parametrize(
    ("role", "read"),
    [("leader", "Lederen af ungeenheden"), ("guide", "Ungeenheden")],
)
def test_of_whoever_else_was_first_they_read_the_unit_and_no_name(client, case, unit, role, read):
    other = factories.UserFactory(unit=unit, role=role, name="Vibeke Vestergaard")
    mine = words_form(client, DREAM, words="En hund")
    plan = case.plans.get()
    edit_plan(plan, by=other, expected_version=plan.version, values={"dream": "En kat"}, took_part="phone")
    said = text_of(client.post(DREAM, mine))
    assert f"{read} har rettet det" in said and "Vestergaard" not in said


def test_the_same_words_after_the_way_back_are_asked_about(client, step):
    url = f"{HOME}snak/milepael/{step.pk}/"
    for count, status in ((1, 303), (1, 422)):
        sent = {
            "submit_key": client.get(url).context["form"]["submit_key"].value(),
            "text": "Det er for langt",
        }
        answer = client.post(url, sent)
        assert (answer.status_code, Remark.objects.count()) == (status, count)
    assert "Du skrev præcis det samme" in text_of(answer)
    sent["submit_key"] = answer.context["form"]["submit_key"].value()
    assert client.post(url, sent).status_code == 303 and Remark.objects.count() == 2


def test_what_is_sent_when_the_session_is_over_is_given_back_to_copy(case):
    answer = Client().post(DREAM, {"words": "Jeg vil have en hund", "version": 1})
    assert answer.status_code == 401
    assert "Jeg vil have en hund" in text_of(answer) and "Det, du skrev, er ikke gemt" in text_of(answer)
    assert reverse("portal:entry_ask") in answer.text
    assert case.plans.get().dream == "Mit eget sted"


def test_only_they_write_on_their_own_page(case, entry, guide, step):
    plan = case.plans.get()
    for by, part in ((guide, "self"), (entry.user, "phone")):
        with pytest.raises(ValidationError):
            edit_plan(plan, by=by, expected_version=1, values={"dream": "Andet"}, took_part=part)
        with pytest.raises(ValidationError):
            edit_milestone(step, by=by, expected_version=1, values={"own_words": "Andet"}, took_part=part)


def test_words_that_tell_a_protected_address_stay_off_the_screen(client, case):
    people = type(case.person).objects.filter(pk=case.person_id)
    people.update(address="Hemmelig Vej 7", address_protected=True)
    Plan.objects.update(dream="Væk fra Hemmelig Vej 7")
    page = client.get(DREAM)
    assert "Hemmelig" not in page.content.decode() and "sammen med din guide" in text_of(page)


# --- talking ---


def test_what_they_write_waits_for_the_guide_and_the_answer_for_them(client, entry, case, step, guide):
    url = f"{TALKS}milepael/{step.pk}/"
    for _click in range(2):
        done(client, url, {"text": "Jeg tør ikke", "submit_key": "s"})
    row = Remark.objects.get()
    assert (row.voice, row.how, row.by, row.is_unread) == ("youth", "page", entry.user, True)
    assert "har ikke læst det endnu" in text_of(client.get(url))
    assert "Sigge har skrevet om" in lines_of(guide)
    say(step, "Så går vi sammen", by=guide)
    assert "har skrevet om" not in lines_of(guide)
    assert "1 nyt svar" in text_of(client.get(HOME)) and "Nyt svar" in text_of(client.get(TALKS))
    assert "Så går vi sammen" in text_of(client.get(url))
    done(client, f"{url}laest/")
    assert "nyt svar" not in text_of(client.get(HOME))


def test_no_words_about_what_is_not_theirs(client, case, guide):
    gone = Goal.objects.create(plan=case.plans.get(), text="Væk", status="removed", removed_because="Nej")
    other = Goal.objects.create(plan=young_case(guide, preferred_name="Bo").plans.get(), text="Bos")
    for goal in (gone, other):
        assert client.get(f"{TALKS}maal/{goal.pk}/").status_code == 404
        assert client.get(f"{HOME}ord/maal/{goal.pk}/").status_code == 404


# --- how it goes ---


def test_scales_of_their_own(client, entry, case):
    refused = client.post(SCALES, {"submit_key": "k"})
    assert "Svar på mindst én af dem." in text_of(refused)
    assert refused.status_code == 422
    for _click in range(2):
        done(client, SCALES, {"now_skole": "4", "wished_skole": "7", "submit_key": "k"})
    row = ScaleRound.objects.get()
    assert (row.voice, row.answered_as, row.by, row.answers.get().now) == ("youth", "self", entry.user, 4)
    assert kinds(case) == ["scales"]
    assert "Du har svaret i dag" in text_of(client.get(SCALES))
    assert client.post(SCALES, {"now_skole": "5"}).status_code == 409


def test_a_low_answer_tells_of_help_at_once_and_somebody_calls(client, entry, case, guide):
    said = {f"item_{n}": "1" for n in range(1, 6)} | {"submit_key": "k"}
    for _click in range(2):
        text = done(client, WELLBEING, said)
    assert guide.name in text and "70 201 201" in text and "ringer" in text
    row = WellbeingAnswer.objects.get()
    assert (row.answered_as, row.score, row.by) == ("self", 20, entry.user)
    assert row.follow_up == WellbeingFollowUp.objects.get() and kinds(case) == ["wellbeing"]
    assert "lavt svar om trivsel" in lines_of(guide)


def test_the_answer_of_another_is_not_read(client, guide):
    other = invite_youth(young_case(guide, preferred_name="Bo"), destination="bo@eksempel.dk")
    theirs = browser(other)
    done(theirs, WELLBEING, {f"item_{n}": "4" for n in range(1, 6)})
    row = WellbeingAnswer.objects.get()
    assert client.get(f"{WELLBEING}{row.pk}/").status_code == 404
    assert theirs.get(f"{WELLBEING}{row.pk}/").status_code == 200


# --- meetings ---


def test_a_meeting_to_come_and_a_point_of_theirs(client, case, guide):
    plan_one(case, place="Kladdevej")
    meeting = invite_one(case, place="Lokale 4")
    text = text_of(client.get(MEETINGS))
    assert "Lokale 4" in text and "Kladdevej" not in text and "Kommer du?" in text
    answer_invitation(meeting.attendees.get(), "no", by=guide)
    text = text_of(client.get(MEETINGS))
    assert "Du har svaret: Kan ikke komme" in text and "Kommer du?" not in text
    url = f"{MEETINGS}{meeting.pk}/punkt/"
    for _click in range(2):
        done(client, url, {"title": "Min søvn", "purpose": "discuss", "submit_key": "k"})
    item = AgendaItem.objects.get(title="Min søvn")
    assert (item.source, item.brought_by.is_youth, item.who) == ("youth", True, "Sigge")
    assert "Min søvn" in text_of(client.get(MEETINGS)) and kinds(case) == ["agenda"]


def test_they_say_whether_they_come_and_a_moved_meeting_asks_anew(client, entry, case, guide):
    meeting = invite_one(case)
    url, row = f"{MEETINGS}{meeting.pk}/svar/", meeting.attendees.get()
    assert client.get(url).status_code == 405 and client.post(url, {"answer": "perhaps"}).status_code == 404
    page = client.get(MEETINGS).content.decode()
    assert f'action="{url}"' in page and "Mødet er flyttet" not in page
    for said, words in (("yes", "Kommer"), ("yes", "Kommer"), ("no", "Kan ikke komme")):
        done(client, url, {"answer": said})
        assert f"Du har svaret: {words}" in text_of(client.get(MEETINGS))
    events = AuditEvent.objects.filter(action="meeting.answered", case_id=case.pk).order_by("pk")
    assert [(event.actor_id, event.changes["answer"]) for event in events] == [
        (entry.user_id, ["", "yes"]),
        (entry.user_id, ["yes", "no"]),
    ]
    was, meeting.case = meeting.starts_at, case
    move_meeting(
        meeting,
        by=guide,
        expected_version=meeting.version,
        starts_at=was + timedelta(days=1),
        place=meeting.place,
        why="Sygdom",
    )
    text = text_of(client.get(MEETINGS))
    assert "Mødet er flyttet. Det skulle have været" in text and "Svar igen." in text
    assert "Kommer du?" in text and "Du har svaret" not in text and "Sygdom" not in text
    done(client, url, {"answer": "online"})
    row.refresh_from_db()
    assert row.answer == "online" and "Svar igen." not in text_of(client.get(MEETINGS))


def test_a_meeting_that_is_over_or_off_is_not_answered(client, case, guide):
    meeting = invite_one(case)
    url = f"{MEETINGS}{meeting.pk}/svar/"
    assert client.post(f"{MEETINGS}{plan_one(case).pk}/svar/", {"answer": "yes"}).status_code == 404
    with clock.travel(meeting.ends_at + timedelta(minutes=1)):
        page = client.get(MEETINGS).content.decode()
        assert "svar/" not in page and "punkt/" not in page
        client.post(url, {"answer": "yes"})
    cancel_meeting(meeting, by=guide, why="Sygdom")
    assert "svar/" not in client.get(MEETINGS).content.decode()
    assert "ikke længere indkaldt" in text_of(client.get(client.post(url, {"answer": "yes"})["Location"]))
    assert meeting.attendees.get().answer == ""


def test_where_it_is_stays_off_the_screen_of_the_protected(client, case):
    invite_one(case, place="Lokale 4", online="https://moede.example")
    type(case.person).objects.filter(pk=case.person_id).update(address_protected=True)
    text = client.get(MEETINGS).content.decode()
    assert "Lokale 4" not in text and "moede.example" not in text and "siger, hvor det er" in text


def held(case, guide, **texts):
    meeting = hold_one(case)
    minutes = write(meeting, outcome="Kun for os", text="Vores ord", **texts)
    minutes_actions.send_minutes(minutes, by=guide, comment_until=clock.today() + timedelta(days=7))
    return meeting, minutes


def test_their_own_text_of_the_minutes_is_commented_and_approved(client, entry, case, guide):
    meeting, minutes = held(case, guide, youth_text="Du starter på mandag")
    url = f"{MEETINGS}{meeting.pk}/referat/"
    text = text_of(client.get(url))
    assert "Du starter på mandag" in text and "Vores ord" not in text and "Kun for os" not in text
    for _click in range(2):
        done(client, url, {"text": "Det var tirsdag", "submit_key": "k"})
    comment = MinutesComment.objects.get()
    assert comment.by == entry.user
    version = client.get(url).context["minutes"].version
    for _click in range(2):
        done(client, f"{MEETINGS}{meeting.pk}/godkend/", {"version": version})
    assert minutes.approvals.get().by == entry.user
    assert kinds(case) == ["minutes", "minutes_approved"]


def test_what_they_write_about_minutes_waits_for_who_leads(client, case, guide, leader):
    meeting, _minutes = held(case, guide, youth_text="Du starter")
    done(client, f"{MEETINGS}{meeting.pk}/referat/", {"text": "Nej"})
    assert MinutesComment.objects.get().seen_at is None


def test_minutes_without_a_text_to_them_are_not_there(client, case, guide):
    meeting, _minutes = held(case, guide)
    assert client.get(f"{MEETINGS}{meeting.pk}/referat/").status_code == 404
    assert "Det aftalte vi" not in text_of(client.get(MEETINGS))


# --- who may ---


def all_urls(case, step, meeting) -> list[str]:
    goal = case.plans.get().goals.first()
    return [
        *PAGES,
        f"{STEPS}{step.pk}/ikke-endnu/",
        f"{TALKS}maal/{goal.pk}/",
        f"{HOME}ord/maal/{goal.pk}/",
        f"{MEETINGS}{meeting.pk}/punkt/",
        f"{MEETINGS}{meeting.pk}/svar/",
    ]


def test_parents_do_nothing_in_their_voice(case, step, guide):
    meeting = invite_one(case)
    grown = young_case(guide, born=turning_18(clock.today()), preferred_name="Bo")
    let = invite_parent(grown, agreed_on=clock.today(), destination="bos.mor@eksempel.dk")
    for entry in (
        invite_parent(case),
        invite_parent(case, parent_of(case, name="Far"), destination="f@e.dk"),
        let,
    ):
        parent = browser(entry)
        assert parent.get(HOME).status_code == 200
        assert "Det kan du gøre" not in text_of(parent.get(HOME))
        for url in all_urls(case, step, meeting):
            assert parent.get(url).status_code == 403, url
            assert parent.post(url, {"words": "Nej", "text": "Nej"}).status_code == 403, url
    assert not OwnAct.objects.exists() and not Remark.objects.exists()


def test_of_a_closed_case_they_read_and_write_nothing(client, case, step, leader):
    meeting = invite_one(case)
    close_case(case, by=leader, reason="destination")
    may_read = {STEPS, TALKS, MEETINGS}
    for url in all_urls(case, step, meeting):
        allowed = url in may_read or "/snak/" in url
        assert client.get(url).status_code == (200 if allowed else 403), url
        assert client.post(url, {"text": "Nej", "words": "Nej"}).status_code in (403, 405), url
    assert "Jeg har gjort det" not in text_of(client.get(STEPS))
    assert client.post(f"{STEPS}{step.pk}/gjort/").status_code == 403
    assert not OwnAct.objects.exists() and not Remark.objects.exists()


def test_shut_out_they_do_nothing_more(client, entry, case, step, guide):
    withdraw(entry, by=guide, reason="Flyttet")
    for url in all_urls(case, step, invite_one(case)):
        assert client.post(url).status_code == 401
    assert not OwnAct.objects.exists()


def test_nothing_of_it_is_sent_by_message(client, case, step, guide):
    meeting = invite_one(case)
    before = OutboxMail.objects.count(), OutboxSms.objects.count()
    done(client, f"{STEPS}{step.pk}/gjort/")
    done(client, f"{TALKS}milepael/{step.pk}/", {"text": "Knrhemmeligt"})
    done(client, DREAM, words_form(client, DREAM, words="Knrhemmeligt"))
    done(client, WELLBEING, {f"item_{n}": "0" for n in range(1, 6)})
    done(client, f"{MEETINGS}{meeting.pk}/punkt/", {"title": "Knrhemmeligt", "purpose": "inform"})
    assert (OutboxMail.objects.count(), OutboxSms.objects.count()) == before
    told = str(list(AuditEvent.objects.filter(case_id=case.pk, action__startswith="conversation").values()))
    assert "Knrhemmeligt" not in told


def test_the_guide_is_told_in_a_line(client, case, step, guide):
    done(client, f"{STEPS}{step.pk}/gjort/")
    assert "Sigge" in lines_of(guide)


# --- who reads it ---


def test_why_they_cannot_yet_is_for_them_and_their_guide_also_in_other_hands(client, case, step, guide):
    """A partner and a holder of custody read that the step waits; a guide's own reason is told as ever."""
    contact = make_contact(guide.unit)
    add_participation(case, contact.partner, by=guide)
    give_basis(case, contact.partner, guide)
    theirs = make_promise(guide, contact, case=case, basis=False)
    move_milestone(theirs, "cannot_yet", by=guide, reason="Optaget er fuldt")
    url = f"{STEPS}{step.pk}/ikke-endnu/"
    assert "Andre, der har planen, ser kun, at skridtet må vente" in text_of(client.get(url))
    done(client, url, {"reason": "De griner af mig"})
    step.refresh_from_db()
    still_cannot(step, by=guide)
    partner, plan = browser(contact), case.plans.get()
    pages = [f"/sager/{case.pk}/delt/", f"/sager/{case.pk}/delt/status/"]
    for hand in ({}, {"responsible": "partner", "contact": contact}):
        Milestone.objects.filter(pk=step.pk).update(**hand)
        for text in [text_of(partner.get(page)) for page in pages]:
            assert "De griner" not in text and "kan ikke endnu" in text and "Optaget er fuldt" in text
        sheet = sheet_for(plan, "custody", on=clock.today())
        assert [one.cannot_because for one in sheet.open_steps] == ["", "Optaget er fuldt"]
        assert all(one.cannot_yet for one in sheet.open_steps)
        own = sheet_for(plan, "youth", on=clock.today())
        assert own.open_steps[0].cannot_because == "De griner af mig"
    promise = text_of(partner.get(reverse("portal:promise", args=[case.pk, step.pk])))
    assert "Kan ikke endnu" in promise and "De griner" not in promise


def test_who_answered_can_answer_again_and_reach_help_by_a_tap(client, case):
    """The link to the plan's question stays; the numbers of those who help are links."""
    assert "Er det din plan?" in text_of(client.get(HOME))
    done(client, ANSWER, {"answer": "no", "because": "Nej", "submit_key": "a"})
    assert "Svar igen på, om det er din plan" in text_of(client.get(HOME))
    response = client.post(WELLBEING, {f"item_{n}": "1" for n in range(1, 6)}, follow=True)
    assert 'href="tel:112"' in response.content.decode() and 'href="tel:116111"' in response.content.decode()


def test_steps_stand_by_day_and_an_emptied_dream_is_said_to_be_empty(client, case, step):
    today = clock.today()
    for words, ahead in (("Sidst", 20), ("Først", 3)):
        factories.make_milestone(case, own_words=words, due_on=today + timedelta(days=ahead))
    rows = client.get(STEPS).context["ahead"]
    dated = [own.step.own_words for own in rows if own.step.due_on]
    assert dated.index("Først") < dated.index("Sidst")
    assert [own.step.due_on is None for own in rows] == sorted(own.step.due_on is None for own in rows)
    said = {name: client.get(DREAM).context["form"][name].value() for name in ("version", "opened")}
    assert "Her står ikke noget mere" in done(client, DREAM, said | {"words": "  "})
