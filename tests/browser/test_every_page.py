"""Every page of the matrix, at a phone's and a desk's width: accessible, nothing blocked, nothing sideways."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import world as worlds
from tests.access_rows import ACTS, PAGES, PRINCIPALS
from tests.browser.conftest import WIDTHS

# Seen from whom, where a page lets in several.
FIRST = ("owner", "leader", "admin", "colleague", "partner", *PRINCIPALS)


def _visits(world):
    """``(route, address, principal)`` of every page that answers a GET with HTML."""
    for row in worlds.ROWS:
        if "get" not in row.methods:
            continue
        for kind in ("plain", "closed") if row.about_a_case else (None,):
            allowed = row.only or (ACTS[row.rule][kind] if row.about_a_case else PAGES[row.rule])
            principal = next((name for name in FIRST if name in allowed), None)
            if principal is None:
                continue
            response = worlds.call(world, row, principal, kind, "get")
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                yield row.name, response.wsgi_request.get_full_path(), principal
                break


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(
    page, live_server, complaints, accessible, transactional_db, width
):
    world = worlds.build()
    page.set_viewport_size(WIDTHS[width])
    wrong, seen = [], 0
    for name, path, principal in list(_visits(world)):
        page.context.clear_cookies()
        if principal != "anonymous":
            cookie = world.clients[principal].cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url + path)
        seen += 1
        try:
            accessible()
        except AssertionError as error:
            wrong.append(f"{name}: {error}")
        sideways = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if sideways > 0:
            wrong.append(f"{name}: {sideways} px wider than the window")
        if complaints:
            wrong.append(f"{name}: {'; '.join(complaints)}")
            complaints.clear()
    assert seen > 10
    assert not wrong, "\n".join(wrong)


def test_a_missing_page_is_a_page(page, live_server, sign_in, guide, accessible):
    sign_in(guide)
    page.goto(live_server.url + "/findes-ikke/")
    assert page.get_by_role("heading").first.is_visible()
    accessible()
    page.goto(live_server.url + reverse("home"))
