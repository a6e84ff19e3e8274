"""A meeting by hand: planned, prepared, invited to, held with an agreement, its minutes shared and closed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from meetings.models import Meeting
from plans.models import Milestone
from tests.browser.conftest import WIDTHS, settled
from tests.helpers.factories import make_milestone

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case_url(case):
    """A case whose plan has a milestone that is overdue."""
    make_milestone(case, own_words="Jeg vil ringe til FGU", due_on=clock.today() - timedelta(days=3))
    return f"/sager/{case.pk}/moeder/"


def in_bounds(page):
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_meeting_from_planning_to_closing(
    page, live_server, sign_in, complaints, accessible, guide, case, case_url, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide).goto(live_server.url + case_url)
    _plan(page, accessible)
    _prepare(page)
    accessible()
    in_bounds(page)
    page.get_by_role("button", name="Indkald deltagerne").click()
    expect(page.get_by_text("Der er indkaldt til mødet. Ring selv til")).to_be_visible()
    _hold(page, case)
    accessible()
    in_bounds(page)
    _round_off(page, case)
    accessible()
    in_bounds(page)
    assert complaints == []


def _plan(page, accessible):
    page.get_by_role("link", name="Planlæg et møde").click()
    page.get_by_label("Mødeform").select_option(label="Opfølgende netværksmøde")
    page.get_by_label("Dag", exact=False).first.fill(clock.today().isoformat())
    page.get_by_label("Klokkeslæt").fill("23:59")
    page.get_by_label("Sted").fill("Ungeenheden")
    accessible()
    in_bounds(page)
    page.get_by_role("button", name="Gem som kladde").click()
    expect(page.get_by_role("heading", name="Opfølgende netværksmøde")).to_be_visible()


def _prepare(page):
    page.get_by_role("button", name="Foreslå en dagsorden").click()
    expect(page.get_by_role("heading", name="Jeg vil ringe til FGU")).to_be_visible()
    expect(page.get_by_role("heading", name="Helbred og trivsel")).to_be_visible()
    page.locator("summary", has_text="Tilføj et punkt").click()
    page.locator("#point_title").fill("Om en plads på kollegiet")
    page.locator("#point_source").select_option("youth")
    page.get_by_role("button", name="Sæt på dagsordenen").click()
    own = page.locator(".agenda li", has_text="Om en plads på kollegiet")
    settled(page)
    own.locator("summary").click()
    own.get_by_role("button", name="Op", exact=True).click()
    expect(page.locator(".agenda li").nth(-2)).to_contain_text("Om en plads på kollegiet")
    settled(page)


def _hold(page, case):
    # Boxes have their words beside them.
    page.locator("#hold").get_by_label(case.person.called).check()
    page.get_by_role("button", name="Begynd referatet").click()
    # The line is slow: what is typed is kept before the page goes all the same.
    page.route("**/kladde/", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.get_by_label("Hvad kom der ud af: Jeg vil ringe til FGU").fill("Vi ringer i morgen.")
    point = page.locator(".minutes-point", has_text="Om en plads på kollegiet").first
    point.locator("summary").click()
    point.get_by_label("Hvad er aftalt?").fill("Jeg skriver mig op til et værelse")
    point.get_by_label("Hvem gør det?").select_option("youth")
    point.get_by_label("Senest").fill((clock.today() + timedelta(days=14)).isoformat())
    point.get_by_role("button", name="Skriv det i planen").click()
    expect(page.locator(".decisions a")).to_have_text("Jeg skriver mig op til et værelse")
    settled(page)
    # What was typed and not saved yet stands there as a draft.
    expect(page.get_by_label("Hvad kom der ud af: Jeg vil ringe til FGU")).to_have_value(
        "Vi ringer i morgen."
    )
    page.unroute_all()
    page.get_by_role("button", name="Gem referatet").click()
    expect(page.get_by_text("Referatet er gemt.")).to_be_visible()
    settled(page)
    assert Milestone.objects.filter(own_words="Jeg skriver mig op til et værelse").count() == 1


def _round_off(page, case):
    page.get_by_role("button", name="Del til bemærkninger").click()
    expect(page.get_by_text("Referatet er delt.")).to_be_visible()
    for name in (case.person.name, case.guide.name):
        page.get_by_role("button", name=f"Har godkendt {name}").click()
    expect(page.get_by_text("Alle, der var til stede, har godkendt: Referatet ligger fast.")).to_be_visible()
    expect(page.get_by_role("link", name="Planlæg næste møde")).to_be_visible()
    settled(page)
    meeting = Meeting.objects.get()
    assert meeting.minutes.is_approved
    assert meeting.note.is_talk
