"""What is opened in the page takes the focus, and gives it back; what cannot be followed cannot be reached."""

import pytest
from playwright.sync_api import expect

from tests.helpers import factories


@pytest.fixture
def case(guide):
    return factories.make_case(guide, first_name="Vera", last_name="Vind")


def test_a_milestone_s_form_takes_the_focus_and_gives_it_back(page, live_server, sign_in, guide, case):
    milestone = factories.make_milestone(case, own_words="Jeg vil ud")
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/")
    page.get_by_role("link", name="Ny milepæl").press("Enter")
    expect(page.locator("#milestone-new #id_own_words")).to_be_focused()
    row = page.locator(f"#milestone-{milestone.pk}")
    row.locator(".milestone-more > summary").press("Enter")
    expect(row.locator("details.more")).to_have_attribute("open", "")
    row.locator(".milestone-panel :is(a, button)").first.focus()
    page.keyboard.press("Escape")
    expect(row.locator("details.more")).not_to_have_attribute("open", "")
    expect(row.locator(".milestone-more > summary")).to_be_focused()
    row.locator(".milestone-more > summary").press("Enter")
    row.get_by_role("link", name="Ret").press("Enter")
    expect(row.locator("#id_own_words")).to_be_focused()
    row.get_by_role("link", name="Annullér").press("Enter")
    expect(row.locator("form.form-narrow")).to_have_count(0)
    expect(row.locator(".milestone-more > summary")).to_be_focused()


def test_a_note_given_up_leaves_the_focus_on_its_link(page, live_server, sign_in, guide, case):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/")
    link = page.get_by_role("link", name="Skriv notat")
    link.press("Enter")
    expect(page.locator("#note-here textarea")).to_be_focused()
    page.locator("#note-here").get_by_role("button", name="Annullér").press("Enter")
    expect(page.locator("#note-here form")).to_have_count(0)
    expect(link).to_be_focused()


def test_the_links_of_the_young_persons_page_are_not_reached(page, live_server, sign_in, guide, case):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/min-plan/som-den-unge/")
    expect(page.locator(".shown a").first).to_be_visible()
    expect(page.locator(".shown :is(a[href], button, input)")).to_have_count(0)
