"""Statutory clocks and ages by clicking: a guide reports, explains and confirms; the leader narrows; the admin
adds a limit.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions as activity_actions
from cases.duty import actions as duty_actions
from cases.people.rules import birthday
from core import clock
from core.limits import limit
from tests.browser.conftest import WIDTHS, follow
from tests.helpers import factories


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_guide_follows_the_clocks(page, live_server, sign_in, guide, accessible, complaints, width):
    """From "does not follow the plan" to a talk; an older limit that was missed gets its reason."""
    today = clock.today()
    long_ago = today - timedelta(days=60)
    with clock.travel(long_ago):
        case = factories.make_case(
            guide,
            first_name="Sofie",
            last_name="Skov",
            birth_date=today - timedelta(days=16 * 365),
            on=long_ago,
        )
        activity_actions.set_activity(case, "none", by=guide)
    with clock.travel(long_ago + timedelta(days=20)):
        activity_actions.set_activity(case, "fgu", by=guide)
        duty_actions.report_breach(case, by=guide, how="school")
    with clock.travel(long_ago + timedelta(days=35)):
        activity_actions.set_activity(case, "eud", by=guide)
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/")
    follow(page.get_by_role("link", name="Følger ikke planen"))
    page.get_by_label("Hvordan fik vi det at vide?").select_option(label="Familien fortalte det")
    follow(page.get_by_role("button", name="Start fristerne"))
    expect(page.locator("main")).to_contain_text("5 arbejdsdage tilbage")
    accessible()
    follow(page.get_by_role("link", name="Skriv hvorfor").first)
    page.get_by_label("Vi prøvede, men fik ikke fat i nogen").check()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator("main")).to_contain_text("Hvorfor: Vi prøvede, men fik ikke fat i nogen")
    follow(page.get_by_role("link", name="Skriv et notat om samtalen"))
    page.locator("textarea[name=text]").fill("Fik fat i Sofie")
    follow(page.get_by_role("button", name="Gem").first)
    page.goto(f"{live_server.url}/sager/{case.pk}/pligt/")
    expect(page.locator(".panel").first).to_contain_text("dage tilbage")
    accessible()
    assert complaints == []


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_ages_on_the_board_and_on_the_case(
    page, live_server, sign_in, guide, leader, accessible, complaints, width
):
    """The leader opens a number; the guide confirms what no fact tells, and the board says less."""
    born = birthday(clock.today() + timedelta(days=40), -18 * 12)
    case = factories.make_case(guide, first_name="Malik", last_name="Møller", birth_date=born)
    page.set_viewport_size(WIDTHS[width])
    sign_in(leader)
    page.goto(f"{live_server.url}/overgange/")
    follow(page.get_by_role("link", name="Fylder 18 uden en voksenside"))
    row = page.locator(".rows > li", has_text="Malik Møller")
    expect(row).to_contain_text("Nogen fra voksensiden er med")
    accessible()
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/")
    follow(page.get_by_role("link", name="se, hvad der skal være på plads"))
    follow(page.locator("#alder-216").get_by_role("link", name="Bekræft"))
    follow(page.get_by_role("button", name="Bekræft"))
    expect(page.locator("#alder-216")).to_contain_text("Gitte Guide")
    accessible()
    assert complaints == []


def test_an_administrator_adds_a_value_from_a_day(page, live_server, sign_in, admin, accessible, complaints):
    """A new law: four days from next month, with its source; today's value stands."""
    sign_in(admin)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/tabeller/graenser/")
    follow(page.get_by_role("link", name="Kontakt til den unge inden for"))
    page.get_by_role("spinbutton").fill("4")
    page.get_by_label("Gælder fra").fill((clock.today() + timedelta(days=30)).isoformat())
    follow(page.get_by_role("button", name="Tilføj værdien"))
    expect(page.locator(".invalid-feedback")).to_be_visible()
    page.get_by_label("Hvor det står").fill("Bekendtgørelse nr. 1 af 2027")
    follow(page.get_by_role("button", name="Tilføj værdien"))
    expect(page.locator(".rows")).to_contain_text("4 arbejdsdage")
    assert limit("duty_contact_days") == 5
    accessible()
    assert [said for said in complaints if "422" not in said] == [], "the one refusal is what was asked for"
