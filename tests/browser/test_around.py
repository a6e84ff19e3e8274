"""Who is in a young person's life, clicked through in Danish: somebody is added, a note names them, and the
map knows.
"""

import pytest
from playwright.sync_api import expect

from cases.network.actions import add_participation
from tests.browser.conftest import follow, glance
from tests.helpers import factories

pytestmark = pytest.mark.usefixtures("begun_at")


def test_a_guide_draws_the_network_and_a_note_tells_the_last_contact(
    page, live_server, sign_in, guide, colleague, accessible, complaints
):
    contact = factories.ContactFactory(partner__unit=guide.unit, partner__name="FGU Fjorden")
    case = factories.make_case(guide, first_name="Freja")
    add_participation(case, contact.partner, by=guide, contact=contact)
    base = f"{live_server.url}/sager/{case.pk}"
    sign_in(guide)
    page.goto(f"{base}/netvaerk/")
    follow(page.get_by_role("link", name="Familie, ven eller voksen"))
    page.locator("#id_name").fill("Karen Holm")
    page.locator("#id_relation").fill("mor")
    page.get_by_label("Må ringes op").check()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    follow(page.get_by_role("link", name="Kollega"))
    page.locator("#id_user").select_option(colleague.name)
    page.locator("#id_role").fill("Jobkonsulent")
    follow(page.get_by_role("button", name="Gem"))
    glance(page, accessible)

    page.goto(f"{base}/notat/")
    page.get_by_label("Hvad skete der?").fill("Ringede til mor om skolen")
    page.get_by_role("checkbox", name="Freja").uncheck()
    page.get_by_role("checkbox", name="Karen Holm (mor)").check()
    glance(page, accessible)
    follow(page.get_by_role("button", name="Gem notat"))

    page.goto(f"{base}/netvaerk/")
    mark = page.get_by_role("link", name="Karen Holm, mor, Familie")
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr:target")).to_contain_text("i dag")
    assert not complaints
