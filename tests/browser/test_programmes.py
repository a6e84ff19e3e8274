"""A programme and an offer, by clicking: entered, taken part in, signed out, counted; asked about, a place taken."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from partners.offers.actions import add_offer
from programmes.models import Member, Place, Programme
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers.factories import ContactFactory, PartnerFactory, make_case
from tests.helpers.programmes import make_programme

pytestmark = pytest.mark.browser


def ago(days):
    return clock.today() - timedelta(days=days)


def test_a_leader_enters_a_programme_and_a_guide_puts_a_young_person_into_it(
    page, live_server, sign_in, leader, guide, accessible, complaints
):
    case = make_case(guide, on=ago(90), birth_date=ago(17 * 366))
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/forloeb/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Nyt forløb"))
    page.get_by_role("textbox", name="Navn*", exact=True).fill("Rute 25")
    page.get_by_label("Hvem det er for").fill("Unge uden uddannelse og arbejde")
    page.get_by_label("Laveste alder").fill("15")
    page.get_by_label("Højeste alder").fill("25")
    page.get_by_label("Første dag").fill(f"{ago(30)}")
    page.get_by_label("Sidste dag").fill(f"{ago(-300)}")
    page.get_by_label("Uddannelse", exact=True).fill("8")
    look(page, accessible)
    follow(page.get_by_role("button", name="Registrér forløbet"))
    expect(page.get_by_role("heading", name="Rute 25", level=1)).to_be_visible()
    look(page, accessible)
    assert Programme.objects.get().targets.get().number == 8

    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/")
    follow(page.get_by_role("link", name="Med i et forløb"))
    page.get_by_label("Deltager fra").fill(f"{ago(20)}")
    look(page, accessible)
    follow(page.get_by_role("button", name="Tag med i forløbet"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Afmeld"))
    page.get_by_label("Begyndte på uddannelse").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Afmeldt", exact=True)).to_be_visible()
    assert Member.objects.get().latest.exit == "education"

    sign_in(leader)
    page.goto(f"{live_server.url}/forloeb/")
    follow(page.get_by_role("link", name="Rute 25"))
    look(page, accessible)
    follow(page.get_by_role("link", name="1 Deltog"))
    expect(page.get_by_role("link", name=case.person.name)).to_be_visible()
    look(page, accessible)


def test_a_guide_asks_about_an_offer_and_takes_a_place(
    page, live_server, sign_in, leader, guide, unit, accessible, complaints
):
    case = make_case(guide, on=ago(90), birth_date=ago(17 * 366))
    partner = PartnerFactory(unit=unit)
    ContactFactory(partner=partner, from_on=ago(100))
    told = {"name": "Værkstedshold", "capacity": 2, "requires": "Kan møde kl. 8", "is_shared": True}
    add_offer(partner, by=leader, starts=[ago(-20)], **told)
    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/tilbud/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Værkstedshold"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Spørg"))
    page.get_by_label("Vil gerne").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    page.set_viewport_size(WIDTHS["desk"])
    look(page, accessible)
    follow(page.get_by_role("link", name="Tag en plads"))
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Værkstedshold").locator("visible=true").first).to_be_visible()
    assert Place.objects.get().effort.from_on == ago(-20)
    assert Place.objects.get().effort.plan.case == case


def test_a_leader_writes_a_partners_offer_and_revises_a_target(
    page, live_server, sign_in, leader, unit, accessible, complaints
):
    partner, programme = PartnerFactory(unit=unit), make_programme(leader)
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/partnere/{partner.pk}/")
    follow(page.get_by_role("link", name="Nyt tilbud"))
    page.get_by_role("textbox", name="Navn*", exact=True).fill("Morgenhold")
    page.get_by_label("Pladser").fill("8")
    page.get_by_label("Startdatoer").fill("efter jul")
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("er ikke en dato").wait_for()
    look(page, accessible)
    page.get_by_label("Startdatoer").fill("04-01-2027\n9. august 2027")
    follow(page.get_by_role("button", name="Gem"))
    look(page, accessible)
    assert partner.offers.get().starts.count() == 2

    page.goto(f"{live_server.url}/forloeb/{programme.pk}/")
    follow(page.get_by_role("link", name="Revidér et mål"))
    page.get_by_label("Antal").fill("10")
    page.get_by_label("Hvorfor revideres målet?").fill("Flere søger EUD")
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_text("Flere søger EUD")).to_be_visible()
    look(page, accessible)
