#!/usr/bin/env python3
"""Take the README's pictures from a running demo: ``scripts/screenshots.py [http://127.0.0.1:8000]``.

Signs in as a user would, so it also shows that the demo's sign-ins work. Needs Chromium (``make setup-dev``).
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from pypdfium2 import PdfDocument

SITE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PASSWORD = "ung-i-nordkysten"  # noqa: S105 - the demo's, printed by make demo
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 860}


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in page."""
    page.context.clear_cookies()
    page.goto(SITE + "/konto/log-ind/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_load_state()


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = next(
            filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser")))
        )
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport=DESK, locale="da-DK").new_page()
        sign_in(page, "leder@nordkysten.example")
        page.screenshot(path=FOLDER / "overblik.png")
        sign_in(page, "guide@nordkysten.example")
        page.screenshot(path=FOLDER / "min-dag.png")
        page.goto(SITE + "/mine-unge/")
        page.locator("main tbody tr").nth(1).get_by_role("link").first.click()
        page.wait_for_load_state()
        page.screenshot(path=FOLDER / "sagen.png")
        page.get_by_role("link", name="Åbn planen").first.click()
        page.wait_for_load_state()
        page.screenshot(path=FOLDER / "planen.png")
        preview = page.request.get(page.url + "udlever/pdf/").body()
        page.set_viewport_size(PHONE)
        page.goto(SITE + "/min-dag/")
        page.screenshot(path=FOLDER / "phone.png")
        browser.close()
    PdfDocument(preview)[0].render(scale=70 / 72).to_pil().save(FOLDER / "min-plan.png")


if __name__ == "__main__":
    main()
