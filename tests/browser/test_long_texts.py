"""A text longer than its field holds is not cut, and one hears of it before it is sent."""

from playwright.sync_api import expect

from cases.models import Note
from tests.browser.conftest import follow, look
from tests.helpers import factories


def test_a_long_note_is_counted_refused_and_kept(page, live_server, sign_in, guide, accessible):
    case = factories.make_case(guide)
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/notat/")
    field, room = page.get_by_label("Hvad skete der?"), page.locator("textarea + [role=status]").first
    field.fill("a" * 100)
    expect(room).to_be_empty()
    field.fill("a" * 19_990)
    expect(room).to_have_text("Der er plads til 10 tegn mere.")
    field.fill("å" * 21_234)
    expect(room).to_contain_text("1.234 tegn for meget")
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem notat"))
    expect(page.get_by_label("Hvad skete der?")).to_have_value("å" * 21_234)
    expect(page.locator(".invalid-feedback").first).to_contain_text("højst have 20000 tegn")
    expect(room).to_contain_text("1.234 tegn for meget")
    assert not Note.objects.exists()


def test_what_is_pasted_into_a_line_is_not_cut_unseen(page, live_server, sign_in, guide):
    case = factories.make_case(guide)
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/moeder/nyt/")
    field = page.get_by_label("Sted")
    field.focus()
    field.evaluate("e => e.dispatchEvent(new ClipboardEvent('paste', {bubbles: true}))")
    page.keyboard.insert_text("b" * 230)
    expect(field).to_have_value("b" * 230)
    expect(page.locator("#id_place + [role=status]")).to_contain_text("30 tegn for meget")
