"""The results, by clicking and by keyboard: from the overview to a number's list, and the edition for the council."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.models import Destination
from plans.plan.actions import record_outcome
from tests.browser.conftest import WIDTHS, follow, look, press_enter
from tests.helpers.factories import make_case

pytestmark = pytest.mark.browser


@pytest.fixture
def arrivals(guide):
    """Sixteen who began 300 days ago; twelve of them arrived, one every ten days."""
    begun = clock.today() - timedelta(days=300)
    destination = Destination.objects.get(code="eud")
    for n in range(16):
        with clock.travel(begun):
            case = make_case(guide, on=begun, birth_date=begun - timedelta(days=17 * 366))
        if n < 12:
            record_outcome(case, destination, by=guide, started_on=begun + timedelta(days=10 * (n + 1)))


def test_a_leader_reads_the_results_and_who_is_behind_a_dot(
    page, live_server, sign_in, leader, arrivals, accessible, complaints
):
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/overblik/")
    follow(page.get_by_role("main").get_by_role("link", name="Resultater", exact=True))
    expect(page.get_by_text(re.compile("^Halvdelen var i gang med uddannelse"))).to_be_visible()
    look(page, accessible)
    page.set_viewport_size(WIDTHS["desk"])
    # A dot of the curve is reached by keyboard, and says what it shows.
    page.get_by_role("link", name=re.compile("^Efter 3 måneder: 56 %")).first.focus()
    press_enter(page)
    expect(page.get_by_role("heading", name="Nåede en destination inden for 3 måneder 9")).to_be_visible()
    look(page, accessible)


def test_each_group_has_its_curve_and_a_dot_its_list(
    page, live_server, sign_in, leader, arrivals, accessible, complaints
):
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/overblik/resultater/")
    follow(page.get_by_role("link", name="Alder ved start", exact=True))
    expect(page.get_by_role("heading", name="15–17 16")).to_be_visible()
    look(page, accessible)
    page.set_viewport_size(WIDTHS["desk"])
    page.get_by_role("link", name=re.compile("^Efter 3 måneder: 56 %")).first.focus()
    press_enter(page)
    expect(page.get_by_role("heading", name="inden for 3 måneder · Alder ved start: 15–17 9")).to_be_visible()


def test_the_edition_for_the_council_leads_to_nobody(
    page, live_server, sign_in, leader, arrivals, accessible, complaints
):
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/overblik/resultater/")
    follow(page.get_by_role("link", name="Til byrådet, uden små tal"))
    expect(page.get_by_text("Der er så få, der begyndte")).to_be_visible()  # four have not arrived
    look(page, accessible)
