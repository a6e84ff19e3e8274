"""A form that cannot be sent keeps what was typed and says so; one that comes back begins at what to mend; and what was
done is told in lines that can be read.
"""

import pytest
from playwright.sync_api import expect

from core import clock
from intake.models import Inquiry
from plans.models import Goal
from tests.browser.conftest import WIDTHS, follow, glance, look, shot
from tests.helpers import factories
from workspace.models import Todo

WHY = "Er ofte væk om mandagen, og skolen er bekymret"


@pytest.fixture
def case(guide):
    """Somebody with a plan that lacks nothing, so that a milestone is saved the first time."""
    return factories.make_case(guide, first_name="Sofie", last_name="Skov")


def sign_in_beside(page, sign_in, user):
    """Sign in again in another window: the page hears nothing of it by itself."""
    beside = page.context.new_page()
    sign_in(user, beside)
    beside.close()


def test_an_inquiry_is_not_lost_when_the_session_has_ended(
    page, live_server, sign_in, leader, accessible, complaints, begun_at
):
    """It stays with its text, says so at the button, and is sent at the first press after signing in beside it."""
    sign_in(leader).goto(f"{live_server.url}/sager/ny/")
    page.get_by_label("CPR-nummer, navn eller telefon").fill("Vera Vind")
    follow(page.get_by_role("button", name="Søg").last)
    page.get_by_label("Fødselsdato").fill(
        clock.today().replace(day=1, year=clock.today().year - 16).isoformat()
    )
    page.get_by_label("Målgruppe").select_option("Rusmidler")
    page.get_by_label("Hvem henvender sig?").select_option("Skole eller uddannelse")
    why = page.get_by_label("Hvorfor henvender de sig?")
    why.fill(WHY)
    there = page.url
    page.context.clear_cookies()
    page.get_by_role("button", name="Gem henvendelsen").click()
    told = page.locator("[data-held]")
    expect(told).to_contain_text("Ikke gemt: du er logget ud")
    expect(told).to_be_in_viewport()
    expect(told.get_by_role("link", name="Log ind igen")).to_have_attribute("target", "_blank")
    expect(page.locator("#session-warning")).to_be_visible()
    shot(page, "signed-out")
    glance(page, accessible)
    page.get_by_role("button", name="Gem henvendelsen").click()
    expect(told).to_have_count(1)
    assert page.url == there and not Inquiry.objects.exists()
    sign_in_beside(page, sign_in, leader)
    follow(page.get_by_role("button", name="Gem henvendelsen"))
    expect(page.locator("h1")).to_contain_text("Vera Vind")
    assert Inquiry.objects.get().reason == WHY
    assert complaints == []


def test_a_goal_is_not_lost_without_a_connection(page, live_server, sign_in, guide, case, accessible):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/maal/nyt/")
    page.locator("#id_text").fill("Sofie vil bo for sig selv")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gem").click()
    expect(page.locator("[data-held]")).to_contain_text("ingen forbindelse")
    expect(page.locator("#id_text")).to_have_value("Sofie vil bo for sig selv")
    look(page, accessible)
    page.context.set_offline(False)
    follow(page.get_by_role("button", name="Gem"))
    assert Goal.objects.get().text == "Sofie vil bo for sig selv"


def test_a_form_in_the_dialog_is_held_too(page, live_server, sign_in, guide, case):
    sign_in(guide).goto(f"{live_server.url}/min-dag/")
    page.get_by_role("link", name="Ny opgave").first.click()
    box = page.locator("#quick")
    box.get_by_role("textbox").first.fill("Ring til skolen")
    page.context.clear_cookies()
    box.get_by_role("button", name="Gem").click()
    expect(box.locator("[data-held]")).to_contain_text("du er logget ud")
    sign_in_beside(page, sign_in, guide)
    box.get_by_role("button", name="Gem").click()
    expect(box).to_be_hidden()
    expect(page.locator("main")).to_contain_text("Ring til skolen")
    assert Todo.objects.count() == 1


def test_a_note_is_sent_at_the_first_press_after_signing_in_again(page, live_server, sign_in, guide, case):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/notat/")
    page.get_by_label("Hvad skete der?").fill("Talt med Sofie")
    expect(page.locator("#draft-told")).to_contain_text("Kladde gemt")
    page.context.clear_cookies()
    page.get_by_role("button", name="Gem notat").click()
    expect(page.locator("[data-held]")).to_contain_text("du er logget ud")
    sign_in_beside(page, sign_in, guide)
    follow(page.get_by_role("button", name="Gem notat"))
    expect(page.locator("#messages")).to_contain_text("er gemt")
    assert not case.drafts.exists()


def test_what_is_wrong_is_seen_and_the_page_begins_there(
    page, live_server, sign_in, guide, case, accessible, begun_at
):
    """The error of a search box stands under it; the focus is in the first field to mend, in sight."""
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/indsats/ny/")
    page.locator("form").evaluate_all("forms => forms.forEach(form => { form.noValidate = true })")
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator("#id_name")).to_be_focused()
    expect(page.locator("#id_name")).to_be_in_viewport()
    for error in page.locator(".invalid-feedback").all():
        expect(error).to_be_visible()
    expect(page.locator("#id_contact_error")).to_contain_text("Angiv den kontaktperson")
    shot(page, "effort-refused")
    glance(page, accessible)
    page.get_by_label("Indsats", exact=False).first.fill("Praktik i køkkenet")
    page.get_by_label("Slags").select_option(label="Praktik")
    page.get_by_label("Første dag").fill(clock.today().isoformat())
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator("#id_contact")).to_be_focused()
    expect(page.locator("#id_contact_error")).to_be_in_viewport()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_receipt_is_read_in_whole_words(page, live_server, sign_in, guide, case, accessible, width):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/notat/")
    page.get_by_label("Hvad skete der?").fill("Talt med Sofie")
    follow(page.get_by_role("button", name="Gem notat"))
    words = page.locator("#messages li > div")
    expect(words).to_contain_text("er gemt")
    assert words.bounding_box()["width"] > 180
    shot(page, "receipt")
    glance(page, accessible)
