"""The plan as a document, clicked through in Danish: its shape chosen, handed over twice, compared and confirmed."""

from playwright.sync_api import expect

from plans.models import Handover
from plans.versions.actions import code_of
from tests.browser.conftest import follow, look
from tests.helpers import factories


def test_a_plan_is_handed_over_easy_to_read_compared_and_confirmed_by_code(
    page, live_server, sign_in, guide, accessible, complaints
):
    case = factories.make_case(guide, first_name="Freja")
    factories.make_milestone(case, own_words="Jeg ringer til skolen")
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/udlever/?til=ung")
    page.get_by_label("Form").select_option("easy")
    page.get_by_label("Med plads til underskrift").check()
    follow(page.get_by_role("button", name="Vis siderne med det valgte"))
    page.get_by_text("som tekst").last.click()
    expect(page.get_by_text("Jeg har læst planen").last).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("button", name="Udlevér til Freja"))
    page.get_by_text("Planen er udleveret.").wait_for()
    factories.make_milestone(case, own_words="Jeg får en mentor")
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/udlever/?til=ung&sprog=ar")
    page.get_by_text("som tekst").first.wait_for()
    follow(page.get_by_role("button", name="Udlevér til Freja"))
    page.get_by_text("Planen er udleveret.").wait_for()
    first, second = Handover.objects.order_by("number")
    assert (first.variant, second.language, second.variant) == ("easy", "ar", "standard")

    follow(page.get_by_role("link", name="Sammenlign og bekræft udgaver"))
    page.get_by_role("heading", name="Planens udgaver").wait_for()
    look(page, accessible)
    follow(page.get_by_role("button", name="Sammenlign"))
    expect(page.get_by_text("Nyt skridt: Jeg får en mentor")).to_be_visible()
    look(page, accessible)

    follow(page.get_by_role("link", name="Bekræft Udgave 2"))
    page.get_by_role("heading", name="Bekræft udgave 2").wait_for()
    expect(page.get_by_text(code_of(second))).to_be_visible()
    look(page, accessible)
    follow(page.get_by_role("link", name="Vend skærmen mod Freja"))
    page.get_by_role("heading", name="Hej Freja").wait_for()
    look(page, accessible)
    page.get_by_label("Kode").fill(code_of(second))
    follow(page.get_by_role("button", name="Ja, det passer"))
    page.get_by_role("heading", name="Planens udgaver").wait_for()
    expect(page.get_by_text("Med kode fra ungeguiden").first).to_be_visible()
    assert second.confirmations.count() == 1 and not first.confirmations.exists()
    assert not complaints


def test_a_milestone_begins_from_a_template(page, live_server, sign_in, guide, accessible, complaints):
    from plans.models import PartTemplate

    case = factories.make_case(guide, first_name="Freja")
    PartTemplate.objects.create(
        own_words="Jeg laver et budget", professional="Budget", competence=True, days=30
    )
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/milepael/ny/")
    page.get_by_label("Begynd med en skabelon").select_option(label="Jeg laver et budget")
    follow(page.get_by_role("button", name="Brug"))
    words = page.get_by_label("Det vil jeg").first
    expect(words).to_have_value("Jeg laver et budget")
    look(page, accessible)
    assert not complaints
