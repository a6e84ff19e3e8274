"""A button whose call comes to nothing says so where it stands, and works again when it can."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.models import Milestone
from tests.browser.conftest import look
from tests.helpers import factories


@pytest.fixture
def row(page, live_server, sign_in, guide):
    """A milestone on Min dag."""
    case = factories.make_case(guide, first_name="Vera", last_name="Vind")
    factories.make_milestone(case, own_words="Jeg vil ud", due_on=clock.today() - timedelta(days=3))
    sign_in(guide).goto(f"{live_server.url}/min-dag/")
    return page.locator(".rows li", has_text="Jeg vil ud")


def test_without_a_connection_it_says_so_until_it_is_done(page, row, accessible):
    button = row.get_by_role("button", name="Nået")
    page.context.set_offline(True)
    button.click()
    expect(row.get_by_role("alert")).to_contain_text("ingen forbindelse")
    expect(button).to_be_focused()
    button.click()
    expect(row.get_by_role("alert")).to_have_count(1)
    page.context.set_offline(False)
    look(page, accessible)
    button.click()
    expect(page.locator("#messages")).to_contain_text("Nået: Jeg vil ud")
    expect(page.locator(".not-done")).to_have_count(0)


@pytest.mark.parametrize(
    ("status", "words"), [(500, "fejl hos os"), (403, "ændret sig"), (404, "ændret sig")]
)
def test_a_fault_and_a_refusal_are_said(page, row, status, words):
    page.route(
        row.get_by_role("button", name="Nået").get_attribute("hx-post"),
        lambda route: route.fulfill(status=status),
    )
    row.get_by_role("button", name="Nået").click()
    expect(row.get_by_role("alert")).to_contain_text(words)
    expect(row.get_by_role("button", name="Nået")).to_be_focused()
    page.unroute_all()
    assert not Milestone.objects.filter(status="reached").exists()
    expect(row.get_by_role("link", name="Hent siden igen")).to_have_count(int(status < 500))
