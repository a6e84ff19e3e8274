"""How the pages of the young person's acts are made: easy to read, light, the same price for two rows and twenty."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from core import clock
from core.plainlanguage.rules import lix, longest_sentence, words
from meetings.minutes import actions as minutes_actions
from participation.conversation.actions import say
from plans.models import Goal, Plan
from tests.helpers import factories
from tests.helpers.entering import HOME, invite_youth, young_case
from tests.helpers.meetings import hold_one, invite_one, write
from tests.helpers.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(guide):
    case = young_case(guide, first_name="Sigrid", last_name="Holm", preferred_name="Sigge")
    Plan.objects.filter(case=case).update(dream="Et hus", small_step="Gå ud")
    return case


@pytest.fixture
def client(case):
    client = Client()
    client.force_login(invite_youth(case).user)
    return client


def body(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    page = response.content.decode()
    return re.sub(r"<[^>]+>", "\n", page[page.index("<main") : page.index("</main>")])


def a_meeting_held(case, guide):
    meeting = hold_one(case)
    minutes = write(meeting, youth_text="Vi ses igen.")
    minutes_actions.send_minutes(minutes, by=guide, comment_until=clock.today() + timedelta(days=7))
    return meeting


@pytest.fixture
def urls(case, guide):
    """Every page, with something on it."""
    step = factories.make_milestone(case, own_words="Se en skole")
    goal = Goal.objects.create(plan=step.plan, text="I gang")
    say(goal, "Vi ser på det", by=guide)
    coming, held = invite_one(case), a_meeting_held(case, guide)
    return {
        "steps": f"{HOME}skridt/",
        "cannot": f"{HOME}skridt/{step.pk}/ikke-endnu/",
        "answer": f"{HOME}er-det-din-plan/",
        "dream": f"{HOME}drom/",
        "talks": f"{HOME}snak/",
        "talk": f"{HOME}snak/maal/{goal.pk}/",
        "words": f"{HOME}ord/maal/{goal.pk}/",
        "scales": f"{HOME}hvordan-gaar-det/",
        "wellbeing": f"{HOME}hvordan-har-du-det/",
        "meetings": f"{HOME}moeder/",
        "point": f"{HOME}moeder/{coming.pk}/punkt/",
        "minutes": f"{HOME}moeder/{held.pk}/referat/",
    }


# The questions of WHO-5 keep their official wording, whatever it weighs.
WORDED_ELSEWHERE = {"wellbeing"}


def test_they_are_easy_to_read(client, urls):
    hard = []
    for name in urls.keys() - WORDED_ELSEWHERE:
        text = body(client, urls[name])
        if lix(text) > 25 or len(words(longest_sentence(text))) > 15:
            hard.append((name, lix(text), longest_sentence(text)))
    assert not hard, hard


def test_what_is_told_of_a_low_answer_is_easy_to_read(client):
    said = {f"item_{n}": "1" for n in range(1, 6)}
    text = body(client, client.post(f"{HOME}hvordan-har-du-det/", said)["Location"])
    assert lix(text) <= 25, (lix(text), text)


def test_they_weigh_little_and_need_no_script(client, urls):
    css = Path(finders.find("portal/my_plan.css")).read_text(encoding="utf-8")
    fonts = {f"vendor/{name}" for name in re.findall(r'url\("\.\./vendor/([^"]+)"', css)}
    shared = sum((settings.BASE_DIR / "var" / name).stat().st_size for name in fonts)
    shared += sum(
        Path(finders.find(name)).stat().st_size for name in ("portal/my_plan.css", "kui/favicon.svg")
    )
    for url in urls.values():
        page = client.get(url).content
        assert b"<script" not in page and b"hx-" not in page and b" style=" not in page, url
        assert shared + len(page) <= 100_000, (url, shared, len(page))


def test_they_cost_the_same_with_two_rows_and_twenty(client, case, guide):
    plan = case.plans.get()

    def more(count):
        for _n in range(count):
            step = factories.make_milestone(case)
            say(step, "Godt", by=guide)
            say(Goal.objects.create(plan=plan, text="Et mål"), "Godt", by=guide)
            invite_one(case)

    more(2)
    pages = [f"{HOME}skridt/", f"{HOME}snak/", f"{HOME}moeder/", f"{HOME}er-det-din-plan/", HOME]
    few = {url: queries(client, url) for url in pages}
    more(18)
    assert {url: queries(client, url) for url in pages} == few
    assert max(few.values()) <= 45, few
