"""The knowledge bank, by clicking: written, looked at, published, found, found right, and said again as it was."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from practice.knowledge.choices import Explains
from practice.models import Article
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import factories

pytestmark = pytest.mark.browser


def test_an_article_from_the_first_word_to_an_old_version(
    page, live_server, sign_in, guide, accessible, complaints
):
    sign_in(guide)
    page.goto(f"{live_server.url}/praksis/viden/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Skriv en artikel").first)
    page.get_by_label("Titel").fill("Sommerens vagter")
    page.get_by_label("Kort fortalt").fill("Hvem der holder øje i juli")
    page.get_by_label("Tekst").fill("## Uge 28\n\nTo på vagt.\n\n|Uge|Hvem|\n|-|-|\n|28|to|\n")
    preview = page.locator("#article-preview")
    # It comes while one writes.
    expect(preview.get_by_role("heading", name="Uge 28")).to_be_visible()
    expect(preview.get_by_role("cell", name="to", exact=True)).to_be_visible()
    page.get_by_text("Hvad handler det om?").click()
    page.get_by_label("Hverdag").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem kladden"))
    page.get_by_text("Kladde: kun den ansvarlige").wait_for()
    look(page, accessible)
    follow(page.get_by_role("button", name="Udgiv"))
    page.get_by_text("Udgivet.").wait_for()

    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/praksis/viden/")
    page.get_by_label("Søg", exact=True).last.fill("vagterne")
    follow(page.get_by_role("button", name="Vis", exact=True))
    look(page, accessible)
    follow(page.get_by_role("link", name="Sommerens vagter"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Ret", exact=True))
    page.get_by_label("Tekst").fill("## Uge 28\n\nTre på vagt.\n")
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem", exact=True))
    follow(page.get_by_role("link", name="2 udgaver"))
    expect(page.get_by_text("To", exact=True).first).to_be_visible()
    expect(page.get_by_text("Tre", exact=True).first).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gendan udgave 1"))
    page.get_by_text("Udgave 1 er gendannet").wait_for()
    assert Article.objects.get().body.startswith("## Uge 28\n\nTo på vagt.")
    assert not complaints


def test_an_owner_says_on_min_dag_that_it_is_still_right_and_a_case_leads_to_what_fits(
    page, live_server, sign_in, guide, accessible, complaints
):
    today = clock.today()
    article = factories.make_article(guide, title="Pligten", review_on=today, explains=Explains.DUTY)
    case = factories.make_case(guide, birth_date=today - timedelta(days=365 * 16 + 60))
    sign_in(guide)
    page.goto(f"{live_server.url}/")
    line = page.locator(f"#line-article-{article.pk}")
    line.get_by_role("button", name="Den passer stadig").click()
    expect(line).to_have_count(0)
    article.refresh_from_db()
    assert article.reviewed_by == guide and article.review_on > today

    page.goto(f"{live_server.url}{case.get_absolute_url()}")
    page.get_by_role("link", name="Se, hvad der passer til sagen").click()
    fits = page.locator("#case-articles")
    expect(fits.get_by_role("link", name="Pligten")).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("link", name=re.compile("Læs om det i vidensbanken")).first)
    expect(page.get_by_role("heading", name="Pligten", level=1)).to_be_visible()
    assert not complaints


def test_without_a_script_the_look_is_a_button_and_what_was_typed_stays(
    plain_page, live_server, sign_in, guide
):
    sign_in(guide, page=plain_page)
    plain_page.goto(f"{live_server.url}/praksis/viden/ny/")
    plain_page.get_by_label("Tekst").fill("## Uge 28")
    plain_page.get_by_role("button", name="Forhåndsvis").click()
    plain_page.get_by_role("heading", name="Uge 28").wait_for()
    expect(plain_page.get_by_label("Tekst")).to_have_value("## Uge 28")
    assert not Article.objects.exists()
