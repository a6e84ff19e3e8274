"""A young person's own words change only together with them, and every change says how."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from plans.agreement.reading import standing
from plans.handover.models import Handover
from plans.handover.sheet import sheet_for
from plans.milestones import actions as milestones_actions
from plans.models import Goal, PlanChange
from plans.plan import actions
from plans.plan.choices import WITH_THEM, TookPart
from tests.helpers import factories
from tests.helpers.forms import as_sent

pytestmark = pytest.mark.django_db

WITHOUT = [choice for choice in TookPart.values if choice not in WITH_THEM]


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    return factories.make_case(guide, first_name="Amira", preferred_name="")


@pytest.fixture
def goal(case, guide):
    return actions.add_goal(Goal(plan=case.plans.get(), text="Ro om aftenen"), by=guide)


@pytest.fixture
def step(case):
    return factories.make_milestone(case, own_words="Jeg vil ringe selv", professional="")


def edit(row, name, words, by, took_part):
    if name == "dream":
        said = {"expected_version": row.version, "values": {"dream": words}, "took_part": took_part}
        return actions.edit_plan(row, by=by, **said)
    act = actions.edit_goal if name == "text" else milestones_actions.edit_milestone
    return act(row, by=by, expected_version=row.version, values={name: words}, took_part=took_part)


def part(case, goal, step, name):
    return {"dream": case.plans.get(), "text": goal, "own_words": step}[name]


@pytest.mark.parametrize("name", ["dream", "text", "own_words"])
@pytest.mark.parametrize("took_part", WITHOUT)
def test_nothing_of_theirs_changes_without_them(case, goal, step, guide, name, took_part):
    row = part(case, goal, step, name)
    before, stood = PlanChange.objects.count(), getattr(row, name)
    with pytest.raises(ValidationError) as refused:
        edit(row, name, "Noget andet", guide, took_part)
    assert "took_part" in refused.value.error_dict
    row.refresh_from_db()
    assert getattr(row, name) == stood and PlanChange.objects.count() == before


@pytest.mark.parametrize("name", ["dream", "text", "own_words"])
@pytest.mark.parametrize("took_part", [how for how in WITH_THEM if how != TookPart.SELF])
def test_with_them_it_changes_and_says_how_and_what_stood_before(case, goal, step, guide, name, took_part):
    row = part(case, goal, step, name)
    stood = getattr(row, name)
    edit(row, name, "Noget andet", guide, took_part)
    change = PlanChange.objects.first()
    assert (change.own_words, change.before, change.took_part) == (True, stood, took_part)


def test_the_database_keeps_no_own_words_that_changed_without_them(case, guide):
    said = {"plan": case.plans.get(), "on": clock.today(), "by": guide}
    for row in (
        PlanChange(own_words=True, took_part=TookPart.NO, **said),
        PlanChange(own_words=True, took_part=TookPart.YES, **said),
        PlanChange(before="Havet", took_part=TookPart.MEETING, **said),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
    PlanChange(own_words=True, before="Havet", took_part=TookPart.MEETING, **said).save(force_insert=True)


@pytest.mark.parametrize("name", ["text", "own_words"])
def test_professional_words_need_nobody_and_leave_theirs_alone(case, goal, step, guide, name):
    row = part(case, goal, step, name)
    edit(row, name, getattr(row, name), guide, TookPart.NO)  # untouched, they need nobody either
    values = {"professional": "Afklaring af døgnrytme"}
    act = actions.edit_goal if name == "text" else milestones_actions.edit_milestone
    act(row, by=guide, expected_version=row.version, values=values, took_part=TookPart.NO)
    change = PlanChange.objects.first()
    assert (change.own_words, change.before, change.took_part) == (False, "", TookPart.NO)


def test_words_of_a_professional_are_moved_beside_theirs_and_kept(client, case, step):
    url = reverse("plans:milestone_edit", args=[case.pk, step.pk])
    sent = as_sent(client.get(url).context["form"]) | {"own_words": "Kontakt til FGU"}
    unsaid = client.post(url, sent)
    assert unsaid.status_code == 422 and "ændres kun sammen med den unge" in unsaid.text
    assert unsaid.context["form"]["own_words"].value() == "Kontakt til FGU", "nothing typed is lost"
    without = client.post(url, sent | {"took_part": "no"})
    assert without.status_code == 422 and "Dine ord er flyttet hertil" in without.text
    again = as_sent(without.context["form"])
    assert (again["own_words"], again["professional"]) == ("Jeg vil ringe selv", "Kontakt til FGU")
    assert client.post(url, again).status_code == 303
    step.refresh_from_db()
    assert (step.own_words, step.professional) == ("Jeg vil ringe selv", "Kontakt til FGU")


def test_what_professionals_wrote_already_is_not_overwritten(client, case, goal, guide):
    actions.edit_goal(goal, by=guide, expected_version=1, values={"professional": "Søvnhygiejne"})
    url = reverse("plans:goal_edit", args=[case.pk, goal.pk])
    sent = as_sent(client.get(url).context["form"]) | {"text": "Døgnrytme", "took_part": "no"}
    answer = client.post(url, sent)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert (form["text"].value(), form["professional"].value()) == ("Døgnrytme", "Søvnhygiejne")


def test_history_and_pages_say_together_with_whom_and_when(client, case, goal, step, guide):
    # Half an hour before midnight in Copenhagen: it is still the third.
    with clock.travel(datetime(2026, 3, 3, 22, 30, tzinfo=UTC)):
        edit(step, "own_words", "Jeg vil skrive", guide, TookPart.PHONE)
        edit(case.plans.get(), "dream", "Et hus ved havet", guide, TookPart.MEETING)
    assert PlanChange.objects.filter(own_words=True).values_list("on", flat=True)[0] == date(2026, 3, 3)
    page = client.get(reverse("plans:milestone", args=[case.pk, step.pk])).text
    assert "Ændret sammen med Amira den 3. marts" in page and "i telefonen" in page
    assert "Før: Jeg vil ringe selv" in " ".join(page.split())
    assert (
        "Skrevet sammen med Amira den 3. marts" in client.get(reverse("workspace:plan", args=[case.pk])).text
    )
    history = client.get(reverse("plans:plan_history", args=[case.pk])).text
    assert "sammen med Amira, i telefonen" in history and "Før: Jeg vil ringe selv" in history


def test_goals_carry_the_three_tags_and_the_page_filters_by_them(client, case, goal):
    url = reverse("plans:goal_edit", args=[case.pk, goal.pk])
    sent = as_sent(client.get(url).context["form"]) | {"insight": "on", "professional": "Døgnrytme"}
    assert client.post(url, sent).status_code == 303
    client.post(reverse("plans:goal_add", args=[case.pk]), {"text": "Rejse", "outlook": "on"})
    goal.refresh_from_db()
    assert [str(tag) for tag in goal.tags] == ["Indsigt"]
    plan = reverse("workspace:plan", args=[case.pk])
    for tag, there, gone in (("insight", goal.text, "Rejse"), ("outlook", "Rejse", goal.text)):
        goals = client.get(f"{plan}?tag={tag}").text.split('id="h-goals"')[1].split("</section>")[0]
        assert there in goals and gone not in goals
    assert PlanChange.objects.filter(goal=goal).first().own_words is False


@pytest.mark.parametrize("audience", [Handover.Audience.YOUTH, Handover.Audience.CUSTODY])
def test_a_goal_on_paper_has_its_tags_for_professionals_and_own_words_for_its_owner(
    case, goal, guide, audience
):
    values = {"insight": True, "professional": "Døgnrytme"}
    actions.edit_goal(goal, by=guide, expected_version=1, values=values)
    plan = case.plans.get()
    plan.case = case
    line = sheet_for(plan, audience, on=clock.today()).goal_lines[0].text
    whole = "Ro om aftenen – Døgnrytme (indsigt)"
    assert line == ("Ro om aftenen" if audience == Handover.Audience.YOUTH else whole)


def test_a_professional_wording_of_a_goal_asks_again_and_none_changes_no_answer(case, goal, guide):
    before = standing(case.plans.get()).content
    actions.edit_goal(goal, by=guide, expected_version=1, values={"insight": True})
    assert standing(case.plans.get()).content == before
    actions.edit_goal(goal, by=guide, expected_version=2, values={"professional": "Døgnrytme"})
    assert standing(case.plans.get()).content != before
