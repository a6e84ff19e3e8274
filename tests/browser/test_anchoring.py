"""Partnerships by clicking: from Overblik to the fragile ones, what is written there, and who is hit by a leaving."""

import re

import pytest
from playwright.sync_api import expect

from cases.network.actions import add_participation
from partners.anchoring import demo
from partners.directory import demo as directory
from partners.models import Assumption, Partner, SelfAssessment
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import factories

pytestmark = pytest.mark.browser


@pytest.fixture
def fgu(transactional_db, unit, admin, leader, guide):
    """The demo's partnerships; two young people go through one contact of FGU Nordkysten."""
    directory.load(unit, admin)
    demo.load(unit, leader, [guide])
    partner = Partner.objects.get(name="FGU Nordkysten")
    contact = partner.contacts.filter(until_on=None).first()
    for name in ("Nora", "Anton"):
        case = factories.make_case(guide, cpr="", first_name=name)
        add_participation(case, partner, by=guide, contact=contact)
    return contact


def test_a_leader_finds_a_fragile_partnership_and_whom_a_leaving_hits(
    page, live_server, fgu, sign_in, leader, guide, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/overblik/")
    follow(page.get_by_role("link", name="Skrøbelige partnerskaber"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Alt går gennem én person 1"))
    follow(page.get_by_role("link", name="FGU Nordkysten", exact=True))
    page.get_by_text("Partnerskabet er skrøbeligt, fordi").wait_for()
    page.get_by_text(f"går gennem {fgu.name}: 2").wait_for()
    page.get_by_text("Teori kan følges hjemmefra").wait_for()
    look(page, accessible)
    follow(page.get_by_role("link", name=f"Hvis {fgu.name} stopper"))
    page.get_by_text("I 2 af dem er ingen anden hos partneren navngivet.").wait_for()
    page.get_by_text("2 løbende sager står uden nogen navngiven hos partneren.").wait_for()
    expect(page.get_by_role("link", name="Nora")).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("link", name="FGU Nordkysten"))

    follow(page.get_by_role("link", name="Ret partnerskabet"))
    page.get_by_label("Formål ud over den enkelte sag").fill("Om 010106-1234")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Der står et CPR-nummer.").wait_for()
    look(page, accessible)
    page.get_by_label("Formål ud over den enkelte sag").fill("Prøveuger hele året")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Prøveuger hele året").wait_for()

    follow(page.get_by_role("link", name="Lav en selvevaluering"))
    page.get_by_label("De unge har indflydelse på samarbejdet", exact=True).select_option(label="Begyndt")
    follow(page.get_by_role("button", name="Gem selvevalueringen"))
    page.get_by_text("Skriv kort hvorfor.").wait_for()
    look(page, accessible)
    page.get_by_label("Hvorfor? De unge har indflydelse på samarbejdet").fill("Ni unge svarede")
    follow(page.get_by_role("button", name="Gem selvevalueringen"))
    page.get_by_text("Ni unge svarede").wait_for()
    assert SelfAssessment.objects.filter(partner=fgu.partner).count() == 3

    # A guide, on a phone, names what is said as a fact.
    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}{fgu.partner.get_absolute_url()}")
    follow(page.get_by_role("link", name="Partnerskabet"))
    expect(page.get_by_role("link", name="Ret partnerskabet")).to_have_count(0)
    follow(page.get_by_role("link", name="Skriv en antagelse"))
    look(page, accessible)
    page.get_by_label("Hvad bliver sagt som en kendsgerning?").fill("Ingen vil på FGU")
    follow(page.get_by_role("button", name="Gem"))
    follow(page.get_by_role("link", name=re.compile("^Udfordr ?: Ingen vil på FGU")))
    page.get_by_label("Hvordan blev den udfordret?").fill("Tolv søgte i august")
    page.get_by_label("Den holder ikke").check()
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Tolv søgte i august").wait_for()
    look(page, accessible)
    assert Assumption.objects.get(text="Ingen vil på FGU").challenges.get().by == guide
    assert not [said for said in complaints if "422" not in said], "the two refusals are what was asked for"
