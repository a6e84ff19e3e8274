"""The browser: the system's Chromium, in Danish, watched for everything that it complains about."""

import os
import shutil
from importlib.metadata import version

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.conf import settings
from django.test import Client

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WCAG_2_1_AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    # What is not read is not worked out: what passed, and where each element is found.
    "resultTypes": ["violations"],
    "selectors": False,
}
# The widths that every page is looked at in: a phone and a desk.
WIDTHS = {"phone": {"width": 360, "height": 780}, "desk": {"width": 1440, "height": 900}}


def chromium() -> str:
    """Where Chromium is, or an empty string."""
    return os.environ.get("KUI_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), "")


def pytest_collection_modifyitems(items):
    """Without a browser these tests are skipped; scripts/run_tests.py says so at the end."""
    if not chromium():
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Chromium without its own errands in the background."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    return {
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet],
    }


@pytest.fixture(scope="session")
def browser_context_args():
    """A Danish reader at a desk; a test that wants a phone sets the page's viewport."""
    return {"locale": "da-DK", "timezone_id": "Europe/Copenhagen", "viewport": WIDTHS["desk"]}


@pytest.fixture
def complaints(page):
    """What the browser has complained of so far: script errors and what the content security policy blocked."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    return heard


@pytest.fixture
def sign_in(page, live_server):
    """``sign_in(user)``: the page's browser is that user from now on. Signing in itself has its own tests."""

    def as_user(user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
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
        if page.evaluate("typeof window.axe") == "undefined":
            page.evaluate(AXE)
        violations = page.evaluate(
            "async options => (await axe.run(document, options)).violations", WCAG_2_1_AA
        )
        told = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in violation["nodes"][:3])
            for violation in violations
        ]
        assert not told, f"{page.url} at {page.viewport_size['width']} px\n" + "\n".join(told)

    return check


def pytest_report_header():
    """Which browser and which rules."""
    return f"chromium: {chromium() or 'none'}, axe-playwright {version('axe-playwright-python')}"
