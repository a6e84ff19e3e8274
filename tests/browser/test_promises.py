"""A partner at work, clicked in Danish: it proposes another day and sees the answer; it is asked and answers."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from tests.browser.conftest import follow, glance
from tests.helpers.promises import make_contact, make_promise

pytestmark = pytest.mark.usefixtures("begun_at")


def test_a_partner_proposes_another_day_and_the_guide_accepts(
    page, live_server, sign_in, guide, accessible, complaints
):
    contact = make_contact(guide.unit, partner__name="FGU Fjorden")
    milestone = make_promise(guide, contact, days=14, first_name="Freja", last_name="Holm")
    new_day = clock.today() + timedelta(days=30)
    sign_in(contact.user)
    page.goto(f"{live_server.url}/vores-aftaler/")
    expect(page.get_by_text("1 aftale", exact=True)).to_be_visible()
    glance(page, accessible)
    follow(page.get_by_role("link", name="Freja", exact=True))
    glance(page, accessible)
    follow(page.get_by_role("link", name="Foreslå en ændring"))
    for kind, fitting in (("Passer ikke til den unge", 4), ("Ny dato", 4)):
        page.get_by_role("radio", name=kind).check()
        expect(page.get_by_label("Hvorfor?").locator("option")).to_have_count(fitting + 1)
    page.get_by_label("Hvorfor?").select_option("Vi har ikke plads eller tid")
    follow(page.get_by_role("button", name="Send forslaget"))
    page.get_by_text("Vælg den nye dag.").wait_for()
    glance(page, accessible)
    page.get_by_role("textbox", name="Ny dato").fill(new_day.isoformat())
    follow(page.get_by_role("button", name="Send forslaget"))
    page.get_by_text("Venter på ungeguiden").wait_for()
    glance(page, accessible)

    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    line = page.locator("li", has_text="FGU Fjorden foreslår: Ny dato")
    glance(page, accessible)
    follow(line.get_by_role("link", name="Se den"))
    page.get_by_text("Siger du ja, flyttes datoen til").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Godkend"))
    page.get_by_text("Godkendt. Planen er ændret").wait_for()
    milestone.refresh_from_db()
    assert milestone.due_on == new_day

    sign_in(contact.user)
    page.goto(f"{live_server.url}/delt-med-os/")
    page.get_by_text("er godkendt: Ny dato").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Set"))
    expect(page.get_by_text("er godkendt: Ny dato")).to_have_count(0)
    assert [told for told in complaints if "422" not in told] == []


def test_a_guide_asks_and_the_partner_answers_and_reports(
    page, live_server, sign_in, guide, accessible, complaints
):
    contact = make_contact(guide.unit, partner__name="FGU Fjorden")
    milestone = make_promise(guide, contact, first_name="Freja", last_name="Holm")
    base = f"{live_server.url}/sager/{milestone.plan.case_id}"
    sign_in(guide)
    page.goto(f"{base}/plan/milepael/{milestone.pk}/aftale/")
    glance(page, accessible)
    follow(page.get_by_role("link", name="Spørg partneren"))
    page.get_by_label("Hvad spørger du om?").fill("Møder hun om morgenen?")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Spørg"))
    page.get_by_text("Venter på partneren").wait_for()

    sign_in(contact.user)
    page.goto(f"{live_server.url}/delt-med-os/")
    page.get_by_role("heading", name="Hvad der venter på jer i dag").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("link", name="Svar på spørgsmålet"))
    page.get_by_label("Jeres svar").fill("Ja, hver dag denne uge.")
    glance(page, accessible)
    follow(page.get_by_role("button", name="Send svaret"))
    page.get_by_text("Tak. Svaret står nu hos ungeguiden.").wait_for()
    follow(page.get_by_role("link", name="Giv tilbagemelding"))
    page.get_by_label("Mødte op som aftalt").check()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Send"))
    page.get_by_text("Det står nu i den unges sag.").wait_for()
    glance(page, accessible)

    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    line = page.locator("li", has_text="FGU Fjorden har svaret dig")
    follow(line.get_by_role("link", name="Se den"))
    page.get_by_text("Ja, hver dag denne uge.").wait_for()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Jeg har læst det"))
    page.goto(f"{live_server.url}/min-dag/")
    expect(page.get_by_text("FGU Fjorden har svaret dig")).to_have_count(0)
    page.goto(f"{base}/")
    page.get_by_text("Mødte op som aftalt").wait_for()
    assert not complaints
