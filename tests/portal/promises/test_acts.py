"""A partner answers, proposes and reports on its own pages; what comes of it stands on the first page until seen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.consents.actions import withdraw_consent
from cases.models import Consent
from core import clock
from plans.closing.actions import close_case
from plans.milestones.actions import move_milestone
from plans.models import PromiseQuestion, PromiseReport, Proposal
from plans.promises import actions
from tests.helpers.promises import give_basis, make_contact, make_promise, propose_day
from tests.helpers.signing_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return make_contact(unit)


@pytest.fixture
def milestone(guide, contact):
    return make_promise(guide, contact, first_name="Freja", last_name="Hemmelig")


def page(name, milestone, *more):
    return reverse(f"portal:{name}", args=[milestone.plan.case_id, milestone.pk, *more])


def first_page(contact):
    response = signed_in(contact.user).get(reverse("portal:partner_inbox"))
    assert response.context["waiting_count"] >= len(response.context["more"])
    return response.context["more"], response.content.decode()


def test_a_question_is_answered_on_its_page(guide, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Hemmeligt spørgsmål")
    more, text = first_page(contact)
    assert [one.chip for one in more] == ["Spørgsmål"] and "Hemmeligt" not in text and "Hemmelig" not in text
    client, url = signed_in(contact.user), page("promise_answer", milestone, row.pk)
    assert "Hemmeligt spørgsmål" in client.get(url).content.decode()
    assert client.post(url, {"answer": " "}).status_code == 422
    sent = {"answer": "Ja, hver dag", "submit_key": "k1"}
    for _twice in range(2):
        assert client.post(url, sent).status_code == 303
    row.refresh_from_db()
    assert row.answer == "Ja, hver dag" and first_page(contact)[0] == []
    assert client.get(url).status_code == 303
    assert client.post(url, {"answer": "Nej", "submit_key": "k2"}).status_code == 409


def test_a_proposal_sent_twice_is_one_and_faults_stand_beside_the_field(contact, milestone):
    client, url = signed_in(contact.user), page("promise_propose", milestone)
    said = {"kind": "other_day", "reason": "no_room", "words": "Vi har kursus", "submit_key": "k"}
    response = client.post(url, said)
    assert response.status_code == 422 and "Vi har kursus" in response.content.decode()
    assert set(response.context["form"].errors) == {"new_due_on"}
    wrong = {"kind": "end", "reason": "needs_longer", "words": "", "submit_key": "k"}
    assert set(client.post(url, wrong).context["form"].errors) == {"reason"}
    said["new_due_on"] = (clock.today() + timedelta(days=20)).isoformat()
    for _twice in range(2):
        assert client.post(url, said).status_code == 303
    assert Proposal.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("promise_propose", {"kind": "end", "reason": "no_room", "words": "Vi har kursus til uge 50"}),
        ("promise_report", {"kind": "attended", "happened_on": "2026-11-28", "words": "Kom til tiden"}),
    ],
)
def test_what_a_partner_wrote_to_a_case_closed_meanwhile_is_given_back(
    leader, contact, milestone, name, said
):
    client, url = signed_in(contact.user), page(name, milestone)
    assert client.get(url).status_code == 200
    close_case(milestone.plan.case, by=leader, reason="moved", note="Flyttet")
    answer = client.post(url, said | {"submit_key": "k"})
    told = answer.content.decode()
    assert answer.status_code == 404 and said["words"] in told and "Det, du skrev, er ikke gemt" in told
    assert "prøv søgningen" not in told and "Sagen kan være lukket" in told


def test_a_report_stands_in_the_case_as_from_the_partner(guide, contact, milestone):
    client, url = signed_in(contact.user), page("promise_report", milestone)
    yesterday = clock.today() - timedelta(days=1)
    said = {
        "kind": "attended",
        "happened_on": yesterday.isoformat(),
        "words": "Kom til tiden",
        "submit_key": "k",
    }
    for _twice in range(2):
        assert client.post(url, said).status_code == 303
    assert (
        client.post(url, said | {"kind": "under_way", "words": "Kører", "submit_key": "m"}).status_code == 303
    )
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert client.post(url, said | {"happened_on": tomorrow, "submit_key": "n"}).status_code == 422
    assert PromiseReport.objects.count() == 2
    response = signed_in(guide).get(milestone.plan.case.get_absolute_url())
    found = [moment for moment in response.context["moments"] if "Kom til tiden" in moment["text"]]
    assert [(one["day"], one["title"]) for one in found] == [(yesterday, "Mødte op som aftalt")]
    assert contact.name in found[0]["who"] and contact.partner.name in found[0]["who"]
    assert "Kører" not in response.content.decode()


def test_an_outcome_stands_until_it_is_seen(guide, contact, milestone):
    row = propose_day(milestone, contact)
    assert first_page(contact)[0] == []
    actions.decline(row, by=guide, words="Vi holder fast")
    more, text = first_page(contact)
    assert [one.name for one in more] == ["Freja"] and "afvist" in more[0].words and "holder fast" not in text
    assert "Vi holder fast" in signed_in(contact.user).get(page("promise", milestone)).content.decode()
    seen = reverse("portal:outcome_seen", args=[row.pk])
    assert signed_in(guide).post(seen).status_code == 403
    assert signed_in(make_contact(guide.unit).user).post(seen).status_code == 404
    for _twice in range(2):
        assert signed_in(contact.user).post(seen).status_code == 303
    assert first_page(contact)[0] == []


def test_an_outcome_is_told_without_a_name_when_the_basis_is_gone(guide, unit, contact, milestone):
    row = propose_day(milestone, contact)
    withdraw_consent(Consent.objects.get(), by=guide)
    actions.accept(row, by=guide)
    more, text = first_page(contact)
    assert len(more) == 1 and "Freja" not in text and more[0].url == "" and "godkendt" in more[0].words


def test_a_contact_learns_how_the_own_proposal_ended_when_the_case_is_gone(guide, unit, contact):
    plain = make_contact(unit, partner=contact.partner, is_coordinator=False)
    milestone = make_promise(guide, plain, first_name="Freja")
    row = actions.propose(milestone, by=plain.user, kind="end", reason="done")
    actions.accept(row, by=guide)
    more, text = first_page(plain)
    assert len(more) == 1 and "Freja" not in text
    assert len(first_page(contact)[0]) == 1


def test_what_fell_away_is_told(guide, contact, milestone):
    propose_day(milestone, contact)
    move_milestone(milestone, "reached", by=guide)
    more, _text = first_page(contact)
    assert len(more) == 1 and "bortfaldet" in more[0].words


@pytest.mark.parametrize(("days", "told"), [(0, 1), (30, 1), (31, 0)])
def test_a_basis_that_ends_within_thirty_days_is_told(guide, contact, days, told):
    case = make_promise(guide, contact, days=60, basis=False).plan.case
    give_basis(case, contact.partner, guide, days=days)
    assert len(first_page(contact)[0]) == told
    give_basis(case, contact.partner, guide, days=300)
    assert first_page(contact)[0] == []


def test_quiet_promises_stand_in_one_line_that_opens_them(guide, contact):
    with clock.travel(clock.today() - timedelta(days=30)):
        for days in (60, 70):
            make_promise(guide, contact, days=days)
        make_promise(guide, contact, days=29)  # overdue, which its own line says
    more, _text = first_page(contact)
    assert len(more) == 1 and "på 2 aftaler" in more[0].words
    found = signed_in(contact.user).get(more[0].url).context["page"].object_list
    assert [one.quiet for one in found] == [30, 30]  # as many as the line says


def test_a_question_about_a_closed_topic_or_another_partner_is_not_told(guide, unit, contact, milestone):
    row = actions.ask(milestone, by=guide, question="Møder hun?")
    type(milestone).objects.filter(pk=milestone.pk).update(topics=["health"])
    assert first_page(contact)[0] == []
    assert signed_in(contact.user).get(page("promise_answer", milestone, row.pk)).status_code == 404
    type(milestone).objects.filter(pk=milestone.pk).update(topics=[])
    other = make_promise(guide, contact)
    url = page("promise_answer", other, row.pk)
    assert signed_in(contact.user).get(url).status_code == 404


def test_the_first_page_costs_the_same_for_two_and_twenty(guide, contact):
    client, costs = signed_in(contact.user), []
    for times in (1, 6):
        for _n in range(times):
            for act in ("ask", "decide", "end"):
                milestone = make_promise(guide, contact, basis=act != "end")
                if act == "end":
                    give_basis(milestone.plan.case, contact.partner, guide, days=3)
                elif act == "ask":
                    actions.ask(milestone, by=guide, question="Møder hun?")
                else:
                    actions.decline(propose_day(milestone, contact), by=guide, words="Nej")
        client.get(reverse("portal:partner_inbox"))
        with CaptureQueriesContext(connection) as seen:
            response = client.get(reverse("portal:partner_inbox"))
        assert len(response.context["more"]) == PromiseQuestion.objects.count() * 3
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_a_proposal_that_waits_is_taken_back_on_the_page(guide, unit, contact, milestone):
    row, client = propose_day(milestone, contact), signed_in(contact.user)
    url = page("proposal_withdraw", milestone, row.pk)
    assert url in client.get(page("promise", milestone)).content.decode()
    answer = client.post(url, follow=True).content.decode()
    assert "Forslaget er trukket tilbage" in answer and url not in answer
    row.refresh_from_db()
    assert row.decision == "withdrawn" and first_page(contact)[0] == []
    stranger = make_contact(unit)
    assert signed_in(stranger.user).post(url).status_code == 404
    other = make_promise(guide, contact)
    assert client.post(page("proposal_withdraw", other, row.pk)).status_code == 404
