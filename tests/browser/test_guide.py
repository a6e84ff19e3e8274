"""The guide's day in the browser: from the row, by keyboard alone, and without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions
from cases.models import Case, Note
from core import clock
from tests.browser.conftest import WIDTHS
from tests.helpers import factories


@pytest.fixture
def bodil(guide):
    """A young person nobody has talked with or asked about for months."""
    case = factories.make_case(
        guide,
        first_name="Bodil",
        last_name="Bech",
        birth_date=clock.today() - timedelta(days=20 * 365),
        on=clock.today() - timedelta(days=200),
    )
    actions.set_activity(case, "job", by=guide, on=clock.today() - timedelta(days=150))
    # That it stands still has a line of its own, in place of these two.
    actions.let_rest(case, by=guide, until=clock.today() + timedelta(days=30), reason="Er ude at sejle")
    return case


@pytest.fixture
def plain(plain_page, sign_in, guide):
    """The guide's browser, a phone without JavaScript."""
    plain_page.set_viewport_size(WIDTHS["phone"])
    return sign_in(guide, plain_page)


def test_a_note_from_the_row_stays_on_the_page(
    page, live_server, sign_in, guide, bodil, accessible, complaints
):
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(".rows li", has_text="Bodil Bech")
    expect(row).to_contain_text("Sidste samtale: aldrig")
    row.get_by_role("link", name="Skriv notat").click()
    box = page.locator("#quick")
    expect(box).to_be_visible()
    expect(box.locator("textarea")).to_be_focused()
    accessible()
    page.keyboard.type("Ringede og aftalte at mødes")
    expect(box.locator(".autosave")).to_contain_text("Kladde gemt")
    box.get_by_role("button", name="Gem notat").click()
    expect(box).to_be_hidden()
    expect(row).not_to_contain_text("Sidste samtale")
    expect(page.locator("#announce")).to_have_text("Notatet om Bodil Bech er gemt.")
    row.get_by_role("button", name="Ja, stadig").click()
    expect(page.locator("#messages")).to_contain_text("stadig Job")
    expect(row).to_have_count(0)
    assert Note.objects.get(case=bodil).text == "Ringede og aftalte at mødes"
    assert complaints == []


def test_escape_leaves_the_note_and_the_draft_is_there_next_time(page, live_server, sign_in, guide, bodil):
    sign_in(guide)
    page.goto(f"{live_server.url}/mine-unge/")
    page.get_by_role("link", name="Notat Bodil Bech").click()
    page.locator("#quick textarea").fill("Halvvejs")
    expect(page.locator("#quick .autosave")).to_contain_text("Kladde gemt")
    page.keyboard.press("Escape")
    expect(page.locator("#quick")).to_be_hidden()
    page.get_by_role("link", name="Notat Bodil Bech").click()
    expect(page.locator("#quick textarea")).to_have_value("Halvvejs")


def test_find_and_note_by_keyboard_alone(page, live_server, sign_in, guide, bodil, complaints):
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find en ung")).to_be_focused()
    page.keyboard.type("bech")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg/?q=bech")
    page.locator("#hits a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/sager/{bodil.pk}/")
    page.get_by_role("link", name="Skriv notat").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Hvad skete der?")).to_be_focused()
    page.keyboard.type("Skrevet uden mus")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for _press in range(6):  # through the parts of the date field, to the button
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".timeline")).to_contain_text("Skrevet uden mus")
    assert complaints == []


def test_the_day_works_without_javascript(plain, live_server, bodil):
    page = plain
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(".rows li", has_text="Bodil Bech")
    row.get_by_role("button", name="Ja, stadig").click()
    expect(page.locator(".messages")).to_contain_text("stadig Job")
    page.locator(".rows li", has_text="Bodil Bech").get_by_role("link", name="Skriv notat").click()
    page.get_by_label("Hvad skete der?").fill("Uden script")
    page.get_by_role("button", name="Gem notat").click()
    page.wait_for_url("**/min-dag/")
    assert Note.objects.get(case=bodil).text == "Uden script"
    page.get_by_role("searchbox", name="Find en ung").fill("bodil")
    page.get_by_role("searchbox", name="Find en ung").press("Enter")
    page.locator("#hits a").first.click()
    expect(page.locator("h1")).to_contain_text("Bodil Bech")


def test_intake_without_javascript_searches_first(plain, live_server, guide):
    page = plain
    page.goto(f"{live_server.url}/sager/ny/")
    page.locator("#id_q").fill("Vera Vind")
    page.locator("form.filters button").click()
    expect(page.locator("#id_first_name")).to_have_value("Vera")
    page.locator("#id_birth_date").fill((clock.today() - timedelta(days=16 * 365)).isoformat())
    page.get_by_label("Hvem henvender sig?").select_option("Skole eller uddannelse")
    page.locator("#id_reason").fill("Skolen ringede")
    page.get_by_role("button", name="Gem og optag nu").click()
    page.get_by_label("Hvorfor optages den unge?").fill("Har brug for en guide")
    page.get_by_role("button", name="Åbn sagen").click()
    expect(page.locator("h1")).to_contain_text("Vera Vind")
    case = Case.objects.get(person__first_name="Vera")
    assert (case.guide, case.reason, case.plans.count()) == (guide, "Skolen ringede", 1)
