"""Min plan's first page: what the young person reads, what a parent reads, and how it is written."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from core import clock
from core.plainlanguage.rules import lix, longest_sentence, words
from participation.access.actions import withdraw
from participation.access.rules import READ_DAYS
from plans.closing.actions import close_case
from plans.models import Goal, Plan
from portal.myplan.sections import SECTIONS
from tests.helpers import factories
from tests.helpers.entering import (
    ASK,
    CODE,
    HOME,
    PAPER,
    invite_parent,
    invite_youth,
    parent_of,
    turning_18,
    young_case,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(guide):
    case = young_case(guide, first_name="Sigrid", last_name="Holm", preferred_name="Sigge")
    Plan.objects.filter(case=case).update(dream="Mit eget sted\nog en hund")
    plan = case.plans.get()
    Goal.objects.create(plan=plan, text="At komme på FGU")
    Goal.objects.create(plan=plan, text="Et kørekort", status="later")
    return case


def page_of(entry) -> str:
    client = Client()
    client.force_login(entry.user)
    response = client.get(HOME)
    assert response.status_code == 200
    return response.content.decode()


def text_in(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"<[^>]+>", "\n", main)


def test_what_the_young_person_reads(case):
    factories.make_milestone(case, own_words="Senere", due_on=clock.today() + timedelta(days=40))
    factories.make_milestone(case, own_words="Besøge FGU", due_on=clock.today() + timedelta(days=4))
    text = text_in(page_of(invite_youth(case)))
    for word in (
        "Hej Sigge",
        "Mit eget sted",
        "At komme på FGU",
        "Besøge FGU",
        "Dig",
        "Gitte Guide",
        "20 12 34 56",
    ):
        assert word in text
    for word in ("Senere", "Et kørekort", "Holm", "læse med"):
        assert word not in text


@pytest.mark.parametrize(("responsible", "who"), [("youth", "Dig"), ("guide", "Gitte Guide")])
def test_who_does_the_next_step(case, responsible, who):
    factories.make_milestone(case, own_words="Ringe til skolen", responsible=responsible)
    assert who in re.sub(r"\s+", " ", text_in(page_of(invite_youth(case)))).split("Hvem")[1][:40]


def test_a_late_step_is_still_next(case):
    milestone = factories.make_milestone(case, own_words="Ringe til skolen")
    type(milestone).objects.filter(pk=milestone.pk).update(due_on=clock.today() - timedelta(days=3))
    text = text_in(page_of(invite_youth(case)))
    assert "Ringe til skolen" in text and "dagen er gået" in text


def test_what_cannot_be_done_yet_is_not_next(case):
    milestone = factories.make_milestone(case, own_words="Ringe til skolen")
    type(milestone).objects.filter(pk=milestone.pk).update(
        status="cannot_yet", cannot_because="Der er ferie", cannot_on=clock.today()
    )
    assert "Der er intet næste skridt endnu" in text_in(page_of(invite_youth(case)))


def test_a_small_step_stands_where_there_is_no_milestone(case):
    Plan.objects.filter(case=case).update(small_step="Gå en tur")
    assert "Gå en tur" in text_in(page_of(invite_youth(case)))


def test_an_empty_plan_says_so(guide):
    text = text_in(page_of(invite_youth(young_case(guide))))
    for words_ in ("Her står ikke noget endnu", "Der er ingen mål endnu", "Der er intet næste skridt endnu"):
        assert words_ in text


def test_a_parent_reads_it_as_a_parent(case):
    factories.make_milestone(case, own_words="Ringe til skolen")
    text = text_in(page_of(invite_parent(case)))
    assert "Planen for Sigge" in text and "Sigge kan se, at du har adgang" in text and "Mit eget sted" in text
    assert "Hej" not in text and "Dig" not in text and "drømmer du om" not in text


def test_the_young_person_is_told_who_reads_along(case, guide):
    entry = invite_youth(case)
    assert "læse med" not in text_in(page_of(entry))
    mother = invite_parent(case)
    invite_parent(case, parent_of(case, name="Jens Holm"), destination="far@eksempel.dk")
    text = text_in(page_of(entry))
    assert "Karin Holm har kunnet læse din plan siden" in text and "Jens Holm" in text
    assert "Jens Holm" not in text_in(page_of(mother)), "that is the young person's to know"
    withdraw(mother, by=guide, reason="Flyttet")
    assert "Karin Holm" not in text_in(page_of(entry))


def test_a_parent_of_somebody_of_age_reads_what_they_let_them(guide):
    case = young_case(guide, born=turning_18(clock.today()), preferred_name="Sigge")
    factories.make_milestone(case, own_words="Ringe til skolen", responsible="youth")
    text = text_in(page_of(invite_parent(case, agreed_on=clock.today())))
    assert "Ringe til skolen" in text and "Sigge" in text.split("Hvem")[1]


def test_a_closed_plan_is_read_until_its_day(case, leader):
    entry = invite_youth(case)
    close_case(case, by=leader, reason="destination")
    text = text_in(page_of(entry))
    assert "Planen er slut" in text and "Mit eget sted" in text
    with clock.travel(clock.today() + timedelta(days=READ_DAYS)):
        client = Client()
        client.force_login(entry.user)
        assert client.get(HOME).status_code == 302


def test_who_is_not_signed_in_is_led_to_the_way_in():
    response = Client().get(HOME)
    assert response.status_code == 302 and response["Location"] == ASK


def test_of_somebody_at_work_it_is_no_page(client, guide):
    client.force_login(guide)
    assert client.get(HOME).status_code == 403
    assert AuditEvent.objects.filter(actor_id=guide.pk, action="page.open", outcome="denied").exists()


def test_a_look_is_on_the_trail_and_in_the_cases_log(client, case, guide):
    entry = invite_youth(case)
    page_of(entry)
    row = AuditEvent.objects.filter(case_id=case.pk).latest("pk")
    assert (row.action, row.actor_id, row.relation) == ("my_plan.look", entry.user_id, "self")
    client.force_login(guide)
    assert "så Min plan" in client.get(f"/sager/{case.pk}/log/").content.decode()


def test_a_case_that_waits_for_a_guide(case):
    entry = invite_youth(case)
    type(case).objects.filter(pk=case.pk).update(guide=None, status="waiting")
    assert "Din guide" not in page_of(entry)


def test_the_page_costs_the_same_with_two_steps_and_twenty(case):
    entry = invite_youth(case)
    for _n in range(2):
        factories.make_milestone(case)
        Goal.objects.create(plan=case.plans.get(), text="Et mål")
    client = Client()
    client.force_login(entry.user)

    def queries():
        with CaptureQueriesContext(connection) as told:
            client.get(HOME)
        return len(told)

    queries()
    few = queries()
    for _n in range(18):
        factories.make_milestone(case)
        Goal.objects.create(plan=case.plans.get(), text="Et mål")
    assert queries() == few
    assert few <= 16


# --- how it is made ---


def test_the_whole_page_weighs_little_and_needs_no_script(case):
    for n in range(8):
        factories.make_milestone(case, own_words=f"Et skridt mere, nummer {n}")
    page = page_of(invite_youth(case))
    assert "<script" not in page and "http-equiv" not in page
    linked = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    assert linked == {"kui/favicon.svg", "portal/my_plan.css"}
    css = Path(finders.find("portal/my_plan.css")).read_text(encoding="utf-8")
    fonts = {f"vendor/{name}" for name in re.findall(r'url\("\.\./vendor/([^"]+)"', css)}
    loaded = sum((settings.BASE_DIR / "var" / name).stat().st_size for name in fonts)
    loaded += sum(Path(finders.find(name)).stat().st_size for name in linked)
    assert loaded + len(page.encode()) <= 100_000


@pytest.mark.parametrize("page", [ASK, CODE, PAPER])
def test_the_way_in_is_easy_to_read(page):
    text = text_in(Client().get(page).content.decode())
    assert lix(text) <= 25, lix(text)
    assert len(words(longest_sentence(text))) <= 12, longest_sentence(text)


def test_the_page_is_easy_to_read(case, leader):
    """What we write there ourselves: the young person's own words are theirs."""
    entry, bare = invite_youth(case), young_case(case.guide, preferred_name="Bo")
    invite_parent(case)
    close_case(case, by=leader, reason="destination")
    for text in (text_in(page_of(entry)), text_in(page_of(invite_youth(bare, destination="bo@eksempel.dk")))):
        assert lix(text) <= 25, (lix(text), text)
        assert len(words(longest_sentence(text))) <= 12, longest_sentence(text)


def test_the_sections_are_in_order():
    assert [section.__name__ for section in SECTIONS] == [
        "greeting",
        "dream",
        "goals",
        "next_step",
        "what_to_do",
        "guide",
        "who_else",
        "more",
    ]
