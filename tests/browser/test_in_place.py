"""Acts in place, and text that is never lost: as a guide sees it on a phone and at a desk."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions as activity_actions
from cases.models import Draft, Note
from core import clock
from plans.closing.actions import close_case
from tests.browser.conftest import WIDTHS, follow
from tests.helpers import factories

PICTURES = os.environ.get("KUI_PICTURES", "")


@pytest.fixture
def vera(guide):
    then = clock.today() - timedelta(days=120)
    case = factories.make_case(
        guide,
        birth_date=clock.today() - timedelta(days=20 * 365),
        on=then,
        first_name="Vera",
        last_name="Vind",
    )
    activity_actions.set_activity(case, "job", by=guide, on=then)
    for n in range(3):
        factories.make_milestone(case, own_words=f"Jeg vil {n}", due_on=clock.today() - timedelta(days=3 + n))
    return case


def picture(page, name, width) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png")


@pytest.mark.parametrize("width", WIDTHS)
def test_acts_of_min_dag_leave_what_a_reload_shows(
    page, live_server, sign_in, guide, vera, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(f"{live_server.url}/min-dag/")
    count = page.locator(".group .count").first
    before = int(count.inner_text())
    row = page.locator(".rows li", has_text="Jeg vil 0")
    row.scroll_into_view_if_needed()
    top = page.evaluate("scrollY")
    row.get_by_role("button", name="Nået").click()
    receipt = page.locator("#messages")
    expect(receipt).to_contain_text("Nået: Jeg vil 0")
    expect(row).to_have_count(0)
    expect(count).to_have_text(str(before - 1))
    expect(receipt.locator("li")).to_be_focused()
    assert abs(page.evaluate("scrollY") - top) < 200
    picture(page, "min-dag-naaet", width)
    accessible()
    receipt.get_by_role("button", name="Fortryd").click()
    expect(count).to_have_text(str(before))
    expect(row.get_by_role("button", name="Nået")).to_have_count(1)
    expect(receipt.get_by_role("button", name="Fortryd")).to_have_count(0)
    row.get_by_role("link", name="Flyt").click()
    box = page.locator("#quick")
    box.get_by_label("Ny dato").fill((clock.today() - timedelta(days=1)).isoformat())
    box.get_by_label("Hvorfor?").fill("Ferie")
    box.get_by_role("button", name="Gem").click()
    expect(box).to_contain_text("Den dag er gået")
    picture(page, "min-dag-flyt", width)
    accessible()
    box.get_by_label("Ny dato").fill((clock.today() + timedelta(days=10)).isoformat())
    box.get_by_role("button", name="Gem").click()
    expect(box).to_be_hidden()
    expect(receipt).to_contain_text("datoen er flyttet")
    expect(receipt.get_by_role("button", name="Fortryd")).to_be_visible()
    assert [said for said in complaints if "422" not in said] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_is_written_from_the_first_screen_of_the_case(
    page, live_server, sign_in, guide, vera, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(f"{live_server.url}/sager/{vera.pk}/")
    button = page.get_by_role("link", name="Skriv notat")
    expect(button).to_be_in_viewport(ratio=1)
    picture(page, "sagen", width)
    button.click()
    field = page.locator("#note-here textarea")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    field.fill("Talt med Vera")
    accessible()
    picture(page, "sagen-notat", width)
    page.locator("#note-here").get_by_role("button", name="Gem notat").click()
    expect(page.locator("#messages")).to_contain_text("Notatet om Vera Vind er gemt")
    assert Note.objects.get().text == "Talt med Vera"
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_text_that_could_not_be_kept_says_so_stays_and_is_kept_after_signing_in_again(
    page, live_server, sign_in, guide, vera, accessible, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(f"{live_server.url}/sager/{vera.pk}/notat/")
    field, told = page.get_by_label("Hvad skete der?"), page.locator("#draft-told")
    field.fill("Første")
    expect(told).to_contain_text("Kladde gemt")
    page.context.set_offline(True)
    field.fill("Første og mere")
    expect(page.get_by_text("Kladden kunne ikke gemmes lige nu")).to_be_visible()
    expect(told).to_be_empty()
    page.context.set_offline(False)
    expect(told).to_contain_text("Kladde gemt", timeout=15_000)
    assert Draft.objects.get().text == "Første og mere"
    page.context.clear_cookies()
    field.fill("Skrevet efter at være logget ud")
    expect(page.get_by_text("du er logget ud. Din tekst")).to_be_visible()
    page.get_by_role("button", name="Gem notat").click()
    expect(field).to_have_value("Skrevet efter at være logget ud")
    picture(page, "logget-ud", width)
    accessible()
    sign_in(guide, page.context.new_page())  # in another window
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(told).to_contain_text("Kladde gemt", timeout=15_000)
    page.get_by_role("button", name="Gem notat").click()
    expect(page.locator("#messages")).to_contain_text("er gemt")
    assert [note.text for note in Note.objects.all()] == ["Skrevet efter at være logget ud"]
    assert not Draft.objects.exists()


def test_the_second_window_is_told_and_both_texts_stand(page, live_server, sign_in, guide, vera):
    address = f"{live_server.url}/sager/{vera.pk}/notat/"
    sign_in(guide).goto(address)
    page.get_by_label("Hvad skete der?").fill("Begyndt")
    expect(page.locator("#draft-told")).to_contain_text("Kladde gemt")
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("Hvad skete der?").fill("Begyndt og fortsat")
    expect(other.locator("#draft-told")).to_contain_text("Kladde gemt")
    page.get_by_label("Hvad skete der?").fill("Begyndt anderledes")
    expect(page.locator("#draft-told")).to_contain_text("et andet vindue")
    assert {row.text for row in Draft.objects.all()} == {"Begyndt og fortsat", "Begyndt anderledes"}
    picture(page, "to-vinduer", "desk")


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_writes_or_acts_on_a_case_closed_meanwhile_is_told(
    page, live_server, sign_in, guide, leader, vera, accessible, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(f"{live_server.url}/sager/{vera.pk}/plan/")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/sager/{vera.pk}/notat/")
    third = page.context.new_page()
    third.goto(f"{live_server.url}/sager/{vera.pk}/")
    third.get_by_role("link", name="Skriv notat").click()
    third.locator("#note-here textarea").fill("Mødtes med Vera")
    close_case(vera, by=leader, reason="moved", note="Flyttet")
    third.locator("#note-here").get_by_role("button", name="Gem notat").click()
    expect(third.get_by_role("heading", level=1)).to_contain_text("allerede lukket af")
    expect(third.locator("#typed")).to_contain_text("Mødtes med Vera")
    other.get_by_label("Hvad skete der?").fill("Talt med Vera")
    expect(other.get_by_text("Kladde gemt")).to_be_visible()
    other.on("dialog", lambda box: box.accept())
    other.get_by_role("button", name="Gem notat").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("allerede lukket af")
    expect(other.locator("#page")).to_contain_text("Talt med Vera")
    page.get_by_role("button", name="Nået").first.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("allerede lukket af")
    expect(heading).to_be_focused()
    accessible()
    follow(page.get_by_role("link", name="Åbn sagen"))
    assert not Note.objects.exists()
