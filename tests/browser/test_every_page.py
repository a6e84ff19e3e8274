"""Every page of the matrix, at a phone's and a desk's width: accessible, nothing blocked, nothing sideways."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.browser.conftest import at_each_width, leave, wider_than_the_window
from tests.helpers import visits
from tests.helpers import world as worlds

# What the browser keeps of a page besides its cookies, which scripts cannot read.
KEPT = """async () => [
    ...Object.entries(localStorage), ...Object.entries(sessionStorage), document.cookie,
    ...(window.indexedDB.databases ? await indexedDB.databases() : []).map((one) => one.name),
].filter((one) => one.length)"""
# A name of eighty letters, as far as a case's own name and what people wrote stand on the page.
WORD_WITHOUT_END = """() => {
    const words = document.createTreeWalker(document.querySelector('main') || document.body, NodeFilter.SHOW_TEXT)
    const long = 'Abcdefghij'.repeat(8)
    while (words.nextNode()) {
        const node = words.currentNode, up = node.parentElement
        if (up.closest('script, style, svg, option')) continue
        const written = up.closest('.user-text, .quote, q, .name') && node.data.trim()
        node.data = written ? long : node.data.replace(/Sigrid|Særlig/g, long)
    }
}"""
# A desk's page at twice the size, and a tablet.
BETWEEN = (720, 820, 900)
# Processes side by side take a part of the pages each.
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits(page, live_server, complaints, accessible, transactional_db, part):
    world = worlds.build()
    wrong, seen, here = [], 0, "anonymous"
    seen_by = [
        (row.name, got.wsgi_request.get_full_path(), who)
        for row, who, got in visits.pages(world, worlds.ROWS[part::PARTS])
    ]
    for name, path, principal in seen_by:
        if principal != here:
            here = principal
            leave(page, live_server)
            page.context.clear_cookies()
            cookie = world.clients[principal].cookies.get(settings.SESSION_COOKIE_NAME)
            if cookie:
                page.context.add_cookies(
                    [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
                )
        page.goto(live_server.url + path)
        seen += 1
        for width in at_each_width(page):
            wrong += [f"{name} ({width}): {what}" for what in _faults(page, accessible)]
        for width in BETWEEN:
            page.set_viewport_size({"width": width, "height": 780})
            wrong += [f"{name} ({width}): {what}" for what in _too_wide(page)]
        page.evaluate(WORD_WITHOUT_END)
        for width in at_each_width(page):
            wrong += [f"{name} ({width}), a word without end: {what}" for what in _too_wide(page)]
        wrong += [f"{name}: {what}" for what in complaints]
        if kept := page.evaluate(KEPT):
            wrong.append(f"{name}: leaves in the browser {kept}")
        complaints.clear()
    assert seen > 10
    assert not wrong, "\n".join(wrong)


def _faults(page, accessible):
    """What is wrong with the page as it stands: rules of WCAG broken, or wider than the window."""
    try:
        accessible()
    except AssertionError as error:
        yield str(error)
    yield from _too_wide(page)


def _too_wide(page):
    if (wider := wider_than_the_window(page)) > 0:
        yield f"{wider} px wider than the window"


def test_a_missing_page_is_a_page(page, live_server, sign_in, guide, accessible):
    sign_in(guide)
    page.goto(live_server.url + "/findes-ikke/")
    assert page.get_by_role("heading").first.is_visible()
    accessible()
    page.goto(live_server.url + reverse("home"))


NAMELESS_PICTURE = "document.querySelector('main').append(document.createElement('img'))"
PALE_WORDS = "document.querySelectorAll('h1').forEach(words => words.style.color = '#bbb')"


@pytest.mark.parametrize(("fault", "rule"), [(NAMELESS_PICTURE, "image-alt"), (PALE_WORDS, "color-contrast")])
def test_a_fault_is_found(page, live_server, accessible, fault, rule):
    page.goto(live_server.url + reverse("account_login"))
    accessible()
    page.evaluate(fault)
    with pytest.raises(AssertionError, match=rule):
        accessible()


def test_a_colour_that_axe_has_met_is_the_colour_it_is(page, live_server, accessible):
    """What is remembered of a colour is what axe works out from its text."""
    page.goto(live_server.url + reverse("account_login"))
    accessible()
    again = """texts => texts.map(text => [1, 2].map(() => {
        const color = new axe.commons.color.Color(1, 2, 3, 0.5)
        color.parseString(text)
        return [color.red, color.green, color.blue, color.alpha]
    }))"""
    met = page.evaluate(again, ["rgb(10, 20, 30)", "rgba(1, 2, 3, 0.25)", "#ff8000", "transparent"])
    seen = [[10, 20, 30, 1], [1, 2, 3, 0.25], [255, 128, 0, 1], [0, 0, 0, 0]]
    assert met == [[one, one] for one in seen]


def test_a_search_leaves_nothing_in_the_browser(page, live_server, sign_in, guide):
    """htmx writes the address of each page down, and the words that one looks for stand in it."""
    sign_in(guide)
    page.goto(live_server.url + reverse("workspace:unit_list") + "?q=Sigrid")
    page.wait_for_function("window.htmx")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == []
