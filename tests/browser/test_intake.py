"""Intake and the lists by clicking, in Danish: from a search to an assigned guide, and from a filter to an act
undone.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions as activity_actions
from cases.guides import actions as guides_actions
from cases.models import Case, Knowledge
from core import clock
from intake.models import Inquiry
from tests.browser.conftest import WIDTHS, follow
from tests.helpers import factories


@pytest.fixture
def department_user(unit):
    """Somebody of the family department, who signs in."""
    partner = factories.PartnerFactory(
        unit=unit, name="Familieafdelingen Havn", side="internal", has_authority=True
    )
    user = factories.UserFactory(unit=unit, role="partner", name="Sofia Familie")
    return factories.ContactFactory(partner=partner, user=user).user


@pytest.mark.parametrize("width", WIDTHS)
def test_a_leader_takes_an_inquiry_from_search_to_assigned_guide(
    page, live_server, sign_in, leader, guide, colleague, department_user, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    factories.make_case(colleague, first_name="Vera", last_name="Vindt")
    guides_actions.describe_guide(
        guide, by=leader, knowledge=[Knowledge.objects.get(code="drugs")], works_with_intake=True,
        qualification="Diplom i vejledning", expected_version=guide.version,
    )  # fmt: skip
    sign_in(leader)
    page.goto(f"{live_server.url}/fordeling/")
    follow(page.get_by_role("link", name="Ny henvendelse").first)
    page.get_by_label("CPR-nummer, navn eller telefon").fill("Vera Vind")
    follow(page.get_by_role("button", name="Søg").last)
    expect(page.locator("main")).to_contain_text("Vera Vindt")
    expect(page.locator("main")).to_contain_text("navnet ligner")
    accessible()
    page.get_by_label("Fødselsdato").fill((clock.today() - timedelta(days=16 * 365)).isoformat())
    page.get_by_label("Målgruppe").select_option("Rusmidler")
    page.get_by_label("Hvem henvender sig?").select_option("Skole eller uddannelse")
    page.get_by_label("Hvorfor henvender de sig?").fill("Er ofte væk om mandagen")
    page.get_by_label("Jeg har set efter").check()
    follow(page.get_by_role("button", name="Gem henvendelsen"))
    expect(page.locator("h1")).to_contain_text("Vera Vind")
    accessible()
    follow(page.get_by_role("link", name="Spørg en afdeling"))
    page.get_by_label("Afdeling", exact=False).first.select_option("Familieafdelingen")
    page.get_by_label("Hvem svarer i KUI").select_option("Familieafdelingen Havn")
    page.get_by_label("Hvad spørger du om?").fill("Kender I Vera?")
    page.get_by_label("På hvilket grundlag?").select_option("Samtykke")
    page.get_by_label("Hvilket samtykke eller hvilken hjemmel").fill("Mundtligt fra Vera og mor")
    follow(page.get_by_role("button", name="Spørg"))
    expect(page.locator("#udtalelser")).to_contain_text("Kender I Vera?")

    sign_in(department_user)
    page.goto(f"{live_server.url}/til-udtalelse/")
    follow(page.get_by_role("link", name="Svar Vera Vind"))
    expect(page.locator("main")).not_to_contain_text("mandagen")
    page.get_by_label("Hører til i ungeenheden").check()
    page.get_by_label("Jeres udtalelse").fill("Vi støtter hjemmet og ser gerne en guide")
    accessible()
    follow(page.get_by_role("button", name="Send udtalelsen"))

    sign_in(leader)
    page.goto(f"{live_server.url}/fordeling/")
    follow(page.get_by_role("link", name="Vera Vind", exact=True))
    expect(page.locator("#udtalelser")).to_contain_text("Vi støtter hjemmet")
    follow(page.get_by_role("link", name="Optag"))
    page.get_by_label("Hvorfor optages den unge?").fill("Familien og skolen peger på os")
    follow(page.get_by_role("button", name="Åbn sagen"))
    page.goto(f"{live_server.url}/fordeling/")
    row = page.locator(".board li", has_text="Vera Vind")
    expect(row).to_contain_text("kender til rusmidler")
    accessible()
    follow(row.get_by_role("button", name=guide.name))
    expect(page.locator(".messages")).to_contain_text(guide.name)
    follow(page.get_by_role("button", name="Fortryd Vera Vind"))
    expect(page.locator(".board li", has_text="Vera Vind")).to_be_visible()
    follow(page.locator(".board li", has_text="Vera Vind").get_by_role("button", name=guide.name))
    expect(page.locator(".messages")).to_contain_text(guide.name)
    case = Case.objects.get(person__last_name="Vind")
    assert (case.guide, case.status, case.plans.count()) == (guide, "running", 1)
    assert Inquiry.objects.get().decision.case == case
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_guide_filters_saves_a_view_and_acts_on_several(
    page, live_server, sign_in, guide, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    today = clock.today()
    for name in ("Alma", "Bodil", "Carl"):
        case = factories.make_case(guide, first_name=name, last_name="Prøve", on=today - timedelta(days=90))
        activity_actions.set_activity(case, "fgu", by=guide, on=today - timedelta(days=70))
        if name != "Carl":
            factories.make_milestone(case, due_on=today - timedelta(days=2))
    sign_in(guide)
    page.goto(f"{live_server.url}/mine-unge/")
    with page.expect_navigation():
        page.get_by_label("Hvem", exact=True).select_option("Milepæl over frist")
    expect(page.locator("table.people")).not_to_contain_text("Carl")
    page.locator("summary", has_text="Kolonner").click()
    page.get_by_label("Status").last.check()
    follow(page.get_by_role("button", name="Vis disse kolonner"))
    expect(page.locator("table.people tbody tr").first).to_contain_text("I gang")
    page.locator("summary", has_text="Gem visningen").click()
    page.get_by_label("Visningens navn").fill("Haster")
    accessible()
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator(".views .is-here")).to_contain_text("Haster")
    follow(page.get_by_role("link", name="Milepæl over frist"))
    expect(page.locator("table.people")).to_contain_text("Carl")
    follow(page.get_by_role("link", name="Haster"))
    expect(page.locator("table.people tbody tr")).to_have_count(2)
    for box in page.get_by_label("Vælg", exact=False).and_(page.locator("td.pick input")).all():
        box.check()
    page.get_by_label("Med flere").select_option("Bekræft, hvad de laver nu")
    follow(page.get_by_role("button", name="Fortsæt"))
    expect(page.locator("main")).to_contain_text("Det gælder 2 unge.")
    accessible()
    follow(page.get_by_role("button", name="Gør det for 2"))
    expect(page.locator("main")).to_contain_text("Gjort for 2 unge.")
    assert Case.objects.filter(activity_confirmed_on=today).count() == 2
    follow(page.get_by_role("button", name="Fortryd"))
    expect(page.locator("main")).to_contain_text("Det er fortrudt.")
    assert not Case.objects.filter(activity_confirmed_on=today).exists()
    assert complaints == []
