"""The leader's two questions, by clicking: who over 18 is in nothing, and what changed since a month's report."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from cases.activity import actions as activity_actions
from core import clock
from reports.models import ReportSnapshot
from reports.periods.rules import Month
from tests.browser.conftest import WIDTHS, follow, look
from tests.helpers.factories import UserFactory, make_case

pytestmark = pytest.mark.browser


@pytest.fixture
def adult(guide):
    """Somebody of 20 who is in nothing, as everybody knew two months ago."""
    today = clock.today()
    with clock.travel(today - timedelta(days=140)):
        born = today - timedelta(days=20 * 366)
        case = make_case(guide, first_name="Amir", last_name="Voksen", birth_date=born, on=clock.today())
    with clock.travel(today - timedelta(days=60)):
        activity_actions.set_activity(case, "none", by=guide)
    return case


def test_how_many_over_18_are_in_nothing_and_who(
    page, live_server, sign_in, leader, adult, accessible, complaints
):
    sign_in(leader)
    page.goto(f"{live_server.url}/overblik/")
    follow(page.get_by_role("link", name=re.compile("^1 Over 18 år, ikke i gang")).first)
    page.get_by_role("link", name="Amir Voksen").wait_for()
    follow(page.get_by_role("link", name="Det tæller tallet, og andre dage"))
    look(page, accessible)

    page.goto(f"{live_server.url}/overblik/")
    follow(page.get_by_role("main").get_by_role("link", name="Spørg tallene"))
    look(page, accessible)
    follow(page.get_by_role("link", name="Hvor mange over 18 er ikke i gang med noget"))
    page.get_by_text("fordelt på hvor længe sagen har været åben").wait_for()
    look(page, accessible)
    page.set_viewport_size(WIDTHS["desk"])
    follow(page.get_by_role("row", name=re.compile("3–6 måneder")).get_by_role("link").first)
    page.get_by_role("link", name="Amir Voksen").wait_for()
    page.go_back()
    follow(page.get_by_role("link", name="Gem spørgsmålet"))
    page.get_by_label("Hvad skal spørgsmålet hedde?").fill("Voksne uden noget")
    page.get_by_label("Del det med enheden").check()
    look(page, accessible)
    follow(page.get_by_role("button", name="Gem spørgsmålet"))
    page.get_by_text("Spørgsmålet er gemt.").wait_for()
    expect(page.get_by_role("link", name="Voksne uden noget")).to_be_visible()


def test_what_changed_since_a_months_report_is_three_clicks_away(
    page, live_server, sign_in, leader, guide, unit, adult, accessible, complaints
):
    month = Month.of(clock.today()).previous
    with clock.travel(month.next.first):
        ReportSnapshot.objects.take(unit, month, paper=False)
    activity_actions.set_activity(adult, "job", by=guide, on=month.last - timedelta(days=3))

    sign_in(leader)
    page.goto(f"{live_server.url}/overblik/")
    follow(page.get_by_role("link", name="En anden dag, og hvad er ændret"))
    look(page, accessible)
    follow(page.get_by_role("region", name="Hvad er ændret siden en rapport").get_by_role("link").first)
    look(page, accessible)
    changed = page.get_by_role("row", name=re.compile("Over 18 år, ikke i gang med noget"))
    follow(changed.first.get_by_role("link", name=re.compile(r"\+0 −1")))
    page.get_by_role("link", name="Amir Voksen").wait_for()
    page.get_by_text("Aktivitet: Ikke i gang med noget → Job").wait_for()
    look(page, accessible)


def many_cases(guide, count):
    """So many young people of 21."""
    for _n in range(count):
        make_case(guide, cpr="", birth_date=clock.today() - timedelta(days=21 * 366))


def test_an_answer_leaves_the_unit_and_the_next_is_held_against_it(
    page, live_server, sign_in, leader, guide, unit, accessible, complaints
):
    """32 leave as 30, and 33 would leave as 35: who has both numbers knows that somebody came in between."""
    many_cases(guide, 27)
    sign_in(leader)

    def preview():
        page.set_viewport_size(WIDTHS["desk"])
        page.goto(f"{live_server.url}/overblik/")
        follow(page.get_by_role("main").get_by_role("link", name="Spørg tallene"))
        page.get_by_label("Hvor mange").select_option("running")
        follow(page.get_by_role("button", name="Spørg"))
        follow(page.get_by_role("link", name="Udgave til brug uden for enheden"))
        look(page, accessible)
        page.set_viewport_size(WIDTHS["desk"])

    def release():
        follow(page.get_by_role("button", name="Frigiv tallene"))
        look(page, accessible)
        page.set_viewport_size(WIDTHS["desk"])

    withheld = page.get_by_text("Nogle tal vises ikke: sammen med det, der er frigivet tidligere").first
    preview()
    expect(page.get_by_role("cell", name="25", exact=True)).to_be_visible()
    expect(withheld).to_have_count(0)
    # What has changed since somebody looked does not leave: they look again.
    many_cases(guide, 5)
    release()
    expect(page.get_by_text("Tallene er ændret, siden du så dem.")).to_be_visible()
    release()
    expect(page.get_by_text("Svaret er frigivet.")).to_be_visible()
    many_cases(guide, 1)
    preview()
    expect(page.get_by_role("cell", name="vises ikke")).to_be_visible()
    expect(withheld).to_be_visible()
    release()
    expect(withheld).to_be_visible()

    # Who sees figures alone reads both, and cannot ask.
    sign_in(UserFactory(unit=unit, role=Role.FIGURES))
    page.goto(f"{live_server.url}/")
    answers = page.get_by_role("main").get_by_role("link", name=re.compile("i gang", re.I))
    expect(answers).to_have_count(2)
    follow(answers.last)
    expect(page.get_by_role("cell", name="30", exact=True)).to_be_visible()
    look(page, accessible)
    assert page.goto(f"{live_server.url}/overblik/spoerg/").status in (403, 404)
