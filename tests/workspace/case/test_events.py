"""The case page tells what happened to the case: where it came from, what was handed over, who asked to close it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from cases.closing import actions as closing
from cases.guides import actions as guides
from cases.models import Case, Guardian
from core import clock
from intake.inquiries import actions as inquiries
from intake.models import Inquiry, TargetGroup
from participation.access.actions import invite
from plans.agreement.actions import record_agreement
from plans.closing import summary as closing_summary
from plans.efforts import actions as efforts
from plans.handover.actions import hand_over
from plans.models import Goal
from plans.plan import actions as plan_actions
from tests.helpers import factories
from tests.helpers.qualification import ask, give_basis, make_department
from tests.helpers.queries import queries
from tests.helpers.stand_ins import paper_in_words
from workspace.todos.models import Todo
from workspace.transfer import actions as transfer

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def stand_in():
    """No page is looked at here."""
    with paper_in_words():
        yield


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide)


def page(client, case) -> str:
    return client.get(reverse("workspace:case_detail", args=[case.pk])).text


def took_in(guide, **fields) -> Case:
    person = factories.make_person(guide.unit)
    said = {
        "first_name": person.first_name,
        "asked_by": "parent",
        "asked_by_name": "Mona Mor",
        "received_by": guide,
    }
    said |= {"asked_by_contact": "20 11 22 33", "reason": "Går ikke i skole", "unit": guide.unit} | fields
    inquiry = Inquiry(**said)
    inquiry.derive()
    inquiry.save()
    return inquiries.take_in_inquiry(inquiry, person, by=guide, reason="Vi kan hjælpe", guide=guide)


def test_who_called_the_target_group_and_why_stay_on_the_case(client, guide):
    group = TargetGroup.objects.first() or TargetGroup.objects.create(code="x", name_da="Unge i mistrivsel")
    made = took_in(guide, target_group=group)
    client.force_login(guide)
    text = page(client, made)
    for words in ("Mona Mor", "20 11 22 33", group.name_da, "Går ikke i skole", "Henvendelse"):
        assert words in text, words
    Case.objects.filter(pk=made.pk).update(reason="Rettet senere")
    text = page(client, made)
    assert "Går ikke i skole" in text and "Rettet senere" in text


def test_an_inquiry_is_told_to_those_only_who_may_read_it(client, guide, colleague):
    made = took_in(guide)
    Case.objects.filter(pk=made.pk).update(shielded=True)
    client.force_login(colleague)
    assert client.get(reverse("workspace:case_detail", args=[made.pk])).status_code == 404


def test_a_request_to_close_and_its_answer_stand_in_the_timeline(client, guide, leader, case):
    assert "har bedt" not in page(client, case)
    row = closing.ask_to_close(case, by=guide, reason="moved", note="Flytter til Odense")
    text = page(client, case)
    assert "Flytter til Odense" in text and f"{guide.name} har bedt" in text
    closing.send_back_closing(row, by=leader, words="Ring til den nye kommune")
    text = page(client, case)
    assert "Ring til den nye kommune" in text and f"{guide.name} har bedt" not in text


def test_what_happened_on_one_day_stands_in_its_order(client, guide, leader, case):
    begun = clock.now()
    steps = [
        lambda: closing.ask_to_close(case, by=guide, reason="moved", note="Trin et"),
        lambda: closing.send_back_closing(case.closing_requests.get(decision=""), by=leader, words="Trin to"),
        lambda: closing.ask_to_close(case, by=guide, reason="moved", note="Trin tre"),
        lambda: closing.close(case, by=leader, reason="moved", note="Trin fire"),
        lambda: closing.reopen(case, by=leader),
        lambda: closing.ask_to_close(case, by=guide, reason="moved", note="Trin fem"),
        lambda: closing.close(case, by=leader, reason="moved", note="Trin seks"),
    ]
    for hour, step in enumerate(steps):
        with clock.travel(clock.at(clock.local_date(begun), 9 + hour)):
            step()
        case.refresh_from_db()
    text = page(client, case)
    told = ["Trin seks", "Trin fem", "Sagen åbnet igen", "Trin fire", "Trin tre", "Trin to", "Trin et"]
    places = [text.index(words) for words in told]
    assert places == sorted(places)


def test_a_plan_that_was_handed_over_stands_in_the_timeline(client, guide, case):
    factories.make_milestone(case)
    assert "Planen er udleveret" not in page(client, case)
    hand_over(case.plans.get(), "youth", by=guide)
    assert "Planen er udleveret" in page(client, case)
    assert (
        "Planen er udleveret"
        not in client.get(reverse("workspace:case_detail", args=[case.pk]), {"vis": "noter"}).text
    )


def told(client, case) -> list[tuple]:
    """The timeline's system lines as (day, title, text)."""
    found = client.get(reverse("workspace:case_detail", args=[case.pk])).context["moments"]
    return [(one["day"], one["title"], one["text"]) for one in found if one["note"] is None]


def test_a_summary_that_was_given_stands_in_the_timeline(client, guide, leader, case):
    closing_summary.give_summary(case, "youth", by=guide, words="Vi fandt en læreplads", seen="")
    assert (clock.today(), "Opsummering ved afslutning lavet", "Den unge") in told(client, case)
    assert (
        "Opsummering ved afslutning lavet"
        not in client.get(case.get_absolute_url(), {"vis": "samtaler"}).text
    )


def test_an_end_of_an_effort_that_was_undone_is_told_nowhere(client, guide, case):
    """Ended the same day once more, it is told once: the one that stands."""
    effort, words = factories.make_effort(case, name="Mentor"), []
    for contribution in ("helped", "no_difference"):
        effort.refresh_from_db()
        end = {"ended_on": clock.today(), "contribution": contribution, "expected_version": effort.version}
        efforts.end_effort(effort, by=guide, **end)
        words.append([text for _day, title, text in told(client, case) if title == "Indsats afsluttet"])
        if contribution == "helped":
            efforts.take_back_end(effort, by=guide)
            titles = [title for _day, title, text in told(client, case) if "Mentor" in text]
            assert titles == ["Indsats tilføjet"]
            shown = client.get(reverse("plans:effort", args=[case.pk, effort.pk])).text
            assert "Fortrudt: indsatsen fortsætter" in shown and "Trukket tilbage" not in shown
    assert words == [["Mentor. Hjalp"], ["Mentor. Gjorde ingen forskel"]]


def test_who_carries_it_and_who_stands_in_over_time(client, guide, leader, colleague):
    begun = date(2026, 3, 2)
    with clock.travel(begun):
        case = factories.make_case(guide, on=begun)
        guides.assign(case, colleague, by=leader, kind="deputy")
    with clock.travel(date(2026, 4, 1)):
        guides.assign(case, None, by=leader, kind="deputy")
    with clock.travel(date(2026, 5, 1)):
        guides.assign(case, colleague, by=leader)
        transfer.transfer_cases([case], leader, by=leader, reason="Ferie", until_on=date(2026, 5, 8))
    client.force_login(colleague)
    lines = told(client, case)
    assert {line for line in lines if line[2] in (guide.name, colleague.name, leader.name)} == {
        (date(2026, 5, 1), "Dækker til og med 7. maj", leader.name),
        (date(2026, 5, 1), "Ungeguide", colleague.name),
        (date(2026, 4, 1), "Ikke længere stedfortræder", colleague.name),
        (begun, "Stedfortræder", colleague.name),
        (begun, "Ungeguide", guide.name),
    }


def test_a_guide_whom_nobody_follows_is_told_as_the_end_of_it(client, guide, leader):
    with clock.travel(date(2026, 3, 2)):
        case = factories.make_case(guide)
    User.objects.filter(pk=guide.pk).update(is_active=False)
    with clock.travel(date(2026, 4, 1)):
        guides.release(Case.objects.select_related("guide").get(pk=case.pk), by=leader, reason="Stoppet")
    client.force_login(leader)
    assert (date(2026, 4, 1), "Ikke længere ungeguide", guide.name) in told(client, case)


def test_an_assignment_taken_back_is_told_nowhere(client, guide, leader, colleague, case):
    guides.assign(case, colleague, by=leader)
    guides.undo_assign(Case.objects.get(pk=case.pk), by=leader)
    assert not [line for line in told(client, case) if line[2] == colleague.name]


def test_the_answer_about_the_plan_stands_on_the_page_and_is_looked_up_only_where_one_was_given(
    client, guide, case
):
    factories.make_milestone(case)
    url, plan = case.get_absolute_url(), case.plans.get()
    plan_actions.add_goal(Goal(plan=plan, text="I skole"), by=guide)
    never = queries(client, url)
    assert f"{case.person.called} er ikke spurgt endnu" in page(client, case)
    plan.refresh_from_db()
    record_agreement(plan, by=guide, answer="no", because="Jeg vil hellere arbejde")
    text = page(client, case)
    assert "Jeg vil hellere arbejde" in text and "er ikke spurgt endnu" not in text
    assert queries(client, url) == never + 2  # the answer, and the goals it is held against


def test_the_queries_do_not_grow_with_what_happened(client, guide, leader, colleague, case):
    url = case.get_absolute_url()
    few = queries(client, url)
    for who in (colleague, leader, colleague):
        guides.assign(Case.objects.get(pk=case.pk), who, by=leader, kind="deputy")
    closing_summary.give_summary(case, "youth", by=guide, words="x", seen="")
    assert queries(client, url) == few <= 13  # a plan without milestones is one more


def test_what_a_case_has_none_of_is_not_asked_for(client, guide, case):
    """What there is of todos, and of whom a department was asked about, is a query each; none costs none."""
    milestone, url = factories.make_milestone(case), case.get_absolute_url()
    client.force_login(guide)
    department = make_department(guide.unit, name="Jobcenteret")
    give_basis(case, department.partner, by=guide)
    none = queries(client, url)
    Todo.objects.create(case=case, owner=guide, text="Ring til skolen", due_on=clock.today())
    assert queries(client, url) == none + 1
    assert "Ring til skolen" in page(client, case)
    ask(milestone, department, by=guide, send_now=False)
    assert queries(client, url) == none + 2
    assert "Ikke sendt til Jobcenteret" in page(client, case)


def test_min_plan_on_the_case_page_tells_who_can_come_in_and_whose_access_ended(client, guide, case):
    """Two parents were let in; one has lost custody since."""
    client.force_login(guide)
    invite(case, by=guide, channel="paper", destination="")
    parents = [
        Guardian.objects.create(person=case.person, name=name, has_custody=True) for name in ("Far", "Mor")
    ]
    for parent in parents:
        invite(case, by=guide, channel="paper", destination="", guardian=parent)
    Guardian.objects.filter(pk=parents[0].pk).update(has_custody=False)
    response = client.get(case.get_absolute_url())
    assert response.context["my_plan"] == {"youth": True, "parents": 1, "ended": 1}
