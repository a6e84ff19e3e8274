"""A leader brings the unit's own list in by clicking, and an administrator the partners; the same without
JavaScript.
"""

import pytest

from cases.models import Case
from partners.models import Partner
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import pilot
from tests.helpers.factories import UserFactory

PARTNERS = "Navn;CVR;Type;Kontaktperson\nFGU Nordvest;71359646;FGU;Emma Jørgensen\nTømrer Ågård;45964753;Virksomhed;\n"


@pytest.fixture
def vest(unit):
    return UserFactory(unit=unit, name="Anders Vest", initials="AVE")


def choose(page, name, content):
    page.get_by_label("Regneark").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    follow(page.get_by_role("button", name="Læs filen"))


def test_a_leader_imports_the_caseload(page, live_server, sign_in, leader, vest, accessible, complaints):
    sign_in(leader)
    page.goto(live_server.url + "/")
    follow(page.get_by_role("link", name="Enhedens unge"))
    follow(page.locator("main a[href='/sager/import/']").first)
    choose(page, "sagsliste.xlsx", pilot.xlsx())
    page.get_by_role("heading", name="Tjek kolonnerne").wait_for()
    look(page, accessible)
    page.get_by_label("Hvad »Samtykke« bliver til").select_option("– brug ikke –")
    follow(page.get_by_role("button", name="Se, hvad der sker"))
    page.get_by_text("Der er ikke skrevet noget endnu.").wait_for()
    look(page, accessible)
    follow(page.get_by_role("link", name="6 Afvist"))
    page.get_by_text("»snart« er ikke en startdato.").wait_for()
    assert not Case.objects.exists()
    follow(page.get_by_role("button", name="Importér 3 rækker"))
    follow(page.get_by_role("link", name="Se resultatet"))
    page.get_by_role("heading", name="Listen er importeret").wait_for()
    look(page, accessible)
    with page.expect_download() as download:
        page.get_by_role("link", name="Rapport (XLSX)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Case.objects.count() == 3
    follow(page.get_by_role("link", name="Se enhedens unge"))
    page.get_by_text("Åse Jensen").wait_for()
    assert complaints == []


def test_a_leader_chooses_what_of_a_newer_list_is_taken(page, live_server, sign_in, leader, vest, accessible):
    def again(last_name):
        rows = {
            2: pilot.about("610707-4198", "Nana", last_name),
            3: pilot.about("620707-4199", "Olav", "Gren"),
        }
        return pilot.xlsx(rows, title="", heading_row=1, hidden=[3])

    def bring(content):
        page.goto(live_server.url + "/sager/import/")
        choose(page, "liste.xlsx", content)
        follow(page.get_by_role("button", name="Se, hvad der sker"))

    sign_in(leader)
    bring(again("Gren"))
    page.get_by_label("Tag også den skjulte række med").check()
    follow(page.get_by_role("button", name="Vis, hvad der så sker"))
    follow(page.get_by_role("button", name="Importér 2 rækker"))
    bring(again("Gren-Holm"))
    page.get_by_label("efternavn: Gren bliver til Gren-Holm").check()
    follow(page.get_by_role("button", name="Gem valgene"))
    look(page, accessible)
    follow(page.get_by_role("button", name="Importér 1 række"))
    follow(page.get_by_role("link", name="Se resultatet"))
    assert Case.objects.filter(person__last_name="Gren-Holm").count() == 1
    page.goto(live_server.url + "/sager/import/")
    follow(page.get_by_role("link", name="liste.xlsx").last)
    follow(page.get_by_role("link", name="Fortryd importen"))
    page.get_by_text("Nana Gren-Holm").wait_for()
    page.set_viewport_size(WIDTHS["desk"])
    assert page.get_by_text("Nana Gren-Holm").bounding_box()["height"] < 30  # in one line
    look(page, accessible)
    follow(page.get_by_role("button", name="Fjern 1 sag"))
    page.get_by_text("1 sag er fjernet igen.").wait_for()
    assert [case.person.first_name for case in Case.objects.all()] == ["Nana"]


def test_an_administrator_imports_partners_without_javascript(plain_page, live_server, sign_in, admin):
    sign_in(admin, plain_page)
    plain_page.goto(live_server.url + "/partnere/import/")
    choose(plain_page, "partnere.csv", PARTNERS.encode("cp1252"))
    follow(plain_page.get_by_role("button", name="Se, hvad der sker"))
    plain_page.get_by_text("45964753 er ikke et CVR-nummer").wait_for()
    follow(plain_page.get_by_role("button", name="Importér 1 række"))
    follow(plain_page.get_by_role("link", name="Se resultatet"))
    follow(plain_page.get_by_role("link", name="Se partnerne"))
    plain_page.get_by_text("FGU Nordvest").first.wait_for()
    assert Partner.objects.get().name == "FGU Nordvest"
