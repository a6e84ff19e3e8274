"""Every page of the matrix, at a phone's and a desk's width: accessible, nothing blocked, nothing sideways."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import world as worlds
from tests.access_rows import ACTS, PAGES, PRINCIPALS
from tests.browser.conftest import at_each_width, wider_than_the_window

# Seen from whom, where a page lets in several.
FIRST = ("owner", "leader", "admin", "colleague", "partner", *PRINCIPALS)


def _visits(world, part):
    """``(route, address, principal)`` of every page of the part that answers a GET with HTML."""
    for row in worlds.ROWS[part::PARTS]:
        if "get" not in row.methods:
            continue
        for kind in ("plain", "closed") if row.about_a_case else (None,):
            allowed = row.only or (ACTS[row.rule][kind] if row.about_a_case else PAGES[row.rule])
            principal = next((name for name in FIRST if name in allowed), None)
            if principal is None:
                continue
            response = worlds.call(world, row, principal, kind, "get")
            if response.status_code == 200 and response.content[:15].lower() == b"<!doctype html>":
                yield row.name, response.wsgi_request.get_full_path(), principal
                break


# Processes side by side take a part of the pages each.
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_and_fits(page, live_server, complaints, accessible, transactional_db, part):
    world = worlds.build()
    wrong, seen = [], 0
    for name, path, principal in list(_visits(world, part)):
        page.context.clear_cookies()
        if principal != "anonymous":
            cookie = world.clients[principal].cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url + path)
        seen += 1
        for width in at_each_width(page):
            wrong += [f"{name} ({width}): {what}" for what in _faults(page, accessible)]
        wrong += [f"{name}: {what}" for what in complaints]
        complaints.clear()
    assert seen > 10
    assert not wrong, "\n".join(wrong)


def _faults(page, accessible):
    """What is wrong with the page as it stands: rules of WCAG broken, or wider than the window."""
    try:
        accessible()
    except AssertionError as error:
        yield str(error)
    if (wider := wider_than_the_window(page)) > 0:
        yield f"{wider} px wider than the window"


def test_a_missing_page_is_a_page(page, live_server, sign_in, guide, accessible):
    sign_in(guide)
    page.goto(live_server.url + "/findes-ikke/")
    assert page.get_by_role("heading").first.is_visible()
    accessible()
    page.goto(live_server.url + reverse("home"))


def test_a_fault_is_found(page, live_server, accessible):
    page.goto(live_server.url + reverse("account_login"))
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        accessible()
