"""The unit's own practice, by clicking: a round in one's own time, one in the room, and a step from what it showed."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from core import clock
from practice.barometer.actions import answer_round
from practice.iglo.models import Step
from practice.models import Round
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def team(unit):
    return [factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(4)]


def test_a_round_is_asked_answered_and_becomes_a_step(
    page, live_server, sign_in, leader, guide, team, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/barometer/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Start en runde"))
    page.get_by_label("Hvad hedder runden?").fill("November")
    page.get_by_label("Fælles mål").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Åbn runden"))
    page.get_by_text("Resultatet vises, når runden er afsluttet").wait_for()
    look(page, accessible)

    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/praksis/barometer/")
    follow(page.get_by_role("link", name="Svar November"))
    look(page, accessible)
    statement = page.get_by_role("group", name=re.compile("klart definerede, fælles mål"))
    # By keyboard: into the scale, and three to the right.
    statement.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    for _press in range(2):
        page.keyboard.press("ArrowRight")
    expect(statement.get_by_role("radio", name="3", exact=True)).to_be_checked()
    follow(page.get_by_role("button", name="Send svaret"))
    page.get_by_text("uden dit navn").wait_for()
    round_ = Round.objects.get()
    pks = list(round_.questions.values_list("pk", flat=True))
    for user in team:
        answer_round(round_, dict.fromkeys(pks, 3), by=user)

    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/barometer/{round_.pk}/")
    assert "median" not in page.content()
    follow(page.get_by_role("button", name="Afslut runden"))
    page.get_by_text("5 svar, median 3, fra 3 til 3").wait_for()
    # The other statements were answered by four.
    expect(page.get_by_text("Færre end fem svar: intet vises.")).to_have_count(4)
    look(page, accessible)
    follow(page.get_by_role("link", name=re.compile("Aftal et skridt ?: Vi har klart")))
    look(page, accessible)
    page.get_by_label(re.compile("Gruppe:")).check()
    page.get_by_label("Hvad gør vi?").fill("Vi skriver tre mål op")
    page.get_by_label("Hvad vil vi se, når det hjælper?").fill("Alle kan sige dem")
    page.get_by_label("Hvornår?").fill((clock.today() + timedelta(days=14)).isoformat())
    follow(page.get_by_role("button", name="Aftal skridtet"))
    page.get_by_text("Vi skriver tre mål op").first.wait_for()
    look(page, accessible)
    follow(page.get_by_role("link", name=re.compile("Hvordan gik det")))
    page.get_by_label("Hvad kom der ud af det?").fill("De hænger i køkkenet")
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("De hænger i køkkenet").wait_for()
    assert Step.objects.get().done_on == clock.today()
    assert not complaints


def test_a_room_answers_from_its_phones(
    page, plain_page, live_server, sign_in, leader, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/barometer/ny/")
    page.get_by_label("Hvad hedder runden?").fill("Temadag")
    page.get_by_label("Jeres egne udsagn").fill("Vi har fælles mål")
    page.get_by_label("Sammen i rummet").check()
    follow(page.get_by_role("button", name="Åbn runden"))
    follow(page.get_by_role("link", name="Vis på skærmen"))
    code = page.locator(".wall-code strong").inner_text()
    page.set_viewport_size({"width": 1920, "height": 1080})
    look(page, accessible)

    plain_page.set_viewport_size(WIDTHS["phone"])
    plain_page.goto(f"{live_server.url}/barometer/")
    plain_page.get_by_label("Koden på skærmen").fill(code)
    follow(plain_page.get_by_role("button", name="Fortsæt"))
    plain_page.locator(".scale label", has_text=re.compile("^8$")).click()
    follow(plain_page.get_by_role("button", name="Send svaret"))
    plain_page.get_by_text("Se på skærmen").wait_for()

    # It comes by itself.
    page.get_by_text("1 har svaret").wait_for()
    follow(page.get_by_role("button", name="Afslut runden og vis resultatet"))
    assert page.url.endswith("/skaerm/"), "the wall shows what the room said"
    page.get_by_text("Færre end fem svar").wait_for()
    assert not complaints
