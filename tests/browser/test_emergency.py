"""Emergency access, clicked through in Danish: a colleague opens a shielded case, and the leader reads that it
happened.
"""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import follow, glance
from tests.helpers import factories

pytestmark = pytest.mark.usefixtures("begun_at")


def test_a_colleague_opens_a_shielded_case_and_the_leader_is_told_without_identity(
    page, live_server, sign_in, guide, colleague, leader, accessible, complaints
):
    case = factories.make_case(
        guide, first_name="Freja", last_name="Holm", birth_date=date(2009, 5, 5), shielded=True
    )
    sign_in(colleague)
    page.goto(f"{live_server.url}/noedadgang/")
    glance(page, accessible)
    page.locator("#id_name").fill("Freja Holm")
    page.locator("#id_birth_date").fill("2009-05-05")
    page.locator("#id_reason").fill("Frejas mor ringer fra skadestuen")
    page.locator("#id_password").fill("forkert")
    follow(page.get_by_role("button", name="Åbn i en time"))
    page.get_by_text("Det er ikke din adgangskode.").wait_for()
    glance(page, accessible)
    page.locator("#id_password").fill("et-langt-kodeord")
    follow(page.get_by_role("button", name="Åbn i en time"))
    page.get_by_role("heading", name="Freja Holm").wait_for()
    expect(page.get_by_text("Nødadgang: sagen er åben for dig i en time")).to_have_count(1)
    expect(page.get_by_role("link", name="Skriv notat")).to_have_count(0)
    glance(page, accessible)

    sign_in(leader)
    page.goto(f"{live_server.url}/noedadgang/brugt/")
    page.get_by_text("ringer fra skadestuen").wait_for()
    expect(page.get_by_text("Freja")).to_have_count(0)
    glance(page, accessible)
    assert page.goto(f"{live_server.url}/sager/{case.pk}/").status == 404
    assert [told for told in complaints if "Failed to load resource" not in told] == []
