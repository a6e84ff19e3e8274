"""The end of a case, and after: asked, decided, summed up for the young person, looked back at, opened again."""

import hashlib
import io
from datetime import date, timedelta

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from cases.activity import actions as activity_actions
from cases.closing import actions as closing_actions
from cases.models import Case, ClosingRequest, ClosingSummary, FollowUp
from cases.network import actions as network_actions
from cases.network.people_around import people_around
from cases.notes import actions as notes_actions
from cases.people import rules
from core import clock
from core.limits import Limit, clear_cache
from core.plainlanguage.rules import lix, sentences, words
from meetings.minutes.actions import approve, send_minutes
from meetings.planning.actions import cancel_meeting
from plans.closing import summary as closing
from plans.closing.actions import close_case, reopen_case
from plans.handover.scope import NotAllowed
from plans.milestones.actions import move_milestone
from plans.models import Destination, MilestoneStatus
from plans.plan.actions import record_outcome
from tests.helpers import factories
from tests.helpers.meetings import hold_one, plan_one, write
from workspace.day import day
from workspace.transfer import actions as transfer_actions

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def destination(db):
    return Destination.objects.get_or_create(
        code="eud", defaults={"group": "education", "name_da": "EUD", "name_en": "EUD"}
    )[0]


@pytest.fixture
def grown(guide):
    """A case of somebody of 19, talked with and confirmed today: Min dag has nothing else about it."""
    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=19 * 365), first_name="Nora")
    activity_actions.set_activity(case, "eud", by=guide)
    notes_actions.add_note(case, by=guide, text="Talt")
    return Case.objects.select_related("person", "unit", "guide").get(pk=case.pk)


def lines(user, kinds=("closing", "closing-back", "follow-up")):
    """``{kind: (due, words)}`` on the day of ``user``."""
    standing, _away = day.tasks_of(day.own_cases(user), user.unit, clock.today(), user)
    return {task.kind: (task.due, str(task.words)) for task in standing if task.kind in kinds}


def test_a_guide_asks_and_the_leader_closes(client, guide, leader, grown, destination):
    client.force_login(guide)
    url = reverse("plans:closing_ask", args=[grown.pk])
    refused = client.post(url, {"reason": "destination"})
    assert refused.status_code == 422 and not ClosingRequest.objects.exists()
    record_outcome(grown, destination, by=guide, started_on=clock.today() - timedelta(days=20))
    data = {"reason": "destination", "note": "", "submit_key": "k"}
    for _n in range(3):
        assert client.post(url, data).status_code == 303
    assert ClosingRequest.objects.count() == 1
    due, words = lines(leader)["closing"]
    assert due == clock.today() + timedelta(days=3) and "Gitte Guide beder om at lukke" in words
    assert lines(guide) == {}
    client.force_login(leader)
    close_url = reverse("plans:case_close", args=[grown.pk])
    page = client.get(close_url).content.decode()
    assert "Gitte Guide beder om at lukke" in page
    sent = {"reason": "destination", "on": clock.today().isoformat(), "note": ""}
    assert client.post(close_url, sent).status_code == 303
    row = ClosingRequest.objects.get()
    assert (row.decision, row.decided_by) == ("closed", leader)
    assert lines(leader) == {}


@pytest.mark.parametrize("name", ["plans:case_close", "plans:closing_send_back"])
def test_the_second_of_two_leaders_reads_who_has_closed_the_case(client, guide, leader, grown, name):
    closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet til Holbæk")
    close_case(grown, by=leader, reason="moved")
    client.force_login(factories.UserFactory(unit=grown.unit, role="leader"))
    sent = {"reason": "moved", "on": clock.today().isoformat(), "note": "Flyttet", "words": "Hvorhen?"}
    for response in (
        client.get(reverse(name, args=[grown.pk])),
        client.post(reverse(name, args=[grown.pk]), sent),
    ):
        page = response.content.decode()
        assert "Sagen er allerede lukket af Lene Leder" in page and grown.get_absolute_url() in page
        assert "har ikke adgang" not in page
    assert not AuditEvent.objects.filter(case_id=grown.pk, outcome="denied").exists()


def test_the_second_to_send_back_reads_who_has_done_it(client, guide, leader, grown):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet til Holbæk")
    closing_actions.send_back_closing(row, by=leader, words="Hvorhen?")
    client.force_login(factories.UserFactory(unit=grown.unit, role="leader"))
    page = client.post(reverse("plans:closing_send_back", args=[grown.pk]), {"words": "Igen og igen"})
    assert page.status_code == 409 and "Igen og igen" in page.content.decode()
    assert "Lene Leder har allerede sendt den tilbage." in page.content.decode()


def test_whoever_opens_an_open_case_or_writes_in_a_closed_one_reads_how_it_stands(
    client, guide, leader, grown
):
    close_case(grown, by=leader, reason="moved", note="Flyttet")
    client.force_login(guide)
    answer = client.get(reverse("cases:note_add", args=[grown.pk]))
    assert answer.status_code == 403 and "allerede lukket af Lene Leder" in answer.content.decode()
    # What is not theirs whether the case is open or closed is refused as ever.
    answer = client.get(reverse("plans:case_close", args=[grown.pk]))
    assert answer.status_code == 403 and "har ikke adgang" in answer.content.decode()
    reopen_case(grown, by=leader)
    client.force_login(leader)
    answer = client.post(reverse("plans:case_reopen", args=[grown.pk]))
    assert "Sagen er allerede åben" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("cases:note_add", {"text": "Vera har fundet en plads\nhos smeden", "kind": "talk"}),
        ("plans:milestone_add", {"own_words": "Besøge smeden", "responsible": "youth"}),
        ("cases:document_add", {"title": "Lægeerklæring", "kind": "other"}),
        ("cases:consent_add", {"purpose": "Så skolen ved besked", "from_on": "2026-11-29"}),
    ],
)
def test_what_was_written_in_a_case_closed_meanwhile_is_given_back_to_copy(
    client, guide, leader, grown, name, sent
):
    close_case(grown, by=leader, reason="moved", note="Flyttet")
    client.force_login(guide)
    typed, choice = sent.values()
    answer = client.post(reverse(name, args=[grown.pk]), sent | {"submit_key": "f" * 32, "next": "/Min dag/"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "Sagen er allerede lukket af Lene Leder" in page
    assert "Det, du skrev, er ikke gemt" in page and typed in page
    assert answer.context["typed"] == [typed] and f">{choice}<" not in page
    # Nothing was written, so nothing is said of it.
    for plain in (client.get(reverse(name, args=[grown.pk])), client.post(reverse(name, args=[grown.pk]))):
        assert "Det, du skrev" not in plain.content.decode()


def test_no_other_site_puts_words_into_our_refusals(guide, leader, grown):
    close_case(grown, by=leader, reason="moved", note="Flyttet")
    client = Client(enforce_csrf_checks=True)
    client.force_login(guide)
    for url in (reverse("cases:note_add", args=[grown.pk]), "/findes/ikke/"):
        answer = client.post(url, {"text": "Ring til mig på 11 11 11 11"})
        assert answer.status_code in (403, 404) and "Ring til mig" not in answer.content.decode()


@pytest.mark.parametrize("reason", ["moved", "age", "declined", "other_support", "mistake"])
def test_any_other_reason_needs_a_note(client, guide, leader, grown, reason):
    with pytest.raises(ValidationError):
        closing_actions.ask_to_close(grown, by=guide, reason=reason, note="  ")
    client.force_login(leader)
    sent = {"reason": reason, "on": clock.today().isoformat(), "note": ""}
    assert client.post(reverse("plans:case_close", args=[grown.pk]), sent).status_code == 422
    assert closing_actions.ask_to_close(grown, by=guide, reason=reason, note="Flyttet").waits


def test_sent_back_with_words_it_is_on_the_guides_day_until_they_decide(client, guide, leader, grown):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet til Holbæk")
    client.force_login(leader)
    url = reverse("plans:closing_send_back", args=[grown.pk])
    assert client.post(url, {"words": " "}).status_code == 422
    assert client.post(url, {"words": "Skriv <b>hvem</b> der tager over"}).status_code == 303
    assert client.post(url, {"words": "Igen"}).status_code == 409  # decided already: nothing changes
    row.refresh_from_db()
    assert row.words == "Skriv <b>hvem</b> der tager over"
    assert "&lt;b&gt;hvem" in lines(guide)["closing-back"][1] and lines(leader) == {}
    client.force_login(guide)
    assert "Lene Leder" in client.get(reverse("plans:closing_ask", args=[grown.pk])).content.decode()
    drop = reverse("plans:closing_drop", args=[grown.pk])
    for _n in range(2):
        assert client.post(drop, {"next": "/min-dag/"})["Location"] == "/min-dag/"
    assert lines(guide) == {}


def test_asked_again_the_old_words_are_gone_from_the_day(guide, leader, grown):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet")
    with pytest.raises(ValidationError):
        closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet")
    closing_actions.send_back_closing(row, by=leader, words="Hvorhen?")
    closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Til Holbæk")
    assert lines(guide) == {} and "closing" in lines(leader)
    with pytest.raises(ValidationError):
        closing_actions.send_back_closing(row, by=leader, words="Igen")
    close_case(grown, by=leader, reason="moved")
    grown.refresh_from_db()
    assert grown.is_closed and grown.close_reason == "moved"
    with pytest.raises(ValidationError):
        closing_actions.ask_to_close(grown, by=guide, reason="moved", note="x")


def closing_form(client, case):
    """What the leader's page "Luk sagen" would send, as it is open now."""
    page = client.get(reverse("plans:case_close", args=[case.pk]))
    return {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}


@pytest.mark.parametrize("what", ["dropped", "sent_back"])
def test_a_leaders_old_page_does_not_close_what_nobody_asks_to_close_any_more(
    client, guide, leader, grown, what
):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet")
    client.force_login(leader)
    sent = closing_form(client, grown) | {"on": clock.today().isoformat(), "note": "Flyttet til Holbæk"}
    if what == "dropped":
        closing_actions.drop_closing(row, by=guide)
        told = "Gitte Guide lod sagen fortsætte"
    else:
        closing_actions.send_back_closing(row, by=leader, words="Hvorhen?")
        told = "Lene Leder har allerede sendt den tilbage"
    answer = client.post(reverse("plans:case_close", args=[grown.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and told in page and "Flyttet til Holbæk" in page
    grown.refresh_from_db()
    row.refresh_from_db()
    assert not grown.is_closed and row.decision == what
    # Whoever has read that may close it all the same; what was decided stays as it was.
    again = {name: answer.context["form"][name].value() or "" for name in sent}
    assert client.post(reverse("plans:case_close", args=[grown.pk]), again).status_code == 303
    row.refresh_from_db()
    assert (row.decision, row.words) == (what, "Hvorhen?" if what == "sent_back" else "")


def test_what_was_sent_back_before_a_closing_or_a_later_asking_is_on_nobodys_day(
    client, guide, leader, grown
):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet")
    closing_actions.send_back_closing(row, by=leader, words="Hvorhen?")
    close_case(grown, by=leader, reason="moved", note="Flyttet")
    reopen_case(grown, by=leader)
    assert lines(guide) == {}
    later = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet igen")
    closing_actions.send_back_closing(later, by=leader, words="Hvorhen nu?")
    assert "Hvorhen nu?" in lines(guide)["closing-back"][1]
    last = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Til Holbæk")
    closing_actions.drop_closing(last, by=guide)
    assert lines(guide) == {}


def test_whoever_drops_or_sends_back_second_is_told_and_keeps_their_words(client, guide, leader, grown):
    row = closing_actions.ask_to_close(grown, by=guide, reason="moved", note="Flyttet")
    closing_actions.drop_closing(row, by=guide)
    client.force_login(guide)
    page = client.post(reverse("plans:closing_drop", args=[grown.pk]), follow=True)
    assert "Gitte Guide lod sagen fortsætte" in page.content.decode()
    client.force_login(leader)
    url = reverse("plans:closing_send_back", args=[grown.pk])
    answer = client.post(url, {"words": "Hvem tager over?"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Gitte Guide lod sagen fortsætte" in page
    assert "Hvem tager over?" in page
    assert "Gitte Guide lod sagen fortsætte" in client.get(url, follow=True).content.decode()


def test_a_leader_hears_nothing_of_a_shielded_case(guide, leader):
    case = factories.make_case(guide, shielded=True)
    closing_actions.ask_to_close(case, by=guide, reason="moved", note="Flyttet")
    assert lines(leader) == {}


def test_closing_ends_what_partners_do_and_reopening_brings_it_back(guide, leader, colleague, grown):
    unit = guide.unit
    before, with_it = factories.PartnerFactory(unit=unit), factories.PartnerFactory(unit=unit)
    network_actions.end_participation(network_actions.add_participation(grown, before, by=guide), by=guide)
    network_actions.add_participation(grown, with_it, by=guide, role="Mentor")
    milestone = factories.make_milestone(grown)
    until = clock.today() + timedelta(days=9)
    transfer_actions.cover(grown, colleague, by=leader, from_on=clock.today(), until_on=until)
    close_case(grown, by=leader, reason="moved")
    milestone.refresh_from_db()
    assert milestone.is_open
    plan = grown.plans.get()
    assert plan.closed_on == clock.today()
    assert AuditEvent.objects.get(action="plan.closed").case_id == grown.pk
    assert not grown.participations.current().filter(until_on=None).exists()
    assert not Case.objects.own_of(colleague).filter(pk=grown.pk).exists()
    with clock.travel(clock.today() + timedelta(days=40)):
        case = Case.objects.select_related("guide", "person").get(pk=grown.pk)
        reopen_case(case, by=leader)
        back = case.participations.current().get(until_on=None)
        assert (back.partner, back.role, back.from_on) == (with_it, "Mentor", clock.today())
        plan.refresh_from_db()
        assert plan.closed_on is None
        assert AuditEvent.objects.filter(action="plan.reopened", case_id=grown.pk).count() == 1
        assert case.plans.get(closed_on=None) and case.guide == guide and lines(guide, ("milestone",))


def test_closing_and_opening_again_stand_on_the_timeline_and_partners_go_on_as_they_were(
    client, guide, leader, grown
):
    school = factories.PartnerFactory(unit=guide.unit, name="Holbæk Skole")
    network_actions.add_participation(grown, school, by=guide, role="Mentor")
    client.force_login(guide)
    told = [("Sagen lukket", "Flyttet til en anden kommune. Til Holbæk", leader.name)]
    seen = []
    for hour, days in enumerate((10, 20, 20, 30), 10):
        day = clock.today() + timedelta(days=days)
        with clock.travel(clock.at(day, hour)):
            case = Case.objects.select_related("guide", "person").get(pk=grown.pk)
            closing_actions.ask_to_close(case, by=guide, reason="moved", note="Flyttet")
            close_case(case, by=leader, reason="moved", note="Til Holbæk")
            seen = client.get(grown.get_absolute_url()).context["moments"]
        with clock.travel(clock.at(day, hour, 30)):
            reopen_case(case, by=leader)
    assert [(m["title"], m["text"], m["who"]) for m in seen if m["title"] == "Sagen lukket"][:1] == told
    with clock.travel(clock.today() + timedelta(days=31)):
        titles = [m["title"] for m in client.get(grown.get_absolute_url()).context["moments"]]
        around = client.get(reverse("cases:network", args=[grown.pk])).context
    assert (titles.count("Sagen lukket"), titles.count("Sagen åbnet igen")) == (4, 4)
    assert titles.count("Partner deltager") == 1 and "Om at lukke sagen: lukket" not in titles
    assert around["gone"] == []
    assert [s.from_on for s in people_around(case) if s.kind == "partner"] == [clock.today()]


@pytest.fixture
def finished(guide, leader, destination):
    """Closed with a destination on 30 November 2025."""
    with clock.travel(date(2025, 11, 30)):
        case = factories.make_case(guide, birth_date=date(2006, 2, 1), first_name="Nora")
        record_outcome(case, destination, by=guide, started_on=date(2025, 11, 1))
        close_case(case, by=leader, reason="destination")
    return Case.objects.select_related("guide", "person", "unit").get(pk=case.pk)


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (date(2026, 2, 13), None, None),
        (date(2026, 2, 14), 3, date(2026, 2, 28)),  # 30 November + 3 months: February has no 30th
        (date(2026, 5, 15), 3, date(2026, 2, 28)),
        (date(2026, 5, 16), 6, date(2026, 5, 30)),
        (date(2026, 11, 16), 12, date(2026, 11, 30)),
        (date(2027, 5, 30), 12, date(2026, 11, 30)),
        (date(2027, 6, 1), None, None),
    ],
)
def test_the_last_guide_looks_back_on_its_day(guide, finished, on, months, due):
    with clock.travel(on):
        found = lines(guide)
    if months is None:
        assert found == {}
    else:
        assert found["follow-up"][0] == due and f"{months} måneder efter" in found["follow-up"][1]


def test_what_was_asked_is_gone_and_the_next_comes(client, guide, finished):
    with clock.travel(date(2026, 3, 2)):
        client.force_login(guide)
        assert f"/sager/{finished.pk}/opfoelgning/3/" in client.get("/min-dag/").content.decode()
        url = reverse("plans:follow_up", args=[finished.pk, 3])
        assert "Nora" in client.get(url).content.decode()
        sent = {"result": "still", "asked_on": "2026-03-02", "note": "Glad for det", "submit_key": "k"}
        for _n in range(3):
            assert client.post(url, sent).status_code == 303
        assert FollowUp.objects.count() == 1 and lines(guide) == {}
        assert client.post(url, {**sent, "submit_key": "another"}).status_code == 409
        assert client.post(reverse("plans:follow_up", args=[finished.pk, 6]), sent).status_code in (303, 422)
        assert FollowUp.objects.count() == 1
        assert client.get(reverse("plans:follow_up", args=[finished.pk, 4])).status_code == 404
    with clock.travel(date(2026, 5, 30)):
        assert "6 måneder" in lines(guide)["follow-up"][1]
        closing_actions.record_follow_up(finished, 6, by=guide, result="declined")
    with clock.travel(date(2026, 11, 30)):
        assert lines(guide) == {}


@pytest.mark.parametrize(
    ("result", "lasts"), [("still", True), ("not_reached", True), ("other", False), ("nothing", False)]
)
def test_the_answer_feeds_whether_the_destination_held(client, guide, finished, result, lasts):
    with clock.travel(date(2026, 2, 20)):
        client.force_login(guide)
        url = reverse("plans:follow_up", args=[finished.pk, 3])
        assert client.post(url, {"result": result, "asked_on": "2026-02-20"}).status_code == 303
    assert (finished.outcomes.get().ended_on is None) is lasts


def test_the_former_guide_may_do_exactly_that_and_a_new_closing_begins_anew(
    client, guide, leader, colleague, finished
):
    with clock.travel(date(2026, 3, 2)):
        case = Case.objects.visible_to(guide).select_related("guide").get(pk=finished.pk)
        from cases.access.permissions import permissions

        writes = {"note_add", "activity_confirm", "case_edit", "plan_edit", "consent_edit", "close_ask"}
        assert "follow_up" in permissions(case, guide) and not writes & permissions(case, guide)
        closing_actions.record_follow_up(finished, 3, by=guide, result="still")
        reopen_case(case, by=leader)
        with pytest.raises(ValidationError):
            closing_actions.record_follow_up(case, 6, by=guide, result="still")
        assert lines(guide) == {}
        close_case(case, by=leader, reason="destination")
    with clock.travel(date(2026, 6, 2)):
        assert lines(guide)["follow-up"][0] == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (User, {"is_active": False}),
        (User, {"role": "admin"}),
        (User, {"role": "figures"}),
        (Case, {"guide": None}),
    ],
)
def test_when_no_guide_can_the_leader_looks_back(guide, leader, finished, model, change):
    with clock.travel(date(2026, 3, 2)):
        assert lines(leader) == {}
        model.objects.filter(pk={User: guide, Case: finished}[model].pk).update(**change)
        assert "follow-up" in lines(leader)


def test_a_closed_case_still_shows_the_plan_it_was_closed_with_and_reopening_opens_it(
    client, guide, leader, grown
):
    factories.make_milestone(grown, own_words="Besøge smeden i Holbæk")
    client.force_login(leader)
    sent = {"reason": "moved", "on": clock.today().isoformat(), "note": "Flyttet"}
    assert client.post(reverse("plans:case_close", args=[grown.pk]), sent).status_code == 303
    plan = grown.plans.get()
    assert plan.closed_on == clock.today()
    client.force_login(guide)
    for page in (f"/sager/{grown.pk}/", f"/sager/{grown.pk}/plan/"):
        words = client.get(page).content.decode()
        assert "Besøge smeden i Holbæk" in words
        assert "Der er ingen åben plan" not in words
    client.force_login(leader)
    assert client.post(reverse("plans:case_reopen", args=[grown.pk])).status_code == 303
    plan.refresh_from_db()
    assert plan.closed_on is None
    client.force_login(guide)
    assert client.get(f"/sager/{grown.pk}/plan/udlever/").status_code == 200  # it can be handed over again


def test_the_pages_of_a_closed_case_say_so_and_offer_nothing_to_begin(client, guide, leader, grown):
    factories.make_milestone(grown)
    close_case(grown, by=leader, reason="moved", note="Flyttet")
    client.force_login(guide)
    assert "Sagen blev lukket" in client.get(reverse("workspace:plan", args=[grown.pk])).content.decode()
    assert "Gå i gang" not in client.get(grown.get_absolute_url()).content.decode()
    progress = client.get(reverse("workspace:case_progress", args=[grown.pk])).content.decode()
    assert "Der er ikke målt noget endnu" in progress and "Begynd med skalaerne" not in progress


def test_closed_for_another_reason_nobody_looks_back(guide, leader):
    with clock.travel(date(2025, 11, 30)):
        case = factories.make_case(guide, birth_date=date(2006, 2, 1))
        close_case(case, by=leader, reason="died")
    with clock.travel(date(2026, 3, 1)):
        assert lines(guide) == {}


def test_it_can_be_put_off_too(client, guide, finished):
    with clock.travel(date(2026, 3, 2)):
        client.force_login(guide)
        url = reverse("workspace:line_put_off", args=[finished.pk, f"follow-up:{finished.pk}-3"])
        sent = {"until_on": "2026-03-20", "reason": "På ferie"}
        assert client.post(url, sent).status_code == 303
        assert lines(guide) == {}
    with clock.travel(date(2026, 3, 20)):
        assert "follow-up" in lines(guide)


def text_of(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_summary_names_no_destination_that_nobody_wished_for(guide, grown, destination):
    prison = Destination.objects.filter(counts_as_positive="no").first()
    for row in (prison, destination):
        record_outcome(grown, row, by=guide, started_on=clock.today())
    (line,) = closing.summary_for(grown, "youth", words="", on=clock.today()).destinations
    assert line.startswith(destination.name_da)


@pytest.mark.paper
def test_the_summary_is_plain_kept_and_one_page(client, guide, grown, destination):
    record_outcome(grown, destination, by=guide, started_on=clock.today() - timedelta(days=20))
    milestone = factories.make_milestone(grown, own_words="Jeg kommer op om morgenen")
    move_milestone(milestone, MilestoneStatus.REACHED, by=guide)
    client.force_login(guide)
    url = reverse("plans:closing_summary", args=[grown.pk])
    assert "Jeg kommer op om morgenen" in client.get(url).content.decode()
    sent = {"words": "Vi har talt om din skole. Du fandt selv en plads.", "til": "youth", "submit_key": "k"}
    seen = client.post(url, {**sent, "step": "see"}).content.decode()
    assert "Du fandt selv en plads" in seen and not ClosingSummary.objects.exists()
    for _n in range(3):
        assert client.post(url, {**sent, "step": "give"}).status_code == 303
    row = ClosingSummary.objects.get()
    fetched = client.get(reverse("plans:closing_summary_pdf", args=[grown.pk, row.pk]))
    assert hashlib.sha256(fetched.content).hexdigest() == row.sha256
    text = text_of(fetched.content)
    for word in (
        "Godt gået, Nora",
        "Du fandt selv en plads",
        "Jeg kommer op om morgenen",
        "EUD",
        "Gitte Guide",
    ):
        assert word in text
    for word in (grown.person.last_name, grown.person.cpr, "Talt"):
        assert word not in text
    assert len(pypdf.PdfReader(io.BytesIO(fetched.content)).pages) == 1


@pytest.mark.parametrize("age", [17, 24, 25])
def test_our_own_words_are_easy_to_read(guide, age):
    from django.template.loader import render_to_string
    from django.utils import translation
    from django.utils.html import strip_tags

    case = factories.make_case(guide, birth_date=clock.today() - timedelta(days=age * 366))
    case = Case.objects.select_related("person", "unit", "guide").get(pk=case.pk)
    summary = closing.summary_for(case, "youth", words="", on=clock.today())
    with translation.override("da"):
        html = render_to_string("plans/closing/pdf/closing.html", {"s": summary, "lang": "da"})
    text = strip_tags(
        html.split("<body")[1]
        .replace("</h1>", "\n")
        .replace("</h2>", "\n")
        .replace("</p>", "\n")
        .split(">", 1)[1]
    )
    assert lix(text) <= 30, text
    assert max(len(words(line)) for line in sentences(text)) <= 20


def test_the_page_promises_a_call_only_where_somebody_calls(guide, leader, grown, destination):
    def calls():
        case = Case.objects.select_related("person", "unit", "guide").get(pk=grown.pk)
        return closing.summary_for(case, "youth", words="", on=clock.today()).calls

    assert not calls()
    record_outcome(grown, destination, by=guide, started_on=clock.today())
    assert calls()
    close_case(grown, by=leader, reason="moved")
    assert not calls()


def test_protected_addresses_are_protected_here_too(guide, grown):
    activity_actions.set_activity(grown, "eud", by=guide, place="Slagelse Tekniske")
    grown.person.address_protected = True
    grown.person.save()
    summary = closing.summary_for(grown, "youth", words="Du begyndte på Slagelse Tekniske.", on=clock.today())
    assert "Slagelse" not in repr(summary) and summary.left_out


@pytest.mark.paper
@pytest.mark.parametrize("audience", ["youth", "custody"])
def test_the_paper_holds_neither_a_protected_address_nor_what_gives_it_away(
    client, guide, destination, audience
):
    home = {"address": "Skovbrynet 14", "postal_code": "4500", "city": "Nykøbing"}
    born = clock.today() - timedelta(days=17 * 365)
    case = factories.make_case(guide, birth_date=born, cpr="", address_protected=True, **home)
    activity_actions.set_activity(case, "eud", by=guide, place="Slagelse Tekniske")
    school = factories.ContactFactory(
        partner__unit=guide.unit, partner__name="Autohuset Holbæk", name="Bo Kjær"
    )
    network_actions.add_participation(case, school.partner, by=guide)
    said = "Jeg møder på AUTOHUSET HOLBÆK"
    milestone = factories.make_milestone(case, own_words=said, responsible="partner", contact=school)
    move_milestone(milestone, MilestoneStatus.REACHED, by=guide)
    type(destination).objects.filter(pk=destination.pk).update(name_da="Slagelse Tekniske")
    record_outcome(case, destination, by=guide, started_on=clock.today())
    words = "Du flyttede til Skovbrynet i Nykøbing, og Bo Kjær tog imod dig."
    case = Case.objects.select_related("person", "unit", "guide").get(pk=case.pk)
    row = closing.give_summary(case, audience, by=guide, words=words)
    text = text_of(bytes(row.pdf)).casefold()
    given_away = (*home.values(), "Skovbrynet", "Slagelse", "Autohuset", "Bo Kjær")
    assert [word for word in given_away if word.casefold() in text] == []
    assert text.count("[skjult]") >= 5 and row.left_out
    client.force_login(guide)
    page = client.get(reverse("plans:closing_summary", args=[case.pk]), {"til": audience})
    shown = repr(page.context["s"]).casefold()
    assert [word for word in given_away if word.casefold() in shown] == []


def test_a_summary_from_before_the_protection_is_marked_for_the_guide_who_prints_it(client, guide, grown):
    old = closing.give_summary(grown, "youth", by=guide, words="Du bor på Skovbrynet.")
    client.force_login(guide)
    page = reverse("plans:closing_summary", args=[grown.pk])
    assert "før adressen blev beskyttet" not in client.get(page).content.decode()
    grown.person.address_protected = True
    grown.person.save()
    new = closing.give_summary(grown, "youth", by=guide, words="Vi har talt sammen.")
    assert client.get(page).content.decode().count("før adressen blev beskyttet") == 1
    urls = [reverse("plans:closing_summary_pdf", args=[grown.pk, row.pk]) for row in (old, new)]
    names = [client.get(url)["Content-Disposition"] for url in urls]
    assert ["intern-viser-adresse-afslutning" in name for name in names] == [True, False]
    assert all("-til-ung-" in name for name in names)
    parted = [name.rpartition("afslutning")[2] for name in names]
    assert len(set(parted)) == 2, "two of one day are two files"


def test_custody_holders_get_one_until_18_and_not_after(guide, grown):
    with pytest.raises(NotAllowed):
        closing.summary_for(grown, "custody", words="", on=clock.today())
    young = factories.make_case(guide, birth_date=clock.today() - timedelta(days=16 * 365))
    assert [key for key, _words in closing.audiences(young, clock.today())] == ["youth", "custody"]
    assert closing.summary_for(young, "custody", words="", on=clock.today()).full_name == young.person.name


def test_a_summary_that_would_say_something_else_is_not_given(client, guide, grown):
    client.force_login(guide)
    url = reverse("plans:closing_summary", args=[grown.pk])
    sent = {"words": "Hej", "til": "youth", "step": "give", "seen": "0" * 32}
    answer = client.post(url, sent)
    assert (answer.status_code, answer.context["form"]["words"].value()) == (422, "Hej")
    assert "Noget er ændret" in answer.content.decode()
    assert not ClosingSummary.objects.exists()
    assert client.post(url, {"words": "x" * 1501, "til": "youth", "step": "give"}).status_code == 422


@pytest.mark.once
@pytest.mark.parametrize(("age", "below", "until"), [(24, 25, 25), (25, 25, None), (26, 27, 27)])
def test_until_when_one_may_come_back_is_the_limit_of_the_day(guide, age, below, until):
    today = clock.today()
    Limit.objects.create(code="target_below_age", value=below, unit="years", valid_from=today, source="Test")
    clear_cache()
    born = rules.birthday(today, -12 * age)
    case = factories.make_case(guide, birth_date=born)
    summary = closing.summary_for(case, "youth", words="", on=today)
    assert summary.may_return_until == until


def test_a_summary_that_says_something_else_under_the_same_key_is_not_dropped(client, guide, grown):
    client.force_login(guide)
    url = reverse("plans:closing_summary", args=[grown.pk])
    sent = {"words": "Vi har talt om din skole.", "til": "youth", "submit_key": "k", "step": "give"}
    assert client.post(url, sent).status_code == 303
    other = client.post(url, sent | {"words": "Og vi fandt en læreplads."})
    assert other.status_code == 422
    assert "Og vi fandt en læreplads." in other.content.decode()
    assert "er allerede gemt" in other.content.decode()
    form = other.context["form"]
    again = {name: form[name].value() for name in ("words", "seen", "submit_key")}
    assert client.post(url, again | {"til": "youth", "step": "give"}).status_code == 303
    assert set(ClosingSummary.objects.values_list("words", flat=True)) == {sent["words"], again["words"]}


def test_meetings_and_minutes_that_are_not_finished_are_named_before_a_case_closes(
    client, case, guide, leader
):
    coming = plan_one(case, kind="transition")
    held = hold_one(case, kind="coordination")
    cancelled = plan_one(case, kind="first")
    cancel_meeting(cancelled, by=guide, why="Syg")
    for user, name in ((guide, "plans:closing_ask"), (leader, "plans:case_close")):
        client.force_login(user)
        page = client.get(reverse(name, args=[case.pk])).content.decode()
        assert "Planlagte møder" in page and "Referater, der ikke er godkendt" in page
        for meeting in (coming, held):
            assert reverse("meetings:meeting", args=[case.pk, meeting.pk]) in page
        assert reverse("meetings:meeting", args=[case.pk, cancelled.pk]) not in page
    row = write(held, text="x")
    send_minutes(row, by=guide, comment_until=clock.today() + timedelta(days=1))
    approve(row, by=guide, attendee=held.attendees.get())
    cancel_meeting(coming, by=guide, why="Syg")
    page = client.get(reverse("plans:case_close", args=[case.pk])).content.decode()
    assert "Planlagte møder" not in page and "Referater, der ikke er godkendt" not in page
