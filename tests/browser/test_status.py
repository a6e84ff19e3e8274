"""The status by rhythm in the browser: as a partner reads it, as the guide sees that they do, and on Min plan."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from plans.milestones.actions import move_milestone
from tests.browser.conftest import follow, look, shot
from tests.helpers.entering import invite_youth, young_case
from tests.helpers.factories import make_milestone
from tests.helpers.promises import make_contact, make_promise

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(guide):
    """A case of which a partner may be told, and its contact."""
    today = clock.today()
    case = young_case(guide, on=today - timedelta(days=200), preferred_name="Sigge")
    with clock.travel(today - timedelta(days=100)):
        done = make_milestone(case, by=guide, own_words="Komme op om morgenen", responsible="youth")
    contact = make_contact(guide.unit)
    make_promise(guide, contact, case=case, own_words="Besøge værkstedet", days=8)
    make_milestone(case, by=guide, own_words="Ringe til skolen", responsible="youth", due_on=today)
    make_milestone(case, by=guide, own_words="Finde et fritidsjob", responsible="guide")
    move_milestone(done, "reached", by=guide)
    return case, contact


def look_at(page, accessible, name):
    """The page is accessible and fits, at each width; a picture of it on a phone and on a desk."""
    look(page, accessible)
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        shot(page, name)


def test_a_partner_reads_the_status_and_the_guide_sees_the_same(
    page, live_server, sign_in, complaints, accessible, told, guide
):
    case, contact = told
    sign_in(contact.user)
    page.goto(f"{live_server.url}/delt-med-os/")
    look_at(page, accessible, "partner-inbox")
    follow(page.get_by_role("link", name="Ny status", exact=True))
    look_at(page, accessible, "partner-statuses")
    expect(page.get_by_text("Ikke læst endnu")).to_be_visible()
    follow(page.get_by_role("link", name="Sigge"))
    look_at(page, accessible, "partner-status")
    expect(page.get_by_text("Komme op om morgenen")).to_be_visible()
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/rapporter/")
    look_at(page, accessible, "guide-reports")
    follow(page.get_by_role("link", name=contact.partner.name))
    look_at(page, accessible, "guide-as-partner")
    expect(page.get_by_text("Komme op om morgenen")).to_be_visible()
    assert not complaints


def test_the_young_person_reads_what_is_new(page, live_server, sign_in, complaints, accessible, told):
    sign_in(invite_youth(told[0]).user)
    page.goto(f"{live_server.url}/min-plan/")
    follow(page.get_by_role("link", name="Siden sidst"))
    expect(page.get_by_role("heading", name="Det har du nået")).to_be_visible()
    look_at(page, accessible, "youth-status")
    assert not complaints
