"""Who may be told what, clicked through in Danish: asked, seen by the partner, withdrawn, and what was told
stands there.
"""

import pytest
from playwright.sync_api import expect

from cases.activity.actions import set_activity
from cases.models import Guardian
from cases.network.actions import add_participation
from tests.browser.conftest import follow, glance
from tests.helpers import factories
from tests.helpers.downloads import fetched
from tests.helpers.invitations import covered_contact

pytestmark = pytest.mark.usefixtures("begun_at")


def test_a_guide_records_a_consent_and_withdraws_it(
    page, live_server, sign_in, guide, accessible, complaints
):
    contact = factories.ContactFactory(
        partner__unit=guide.unit,
        partner__name="FGU Fjorden",
        user=factories.UserFactory(unit=guide.unit, role="partner"),
    )
    case = factories.make_case(guide, first_name="Freja", last_name="Holm")
    Guardian.objects.create(person=case.person, name="Karen Holm", relation="mor", has_custody=True)
    add_participation(case, contact.partner, by=guide)
    set_activity(case, "internship", by=guide, place="Bageriet på torvet")
    base = f"{live_server.url}/sager/{case.pk}"
    sign_in(guide)
    page.goto(f"{base}/samtykker/")
    glance(page, accessible)
    follow(page.get_by_role("link", name="Samtykke", exact=True))
    page.get_by_role("radio", name="FGU Fjorden").check()
    page.get_by_label("Skole, uddannelse og arbejde").check()
    page.get_by_label("formål").fill("Så de kan følge praktikken")
    expect(page.get_by_label("hvem der hørte det")).to_be_hidden()
    page.get_by_label("Freja og en forældremyndighedsindehaver").check()
    page.get_by_label("Mundtligt").check()
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Skriv, hvem der hørte det.").wait_for()
    glance(page, accessible)
    page.get_by_label("Forældremyndighedsindehaver", exact=True).select_option("Karen Holm")
    page.get_by_label("hvem der hørte det").fill("Mette Kofoed")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Grundlaget er registreret.").wait_for()

    sign_in(contact.user)
    page.goto(f"{base}/delt/")
    page.get_by_text("Bageriet på torvet").wait_for()
    expect(page.get_by_text("Holm")).to_have_count(0)
    glance(page, accessible)

    sign_in(guide)
    page.goto(f"{base}/samtykker/")
    follow(page.get_by_role("button", name="Lav kvittering"))
    assert fetched(page, page.locator("a[href*='/kvittering/']")).startswith(b"%PDF")
    page.get_by_text("Træk tilbage").first.click()
    follow(page.get_by_role("button", name="Træk tilbage nu"))
    page.get_by_text("Åbnede den delte side").wait_for()
    glance(page, accessible)

    sign_in(contact.user)
    assert page.goto(f"{base}/delt/").status == 404
    assert [told for told in complaints if "Failed to load resource" not in told] == []


def test_on_a_phone_what_is_said_is_seen_where_the_page_opens_at_a_basis(page, live_server, sign_in, guide):
    case = factories.make_case(guide)
    for _number in range(4):
        covered_contact(case)
    last = case.consents.order_by("pk").last()
    sign_in(guide)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{live_server.url}/sager/{case.pk}/samtykker/")
    basis = page.locator(f"#grundlag-{last.pk}")
    basis.locator("summary", has_text="Træk tilbage").click()
    follow(basis.get_by_role("button", name="Træk tilbage nu"))
    expect(basis).to_be_in_viewport()
    expect(page.get_by_text("Fra nu af videregives intet mere.")).to_be_in_viewport()
