"""A guide says what the parts of a plan tell of."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from cases.models import Topic
from plans.models import Goal, Milestone
from plans.plan.actions import add_goal
from tests.helpers import factories


@pytest.fixture
def case(guide):
    return factories.make_case(guide)


@pytest.fixture
def step(case):
    return factories.make_milestone(case, own_words="Udredning af søvnvanskeligheder")


@pytest.fixture
def page(client, case, step):
    client.force_login(case.guide)
    return reverse("plans:plan_topics", args=[case.pk])


def sent(form, **changed):
    return {field.html_name: field.value() for field in form} | changed


def test_what_the_words_propose_is_ticked_and_saving_confirms_it(client, page, case, step):
    form = client.get(page).context["form"]
    assert form.lines()[0].part == step
    assert client.post(page, sent(form)).status_code == 303
    step.refresh_from_db()
    assert (step.topics, step.waits) == ([Topic.HEALTH], False)
    assert AuditEvent.objects.get(action="plan.topics_told").object_id == str(step.pk)


def test_a_no_is_remembered_until_the_words_hint_at_something_else(client, page, case, step):
    form = client.get(page).context["form"]
    client.post(page, sent(form, **{f"topics-{step.pk}": []}))
    step.refresh_from_db()
    assert (step.topics, step.topics_dismissed, step.waits) == ([], [Topic.HEALTH], False)
    step.own_words = "Udredning hos politiet"
    assert step.waits


def test_words_changed_meanwhile_are_not_confirmed_unseen(client, page, case, step):
    form = client.get(page).context["form"]
    Milestone.objects.filter(pk=step.pk).update(own_words="Samtale om fængsel", version=step.version + 1)
    assert client.post(page, sent(form)).status_code == 422
    step.refresh_from_db()
    assert step.waits


def test_what_came_since_is_not_confirmed_unseen(client, page, case, step):
    form = client.get(page).context["form"]
    later = factories.make_milestone(case, own_words="Samtale om fængsel")
    goal = add_goal(Goal(plan=case.plans.get(), text="I skole"), by=case.guide)
    assert client.post(page, sent(form)).status_code == 303
    later.refresh_from_db()
    assert later.waits
    form = client.get(page).context["form"]
    factories.make_milestone(case, own_words="Bo hos mor", goal=goal)
    assert client.post(page, sent(form)).status_code == 303
    goal.refresh_from_db()
    assert goal.waits  # by a milestone that was on no screen


def test_the_form_of_a_milestone_confirms_what_it_showed_and_nothing_else(client, page, case, step):
    url = reverse("plans:milestone_edit", args=[case.pk, step.pk])
    form = client.get(url).context["form"]
    assert form["topics"].value() == [Topic.HEALTH]
    data = {name: value for name, value in sent(form).items() if value is not None}
    client.post(url, data | {"own_words": "Samtale om fængsel", "topics": [], "took_part": "phone"})
    step.refresh_from_db()
    assert step.topics_dismissed == [Topic.HEALTH]
    assert step.unconfirmed == {Topic.CRIME}


def test_the_plan_says_how_much_waits(client, page, case, step):
    url = reverse("workspace:plan", args=[case.pk])
    assert client.get(url).context["page"].waiting == 1
    assert page in client.get(url).content.decode()
    client.post(page, sent(client.get(page).context["form"]))
    assert client.get(url).context["page"].waiting == 0
    assert "Helbred" in client.get(url).content.decode()
