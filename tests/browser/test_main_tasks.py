"""The main tasks of each role, done by clicking, in Danish, at a desk and on a phone."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.utils.formats import date_format
from playwright.sync_api import expect

from cases.activity import actions
from cases.models import AccessGrant, Note
from core import clock
from plans.models import Handover, Milestone
from reports.models import ReportSnapshot
from tests.browser.conftest import WIDTHS, follow, settled
from tests.helpers import factories

both_widths = pytest.mark.parametrize("width", WIDTHS)


@pytest.fixture
def ida(guide):
    """A young person whose activity nobody has confirmed for a while, with a milestone due."""
    case = factories.make_case(guide, first_name="Ida", last_name="Iversen")
    actions.set_activity(case, "fgu", by=guide, place="FGU Vest", on=clock.today() - timedelta(days=100))
    factories.make_milestone(case, own_words="Jeg besøger en skole", due_on=clock.today() + timedelta(days=3))
    plan = case.plans.get()
    plan.dream = "Jeg vil have min egen cykelbutik"
    plan.save()
    return case


def _find(page, words):
    """Search from wherever one is, as one does."""
    box = page.get_by_role("searchbox", name="Find en ung")
    box.fill(words)
    with page.expect_navigation():
        box.press("Enter")


@both_widths
def test_a_guide_finds_a_case_notes_confirms_and_moves(
    page, live_server, sign_in, guide, ida, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gitte")
    accessible()
    _find(page, "iversen")
    follow(page.get_by_role("link", name="Ida Iversen").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ida Iversen")
    accessible()

    page.get_by_text("Skriv notat").click()
    expect(page.get_by_role("textbox", name="Hvad skete der?")).to_be_focused()
    settled(page)
    page.get_by_role("textbox", name="Hvad skete der?").fill("Vi talte om cykler")
    follow(page.get_by_role("button", name="Gem notat"))
    expect(page.get_by_text("Vi talte om cykler").first).to_be_visible()
    assert Note.objects.get(case=ida).by == guide

    with page.expect_response("**/aktivitet/bekraeft/"):
        page.get_by_role("button", name="Ja, stadig").click()
    today = date_format(clock.today(), "j. ")
    expect(page.locator("main")).to_contain_text(f"ekræftet {today}")
    ida.refresh_from_db()
    assert ida.activity_confirmed_on == clock.today()

    page.get_by_role("button", name="Nået").first.click()
    expect(page.get_by_text("1 af 1").first).to_be_visible()
    assert Milestone.objects.get(plan__case=ida).status == "reached"
    accessible()
    assert complaints == []


@both_widths
def test_a_guide_hands_over_the_plan_and_opens_the_pdf(
    page, live_server, sign_in, guide, ida, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{ida.pk}/")
    follow(page.get_by_role("link", name="Udlevér planen").first)
    page.locator(".paper summary").first.click()
    expect(page.locator(".paper p").first).to_contain_text("egen cykelbutik")
    accessible()
    follow(page.get_by_role("button", name="Udlevér til Ida"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible()
    kept = Handover.objects.get()
    link = page.locator(f"a[href*='{kept.pk}']").first
    address = live_server.url + link.get_attribute("href")
    first, again = (page.request.get(address).body() for _ in range(2))
    assert first == again == bytes(kept.pdf)
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(first)).pages)
    assert "Ida" in text and "egen cykelbutik" in " ".join(text.split())
    assert complaints == []


@both_widths
def test_a_leader_runs_the_months_report_and_opens_a_numbers_list(
    page, live_server, sign_in, leader, guide, accessible, complaints, width
):
    with clock.travel(clock.now() - timedelta(days=70)):
        for name in ("Ida", "Bo", "Åse"):
            factories.make_case(guide, first_name=name, last_name="Holm", on=clock.today())
    page.set_viewport_size(WIDTHS[width])
    sign_in(leader)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", name="Overblik")).to_be_visible()
    accessible()

    page.goto(live_server.url + "/overblik/liste/running/")
    expect(page.get_by_text("Åse Holm")).to_be_visible()
    accessible()

    page.goto(live_server.url + "/rapporter/")
    follow(page.get_by_role("button", name="Lav den nu").first)
    follow(page.get_by_role("link", name="Se resultatet"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    accessible()
    report = ReportSnapshot.objects.get(kind="unit")
    pdf = page.request.get(f"{live_server.url}/rapporter/{report.pk}/pdf/").body()
    assert pdf[:5] == b"%PDF-"
    assert complaints == []


def test_a_number_on_overblik_opens_as_many_rows_as_it_says(
    page, live_server, sign_in, leader, guide, complaints
):
    for name in ("Ida", "Bo", "Åse"):
        case = factories.make_case(guide, first_name=name, last_name="Holm")
        factories.make_milestone(case, due_on=clock.today() - timedelta(days=4))
    sign_in(leader)
    page.goto(live_server.url + "/overblik/")
    tile = page.locator("main a", has_text="Milepæle over frist").first
    expect(tile).to_contain_text("3")
    follow(tile)
    expect(page.locator("main table tbody tr")).to_have_count(3)
    assert complaints == []


@both_widths
def test_a_colleague_opens_with_a_purpose_and_the_owner_sees_it(
    page, live_server, sign_in, guide, colleague, ida, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(colleague)
    page.goto(live_server.url)
    _find(page, "iversen")
    expect(page.get_by_text("Gitte Guide").first).to_be_visible()
    expect(page.get_by_text("cykelbutik")).to_have_count(0)
    follow(page.get_by_role("link", name="Åbn med et formål").first)
    accessible()
    page.get_by_label("Sparring").check()
    page.get_by_role("textbox").last.fill("Torsdagssparring om praktik")
    follow(page.get_by_role("button", name="Åbn sagen"))
    expect(page.get_by_text("cykelbutik").first).to_be_visible()
    assert AccessGrant.objects.get().user == colleague

    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{ida.pk}/")
    seen = page.locator("section, aside", has_text="Hvem har set").last
    expect(seen).to_contain_text("Kim Kollega")
    follow(page.get_by_role("link", name="Se alt").last)
    expect(page.get_by_text("Torsdagssparring om praktik").first).to_be_visible()
    accessible()
    assert complaints == []
