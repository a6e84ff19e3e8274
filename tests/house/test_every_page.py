"""What every page says of itself: its own title, and where in the menu one is."""

import re
from html import unescape

import pytest
from django.urls import reverse

from kui.nav import MORE, NAV, TABLES
from tests.helpers import visits
from tests.helpers.world import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Several ways to one page.
SAME = (
    {"partners:partner_detail", "partners:own_card"},
    {"cases:consent_add", "cases:consent_again", "exchange:bundle_before_ask"},
    {"participation:conversation", "participation:conversation_say"},
    {"portal:my_plan_shown", "portal:my_plan_shown_leaf"},
    {"portal:my_dream", "portal:my_words"},
    {"portal:my_talks", "portal:my_talk"},
    {"portal:my_scales", "portal:my_wellbeing"},
)
# On the wall of a room: no menu at all.
WITHOUT_MENU = {"practice:round_wall"}
MARKED = re.compile(r'<a href="([^"]+)" aria-current="page"')


@pytest.fixture(scope="module")
def pages(world):
    """``(route, role, path, HTML)`` of every whole page."""
    found = [
        (row.name, getattr(world.people.get(who), "role", ""), got.wsgi_request.path, got.content.decode())
        for row, who, got in visits.pages(world, ROWS)
    ]
    assert len(found) > 150
    return found


@pytest.mark.in_turn
def test_every_page_has_a_title_of_its_own(pages):
    titles: dict[str, set[str]] = {}
    for name, _role, _path, html in pages:
        title = " ".join(unescape(re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]).split())
        assert title.endswith("· KUI"), name
        titles.setdefault(title, set()).add(name)
    assert "· KUI" not in titles, titles["· KUI"]
    twice = {title: names for title, names in titles.items() if len(names) > 1 and names not in SAME}
    assert not twice, "\n".join(f"{title}: {names}" for title, names in twice.items())


def expected_entry(role: str, path: str, menu) -> str:
    """The entry of the menu that a path belongs to."""
    urls = [reverse(name) for roles, _label, name in menu if role in roles]
    return max((url for url in urls if path.startswith(url)), key=len, default="")


@pytest.mark.in_turn
def test_the_menu_marks_where_one_is(pages):
    wrong, seen = [], set()
    for name, role, path, html in pages:
        if name in WITHOUT_MENU:
            continue
        wanted = {expected_entry(role, path, menu) for menu in (NAV, MORE, TABLES)} - {""}
        if role == "admin" and expected_entry(role, path, TABLES):
            wanted = {reverse("plans:destination_list"), expected_entry(role, path, TABLES)}
            if 'aria-label="Tabeller"' not in html:
                wrong.append(f"{name}: no menu of tables")
        elif 'aria-label="Tabeller"' in html:
            wrong.append(f"{name}: a menu of tables")
        if missing := wanted - set(MARKED.findall(html)):
            wrong.append(f"{name}: not marked {missing}")
        seen |= wanted
    assert not wrong, "\n".join(wrong)
    assert len(seen) > 25
