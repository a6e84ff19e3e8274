"""The plan by hand: a tap, the keyboard, a drag, and the same without JavaScript."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.models import Milestone
from tests.browser.conftest import WIDTHS, follow, settled
from tests.helpers.factories import ContactFactory, make_milestone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(case, unit):
    """A plan with four milestones, one of them overdue and one a partner's."""
    today = clock.today()
    make_milestone(case, own_words="Alfa", due_on=today - timedelta(days=3), outlook=True)
    contact = ContactFactory(partner__unit=unit)
    dates = {"start_on": today, "due_on": today + timedelta(days=40)}
    make_milestone(case, own_words="Beta", responsible="partner", contact=contact, **dates)
    make_milestone(case, own_words="Gamma", due_on=None)
    make_milestone(case, own_words="Delta", due_on=today + timedelta(days=5))
    return f"/sager/{case.pk}/plan/"


def stand(page, *words):
    """The milestones stand in this order."""
    expect(page.locator("ol.milestones h3")).to_have_text(words)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_tap_reaches_a_milestone_and_another_takes_it_back(
    page, live_server, sign_in, complaints, accessible, guide, plan, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(live_server.url + plan)
    row = page.locator("li.milestone", has_text="Alfa")
    row.get_by_role("button", name=re.compile("Nået|Reached")).click()
    expect(page.locator("#plan-progress b")).to_have_text(re.compile("1 (af|of) 4"))
    expect(page.locator("#plan-lanes .lanes-bar.is-reached").first).to_be_attached()
    assert Milestone.objects.get(own_words="Alfa").status == "reached"
    settled(page)
    row.get_by_role("button", name=re.compile("Fortryd|Undo")).click()
    expect(page.locator("#plan-progress b")).to_have_text(re.compile("0 (af|of) 4"))
    settled(page)
    page.locator("li.milestone", has_text="Beta").locator("summary").click()
    accessible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert complaints == []


def test_ordering_by_keyboard_keeps_the_focus(page, live_server, sign_in, guide, plan):
    sign_in(guide).goto(live_server.url + plan)
    row = page.locator("li.milestone", has_text="Delta")
    button = f"up-{row.get_attribute('data-id')}"
    row.locator("summary").press("Enter")
    for expected in (["Alfa", "Beta", "Delta", "Gamma"], ["Alfa", "Delta", "Beta", "Gamma"]):
        page.locator(f"#{button}").press("Enter")
        stand(page, *expected)
        expect(page.locator(f"#{button}")).to_be_focused()
        settled(page)


def test_ordering_by_dragging(page, live_server, sign_in, guide, plan):
    sign_in(guide).goto(live_server.url + plan)
    with page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        page.locator("li.milestone", has_text="Delta").locator(".milestone-state").drag_to(
            page.locator("li.milestone", has_text="Alfa").locator(".milestone-state")
        )
    assert answered.value.ok
    stand(page, "Delta", "Alfa", "Beta", "Gamma")
    assert Milestone.objects.order_by("position").first().own_words == "Delta"


def test_change_in_place_and_postpone_with_a_reason(page, live_server, sign_in, accessible, guide, plan):
    sign_in(guide).goto(live_server.url + plan)
    row = page.locator("li.milestone", has_text="Delta")
    row.locator("summary").click()
    row.get_by_role("link", name=re.compile("^(Ret|Change)")).click()
    page.locator("#id_own_words").fill("Delta, men bedre")
    page.get_by_label("Ja, vi sad sammen").check()
    settled(page)
    accessible()
    page.locator(".milestone-form .btn-primary").click()
    row = page.locator("li.milestone", has_text="Delta, men bedre")
    expect(row).to_be_visible()
    settled(page)
    row.locator("summary").click()
    row.get_by_role("link", name=re.compile("Ny dato|Another day")).click()
    page.locator("#id_due_on").fill((clock.today() + timedelta(days=30)).isoformat())
    settled(page)
    page.locator(".milestone-form .btn-primary").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    settled(page)
    page.locator("#id_reason").fill("Syg")
    page.locator(".milestone-form .btn-primary").click()
    expect(
        page.locator("li.milestone", has_text="Delta, men bedre").locator(".milestone-undo")
    ).to_be_visible()


def test_the_dream_is_kept_while_it_is_typed(page, live_server, sign_in, guide, plan):
    sign_in(guide).goto(f"{live_server.url}{plan}ret/")
    page.locator("#id_dream").press_sequentially("Jeg vil have en hest")
    expect(page.locator("#draft-told")).to_contain_text("Kladde gemt")
    page.reload()
    expect(page.locator("#id_dream")).to_have_value("Jeg vil have en hest")


def test_everything_works_without_javascript(plain_page, live_server, sign_in, guide, plan):
    page = sign_in(guide, plain_page)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(live_server.url + plan)
    follow(page.locator("li.milestone", has_text="Alfa").locator("button[value=reached]"))
    expect(page.locator("#plan-progress b")).to_have_text(re.compile("1 (af|of) 4"))
    assert Milestone.objects.get(own_words="Alfa").status == "reached"
    row = page.locator("li.milestone", has_text="Delta")
    row.locator("summary").click()
    follow(row.locator("button[value=up]"))
    stand(page, "Alfa", "Beta", "Delta", "Gamma")
    follow(page.locator(".section-head .btn-primary"))
    page.locator("#id_own_words").fill("Epsilon")
    follow(page.locator(".save-row .btn-primary"))
    stand(page, "Alfa", "Beta", "Delta", "Gamma", "Epsilon")
