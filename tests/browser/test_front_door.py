"""The front door: what everybody meets first."""

import pytest

from tests.browser.conftest import WIDTHS


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page_is_accessible_and_the_browser_content(
    page, live_server, complaints, accessible, width
):
    page.set_viewport_size(WIDTHS[width])
    response = page.goto(f"{live_server.url}/")
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("input[type=password]").count() == 1
    accessible()
    assert complaints == []


def test_every_response_carries_the_strict_policy(page, live_server):
    policy = page.goto(f"{live_server.url}/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_script_of_somebody_else_does_not_run(page, live_server, complaints):
    """The policy bites: a script written into the page is blocked."""
    page.goto(f"{live_server.url}/")
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate(
            "() => { const s = document.createElement('script');"
            " s.textContent = 'window.ran = 1'; document.body.append(s) }"
        )
    assert page.evaluate("() => window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)


def test_the_page_does_not_scroll_sideways_on_a_small_phone(page, live_server):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
