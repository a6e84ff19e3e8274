"""Side by side: a guide adds a spare-time job, settles a contradiction and lets a case rest; the leader sees
the coverage.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions
from cases.models import Case
from core import clock
from tests.browser.conftest import WIDTHS, follow
from tests.helpers import factories


@pytest.fixture
def karla(guide):
    """Somebody who has been silent for months, except that a colleague wrote a job beside her school."""
    with clock.travel(clock.today() - timedelta(days=85)):
        case = factories.make_case(
            guide, first_name="Karla", last_name="Krogh", birth_date=clock.today() - timedelta(days=20 * 365)
        )
        actions.set_activity(case, "eud", by=guide, place="Slagteriskolen")
    return case


@pytest.mark.parametrize("width", WIDTHS)
def test_side_by_side_and_at_rest(
    page, live_server, sign_in, guide, leader, karla, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{karla.pk}/")
    expect(page.get_by_text("Det ser ud til at være gået i stå.")).to_be_visible()
    accessible()
    follow(page.get_by_role("link", name="Det er i orden: sæt i bero"))
    page.get_by_label("Hvorfor det er i orden").fill("Er på højskole til jul")
    accessible()
    follow(page.get_by_role("button", name="Sæt i bero"))
    expect(page.get_by_text("Sagen er i bero til")).to_be_visible()
    follow(page.locator("#now").get_by_role("link", name="Noget nyt"))
    page.get_by_label("Hvad", exact=False).first.select_option("job")
    page.get_by_label("Nej, det er ved siden af").check()
    accessible()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator("#now")).to_contain_text("Slagteriskolen")
    page.locator("#now").get_by_role("button", name="Ja, alt sammen stadig").click()
    expect(page.locator("#messages")).to_contain_text("bekræftet")
    page.reload()
    expect(page.get_by_text("74 timer tilsammen")).to_be_visible()
    sign_in(leader)
    page.goto(f"{live_server.url}/daekning/")
    page.locator("summary", has_text="Modstridende").click()
    expect(page.get_by_text("To aktiviteter på fuld tid på én gang")).to_be_visible()
    accessible()
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{karla.pk}/aktiviteter/")
    accessible()
    follow(page.get_by_role("link", name="Er ophørt Erhvervsuddannelse"))
    follow(page.get_by_role("button", name="Gem"))
    case = Case.objects.get(pk=karla.pk)
    assert (case.activity, case.activity_clash) == ("job", "")
    assert complaints == []
