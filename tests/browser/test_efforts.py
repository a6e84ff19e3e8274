"""Efforts by clicking: one with approach and milestones is added, ended with what it contributed, and counted."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.consents.actions import give_consent
from cases.models import Consent
from core import clock
from plans.models import Effort
from tests.browser.conftest import follow, glance
from tests.helpers.factories import ContactFactory, UserFactory, make_case, make_effort, make_milestone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(guide):
    """A case with a milestone and two courses with weeks of waiting in between."""
    today = clock.today()
    case = make_case(guide, on=today - timedelta(days=200), first_name="Sofie", last_name="Skov")
    make_milestone(case, own_words="Jeg møder hver morgen", due_on=today + timedelta(days=40))
    make_effort(
        case,
        name="Morgenhold",
        from_on=today - timedelta(days=60),
        until_on=today - timedelta(days=10),
        approach=2,
        demands=4,
    )
    make_effort(
        case, name="Dansk til prøven", from_on=today + timedelta(days=30), until_on=today + timedelta(days=70)
    )
    return case


def test_an_effort_is_added_and_ended_with_what_it_contributed(
    page, live_server, sign_in, complaints, accessible, guide, leader, case, begun_at
):
    today = clock.today()
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/")
    expect(page.locator("#plan-lanes")).to_contain_text("39 dages ventetid mellem Morgenhold og Dansk")
    follow(page.get_by_role("link", name="Ny indsats"))
    glance(page, accessible)
    page.get_by_label("Indsats", exact=False).first.fill("Praktik i køkkenet")
    page.get_by_label("Slags").select_option(label="Praktik")
    page.get_by_label("Ungeguiden").check()
    page.get_by_label("Første dag").fill((today - timedelta(days=28)).isoformat())
    page.get_by_text("Mere: lov, timer, sted og tilgang").click()
    page.get_by_label("Tilgangen").select_option(label="Mest udfordrende")
    page.get_by_label("På hvis vilkår").select_option(label="Mest arbejdsgiverens krav")
    page.get_by_label("Jeg møder hver morgen").check()
    follow(page.get_by_role("button", name="Gem"))
    row = page.get_by_role("row", name="Praktik i køkkenet")
    expect(row).to_contain_text("I gang")
    expect(row).to_contain_text("Jeg møder hver morgen")
    glance(page, accessible)
    follow(row.get_by_role("link", name="Afslut"))
    page.get_by_role("button", name="Gem").click()  # the browser itself asks for what it contributed
    assert page.get_by_label("Afgørende").evaluate("box => box.validity.valueMissing")
    page.get_by_label("Hjalp").check()
    page.get_by_label("Hvad siger den unge?").fill("Jeg kan godt lave mad til tyve")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_role("row", name="Praktik i køkkenet")).to_contain_text("Hjalp")
    follow(page.get_by_role("link", name="Praktik i køkkenet"))
    expect(page.locator("main")).to_contain_text("Jeg kan godt lave mad til tyve")
    glance(page, accessible)
    sign_in(leader).goto(f"{live_server.url}/overblik/bidrag/")
    glance(page, accessible)
    follow(page.get_by_role("row", name="Praktik").get_by_role("link").first)
    expect(page.locator("main")).to_contain_text("Sofie Skov")
    glance(page, accessible)
    assert complaints == []


def test_min_dag_asks_by_keyboard_and_without_javascript(plain_page, live_server, sign_in, guide, case):
    page = sign_in(guide, plain_page)
    page.goto(live_server.url)
    line = page.get_by_role("listitem").filter(has_text="Morgenhold er slut")
    follow(line.get_by_role("link", name="Angiv, hvad den bidrog med"))
    page.get_by_label("For tidligt at sige").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_text("Morgenhold er slut")).to_have_count(0)
    assert Effort.objects.get(name="Morgenhold").contribution == "too_early"


def test_a_partner_sees_the_approach(page, live_server, sign_in, accessible, guide, unit, case, begun_at):
    user = UserFactory(unit=unit, role="partner", name="Pia Partner")
    contact = ContactFactory(partner__unit=unit, user=user)
    make_effort(case, name="Værksted", responsible="partner", contact=contact, approach=1, demands=5)
    make_effort(case, name="Samtaler om angst", topics=["health"])
    expires = clock.today() + timedelta(days=90)
    consent = Consent(
        case=case, partner=contact.partner, topics=["plan"], purpose="Praktik", expires_on=expires
    )
    give_consent(consent, by=guide)
    sign_in(user).goto(f"{live_server.url}/")
    follow(page.get_by_role("link", name="Sofie").first)
    row = page.get_by_role("row", name="Værksted")
    expect(row).to_contain_text("jeres")
    expect(row).to_contain_text("Mest udfordrende")
    expect(page.locator("main")).not_to_contain_text("Samtaler om angst")
    glance(page, accessible)
