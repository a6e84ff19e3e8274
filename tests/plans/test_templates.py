"""Templates of goals and milestones: kept by leader and administrator, a start that a guide writes on from."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from plans.models import Goal, Milestone, PartTemplate
from tests.helpers import factories


@pytest.fixture
def step(db):
    return PartTemplate.objects.create(
        own_words="Jeg sover om natten", professional="Bedre søvn", insight=True, days=30, topics=["health"]
    )


@pytest.fixture
def goal(db):
    return PartTemplate.objects.create(kind="goal", own_words="Jeg har en ven", days=90)


def test_a_milestone_begins_from_a_template_and_everything_can_be_changed(client, guide, step, goal):
    case = factories.make_case(guide)
    client.force_login(guide)
    url = reverse("plans:milestone_add", args=[case.pk])
    form = client.get(url, {"skabelon": step.pk}).context["form"]
    shown = {
        name: form[name].value() for name in ("own_words", "professional", "insight", "outlook", "topics")
    }
    assert shown == {
        "own_words": "Jeg sover om natten", "professional": "Bedre søvn", "insight": True, "outlook": False,
        "topics": ["health"],
    }  # fmt: skip
    assert form["due_on"].value() == clock.today() + timedelta(days=30)
    assert [row.own_words for row in form.templates] == ["Jeg sover om natten"]  # a goal begins no milestone
    data = {name: form[name].value() for name in ("submit_key", "topics_seen")}
    data |= {"own_words": "Jeg sover, når Ole er her", "topics": ["health"], "responsible": "youth"}
    assert client.post(url, data).status_code == 303
    made = Milestone.objects.get(plan__case=case)
    assert (made.own_words, made.professional, made.topics) == ("Jeg sover, når Ole er her", "", ["health"])


def test_a_goal_begins_from_a_template(client, guide, goal):
    case = factories.make_case(guide)
    client.force_login(guide)
    page = client.get(reverse("plans:goal_add", args=[case.pk]), {"skabelon": goal.pk})
    assert page.context["form"]["text"].value() == "Jeg har en ven"
    assert "Begynd med en skabelon" in page.content.decode()


@pytest.mark.parametrize("asked", ["", "x", "0", "999999", "-1", "1e9"])
def test_a_template_that_is_not_there_begins_nothing(client, guide, step, asked):
    case = factories.make_case(guide)
    client.force_login(guide)
    for name in ("plans:milestone_add", "plans:goal_add"):
        page = client.get(reverse(name, args=[case.pk]), {"skabelon": asked})
        assert page.status_code == 200 and page.context["form"].template is None


def test_one_out_of_use_is_not_offered_and_without_any_nothing_is(client, guide, step):
    case = factories.make_case(guide)
    client.force_login(guide)
    PartTemplate.objects.update(is_active=False)
    page = client.get(reverse("plans:milestone_add", args=[case.pk]), {"skabelon": step.pk})
    assert page.context["form"].template is None
    assert "Begynd med en skabelon" not in page.content.decode()


def test_a_leader_keeps_the_templates(client, leader, step):
    client.force_login(leader)
    assert "Jeg sover om natten" in client.get(reverse("plans:part_template_list")).content.decode()
    add = reverse("plans:part_template_add")
    form = client.get(add).context["form"]
    data = {"submit_key": form["submit_key"].value(), "kind": "goal", "own_words": "Jeg har styr på pengene"}
    assert client.post(add, data | {"version": 1, "is_active": "on"}).status_code == 303
    made = PartTemplate.objects.get(kind="goal")
    assert made.own_words == "Jeg har styr på pengene" and made.is_active


def test_what_its_words_propose_is_ticked_too(client, guide):
    row = PartTemplate.objects.create(own_words="Jeg taler med min mor", professional="Familiesamtaler")
    case = factories.make_case(guide)
    client.force_login(guide)
    form = client.get(reverse("plans:milestone_add", args=[case.pk]), {"skabelon": row.pk}).context["form"]
    assert form["topics"].value() == ["family"] and form["topics_seen"].value() == "family"
    assert not Goal.objects.exists()
