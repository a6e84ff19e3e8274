"""The guide's day in the browser: from the row, by keyboard alone, and without JavaScript."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions
from cases.models import Case, Draft, Note
from core import clock
from tests.browser.conftest import WIDTHS, follow, press_enter, settled
from tests.helpers import factories

DRAFT_KEPT = 1_700  # milliseconds, a little longer than what is typed waits to be kept (static/kui/kui.js)


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
    settled(page)
    accessible()
    page.keyboard.type("Ringede og aftalte at mødes")
    expect(box.locator(".autosave")).to_contain_text("Kladde gemt")
    box.get_by_role("button", name="Gem notat").click()
    expect(box).to_be_hidden()
    expect(row).not_to_contain_text("Sidste samtale")
    expect(page.locator("#announce")).to_have_text("Notatet om Bodil Bech er gemt.")
    settled(page)
    row.get_by_role("button", name="Ja, stadig").click()
    expect(page.locator("#messages")).to_contain_text("stadig job")
    expect(row).to_have_count(0)
    assert Note.objects.get(case=bodil).text == "Ringede og aftalte at mødes"
    assert complaints == []


def test_escape_leaves_the_note_and_the_draft_is_there_next_time(page, live_server, sign_in, guide, bodil):
    sign_in(guide)
    page.goto(f"{live_server.url}/mine-unge/")
    page.get_by_role("link", name="Notat Bodil Bech").click()
    expect(page.locator("#quick textarea")).to_be_focused()
    page.locator("#quick textarea").fill("Halvvejs")
    expect(page.locator("#quick .autosave")).to_contain_text("Kladde gemt")
    page.keyboard.press("Escape")
    expect(page.locator("#quick")).to_be_hidden()
    page.get_by_role("link", name="Notat Bodil Bech").click()
    expect(page.locator("#quick textarea")).to_have_value("Halvvejs")


class Held:
    """What the page asks for at an address waits until it is let through."""

    def __init__(self, page, address):
        self.waiting, self.open = [], False
        page.route(address, lambda route: self.meet(route))

    def meet(self, route):
        if self.open:
            route.continue_()
        else:
            self.waiting.append(route)

    def let_through(self):
        """Each once: while one is let through another may come, and goes on by itself."""
        self.open = True
        while self.waiting:
            self.waiting.pop(0).continue_()


def test_a_note_that_is_saved_at_once_leaves_no_draft(page, live_server, sign_in, guide, bodil):
    """Neither from the row, whose form is gone before the draft would be kept, nor while a slow answer is awaited."""
    sign_in(guide)
    page.goto(f"{live_server.url}/mine-unge/")
    page.get_by_role("link", name="Notat Bodil Bech").click()
    expect(page.locator("#quick textarea")).to_be_focused()
    settled(page)
    page.locator("#quick textarea").fill("Gemt med det samme")
    page.locator("#quick").get_by_role("button", name="Gem notat").click()
    expect(page.locator("#quick")).to_be_hidden()
    page.wait_for_timeout(DRAFT_KEPT)
    assert not Draft.objects.exists()
    page.goto(f"{live_server.url}/sager/{bodil.pk}/notat/")
    saving = Held(page, page.url)
    page.get_by_label("Hvad skete der?").fill("Serveren er langsom")
    page.get_by_role("button", name="Gem notat").click(no_wait_after=True)
    page.wait_for_timeout(DRAFT_KEPT)
    with page.expect_navigation():
        saving.let_through()
    page.unroute_all()
    expect(page.locator(".timeline")).to_contain_text("Serveren er langsom")
    assert not Draft.objects.exists()


def test_no_older_draft_comes_after_a_newer_one(page, live_server, sign_in, guide, bodil):
    """The newer waits for the older to be answered."""
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{bodil.pk}/notat/")
    box, keeping = page.get_by_label("Hvad skete der?"), Held(page, "**/kladde/")
    with page.expect_request("**/kladde/"):
        box.fill("Halvt")
    box.fill("Helt")
    page.wait_for_timeout(DRAFT_KEPT)
    assert len(keeping.waiting) == 1
    with page.expect_response(lambda answer: "Helt" in (answer.request.post_data or "")):
        keeping.let_through()
    page.unroute_all()
    page.reload()
    expect(box).to_have_value("Helt")


@pytest.mark.parametrize("path", ["/min-dag/", "/mine-unge/", "/sager/{}/"])
def test_a_form_that_is_asked_for_twice_comes_once(page, live_server, sign_in, guide, bodil, path):
    """A second click before the first is answered, or the form would come anew over what is typed by then."""
    sign_in(guide)
    page.goto(live_server.url + path.format(bodil.pk))
    answered, address = [], re.compile(r"/notat/(\?|$)")

    def count(request):
        if address.search(request.url):
            answered.append(request.url)

    asking = Held(page, address)
    page.on("requestfinished", count)
    with page.expect_request(address):
        page.locator("a[hx-get*='/notat/']").first.dblclick()
    asking.let_through()
    expect(page.get_by_role("textbox", name="Hvad skete der?")).to_be_focused()
    settled(page)
    page.remove_listener("requestfinished", count)
    page.unroute_all()
    assert len(answered) < 2


def test_find_and_note_by_keyboard_alone(page, live_server, sign_in, guide, bodil, complaints):
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find en ung")).to_be_focused()
    page.keyboard.type("bech")
    press_enter(page)
    expect(page).to_have_url(f"{live_server.url}/soeg/?q=bech")
    page.locator("#hits a").first.focus()
    press_enter(page)
    expect(page).to_have_url(f"{live_server.url}/sager/{bodil.pk}/")
    page.get_by_role("link", name="Skriv notat").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Hvad skete der?")).to_be_focused()
    settled(page)
    page.keyboard.type("Skrevet uden mus")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for _press in range(6):  # through the parts of the date field, to the button
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    press_enter(page)
    expect(page.locator(".timeline")).to_contain_text("Skrevet uden mus")
    assert complaints == []


def test_the_day_works_without_javascript(plain, live_server, bodil):
    page = plain
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(".rows li", has_text="Bodil Bech")
    follow(row.get_by_role("button", name="Ja, stadig"))
    expect(page.locator(".messages")).to_contain_text("stadig job")
    follow(page.locator(".rows li", has_text="Bodil Bech").get_by_role("link", name="Skriv notat"))
    page.get_by_label("Hvad skete der?").fill("Uden script")
    follow(page.get_by_role("button", name="Gem notat"))
    expect(page).to_have_url(f"{live_server.url}/min-dag/")
    assert Note.objects.get(case=bodil).text == "Uden script"
    page.get_by_role("searchbox", name="Find en ung").fill("bodil")
    press_enter(page)
    follow(page.locator("#hits a").first)
    expect(page.locator("h1")).to_contain_text("Bodil Bech")


def test_intake_without_javascript_searches_first(plain, live_server, guide):
    page = plain
    page.goto(f"{live_server.url}/sager/ny/")
    page.locator("#id_q").fill("Vera Vind")
    follow(page.locator("form.filters button"))
    expect(page.locator("#id_first_name")).to_have_value("Vera")
    page.locator("#id_birth_date").fill((clock.today() - timedelta(days=16 * 365)).isoformat())
    page.get_by_label("Hvem henvender sig?").select_option("Skole eller uddannelse")
    page.locator("#id_reason").fill("Skolen ringede")
    follow(page.get_by_role("button", name="Gem og optag nu"))
    page.get_by_label("Hvorfor optages den unge?").fill("Har brug for en guide")
    follow(page.get_by_role("button", name="Åbn sagen"))
    expect(page.locator("h1")).to_contain_text("Vera Vind")
    case = Case.objects.get(person__first_name="Vera")
    assert (case.guide, case.reason, case.plans.count()) == (guide, "Skolen ringede", 1)
