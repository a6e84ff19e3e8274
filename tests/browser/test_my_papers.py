"""Min plan in the browser: the pages that tell, ideas and help, for the young person and as the guide sees them."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.models import Plan
from practice.models import Idea
from progress.models import LifeArea
from progress.scales.actions import Said, record_scales
from tests.browser.conftest import follow, look, shot, wider_than_the_window
from tests.helpers.entering import invite_youth, young_case

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("", "vejen/", "udvikling/", "papirer/", "ideer/", "kontakt/", "samtykker/", "hvem-har-set/")


@pytest.fixture
def young(guide):
    """The entry of a young person with a dream, and with three answers about how it goes."""
    today = clock.today()
    case = young_case(guide, on=today - timedelta(days=200), preferred_name="Sigge")
    Plan.objects.filter(case=case).update(dream="Mit eget sted")
    for ago, now in ((180, 3), (90, 5), (1, 7)):
        answers = {area.code: Said(now, 8, "Det går bedre") for area in LifeArea.objects.in_force(today)}
        record_scales(case, answers, by=guide, voice="youth", on=today - timedelta(days=ago))
    return invite_youth(case)


def test_every_page_fits_and_can_be_read_by_everybody(
    page, live_server, sign_in, complaints, accessible, young
):
    sign_in(young.user)
    for path in PAGES:
        page.goto(f"{live_server.url}/min-plan/{path}")
        look(page, accessible)
        shot(page, f"youth-{path.strip('/') or 'first'}")
    assert not complaints


def test_an_idea_is_sent_on_a_phone_without_a_script(plain_page, live_server, sign_in, young):
    page = sign_in(young.user, plain_page)
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{live_server.url}/min-plan/ideer/")
    page.get_by_label("Hvad kunne være bedre?").fill("en sofa i venterummet")
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_text("Tak. Ingen kan se")).to_be_visible()
    assert Idea.objects.count() == 1
    assert wider_than_the_window(page) <= 0


def test_the_guide_sees_it_from_the_case(page, live_server, sign_in, complaints, accessible, young, guide):
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{young.case_id}/min-plan/")
    follow(page.get_by_role("link", name="Se præcis det, Sigge ser"))
    expect(page.get_by_text("Hej Sigge")).to_be_visible()
    look(page, accessible)
    shot(page, "guide-first")
    follow(page.get_by_label("Sider på Min plan").get_by_role("link", name="Sådan går det"))
    expect(page.locator("svg.progress-picture").first).to_be_visible()
    look(page, accessible)
    assert not complaints
