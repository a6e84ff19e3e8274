"""Colleagues, by clicking: the template, a new guide's list and the leaver's, one's own card, and the paper seen."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import User
from core import clock
from practice.models import Competence, Course, Introduction, TemplatePoint
from tests.browser.conftest import WIDTHS, follow, look, settled
from tests.helpers import factories

pytestmark = pytest.mark.browser


def test_a_new_colleague_is_introduced_from_a_template_and_one_who_leaves_gives_over(
    page, live_server, sign_in, leader, guide, colleague, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/nye-kolleger/skabelon/")
    follow(page.get_by_role("button", name="Begynd med et forslag"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Tilføj et punkt"))
    page.get_by_label("Ny kollega").check()
    page.get_by_label("Hvad skal gøres?").fill("Læs artiklen om overgange")
    page.get_by_label("Inden for hvor mange dage?").fill("0")
    page.get_by_label("Side at læse").fill("findes ikke")
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_label("Hvad skal gøres?")).to_have_value("Læs artiklen om overgange")
    look(page, accessible)
    page.get_by_label("Side at læse").fill("/praksis/kompetencer/")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Læs artiklen om overgange").wait_for()
    follow(page.get_by_role("link", name="Aflever nøgler"))
    look(page, accessible)
    page.get_by_label("Hvad skal gøres?").fill("Aflever nøgle og kort")
    follow(page.get_by_role("button", name="Gem"))
    assert TemplatePoint.objects.filter(text="Aflever nøgle og kort").exists()

    page.goto(f"{live_server.url}/praksis/nye-kolleger/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Start en liste"))
    look(page, accessible)
    page.locator("#id_user").select_option(label=guide.name)
    page.get_by_label("Mentor").select_option(label=colleague.name)
    page.get_by_label("En linje til kollegerne").fill("Kender FGU indefra")
    follow(page.get_by_role("button", name="Start listen"))
    page.get_by_role("heading", name=guide.name).wait_for()
    look(page, accessible)
    one = Introduction.objects.get()

    # A colleague is told once; the newcomer sees the list on Min dag, and ticks.
    sign_in(colleague)
    page.goto(f"{live_server.url}/min-dag/")
    page.get_by_role("link", name=re.compile("Ny kollega: Gitte Guide.*Kender FGU indefra")).wait_for()
    look(page, accessible)
    follow(page.get_by_role("button", name="Jeg har læst det"))
    expect(page.get_by_text("Ny kollega: Gitte Guide")).to_have_count(0)
    sign_in(guide)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/min-dag/")
    panel = page.get_by_role("region", name=re.compile("Ny her"))
    look(page, accessible)
    settled(page)
    panel.get_by_role("button", name="Det er gjort : Læs artiklen om overgange").click()
    expect(panel.get_by_text("Læs artiklen om overgange")).to_have_count(0)
    ticked = one.points.exclude(ticked_on=None).get()
    assert (ticked.text, ticked.ticked_by) == ("Læs artiklen om overgange", guide)
    follow(panel.get_by_role("link", name="Hele listen"))
    look(page, accessible)
    settled(page)
    page.get_by_role("button", name="Ikke klaret alligevel").click()
    expect(page.get_by_role("button", name="Ikke klaret alligevel")).to_have_count(0)
    assert not one.points.exclude(ticked_on=None).exists()

    # One who leaves: what lies with them stands first, and is gone once it is given over.
    case = factories.make_case(colleague)
    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/praksis/nye-kolleger/ny/")
    page.get_by_label("Kollega, der stopper").check()
    page.locator("#id_user").select_option(label=colleague.name)
    page.get_by_label("Første dag eller sidste dag").fill((clock.today() + timedelta(days=7)).isoformat())
    follow(page.get_by_role("button", name="Start listen"))
    page.get_by_text(re.compile("Sager som ungeguide: 1")).wait_for()
    look(page, accessible)
    assert page.get_by_role("link", name="Hvem overtager?").is_visible()
    case.refresh_from_db()
    assert case.guide == colleague
    follow(page.get_by_role("link", name="Afslut listen"))
    look(page, accessible)
    follow(page.get_by_role("button", name="Afslut listen"))
    page.get_by_text("Listen blev afsluttet").wait_for()
    assert not [line for line in complaints if "422" not in line]


def test_one_says_what_one_knows_and_the_leader_sees_the_paper_and_what_lacks(
    page, live_server, sign_in, leader, guide, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/kompetencer/")
    page.get_by_text("Ungeguider uden vejlederuddannelse 1").wait_for()
    look(page, accessible)

    sign_in(guide)
    page.goto(f"{live_server.url}/praksis/kompetencer/")
    expect(page.get_by_text("Ungeguider uden vejlederuddannelse")).to_have_count(0)
    follow(page.get_by_role("link", name="Ret mine oplysninger"))
    page.get_by_label("Uddannelse", exact=True).fill("Pædagog, 2015")
    page.get_by_label("Ja", exact=True).check()
    follow(page.get_by_role("button", name="Gem"))
    expect(page.get_by_label("Uddannelse", exact=True)).to_have_value("Pædagog, 2015")
    look(page, accessible)
    page.locator("input[name=knowledge]").first.check()
    page.get_by_label("Hvilken slags?").select_option("diploma")
    page.get_by_label("Hvad hedder uddannelsen?").fill("Diplom i vejledning")
    page.get_by_label("Uddannet den").fill("2020-06-20")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("beviset er ikke set endnu").wait_for()
    look(page, accessible)

    follow(page.get_by_role("link", name="Registrér et kursus"))
    page.get_by_label("Hvilket kursus?").fill("Autisme og uddannelse")
    page.get_by_label("Kursets sidste dag").fill((clock.today() - timedelta(days=20)).isoformat())
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem"))
    look(page, accessible)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/min-dag/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Indkald til møde"))
    page.locator("#id_day").fill((clock.today() + timedelta(days=2)).isoformat())
    page.get_by_label("Klokkeslæt").fill("09:00")
    page.get_by_label("Sted").fill("Køkkenet")
    look(page, accessible)
    follow(page.get_by_role("button", name="Send indkaldelsen"))
    page.get_by_text("2 kolleger er indkaldt").wait_for()
    page.goto(f"{live_server.url}/min-dag/")
    follow(page.get_by_role("link", name="Det er delt"))
    page.get_by_label("Hvor?").fill("På teammødet")
    look(page, accessible)
    follow(page.get_by_role("button", name="Det er delt"))
    expect(page.get_by_text("Del med kollegerne, hvad du lærte")).to_have_count(0)
    assert Course.objects.get().shared_where == "På teammødet"

    sign_in(leader)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/praksis/kompetencer/{guide.pk}/")
    follow(page.get_by_role("button", name="Jeg har set beviset"))
    page.get_by_text("Lene Leder så beviset").wait_for()
    look(page, accessible)
    assert Competence.objects.get().seen_by == leader
    assert User.objects.get(pk=guide.pk).qualification == "Diplom i vejledning"
    page.goto(f"{live_server.url}/praksis/kompetencer/")
    page.get_by_text("Ungeguider uden vejlederuddannelse 0").wait_for()
    look(page, accessible)
    assert not [line for line in complaints if "422" not in line]
