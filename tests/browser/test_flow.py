"""Casework that moves between people and over time: put off and undone, covered while ill, closed and looked
back at.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from cases.activity import actions
from cases.models import Assignment, Case, FollowUp
from core import clock
from plans.models import Destination
from plans.plan.actions import record_outcome
from tests.browser.conftest import WIDTHS, follow, settled
from tests.helpers import factories
from tests.helpers.under_way import moving
from workspace.models import Postponement


@pytest.fixture
def nora(guide):
    """Somebody of 20 nobody has talked with for 80 days."""
    then = clock.today() - timedelta(days=80)
    case = factories.make_case(
        guide,
        first_name="Nora",
        last_name="Noll",
        birth_date=clock.today() - timedelta(days=20 * 365),
        on=then,
    )
    actions.set_activity(case, "job", by=guide, on=then)
    return moving(case, guide, clock.today() - timedelta(days=20))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_guide_puts_a_line_off_and_takes_it_back(
    page, live_server, sign_in, guide, nora, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(f"#line-contact-{nora.pk}")
    row.get_by_role("link", name="Udsæt").click()
    box = page.locator("#quick")
    expect(box).to_be_visible()
    settled(page)
    accessible()
    box.get_by_label("Hvorfor kan det vente?").fill("Er på højskole")
    box.get_by_role("button", name="Udsæt").click()
    expect(box).to_be_hidden()
    receipt = page.locator("#messages")
    expect(receipt).to_contain_text("udsat til")
    expect(row).not_to_be_visible()
    settled(page)
    receipt.get_by_role("button", name="Fortryd").click()
    expect(row.get_by_role("link", name="Skriv notat")).to_be_visible()
    settled(page)
    assert Postponement.objects.get().ended_at is not None
    row.get_by_role("link", name="Udsæt").click()
    expect(box).to_be_visible()
    settled(page)
    box.get_by_label("Hvorfor kan det vente?").fill("Er på højskole")
    box.get_by_role("button", name="Udsæt").click()
    expect(receipt).to_contain_text("udsat til")
    page.reload()
    page.locator("#udsat summary").click()
    expect(page.locator("#udsat")).to_contain_text("»Er på højskole« Gitte Guide")
    accessible()
    follow(page.locator("#udsat").get_by_role("button", name="Vis igen"))
    expect(page.locator(".messages")).to_contain_text("Linjen står her igen")
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_leader_lets_somebody_cover_for_a_sick_guide_and_it_ends(
    page, live_server, sign_in, guide, colleague, leader, nora, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(leader)
    page.goto(f"{live_server.url}/overdrag/?fra={guide.pk}")
    page.get_by_label("Til hvem").select_option(label="Kim Kollega (0)")
    page.get_by_label("Hvorfor").fill("Sygemeldt")
    page.get_by_label("Nora Noll").check()
    accessible()
    follow(page.get_by_role("button", name="Se det først"))
    note = page.get_by_role("textbox", name="Overdragelse Nora Noll")
    expect(note).to_contain_text("Det vigtigste at vide")
    note.fill("Ring helst om formiddagen")
    accessible()
    follow(page.get_by_role("button", name="Lad dem dække"))
    expect(page.locator("h1")).to_have_text("Kim Kollega dækker for Gitte Guide")
    accessible()
    sign_in(colleague)
    page.goto(f"{live_server.url}/min-dag/")
    follow(page.get_by_role("link", name="Du dækker 1 sag for Gitte Guide"))
    page.get_by_text("Overdragelse", exact=True).click()
    expect(page.locator("main")).to_contain_text("Ring helst om formiddagen")
    follow(page.get_by_role("link", name="Nora Noll"))
    expect(page.locator("h1")).to_contain_text("Nora Noll")
    cover = Assignment.objects.get(kind="cover")
    with clock.travel(cover.until_on):
        assert not Case.objects.own_of(colleague).exists()
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    follow(page.get_by_role("link", name="Kim Kollega dækker 1 sag for dig"))
    follow(page.get_by_role("button", name="Afslut dækningen nu"))
    expect(page.locator(".messages")).to_contain_text("Dækningen er slut")
    assert not Case.objects.own_of(colleague).exists()
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_guide_asks_to_close_the_leader_closes_and_three_months_later_the_guide_looks_back(
    page, live_server, sign_in, guide, leader, accessible, complaints, width
):
    destination = Destination.objects.filter(is_active=True).first()
    then = clock.today() - timedelta(days=92)
    with clock.travel(then):
        case = factories.make_case(
            guide, first_name="Otto", last_name="Obel", birth_date=then - timedelta(days=19 * 365)
        )
        record_outcome(case, destination, by=guide, started_on=then)
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/afslut/")
    follow(page.get_by_role("button", name="Spørg lederen"))
    expect(page.locator(".messages")).to_contain_text("Lederen er spurgt")
    sign_in(leader)
    page.goto(f"{live_server.url}/min-dag/")
    follow(page.locator(".rows li", has_text="Otto Obel").get_by_role("link", name="Afgør"))
    expect(page.locator("main")).to_contain_text("Gitte Guide beder om at lukke")
    accessible()
    # The leader closes it as of the day three months ago, so that the point in time to look back at has come.
    page.get_by_label("Lukket den").fill(then.isoformat())
    follow(page.get_by_role("button", name="Luk sagen"))
    expect(page.locator(".messages")).to_contain_text("lukket")
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    row = page.locator(".rows li", has_text="Otto Obel")
    expect(row).to_contain_text("Hvordan går det 3 måneder efter?")
    follow(row.get_by_role("link", name="Skriv hvordan det går"))
    page.get_by_label("Stadig i gang").check()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.locator(".messages")).to_contain_text("Registreret")
    expect(page.locator(".rows li", has_text="Otto Obel")).to_have_count(0)
    assert FollowUp.objects.get(case=case).result == "still"
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_quick_note_is_taken_back_and_stands_struck_out(
    page, live_server, sign_in, guide, nora, accessible, complaints, width
):
    page.set_viewport_size(WIDTHS[width])
    sign_in(guide)
    page.goto(f"{live_server.url}/min-dag/")
    row, said = page.locator(f"#line-contact-{nora.pk}"), page.locator("#messages")
    before = row.inner_text()
    row.get_by_role("link", name="Skriv notat").click()
    box = page.locator("#quick")
    expect(box).to_be_visible()
    settled(page)
    box.get_by_role("textbox").first.fill("Skrevet på den forkerte")
    box.get_by_role("button", name="Gem notat").click()
    expect(said).to_contain_text("Notatet om Nora Noll er gemt")
    expect(row).to_have_count(0)
    settled(page)
    accessible()
    said.get_by_role("button", name="Fortryd").click()
    expect(said).to_contain_text("streget")
    expect(said.locator("li")).to_be_focused()
    expect(row).to_be_visible()
    settled(page)
    assert row.inner_text() == before
    accessible()
    page.goto(f"{live_server.url}/sager/{nora.pk}/#tidslinje")
    struck = page.locator(".struck")
    struck.locator("summary").click()
    expect(struck).to_contain_text("Skrevet på den forkerte")
    accessible()
    assert complaints == []
