"""The guide's pages: ask, see how it goes, act on the answer; the seal on plan, case, paper and the shared page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from plans.handover.sheet import sheet_for
from plans.milestones.actions import edit_milestone
from plans.models import Goal, Handover, Qualification
from plans.plan.actions import add_goal
from plans.qualification.choices import State
from tests.helpers import factories
from tests.helpers.qualification import answer, ask, give_basis, make_department
from tests.helpers.queries import queries
from tests.helpers.signing_in import signed_in
from workspace.day import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(unit):
    return make_department(unit)


@pytest.fixture
def milestone(case, contact, guide):
    give_basis(case, contact.partner, by=guide)
    return factories.make_milestone(case, own_words="Jeg vil have hjælp", professional="Støtte")


@pytest.fixture
def client(guide):
    return signed_in(guide)


def ask_url(milestone):
    return reverse("plans:qualify_milestone", args=[milestone.plan.case_id, milestone.pk])


def plan_page(client, case):
    return client.get(reverse("workspace:plan", args=[case.pk])).content.decode()


def test_a_guide_sends_a_milestone(client, milestone, contact):
    page = client.get(ask_url(milestone))
    assert "Jeg vil have hjælp" in page.content.decode()
    form = page.context["form"]
    data = {
        "partner": contact.partner.pk,
        "question": "Kan I?",
        "seen": form["seen"].value(),
        "submit_key": "k",
    }
    response = client.post(ask_url(milestone), data)
    row = Qualification.objects.get()
    assert response.status_code == 303 and response["Location"] == row.get_absolute_url()
    assert row.state == State.SENT
    assert client.post(ask_url(milestone), data).status_code == 303  # sent twice is asked once
    assert Qualification.objects.count() == 1


def test_a_proposal_is_kept_without_a_basis_and_sending_says_what_is_missing(client, case, contact):
    milestone = factories.make_milestone(case)
    data = {"partner": contact.partner.pk, "question": "Kan I?"}
    response = client.post(ask_url(milestone), data)
    assert response.status_code == 422 and "grundlag" in str(response.context["form"].errors["partner"])
    assert response.context["form"]["question"].value() == "Kan I?"
    assert client.post(ask_url(milestone), data | {"keep": "1"}).status_code == 303
    assert Qualification.objects.get().state == State.PROPOSAL
    assert "Kan I?" in client.get(ask_url(milestone)).content.decode()


def test_words_that_changed_while_the_form_was_open_are_shown_before_they_are_sent(
    client, guide, milestone, contact
):
    seen = client.get(ask_url(milestone)).context["form"]["seen"].value()
    edit_milestone(
        milestone, by=guide, expected_version=1, values={"own_words": "Andre ord"}, took_part="meeting"
    )
    data = {"partner": contact.partner.pk, "question": "Kan I?", "seen": seen}
    response = client.post(ask_url(milestone), data)
    assert response.status_code == 422 and "Andre ord" in response.content.decode()
    data["seen"] = response.context["form"]["seen"].value()
    assert client.post(ask_url(milestone), data).status_code == 303


@pytest.mark.parametrize("professional", ["Døgnrytme og fremmøde", ""])
def test_what_a_department_is_shown_of_a_goal_stands_whole_before_it_is_sent(
    client, guide, case, professional
):
    goal = add_goal(
        Goal(plan=case.plans.get(), text="Jeg kommer op om morgenen", professional=professional), by=guide
    )
    page = client.get(reverse("plans:qualify_goal", args=[case.pk, goal.pk])).content.decode()
    shown = page.partition("Det, afdelingen får at se")[2].partition("<form")[0]
    assert "Jeg kommer op om morgenen" in shown and professional in shown


def test_only_departments_with_authority_of_the_own_unit_are_offered(client, milestone, contact):
    factories.PartnerFactory(unit=contact.partner.unit)
    make_department(factories.UnitFactory())
    form = client.get(ask_url(milestone)).context["form"]
    assert list(form.fields["partner"].queryset) == [contact.partner]


def test_the_seal_follows_the_question_on_plan_and_case(client, guide, case, milestone, contact):
    row = ask(milestone, contact, by=guide)
    assert "Venter på svar fra Familieafdelingen" in plan_page(client, case)
    assert "En afdeling har sagt ja til 0 af 1 milepæl" in plan_page(client, case)
    answer(row, State.QUALIFIED, by=contact.user)
    assert "En afdeling har sagt ja til 1 af 1 milepæl" in plan_page(client, case)
    page = client.get(reverse("workspace:case_detail", args=[case.pk])).content.decode()
    assert "Bæres af Familieafdelingen" in page
    edit_milestone(
        milestone, by=guide, expected_version=1, values={"own_words": "Andre ord"}, took_part="meeting"
    )
    page = plan_page(client, case)
    assert "Kræver ny afklaring" in page and "En afdeling har sagt ja til 0 af 1 milepæl" in page
    assert "Send igen" in client.get(row.get_absolute_url()).content.decode()


def test_without_questions_the_plan_says_nothing_of_departments(client, case, milestone):
    assert "En afdeling har sagt ja til" not in plan_page(client, case)


def test_a_row_alone_has_its_seal_too(client, guide, case, milestone, contact):
    ask(milestone, contact, by=guide)
    url = reverse("plans:milestone", args=[case.pk, milestone.pk])
    assert "Venter på svar" in client.get(url, headers={"HX-Request": "true"}).content.decode()


def lines(guide, on=None):
    with clock.travel(on or clock.today()):
        found = day.day_of(guide, clock.today(), page=day.Page(), show_all=True)
        tasks = [task for group in found.groups for task in group.tasks if task.kind == "qualification"]
        return [str(task.words) for task in tasks]


def test_min_dag_tells_once_of_each_answer_until_it_is_read_or_acted_on(client, guide, milestone, contact):
    row = ask(milestone, contact, by=guide)
    assert lines(guide) == []
    answer(row, State.QUALIFIED, by=contact.user)
    assert lines(guide) == ["Familieafdelingen siger ja"]
    client.post(reverse("plans:qualification_seen", args=[milestone.plan.case_id, row.pk]))
    assert lines(guide) == []
    milestone.refresh_from_db()
    edit_milestone(
        milestone,
        by=guide,
        expected_version=milestone.version,
        values={"own_words": "Andre ord"},
        took_part="meeting",
    )
    assert lines(guide) == ["Planen er ændret, siden Familieafdelingen sagde ja: Den kræver ny afklaring"]


@pytest.mark.parametrize("state", [State.NEEDS_MORE, State.NOT_OURS])
def test_what_asks_for_something_stands_until_it_is_done(client, guide, milestone, contact, state):
    row = ask(milestone, contact, by=guide)
    answer(row, state, by=contact.user)
    client.post(reverse("plans:qualification_seen", args=[milestone.plan.case_id, row.pk]))
    assert len(lines(guide)) == 1
    ask(milestone, contact, by=guide)
    assert lines(guide) == []


def test_no_answer_is_told_from_the_day_after_the_last(guide, milestone, contact):
    row = ask(milestone, contact, by=guide)
    assert lines(guide, row.deadline) == []
    assert lines(guide, row.deadline + timedelta(days=1)) == [
        "Intet svar fra Familieafdelingen. Det er ikke et ja: Ring til dem"
    ]


def test_other_words_are_used_with_one_button(client, guide, milestone, contact):
    row = ask(milestone, contact, by=guide)
    answer(row, State.ADJUSTED, by=contact.user)
    assert "Brug afdelingens ordlyd" in client.get(row.get_absolute_url()).content.decode()
    client.post(reverse("plans:qualification_use", args=[milestone.plan.case_id, row.pk]))
    milestone.refresh_from_db()
    assert milestone.professional == "Støtte fire timer om ugen" and lines(guide) == []


def sheet(case, audience, **to):
    plan = case.plans.get()
    plan.case = case
    return sheet_for(plan, audience, on=clock.today(), **to)


def test_a_wish_never_reads_as_a_promise_on_paper(client, guide, case, milestone, contact):
    goal = add_goal(Goal(plan=case.plans.get(), text="Ro i hverdagen"), by=guide)
    youth, partner = Handover.Audience.YOUTH, Handover.Audience.PARTNER
    assert sheet(case, youth).steps[0].wish == ""  # nobody's decision is needed
    row = ask(milestone, contact, by=guide)
    ask(goal, contact, by=guide)
    told = sheet(case, youth)
    assert told.steps[0].wish == "ønske – venter på svar fra Familieafdelingen"
    assert [goal.text for goal in told.goal_lines] == [
        "Ro i hverdagen (ønske – venter på svar fra Familieafdelingen)"
    ]
    shared = sheet(case, partner, partner=contact.partner)
    assert shared.steps[0].wish == "ønske – venter på svar"  # to others a department's name may tell too much
    page = signed_in(contact.user).get(reverse("portal:shared_case", args=[case.pk])).content.decode()
    assert "ønske – venter på svar" in page
    answer(row, State.DECLINED, by=contact.user)
    assert sheet(case, youth).steps[0].wish == "ønske – Familieafdelingen har sagt nej"
    again = ask(milestone, contact, by=guide)
    answer(again, State.QUALIFIED, by=contact.user)
    assert sheet(case, youth).steps[0].wish == ""
    edit_milestone(
        milestone, by=guide, expected_version=1, values={"own_words": "Andre ord"}, took_part="meeting"
    )
    assert sheet(case, youth).steps[0].wish == "ønske – ikke afklaret endnu"


def test_a_protected_address_names_no_department(guide, case, milestone, contact):
    ask(milestone, contact, by=guide)
    case.person.address_protected = True
    assert sheet(case, Handover.Audience.YOUTH).steps[0].wish == "ønske – venter på svar"


def test_what_is_not_promised_stands_under_no_promises(guide, case, contact):
    give_basis(case, contact.partner, by=guide)
    own = factories.make_milestone(case, responsible="partner", contact=contact, topics_dismissed=["family"])
    to = {"partner": contact.partner}
    assert len(sheet(case, Handover.Audience.PARTNER, **to).their_steps) == 1
    row = ask(own, contact, by=guide)
    assert sheet(case, Handover.Audience.PARTNER, **to).their_steps == ()
    answer(row, State.QUALIFIED, by=contact.user)
    assert len(sheet(case, Handover.Audience.PARTNER, **to).their_steps) == 1


def test_two_and_twenty_cost_the_same(client, guide, case, contact):
    give_basis(case, contact.partner, by=guide)
    pages = [reverse("workspace:plan", args=[case.pk]), reverse("workspace:case_detail", args=[case.pk])]
    costs = []
    for times in (2, 8):
        for _n in range(times):
            answer(ask(factories.make_milestone(case), contact, by=guide), State.QUALIFIED, by=contact.user)
            ask(add_goal(Goal(plan=case.plans.get(), text="Ro"), by=guide), contact, by=guide)
        costs.append([queries(client, url) for url in pages])
    assert costs[0] == costs[1]
