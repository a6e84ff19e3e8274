"""The directory and the postcards, clicked through in Danish."""

import re
from datetime import timedelta

import pytest

from cases.network.actions import add_participation
from core import clock
from partners.directory import demo
from partners.models import Partner
from practice.models import Postcard
from tests.browser.conftest import WIDTHS, look
from tests.helpers import factories


@pytest.fixture
def directory(transactional_db, unit, admin):
    """The demo's directory."""
    return demo.load(unit, admin)


def test_an_administrator_finds_two_rows_of_one_partner_and_merges_them(
    page, live_server, directory, sign_in, admin, guide, accessible, complaints
):
    case = factories.make_case(guide)
    double = Partner.objects.get(name="familieafdelingen")
    keeper = Partner.objects.get(name="Familieafdelingen")
    add_participation(case, double, by=guide)
    people = keeper.contacts.count()

    sign_in(admin)
    page.goto(f"{live_server.url}/partnere/")
    page.get_by_text("Hold orden").click()
    page.get_by_role("link", name="Mulige dubletter").click()
    look(page, accessible)
    row = page.locator("li", has_text="familieafdelingen").filter(has_text="Sammenlign").first
    row.get_by_role("link", name="Sammenlign og flet").click()
    page.get_by_text("»Familieafdelingen« bliver.").wait_for()
    page.get_by_text("1 deltagelse i en sag").wait_for()
    look(page, accessible)
    page.get_by_role("button", name="Flet dem").click()
    page.get_by_text("familieafdelingen er nu en del af Familieafdelingen.").wait_for()
    page.get_by_text("Flettet med familieafdelingen").wait_for()
    look(page, accessible)

    page.goto(f"{live_server.url}/partnere/{double.pk}/")
    assert page.url == f"{live_server.url}/partnere/{keeper.pk}/"
    assert keeper.contacts.count() == people
    assert case.participations.get().partner == keeper
    assert not complaints


def test_a_partner_is_added_after_the_warning_with_somebody_to_call(
    page, live_server, directory, sign_in, admin, accessible, complaints
):
    sign_in(admin)
    page.goto(f"{live_server.url}/partnere/")
    page.get_by_role("link", name="Opret partner").click()
    page.get_by_label("Navn").fill("Egnsteatret")
    page.get_by_label("Kategori").select_option(label="Kulturinstitution")
    page.get_by_label("CVR-nummer").fill("45964753")
    page.get_by_role("button", name="Opret partner").click()
    page.get_by_text("Det er ikke et CVR-nummer.").wait_for()
    look(page, accessible)
    assert page.get_by_label("Navn").input_value() == "Egnsteatret"
    page.get_by_label("CVR-nummer").fill("")
    page.get_by_role("button", name="Opret partner").click()
    page.get_by_text("Partneren ser ud til at være i listen allerede").wait_for()
    assert page.get_by_role("link", name="Åbn den, der findes").is_visible()
    look(page, accessible)
    page.get_by_role("button", name="Opret alligevel").click()
    page.get_by_text("Egnsteatret er oprettet.").wait_for()
    page.get_by_role("link", name="Tilføj kontakt").first.click()
    page.get_by_label("Navn").fill("Åse Østergaard")
    page.get_by_label("Telefon").fill("+45 20 99 88 77")
    page.get_by_role("button", name="Tilføj kontakt").click()
    assert page.get_by_role("link", name="20 99 88 77").get_attribute("href") == "tel:+4520998877"
    assert [told for told in complaints if "422" not in told] == [], "the warning is a refusal"


def test_a_guide_finds_whom_to_call_by_keyboard_and_without_script(
    plain_page, live_server, directory, sign_in, guide
):
    page = sign_in(guide, plain_page)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/partnere/")
    page.get_by_label("Søg", exact=True).focus()
    page.keyboard.type("tømrer")
    page.keyboard.press("Enter")
    page.get_by_text("2 partnere").wait_for()
    page.get_by_role("link", name="Tømrermester B. Ågård ApS").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tømrermester B. Ågård ApS").wait_for()
    assert page.locator('a[href^="tel:+45"]').count() >= 2
    assert page.get_by_role("link", name="Ret", exact=True).count() == 0


def test_a_postcard_is_written_sealed_and_opens(page, live_server, sign_in, guide, accessible, complaints):
    sign_in(guide)
    page.goto(f"{live_server.url}/postkort/")
    look(page, accessible)
    page.get_by_role("link", name="Skriv et postkort").first.click()
    page.get_by_label("Fyret").check()
    page.get_by_label("Dit postkort").fill("Kære alle, vi turde mere.")
    page.get_by_label("Om tre år").check()
    look(page, accessible)
    page.get_by_role("button", name="Forsegl det").click()
    page.get_by_text("Forseglet. Ingen kan læse det før dagen").wait_for()
    assert "vi turde mere" not in page.content()
    page.get_by_role("link", name=re.compile("Åbnes")).click()
    page.get_by_role("heading", name="Et forseglet postkort").wait_for()
    assert "vi turde mere" not in page.content()
    look(page, accessible)

    card = Postcard.objects.get()
    assert card.motif == "lighthouse"
    # Its day has come: the page is the same, the clock is another.
    past = clock.today() - timedelta(days=2)
    Postcard.objects.filter(pk=card.pk).update(written_on=past, opens_on=past + timedelta(days=1))
    page.reload()
    page.get_by_text("Kære alle, vi turde mere.").wait_for()
    look(page, accessible)
    assert not complaints
