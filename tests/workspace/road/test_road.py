"""Vejen: what happened, in order of time, in the words of that time."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from plans.agreement.actions import record_agreement
from plans.milestones.actions import edit_milestone, move_milestone, postpone_milestone, undo_move
from plans.models import Destination, Goal, Plan
from plans.plan.actions import add_goal, edit_goal, edit_plan, end_outcome, move_goal, record_outcome
from tests.helpers import factories
from workspace.road.road import road_for_youth, road_of

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 2, 1)


@pytest.fixture
def case(guide, client):
    client.force_login(guide)
    with days_on(0):
        return factories.make_case(guide, on=BEGAN, first_name="Amira", preferred_name="")


@contextmanager
def days_on(days, hour=12):
    """Noon so many days after the plan began."""
    with clock.travel(clock.at(BEGAN + timedelta(days=days), hour)):
        yield


@pytest.fixture
def step(case):
    with days_on(1):
        made = factories.make_milestone(case, own_words="Jeg vil ringe", due_on=None)
    made.plan.case = case
    return made


@pytest.fixture
def goal(case, guide):
    with days_on(1):
        made = add_goal(Goal(plan=case.plans.get(), text="Ro om aftenen"), by=guide)
    made.plan.case = case
    return made


def told(case):
    return [(stop.kind, stop.words) for stop in road_of(case)]


def reword(row, words, guide):
    act, name = (edit_goal, "text") if isinstance(row, Goal) else (edit_milestone, "own_words")
    act(row, by=guide, expected_version=row.version, values={name: words}, took_part="meeting")


def test_each_thing_is_told_in_the_words_of_its_time(case, step, goal, guide):
    with days_on(5):
        move_milestone(step, "reached", by=guide)
    with days_on(6):
        reword(step, "Jeg vil ringe selv", guide)
    with days_on(7):
        move_milestone(step, "under_way", by=guide)
    with days_on(8):
        reword(step, "Jeg vil møde op", guide)
    with days_on(9):
        move_milestone(step, "reached", by=guide)
    with days_on(10):
        reword(goal, "Sove om natten", guide)
    with days_on(11):
        move_goal(goal, "removed", by=guide, expected_version=goal.version, reason="Ikke nu")
    assert told(case) == [
        ("began", ""),
        ("reached", "Jeg vil ringe"),
        ("again", "Jeg vil ringe selv"),
        ("reached", "Jeg vil møde op"),
        ("left", "Sove om natten"),
    ]


def test_the_dream_is_told_each_time_it_became_another(case, guide):
    for days, dream in ((2, "Havet"), (30, "Bjergene"), (60, "Byen")):
        with days_on(days):
            plan = Plan.objects.get(case=case)
            values = {"dream": dream}
            edit_plan(plan, by=guide, expected_version=plan.version, values=values, took_part="phone")
    dreams = [stop for stop in road_of(case) if stop.kind == "dream"]
    assert [stop.words for stop in dreams] == ["Havet", "Bjergene", "Byen"]
    assert [stop.on for stop in dreams] == [BEGAN + timedelta(days=days) for days in (2, 30, 60)]


def test_what_was_taken_back_the_same_day_never_happened_and_a_later_return_did(case, step, guide):
    with days_on(5):
        undo_move(step, move_milestone(step, "reached", by=guide), by=guide)
        postpone_milestone(step, BEGAN + timedelta(days=40), by=guide)
    assert told(case) == [("began", "")]
    with days_on(6):
        move_milestone(step, "dropped", by=guide, reason="Det blev for meget")
    with days_on(7):
        move_milestone(step, "planned", by=guide)
    assert [kind for kind, _words in told(case)] == ["began", "left", "again"]


def test_what_is_reached_is_praised_and_reasons_are_not_for_the_young_person(case, step, goal, guide):
    with days_on(5):
        move_milestone(step, "reached", by=guide)
        move_goal(goal, "removed", by=guide, expected_version=goal.version, reason="For tidligt")
    assert {stop.kind for stop in road_of(case) if stop.praise} == {"reached"}
    assert "For tidligt" in [stop.reason for stop in road_of(case)]
    assert {stop.reason for stop in road_for_youth(case)} == {""}
    assert [stop.words for stop in road_for_youth(case)] == [stop.words for stop in road_of(case)]


def test_answers_are_told_with_their_because(case, step, guide):
    with days_on(5):
        record_agreement(step.plan, by=guide, answer="no", because="Det er ikke min")
    assert ("asked", "Det er ikke min") in told(case)


@pytest.mark.parametrize(("days", "held"), [(90, False), (91, True), (92, True)])
def test_a_destination_is_held_on_the_day_it_has_lasted(case, guide, days, held):
    row = Destination.objects.filter(sustained_days=91, counts_as_positive="yes").first()
    with days_on(10):
        outcome = record_outcome(case, row, by=guide, started_on=BEGAN + timedelta(days=10))
    with days_on(10 + days):
        kinds = [stop.kind for stop in road_of(case)]
        assert ("held" in kinds) is held
        end_outcome(outcome, by=guide, on=clock.today())
        again = [stop.kind for stop in road_of(case)]
    assert again == ["began", "arrived", *(["held"] if held else []), "ended"]


def test_what_nobody_wished_for_is_registered_and_not_celebrated(client, case, guide):
    row = Destination.objects.filter(counts_as_positive="no", is_active=True).first()
    Destination.objects.filter(pk=row.pk).update(sustained_days=91)
    with days_on(10):
        sent = {"destination": row.pk, "started_on": clock.today().isoformat(), "submit_key": "k"}
        page = client.post(reverse("plans:outcome_add", args=[case.pk]), sent, follow=True)
        assert "Det er registreret." in page.text and "Tillykke" not in page.text
    with days_on(10 + 91):
        stops = [(stop.kind, stop.title) for stop in road_of(case)]
    assert stops[1:] == [("arrived", f"Registreret: {row.name_da}")], "nor is it held on to"


def test_the_page_is_one_road_by_year_and_escapes_nothing_twice(client, case, step, guide):
    with days_on(5):
        reword(step, "Jeg & <b>du</b>", guide)
        move_milestone(step, "reached", by=guide)
    page = client.get(reverse("workspace:road", args=[case.pk]))
    assert page.status_code == 200
    assert "Jeg &amp; &lt;b&gt;du&lt;/b&gt;" in page.text and "6. februar" in page.text
    assert '<h2 id="year-2026">2026</h2>' in page.text
    assert "Vejen for Amira indtil nu" in page.text


def test_two_stops_and_twenty_cost_the_same(client, case, guide):
    def fill(count):
        for number in range(count):
            step = factories.make_milestone(case, own_words=f"Skridt {number}")
            move_milestone(step, "reached", by=guide)
            reword(step, f"Andet {number}", guide)
            goal = add_goal(Goal(plan=case.plans.get(), text="Mål"), by=guide)
            goal.plan.case = case
            move_goal(goal, "reached", by=guide, expected_version=1)
            record_outcome(case, Destination.objects.first(), by=guide, started_on=clock.today())

    def cost():
        with CaptureQueriesContext(connection) as queries:
            road_of(case)
        return len(queries)

    fill(2)
    few = cost()
    fill(18)
    assert cost() == few == 6
    assert client.get(reverse("workspace:road", args=[case.pk])).status_code == 200
