"""The demo's plans: many, different, made through the verbs, and told in the order of days."""

from datetime import timedelta
from random import Random

import pytest

from cases.closing.actions import close
from core import clock
from plans.demo import plans as demo
from plans.demo.texts import ROADS
from plans.models import Destination, Milestone, MilestoneMove, Outcome
from tests.helpers.factories import ContactFactory, PartnerCategoryFactory, make_case


def test_there_are_words_enough():
    assert len({dream for road in ROADS for dream in road.dreams}) >= 25
    steps = {step for road in ROADS for step in road.steps}
    assert len({step.own for step in steps}) >= 60 and len({step.professional for step in steps}) >= 60
    assert all(set(step.tags) <= set("UIK") and step.tags for step in steps)
    assert all(len(step.own) <= 200 and len(step.professional) <= 300 for step in steps)
    assert all(len(demo.MORE[road.key]) == len(road.dreams) for road in ROADS if road.key in demo.MORE)


@pytest.mark.once
@pytest.mark.django_db
def test_every_road_leads_to_a_destination_of_the_table():
    known = set(Destination.objects.values_list("code", flat=True))
    assert {road.destination for road in ROADS if road.destination} <= known


@pytest.fixture
def told(guide, unit):
    """Thirty cases of different ages, some closed, each with its story."""
    for code in ("fgu", "company", "family", "eud", "clubs", "gp"):
        category = PartnerCategoryFactory(code=code, name_da=code)
        ContactFactory(partner__unit=unit, partner__category=category)
    made = []
    for number in range(30):
        on = clock.today() - timedelta(days=(4, 30, 150, 400, 720)[number % 5])
        with clock.travel(on):
            case = make_case(guide, on=on)
        if number % 6 == 5:
            close(case, by=guide, reason="destination", on=clock.today() - timedelta(days=2))
        demo.load(case, by=guide, on=on, rng=Random(number))
        made.append(case)
    return made


@pytest.mark.once
@pytest.mark.django_db
def test_stories_are_told_in_order_and_within_the_life_of_the_case(told):
    today = clock.today()
    for move in MilestoneMove.objects.select_related("milestone__plan__case"):
        case = move.milestone.plan.case
        assert case.opened_on <= move.on <= (case.closed_on or today)
        assert move.recorded_at <= clock.now()
    for milestone in Milestone.objects.prefetch_related("history"):
        moves = sorted(milestone.history.all(), key=lambda move: (move.recorded_at, move.pk))
        assert moves[0].old_status == ""
        assert all(a.new_status == b.old_status for a, b in zip(moves, moves[1:], strict=False))
        assert moves[-1].new_status == milestone.status
    assert {str(m.status) for m in Milestone.objects.all()} == {"planned", "under_way", "reached", "dropped"}
    assert Outcome.objects.exists()
    assert all(case.plans.get().dream for case in told)
    assert any(case.plans.get().destination is None for case in told)


@pytest.mark.once
@pytest.mark.django_db
def test_the_same_dice_tell_the_same_story(guide):
    words = []
    for _ in range(2):
        on = clock.today() - timedelta(days=300)
        with clock.travel(on):
            case = make_case(guide, on=on)
        demo.load(case, by=guide, on=on, rng=Random(7))
        rows = case.plans.get().milestones.values_list("own_words", "status", "due_on", "reached_on")
        words.append(list(rows))
    assert words[0] == words[1] and words[0]


@pytest.mark.once
@pytest.mark.django_db
def test_a_story_is_cheap(guide, django_assert_max_num_queries):
    on = clock.today() - timedelta(days=700)
    with clock.travel(on):
        case = make_case(guide, on=on)
    with django_assert_max_num_queries(260):
        demo.load(case, by=guide, on=on, rng=Random(3))
