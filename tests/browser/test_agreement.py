"""By hand, in Danish: is it your plan? No; the plan is changed; yes. And a task of one's own, done and undone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.models import Agreement, Goal, Milestone
from plans.plan import actions as plan_actions
from tests.browser.conftest import follow, glance, settled
from tests.helpers.factories import make_milestone
from workspace.todos.models import Todo

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(case):
    """A plan with a goal of now and a step for it."""
    goal = plan_actions.add_goal(Goal(plan=case.plans.get(), text="I skole igen"), by=case.guide)
    make_milestone(case, own_words="Jeg besøger FGU", goal=goal)
    return f"/sager/{case.pk}/plan/"


def answer(page, words, because=""):
    """Ask, from the plan's page."""
    follow(page.locator("#agreement").get_by_role("link", name=re.compile("^Spørg")))
    page.get_by_label(words, exact=True).check()
    page.get_by_label("Fordi …").fill(because)
    follow(page.get_by_role("button", name="Gem svaret"))


def test_no_then_the_plan_is_changed_and_yes(
    page, live_server, sign_in, complaints, accessible, guide, plan, begun_at
):
    sign_in(guide).goto(live_server.url + plan)
    expect(page.locator("#agreement")).to_contain_text("er ikke spurgt endnu")
    glance(page, accessible)
    follow(page.locator("#agreement").get_by_role("link", name="Spørg, om det er den unges plan"))
    glance(page, accessible)
    page.get_by_label("Nej", exact=True).check()
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.locator(".invalid-feedback")).to_have_text(re.compile("Skriv hvorfor"))
    page.get_by_label("Fordi …").fill("Det er min mors plan")
    follow(page.get_by_role("button", name="Gem svaret"))
    expect(page.locator("#agreement")).to_contain_text("sagde nej")
    expect(page.locator("#agreement")).to_contain_text("Det er min mors plan")

    # The goal is for later, and another is worked for now.
    follow(page.locator("#goals").get_by_role("link", name=re.compile("^Skift status")))
    glance(page, accessible)
    page.get_by_label("Tag det ud af planen").check()
    page.get_by_label("Hvorfor?").fill("Vil hellere arbejde")
    page.get_by_label("Ja, vi sad sammen", exact=True).check()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator("#agreement")).to_contain_text("Planen er ændret siden")
    expect(page.locator("#agreement")).to_contain_text("ved et møde")
    page.locator("#goals-behind summary").click()
    expect(page.locator("#goals-behind")).to_contain_text("Taget ud, fordi: Vil hellere arbejde")
    glance(page, accessible)
    follow(page.locator("#goals-behind").get_by_role("link", name=re.compile("^Tag målet op igen")))
    page.get_by_label("Tag det op igen nu").check()
    follow(page.get_by_role("button", name="Gem"))
    answer(page, "Ja")
    expect(page.locator("#agreement.is-agreed")).to_contain_text("sagde ja til planen")
    assert list(Agreement.objects.values_list("answer", flat=True)) == ["yes", "no"]
    follow(page.get_by_role("link", name="Planens historik"))
    expect(page.locator(".timeline li").first).to_contain_text("Spurgt, om det er den unges plan: Ja")
    glance(page, accessible)
    assert all("422" in complaint for complaint in complaints), "of the answer that lacked its reason alone"


def test_a_step_cannot_be_done_yet_and_says_why(
    page, live_server, sign_in, complaints, accessible, guide, plan
):
    sign_in(guide).goto(live_server.url + plan)
    row = page.locator("li.milestone", has_text="Jeg besøger FGU")
    row.locator("summary").click()
    row.get_by_role("link", name="Kan ikke endnu").click()
    settled(page)
    page.get_by_label("Hvorfor kan det ikke lade sig gøre endnu?").fill("Skolen begynder i august")
    page.get_by_role("button", name="Det kan ikke lade sig gøre endnu").click()
    expect(row).to_contain_text("Kan ikke endnu, fordi: Skolen begynder i august")
    settled(page)
    glance(page, accessible)
    assert Milestone.objects.get().status == "cannot_yet"
    assert complaints == []


def test_a_task_from_min_dag_done_and_undone(
    page, live_server, sign_in, complaints, accessible, guide, case, begun_at
):
    sign_in(guide).goto(f"{live_server.url}/min-dag/")
    page.get_by_role("link", name="Ny opgave").click()
    settled(page)
    page.get_by_label("Hvad skal gøres?").fill("Ring til skolen")
    page.get_by_label("Hvornår?").fill(clock.today().isoformat())
    page.get_by_role("button", name="Gem", exact=True).click()
    line = page.locator("li", has_text="Ring til skolen").filter(
        has=page.get_by_role("button", name="Færdig")
    )
    expect(line).to_be_visible()
    settled(page)
    glance(page, accessible)
    line.get_by_role("button", name="Færdig").click()
    expect(line).to_have_count(0)
    settled(page)
    assert not Todo.objects.get().is_open
    page.get_by_role("button", name="Fortryd").first.click()
    expect(line).to_be_visible()
    settled(page)
    assert Todo.objects.get().is_open
    line.get_by_role("link", name="Flyt").click()
    settled(page)
    page.get_by_label("Ny dato").fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Flyt", exact=True).click()
    expect(page.locator("#messages").get_by_text("flyttet til")).to_be_visible()
    assert complaints == []
