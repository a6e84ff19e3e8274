"""The unit's meetings, by clicking: the rhythm is set up, a meeting held, and a case taken at sparring."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from core import clock
from practice.models import SparringMark, SparringMeeting
from practice.sparring.actions import mark_case
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers import factories

pytestmark = pytest.mark.browser


def test_the_rhythm_is_set_up_and_a_meeting_held(
    page, live_server, sign_in, leader, guide, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/")
    look(page, accessible)
    follow(page.get_by_role("link", name="Se forslaget"))
    look(page, accessible)
    follow(page.get_by_role("button", name="Begynd med disse"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Ret Temamøde"))
    look(page, accessible)
    page.get_by_label("Hvem står for det").select_option(label=guide.name)
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Det faste møde er rettet").wait_for()
    mark_case(factories.make_case(guide), by=guide, question="Hvad overser vi?")
    follow(page.get_by_role("link", name="KUI på teammødet", exact=True))
    page.get_by_text("1 sag er meldt til sparring").wait_for()
    look(page, accessible)
    follow(page.get_by_role("link", name="Det blev holdt"))
    page.get_by_label("Kort referat").fill("Frederikke kom ikke. Vi ringer til mor Ulla.")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Det ligner et navn: Ulla").wait_for()
    look(page, accessible)
    page.get_by_label("Kort referat").fill("Vi ringer, før vi skriver.")
    follow(page.get_by_role("button", name="Gem"))
    page.get_by_text("Vi ringer, før vi skriver.").wait_for()
    look(page, accessible)
    follow(page.get_by_role("link", name="Aftal et skridt"))
    page.get_by_label(re.compile("Gruppe:")).check()
    page.get_by_label("Hvad gør vi?").fill("Vi ringer først")
    page.get_by_label("Hvad vil vi se, når det hjælper?").fill("Færre mails")
    follow(page.get_by_role("button", name="Aftal skridtet"))
    page.get_by_text("Vi ringer først").first.wait_for()
    assert [said for said in complaints if "422" not in said] == []


def test_a_case_is_marked_opened_settled_and_closed_again(
    page, live_server, sign_in, leader, guide, colleague, accessible, complaints
):
    case = factories.make_case(guide)
    other = factories.make_case(colleague, on=clock.today() - timedelta(days=200))
    mark_case(other, by=colleague, question="Der er intet sket længe. Hvad har I prøvet?")
    sign_in(guide)
    page.goto(f"{live_server.url}/sager/{case.pk}/")
    follow(page.get_by_role("link", name="Til sparring"))
    page.get_by_label("Hvad vil du spørge dine kolleger om?").fill("Moren, Ulla, svarer ikke.")
    look(page, accessible)
    follow(page.get_by_role("button", name="Meld til sparring"))
    page.get_by_text("Det ligner et navn: Ulla").wait_for()
    look(page, accessible)
    page.get_by_label("Hvad vil du spørge dine kolleger om?").fill("Moren svarer ikke. Hvad gør I?")
    follow(page.get_by_role("button", name="Meld til sparring"))
    page.get_by_text("meldt til næste sparring").wait_for()

    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/sparring/")
    # The one that stands still comes first, and says why.
    expect(page.locator(".sparring > li").first).to_contain_text("der er intet sket i")
    look(page, accessible)
    follow(page.get_by_role("link", name="Start sparring"))
    look(page, accessible)
    page.get_by_label("Til hvad klokken?").fill("00:00")
    follow(page.get_by_role("button", name="Start sparring"))
    page.get_by_text("Sparringen er i gang til kl. 00.00").wait_for()

    sign_in(colleague)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"{live_server.url}/praksis/sparring/")
    look(page, accessible)
    follow(page.get_by_role("button", name=re.compile("Åbn sagen")))
    page.get_by_role("heading", name=re.compile(case.person.name)).wait_for()
    page.get_by_text("Sparring, senest til midnat").wait_for()

    sign_in(guide)
    page.set_viewport_size(WIDTHS["desk"])
    page.goto(f"{live_server.url}/praksis/sparring/")
    expect(page.get_by_text(f"Åbnet af {colleague.name}")).to_be_visible()
    follow(page.get_by_role("link", name=re.compile("Skriv det næste skridt")))
    page.get_by_label("Hvilket næste skridt er aftalt?").fill("Gåtur i stedet for samtale")
    page.get_by_label(colleague.name).check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Skriv det i sagen"))
    page.get_by_text("Det næste skridt er skrevet i sagen").wait_for()
    look(page, accessible)
    assert SparringMark.objects.get(case=case).settled_by == guide

    sign_in(leader)
    page.goto(f"{live_server.url}/praksis/sparring/")
    follow(page.get_by_role("button", name="Afslut mødet"))
    page.get_by_text("De åbnede sager er lukket igen").wait_for()
    look(page, accessible)
    assert SparringMeeting.objects.get().ended_by == leader

    sign_in(colleague)
    assert page.goto(f"{live_server.url}/sager/{case.pk}/").status == 403
    assert [said for said in complaints if "422" not in said and "403" not in said] == []
