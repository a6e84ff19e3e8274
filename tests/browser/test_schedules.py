"""A leader decides which reports are made, by clicking: from the archive to a quarter that is there next time."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from reports.models import ReportSnapshot, Schedule
from reports.periods.rules import Quarter
from tests.browser.conftest import follow, look
from tests.helpers.factories import make_case

pytestmark = pytest.mark.browser


def test_a_leader_has_the_quarter_made_and_sees_what_it_would_say(
    page, live_server, sign_in, leader, guide, unit, accessible, complaints
):
    with clock.travel(clock.today() - timedelta(days=200)):
        make_case(guide, first_name="Amir", last_name="Rytme", on=clock.today())
    sign_in(leader)
    page.goto(f"{live_server.url}/rapporter/")
    follow(page.get_by_role("link", name="Hvilke rapporter der laves"))
    look(page, accessible)
    row = page.get_by_role("row", name=re.compile("Enheden, hvert kvartal"))
    expect(row.get_by_text("Laves ikke")).to_be_visible()
    follow(row.get_by_role("link", name=re.compile("Bestem, hvad der laves")))
    page.get_by_label("Laves af sig selv").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_role("row", name=re.compile("Enheden, hvert kvartal"))).to_contain_text("kvartal 20")
    assert Schedule.objects.get().made
    row = page.get_by_role("row", name=re.compile("Enheden, hvert kvartal"))
    follow(row.get_by_role("link", name=re.compile("Se den næste")))
    expect(page.get_by_text("Eksempel, ikke låst")).to_be_visible()
    look(page, accessible)
    page.goto(f"{live_server.url}/rapporter/unge/")
    look(page, accessible)


def test_the_quarters_page_and_the_search_of_the_archive(
    page, live_server, sign_in, leader, guide, unit, accessible, complaints
):
    quarter = Quarter.latest_over(clock.today())
    with clock.travel(quarter.first - timedelta(days=20)):
        make_case(guide, on=clock.today())
    for month in quarter.last_month.up_to(3):
        ReportSnapshot.objects.take(unit, month, paper=False)
    ReportSnapshot.objects.take(unit, quarter, paper=False)
    sign_in(leader)
    page.goto(f"{live_server.url}/rapporter/?ord=kvartal")
    look(page, accessible)
    expect(page.get_by_role("main").get_by_role("row")).to_have_count(2)  # its heading, and the quarter
    follow(page.get_by_role("link", name=re.compile("kvartal 20")).first)
    look(page, accessible)
    follow(page.get_by_role("link", name="Tal til dem uden for enheden"))
    look(page, accessible)
    follow(page.get_by_role("button", name="Frigiv tallene"))
    look(page, accessible)
    expect(page.get_by_role("link", name="Én side til udvalget (PDF)")).to_be_visible()
