"""A guide asks, the department says no and proposes something, the guide changes the plan, and it says yes."""

import re

import pytest
from playwright.sync_api import expect

from plans.models import Qualification
from tests.browser.conftest import follow, glance
from tests.helpers.factories import make_milestone
from tests.helpers.qualification import give_basis, make_department

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contact(unit, case, guide):
    contact = make_department(unit, name="Socialafdelingen")
    give_basis(case, contact.partner, by=guide)
    return contact


@pytest.fixture
def plan(case, contact):
    make_milestone(case, own_words="Jeg vil have en mentor", professional="Mentor fem timer om ugen")
    return f"/sager/{case.pk}/plan/"


def ask(page, accessible, question):
    """Write the question, and send it."""
    page.locator("#id_partner").select_option(label="Socialafdelingen")
    page.get_by_label("Hvad spørger du afdelingen om?").fill(question)
    glance(page, accessible)
    follow(page.get_by_role("button", name="Send", exact=True))


def test_asked_declined_changed_asked_again_and_carried(
    page, live_server, sign_in, complaints, accessible, guide, case, contact, plan, begun_at
):
    sign_in(guide).goto(live_server.url + plan)
    row = page.locator("li.milestone")
    row.locator("summary").click()
    follow(row.get_by_role("link", name="Send til afklaring"))
    ask(page, accessible, "Kan I give en mentor?")
    expect(page.locator(".chip").first).to_have_text("Venter på svar fra Socialafdelingen")
    glance(page, accessible)

    sign_in(contact.user).goto(f"{live_server.url}/delt-med-os/")
    follow(page.get_by_role("link", name=re.compile("1 afklaring venter")))
    glance(page, accessible)
    follow(page.locator(".row-main a").first)
    glance(page, accessible)
    follow(page.get_by_role("button", name="Jeg tager den"))
    follow(page.get_by_role("link", name="Nej, men noget andet"))
    page.locator("#id_reason").select_option(index=1)
    page.get_by_label(re.compile("hvad der så kan gøres", re.IGNORECASE)).fill("To timer om ugen")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Send svaret"))

    sign_in(guide).goto(f"{live_server.url}/min-dag/")
    line = page.locator("li", has_text="siger nej og foreslår noget andet").first
    follow(line.get_by_role("link", name="Se", exact=True))
    expect(page.get_by_text("To timer om ugen")).to_be_visible()
    glance(page, accessible)
    page.goto(live_server.url + plan)
    row.locator("summary").click()
    row.get_by_role("link", name="Ret", exact=True).click()
    page.locator("#id_professional").fill("Mentor to timer om ugen")
    page.locator(".milestone-form .btn-primary").click()
    expect(row.locator(".milestone-pro")).to_have_text("Mentor to timer om ugen")
    follow(row.locator("a.seal"))
    follow(page.get_by_role("link", name="Send igen"))
    ask(page, accessible, "Så kun to timer?")

    sign_in(contact.user).goto(f"{live_server.url}/til-afklaring/")
    follow(page.locator(".row-main a").first)
    follow(page.get_by_role("link", name="Ja, vi bærer den"))
    page.locator("#id_basis").fill("Serviceloven § 85")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Send svaret"))

    sign_in(guide).goto(live_server.url + plan)
    expect(page.get_by_text("En afdeling har sagt ja til 1 af 1 milepæl")).to_be_visible()
    expect(row.locator("a.seal")).to_have_text("Bæres af Socialafdelingen")
    glance(page, accessible)
    assert Qualification.objects.count() == 2 and complaints == []
