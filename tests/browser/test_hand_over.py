"""A partner's copy of the plan, clicked through in Danish: handed over, fetched, and gone with the consent."""

import hashlib
from datetime import timedelta

from playwright.sync_api import expect

from cases.consents.actions import give_consent, withdraw_consent
from cases.models import Consent
from cases.network.actions import add_participation
from core import clock
from plans.models import Handover
from tests.browser.conftest import follow, look
from tests.helpers import factories
from tests.helpers.downloads import fetched


def test_a_partner_fetches_what_is_shared_until_the_consent_ends(
    page, live_server, sign_in, guide, accessible, complaints
):
    contact = factories.ContactFactory(
        partner__unit=guide.unit, user=factories.UserFactory(unit=guide.unit, role="partner")
    )
    case = factories.make_case(guide, first_name="Freja")
    add_participation(case, contact.partner, by=guide)
    expires = clock.today() + timedelta(days=30)
    consent = Consent(
        case=case, partner=contact.partner, topics=["plan"], purpose="Praktik", expires_on=expires
    )
    give_consent(consent, by=guide)
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/udlever/?til={contact.partner.pk}")
    page.get_by_text("grundlaget dækker dem ikke").first.wait_for()
    follow(page.get_by_role("button", name=f"Udlevér til {contact.partner.name}"))
    page.get_by_text("Planen er udleveret.").wait_for()

    sign_in(contact.user)
    page.goto(live_server.url)
    page.get_by_role("heading", name="Delt med os").wait_for()
    look(page, accessible)
    link = page.locator(f"a[href*='{Handover.objects.get().pk}']")
    assert hashlib.sha256(fetched(page, link)).hexdigest() == Handover.objects.get().sha256
    withdraw_consent(consent, by=guide)
    page.reload()
    page.get_by_text("Intet er delt med jer lige nu").wait_for()
    look(page, accessible)
    assert not complaints


def test_a_plan_of_a_shielded_case_asks_twice_and_stands_on_the_leaders_page(
    page, live_server, sign_in, guide, leader, accessible, complaints
):
    contact = factories.ContactFactory(partner__unit=guide.unit)
    case = factories.make_case(guide, first_name="Freja", last_name="Hemmeligsen")
    add_participation(case, contact.partner, by=guide)
    expires = clock.today() + timedelta(days=30)
    give_consent(
        Consent(case=case, partner=contact.partner, topics=["plan"], purpose="Praktik", expires_on=expires),
        by=guide,
    )
    case.shielded = True
    case.save(update_fields=["shielded"])
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/udlever/?til={contact.partner.pk}")
    page.get_by_text("Stop lige op: sagen er skærmet").wait_for()
    look(page, accessible)
    page.get_by_label("Hvorfor skal partneren have planen?").fill("Frejas praktik begynder på mandag")
    page.get_by_role("button", name=f"Udlevér til {contact.partner.name}").click()
    yes = page.get_by_label(f"Ja, {contact.partner.name} skal have planen")
    expect(yes).to_be_focused()  # the browser itself asks for the second yes, and sends nothing
    assert not Handover.objects.exists()
    yes.check()
    follow(page.get_by_role("button", name=f"Udlevér til {contact.partner.name}"))
    page.get_by_text("Planen er udleveret.").wait_for()
    look(page, accessible)
    sign_in(leader)
    page.goto(f"{live_server.url}/noedadgang/brugt/")
    follow(page.get_by_role("link", name="Planer fra beskyttede sager"))
    page.get_by_text("praktik begynder på mandag").wait_for()
    expect(page.get_by_text("Hemmeligsen")).to_have_count(0)
    look(page, accessible)
    assert not complaints
