"""By hand, in Danish: own words changed together, a conversation, hints of plain language, the road, and an idea."""

import os
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from core import clock
from participation.conversation.actions import say_oneself
from participation.models import Remark
from plans.milestones.actions import move_milestone
from plans.models import Goal, Milestone
from plans.plan import actions as plan_actions
from practice.ideas.actions import propose_idea
from practice.models import Idea
from tests.browser.conftest import follow, glance, settled
from tests.helpers.factories import make_milestone

pytestmark = pytest.mark.django_db(transaction=True)


def shot(page, name):
    """A picture for whoever looks, where KUI_SHOTS names a folder."""
    if folder := os.environ.get("KUI_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)


@pytest.fixture
def step(case):
    """A milestone in the young person's words, and a goal."""
    goal = plan_actions.add_goal(Goal(plan=case.plans.get(), text="Ro om aftenen"), by=case.guide)
    made = make_milestone(case, own_words="Jeg vil ringe selv", goal=goal)
    made.plan.case = case
    return made


def test_own_words_change_together_and_a_professional_wording_stands_beside(
    page, live_server, sign_in, complaints, accessible, guide, case, step, begun_at
):
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/milepael/{step.pk}/ret/")
    glance(page, accessible)
    page.get_by_label("Det vil jeg").fill("Afklaring af fremmøde")
    page.get_by_label("Nej", exact=True).check()
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator("form.form-narrow")).to_contain_text("ændres kun sammen med den unge")
    expect(page.get_by_label("Det vil jeg")).to_have_value("Jeg vil ringe selv")
    expect(page.get_by_label("Faglig formulering")).to_have_value("Afklaring af fremmøde")
    expect(page.locator(".plain-hints")).to_contain_text("at du kommer")
    glance(page, accessible)
    shot(page, "own-words-refused")
    # What is plainer comes while one writes.
    page.get_by_label("Faglig formulering").fill("Hjælp til foranstaltning")
    expect(page.locator(".plain-hints")).to_contain_text("»foranstaltning«: sig »hjælp«")
    page.get_by_label("Faglig formulering").fill("At komme hver dag")
    expect(page.locator(".plain-hints")).to_have_count(0)
    page.get_by_label("Det vil jeg").fill("Jeg vil skrive selv")
    page.get_by_label("Ja, i telefonen").check()
    follow(page.get_by_role("button", name="Gem", exact=True))
    row = Milestone.objects.get()
    assert (row.own_words, row.professional) == ("Jeg vil skrive selv", "At komme hver dag")
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/milepael/{step.pk}/")
    expect(page.locator("main")).to_contain_text(re.compile("Ændret sammen med .* den .*, i telefonen"))
    glance(page, accessible)
    shot(page, "own-words-history")
    assert not [line for line in complaints if "422" not in line]


def test_a_goal_gets_a_second_voice_and_tags(
    page, live_server, sign_in, complaints, accessible, guide, case, step, begun_at
):
    plan = sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/")
    assert plan.ok
    follow(page.locator("#goals").get_by_role("link", name=re.compile("^Ret Ro")))
    page.get_by_label("Indsigt").check()
    page.get_by_label("Faglig formulering").fill("Bedre søvn")
    glance(page, accessible)
    shot(page, "goal-edit")
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator("#goals")).to_contain_text("Bedre søvn")
    expect(page.locator("#goals .chip")).to_contain_text(["Indsigt"])
    follow(page.get_by_role("link", name="Udsyn"))
    expect(page.locator("#goals")).not_to_contain_text("Bedre søvn")
    glance(page, accessible)
    assert not complaints


def test_what_a_young_person_wrote_is_read_and_answered(
    page, live_server, sign_in, complaints, accessible, guide, case, step, begun_at
):
    say_oneself(step, "Jeg er ikke enig. Jeg var der hver dag.", by=guide)
    sign_in(guide).goto(f"{live_server.url}/")
    line = page.get_by_text(re.compile("Svar venter"))
    expect(line).to_be_visible()
    glance(page, accessible)
    shot(page, "my-day")
    follow(page.get_by_role("link", name="Læs og svar"))
    expect(page.locator(".conversation")).to_contain_text("Ikke læst endnu")
    glance(page, accessible)
    page.get_by_label("Hvad bliver sagt?").fill("Det er rigtigt. Jeg skrev forkert.")
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator(".conversation li")).to_have_count(2)
    page.get_by_label("har sagt det til mig").check()
    page.get_by_label("Hvad bliver sagt?").fill("Tak")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("form.form-narrow")).to_contain_text("Skriv, hvordan den unge sagde det")
    page.get_by_label("Da vi sad sammen").check()
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator(".conversation li")).to_have_count(3)
    glance(page, accessible)
    shot(page, "conversation")
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/")
    expect(page.locator(".conversation-mark").first).to_contain_text("Samtale (3)")
    glance(page, accessible)
    shot(page, "plan")
    assert not Remark.objects.unread().filter(voice="youth").exists()
    assert not [line for line in complaints if "422" not in line]


def test_the_road_so_far(page, live_server, sign_in, complaints, accessible, guide, case, step, begun_at):
    move_milestone(step, "reached", by=guide)
    plan_actions.edit_plan(
        case.plans.get(),
        by=guide,
        expected_version=1,
        values={"dream": "Et hus ved havet"},
        took_part="meeting",
    )
    sign_in(guide).goto(f"{live_server.url}/sager/{case.pk}/plan/")
    follow(page.get_by_role("link", name="Vejen indtil nu"))
    expect(page.locator(".road")).to_contain_text("Jeg vil ringe selv")
    expect(page.locator(".road")).to_contain_text("Et hus ved havet")
    glance(page, accessible)
    shot(page, "road")
    assert not complaints


def test_an_idea_is_written_without_a_name_and_answered(
    page, live_server, sign_in, complaints, accessible, guide, unit, begun_at
):
    with clock.travel(date(2026, 1, 10)):
        for text in ("Der skal være en sofa", "Skriv en sms dagen før", "Mødet skal være kortere"):
            propose_idea(unit, text)
    sign_in(guide).goto(f"{live_server.url}/ideer/")
    expect(page.locator(".ideas > li")).to_have_count(3)
    glance(page, accessible)
    follow(page.get_by_role("link", name="Skriv en idé ned"))
    glance(page, accessible)
    page.get_by_label("Hvad kunne være bedre?").fill("Det er godt, når Mette ringer")
    follow(page.get_by_role("button", name="Send uden navn"))
    expect(page.locator("form.form-narrow")).to_contain_text("Det ligner et navn: Mette")
    glance(page, accessible)
    shot(page, "idea-name")
    page.get_by_label("Hvad kunne være bedre?").fill("Det er godt, når nogen ringer")
    follow(page.get_by_role("button", name="Send uden navn"))
    expect(page.locator("main")).not_to_contain_text("når nogen ringer")
    follow(page.get_by_role("link", name=re.compile("^Svar ?: Der skal være en sofa")))
    page.get_by_label("Vi har gjort det").check()
    page.get_by_label("Med ord").fill("Sofaen står ved vinduet nu")
    settled(page)
    glance(page, accessible)
    follow(page.get_by_role("button", name="Gem svaret"))
    expect(page.locator(".ideas").last).to_contain_text("Sofaen står ved vinduet nu")
    glance(page, accessible)
    shot(page, "ideas")
    assert Idea.objects.filter(status="done").count() == 1 and Idea.objects.count() == 4
    assert not [line for line in complaints if "422" not in line]


def test_the_table_of_plain_words(page, live_server, sign_in, complaints, accessible, admin, begun_at):
    sign_in(admin).goto(f"{live_server.url}/tabeller/klare-ord/")
    expect(page.locator("main")).to_contain_text("foranstaltning")
    glance(page, accessible)
    shot(page, "plain-words")
    follow(page.get_by_role("link", name="Nyt ord"))
    page.locator("#id_word").fill("kvantificere")
    page.locator("#id_instead").fill("tælle")
    glance(page, accessible)
    follow(page.get_by_role("button", name=re.compile("^Gem")))
    expect(page.locator("main")).to_contain_text("kvantificere")
    assert not complaints


def test_all_of_it_works_without_scripts(plain_page, live_server, sign_in, guide, case, step):
    page = sign_in(guide, plain_page)
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/milepael/{step.pk}/ret/")
    page.get_by_label("Faglig formulering").fill("Stabilt fremmøde")
    follow(page.get_by_role("button", name="Gem", exact=True))
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/milepael/{step.pk}/")
    expect(page.locator(".plain-hints")).to_contain_text("at du kommer")
    page.goto(f"{live_server.url}/sager/{case.pk}/plan/samtale/milepael/{step.pk}/")
    page.get_by_label("Hvad bliver sagt?").fill("Godt set")
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.locator(".conversation li")).to_have_count(1)
