"""By hand, in Danish: what the young person does on Min plan, on a phone without scripts, and looked at at a desk."""

import pytest
from playwright.sync_api import expect

from meetings.models import AgendaItem
from participation.models import Remark
from plans.models import Agreement, Goal, Plan
from progress.models import ScaleRound, WellbeingAnswer
from tests.browser.conftest import WIDTHS
from tests.helpers import factories
from tests.helpers.entering import HOME, invite_youth, young_case
from tests.helpers.meetings import invite_one

pytestmark = pytest.mark.django_db(transaction=True)

STEPS, MEETINGS = f"{HOME}skridt/", f"{HOME}moeder/"


@pytest.fixture
def young(guide):
    """A case with a plan, a step, a meeting and the young person invited."""
    case = young_case(guide, first_name="Sigrid", last_name="Holm", preferred_name="Sigge")
    Plan.objects.filter(case=case).update(dream="Mit eget sted")
    goal = Goal.objects.create(plan=case.plans.get(), text="At komme på FGU")
    factories.make_milestone(case, own_words="Besøge FGU i Nordkysten", goal=goal)
    invite_one(case, place="Lokale 4, Ungehuset")
    return case


def fits(page):
    """Nothing sticks out sideways, and what one taps is large."""
    box = page.locator("main").bounding_box()
    assert box["width"] <= page.viewport_size["width"]
    for button in page.locator("main .btn").all():
        assert button.bounding_box()["height"] >= 44


def test_everything_on_a_phone_without_scripts(plain_page, live_server, sign_in, young):
    page = sign_in(invite_youth(young).user, plain_page)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}{HOME}")
    fits(page)
    page.get_by_role("main").get_by_role("link", name="Er det din plan?").click()
    fits(page)
    page.get_by_label("Nej, ikke som den er nu").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".wrong")).to_contain_text("hvorfor det ikke er din plan")
    expect(page.get_by_label("Nej, ikke som den er nu")).to_be_checked()
    page.get_by_label("Ja, det er min plan").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".messages")).to_contain_text("Din guide kan se dit svar")
    assert Agreement.objects.get().is_yes

    page.get_by_role("main").get_by_role("link", name="Dine skridt").click()
    page.get_by_role("link", name="Jeg kan ikke endnu").click()
    page.get_by_label("Jeg kan ikke endnu, fordi …").fill("Bussen kører ikke")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("Bussen kører ikke")
    page.get_by_role("button", name="Nu kan jeg godt").click()
    page.get_by_role("button", name="Jeg har gjort det").click()
    expect(page.locator(".messages")).to_contain_text("Godt gået")
    page.get_by_role("button", name="Jeg har ikke gjort det").click()
    expect(page.get_by_role("button", name="Jeg har gjort det")).to_be_visible()
    fits(page)

    page.goto(f"{live_server.url}{HOME}snak/")
    page.get_by_role("link", name="Besøge FGU i Nordkysten").click()
    page.get_by_label("Hvad vil du sige?").fill("Jeg tør ikke gå alene")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("har ikke læst det endnu")
    assert Remark.objects.get().is_theirs
    page.get_by_role("link", name="Ret de her ord").click()
    page.get_by_label("Dine ord").fill("Besøge FGU med min mor")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="Besøge FGU med min mor")).to_be_visible()

    page.get_by_role("navigation").get_by_role("link", name="Dine møder").click()
    expect(page.get_by_role("main")).to_contain_text("Lokale 4")
    page.get_by_role("link", name="Jeg vil snakke om noget").click()
    page.get_by_label("Hvad vil du snakke om?").fill("Min søvn")
    page.get_by_role("button", name="Send").click()
    assert AgendaItem.objects.get(title="Min søvn").source == "youth"

    page.goto(f"{live_server.url}{HOME}hvordan-gaar-det/")
    fits(page)
    page.get_by_role("group", name="skole, uddannelse eller job").get_by_role("radio").nth(3).check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".messages")).to_contain_text("Tak")
    assert ScaleRound.objects.get().answers.get().now == 4

    page.goto(f"{live_server.url}{HOME}hvordan-har-du-det/")
    for question in page.get_by_role("group").all():
        question.get_by_role("radio").nth(4).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("70 201 201")
    expect(page.get_by_role("main")).to_contain_text(young.guide.name)
    assert WellbeingAnswer.objects.get().answered_as == "self"


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible(page, live_server, sign_in, complaints, accessible, young, width):
    step, meeting = young.plans.get().milestones.get(), young.meetings.get()
    sign_in(invite_youth(young).user)
    page.set_viewport_size(WIDTHS[width])
    for path in (
        "", "skridt/", f"skridt/{step.pk}/ikke-endnu/", "er-det-din-plan/", "drom/", "snak/",
        f"snak/milepael/{step.pk}/", f"ord/milepael/{step.pk}/", "hvordan-gaar-det/", "hvordan-har-du-det/",
        "moeder/", f"moeder/{meeting.pk}/punkt/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}{HOME}{path}")
        accessible()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTHS[width]["width"], path
    assert complaints == []
