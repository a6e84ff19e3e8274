"""The browser: the system's Chromium, in Danish, watched for everything that it complains about."""

import os
import random
import shutil
import threading
import time
from importlib.metadata import version

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Error, expect

CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
WCAG_2_1_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    # What is not read is not worked out: what passed, and where each element is found.
    "resultTypes": ["violations"],
    "selectors": False,
}
# axe reads the same few colours from every element anew, which takes most of its time; here each is worked
# out once a page.
AXE = (
    AXE_SCRIPT
    + """
;(() => {
    const color = axe.commons.color.Color.prototype, parse = color.parseString, known = new Map()
    color.parseString = function (text) {
        if (!known.has(text)) known.set(text, parse.call(new axe.commons.color.Color(0, 0, 0), text))
        const {r, g, b, alpha} = known.get(text)
        return Object.assign(this, {r, g, b, alpha})
    }
})()
"""
)
AXE_PATH = "/static/axe.min.js"
VIOLATIONS = """async ([path, options]) => {
    if (!window.axe) await new Promise((loaded, failed) => {
        const script = Object.assign(document.createElement('script'), {src: path, onload: loaded, onerror: failed})
        document.head.append(script)
    })
    return (await axe.run(document, options)).violations
}"""
SCRIPTS = "--js-flags=--no-opt,--no-maglev,--min-semi-space-size=16,--max-semi-space-size=32"
# Playwright runs an event loop in the test's own thread, where Django then asks for nothing to be written.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# How long a test waits for what it expects, in milliseconds: only one that fails waits so long.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
# KUI_SLOW=0.7: every answer takes up to so many seconds before it is worked out and again before it is given, so that
# a test which reads too early fails here.
SLOW = float(os.environ.get("KUI_SLOW") or 0)
# The widths that every page is looked at in: a phone and a desk.
WIDTHS = {"phone": {"width": 360, "height": 780}, "desk": {"width": 1440, "height": 900}}


def chromium() -> str:
    """Where Chromium is, or an empty string."""
    return os.environ.get("KUI_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


@pytest.hookimpl(trylast=True)  # once the tests above are told that they drive a browser
def pytest_collection_modifyitems(items):
    """Without a browser these tests are skipped; scripts/run_tests.py says so at the end."""
    if not chromium():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))
    # The longest first, and dealt out as xdist does to begin with, so that all processes are done at the same time.
    places = [place for place, item in enumerate(items) if item.get_closest_marker("browser")]
    ours = sorted((items[place] for place in places), key=lambda item: "every_page" not in item.nodeid)
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", 1))
    ours = [item for number in range(processes) for item in ours[number::processes]]
    for place, item in zip(places, ours, strict=True):
        items[place] = item


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Chromium without its own errands in the background, and for scripts that live as long as a page does.

    To compile those for speed, or to be thrifty with memory, takes more processor time than it saves.
    """
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", SCRIPTS, *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    """A Danish reader at a desk; a test that wants a phone sets the page's viewport. What is looked at stands still."""
    return {
        "locale": "da-DK",
        "timezone_id": "Europe/Copenhagen",
        "viewport": WIDTHS["desk"],
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session", autouse=True)
def static_files_are_kept():
    """The browser keeps static files, as in production, where their names change with their content.

    axe is one of them.
    """
    plain = StaticFilesHandler.serve

    def serve(self, request):
        is_axe = request.path == AXE_PATH
        response = HttpResponse(AXE, content_type="text/javascript") if is_axe else plain(self, request)
        response["Cache-Control"] = "max-age=3600, immutable"
        return response

    StaticFilesHandler.serve = serve
    yield
    StaticFilesHandler.serve = plain


# The server's threads that are working out an answer.
_answering: set[int] = set()


@pytest.fixture(scope="session", autouse=True)
def answers_are_counted():
    """What the server is still working on is known, and with KUI_SLOW it takes longer."""
    plain = WSGIHandler.__call__

    def answer(self, environ, start_response):
        _answering.add(threading.get_ident())
        try:
            time.sleep(random.uniform(0, SLOW))
            response = plain(self, environ, start_response)
            time.sleep(random.uniform(0, SLOW))
            return response
        finally:
            _answering.discard(threading.get_ident())

    WSGIHandler.__call__ = answer
    yield
    WSGIHandler.__call__ = plain


@pytest.fixture(scope="session")
def kept_pages(browser, browser_context_args):
    """The pages that tests take over from each other, by whether scripts run there, and how one is opened."""
    kept = {}

    def opened(scripts):
        if scripts not in kept:
            context = browser.new_context(**browser_context_args, java_script_enabled=scripts)
            context.set_default_timeout(PATIENCE)
            kept[scripts] = context.new_page()
        return kept[scripts]

    yield kept, opened
    for page in kept.values():
        page.context.close()


# Left for this, a page is gone with its requests and timers. An empty page would do the same, but for twice
# the price: it is nobody's, so the browser changes process there and back.
NOTHING = "/static/kui/favicon.svg"


def leave(page, live_server):
    """Go nowhere, and wait until the server has worked out what was asked for: a late answer would belong to the next
    test's database, or give the next user's browser this one's session.
    """
    page.goto(live_server.url + NOTHING)
    for _moment in range(500):
        if not _answering:
            break
        time.sleep(0.01)


def _lent(kept_pages, live_server, request, scripts):
    """A page with nothing of an earlier test on it, yielded.

    Opening a browser context with its first page takes more than a second of processor time, so one that a test has
    left behind in order is emptied and used again.
    """
    kept, opened = kept_pages
    page = opened(scripts)
    yield page
    report = getattr(request.node, "rep_call", None)
    try:
        in_order = report is not None and report.passed
        if in_order:
            leave(page, live_server)
    except Error:  # closed, or on its way elsewhere
        in_order = False
    if not in_order:
        kept.pop(scripts).context.close()
        return
    for other in page.context.pages:
        if other != page:
            other.close()
    page.context.clear_cookies()
    page.mouse.move(0, 0)
    page.set_viewport_size(WIDTHS["desk"])


@pytest.fixture
def page(kept_pages, live_server, request):
    """The test's page in the browser."""
    yield from _lent(kept_pages, live_server, request, scripts=True)


@pytest.fixture
def plain_page(kept_pages, live_server, request):
    """A page in a browser that runs no scripts."""
    yield from _lent(kept_pages, live_server, request, scripts=False)


@pytest.fixture
def complaints(page):
    """What the browser has complained of so far: script errors and what the content security policy blocked."""
    heard: list[str] = []

    def script_failed(error):
        heard.append(f"script: {error}")

    def said(message):
        if message.type == "error":
            heard.append(message.text)

    page.on("pageerror", script_failed)
    page.on("console", said)
    yield heard
    page.remove_listener("pageerror", script_failed)
    page.remove_listener("console", said)


@pytest.fixture
def sign_in(request, live_server):
    """``sign_in(user)``: the page's browser is that user from now on. Signing in itself has its own tests."""

    def as_user(user, page=None):
        page = page or request.getfixturevalue("page")
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        leave(page, live_server)
        page.context.clear_cookies()
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}]
        )
        return page

    return as_user


@pytest.fixture
def accessible(page):
    """``accessible()``: the page as it stands breaks no rule of WCAG 2.1 A and AA that axe knows."""

    def check():
        violations = page.evaluate(VIOLATIONS, [AXE_PATH, WCAG_2_1_AA])
        told = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"][:3])
            for violation in violations
        ]
        assert not told, f"{page.url} at {page.viewport_size['width']} px\n" + "\n".join(told)

    return check


@pytest.fixture(params=WIDTHS)
def begun_at(request, page):
    """The whole test is done at a phone's width, and once more at a desk's: there a `glance` is enough."""
    page.set_viewport_size(WIDTHS[request.param])
    return request.param


def follow(control):
    """Press a link or a button that leads to another page, and be there: a click does not wait for what it begins."""
    with control.page.expect_navigation():
        control.click()


def press_enter(page):
    """Press Enter where that leads to another page, and be there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def settled(page):
    """What htmx has fetched stands in the page and answers: between the two a button is drawn, but not bound yet."""
    for doing in ("request", "swapping", "settling", "added"):
        expect(page.locator(f".htmx-{doing}")).to_have_count(0)


def at_each_width(page):
    """Give the page each width in turn, the present one first; yields the width's name."""
    for name, size in sorted(WIDTHS.items(), key=lambda item: item[1] != page.viewport_size):
        page.set_viewport_size(size)
        yield name


def wider_than_the_window(page):
    """How many pixels of the page are outside the window, sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def glance(page, accessible):
    """The page as it stands is accessible and fits, at the width that it has."""
    accessible()
    assert wider_than_the_window(page) <= 0, f"{page.url} at {page.viewport_size['width']} px"


def look(page, accessible):
    """The page as it stands is accessible and fits, at each width."""
    for _width in at_each_width(page):
        glance(page, accessible)


def shot(page, name):
    """A picture for whoever looks, where KUI_SHOTS names a folder."""
    if folder := os.environ.get("KUI_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


def pytest_report_header():
    """Which browser and which rules."""
    return f"chromium: {chromium() or 'none'}, axe-playwright {version('axe-playwright-python')}"
