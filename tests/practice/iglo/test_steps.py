"""Steps: agreed on from what a round showed, ended with words, and shown behind the next round."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from core import clock
from core.constraints import Taken
from practice.barometer.actions import answer_round, open_round
from practice.barometer.models import Statement
from practice.barometer.results import results
from practice.iglo.actions import agree_step, end_step
from practice.iglo.models import Level, Step
from tests.helpers import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.fixture
def team(unit, leader):
    return [leader, *(factories.UserFactory(unit=unit, role=Role.GUIDE) for _n in range(5))]


def asked(unit, team, day, values):
    """A round of as many statements as values, each answered with the same value by everybody."""
    statements = list(Statement.objects.filter(set__unit=None)[: len(values)])
    with clock.travel(day):
        made = open_round(unit=unit, by=team[0], title=f"{day}", statements=statements, closes_on=day)
        pks = made.questions.values_list("pk", flat=True)
        for user in team[:5]:
            answer_round(made, dict(zip(pks, values, strict=True)), by=user)
    return made


def agree(unit, by, **more):
    what = {"level": Level.GROUP, "text": "Vi ringer først", "sign": "Færre mails", "owner": by}
    return agree_step(unit=unit, by=by, **{**what, "due_on": clock.today() + timedelta(days=7), **more})


def test_the_next_round_shows_which_steps_lay_behind(client, unit, team):
    first = asked(unit, team, DAY, [3, 8])
    low, high = first.questions.all()
    with clock.travel(DAY + timedelta(days=2)):
        step = agree(unit, team[1], question=low)
    with clock.travel(DAY + timedelta(days=20)):
        end_step(step, by=team[1], outcome="Det blev lettere", done=True)
    second = asked(unit, team, DAY + timedelta(days=60), [6, 8])
    found = results(second, DAY + timedelta(days=61))
    assert [[step.text for step in result.steps] for result in found] == [["Vi ringer først"], []]
    assert found[0].steps[0].done_on == DAY + timedelta(days=20)
    client.force_login(team[1])
    page = client.get(reverse("practice:round_detail", args=[second.pk])).text
    assert "Vi ringer først" in page and "kan tallene ikke sige" in page, "no cause is claimed"


def test_one_begins_with_the_lowest_and_with_what_is_seen_differently(unit, team):
    values = [9, 3, 8, 4, 7]
    made = asked(unit, team, DAY, values)
    found = results(made, DAY + timedelta(days=1))
    assert [result.is_worth_a_talk for result in found] == [False, True, False, True, False]


def test_a_step_ends_once_and_with_words(unit, leader):
    step = agree(unit, leader)
    end_step(step, by=leader, outcome="Vi nåede det ikke", done=False)
    with pytest.raises(Taken):
        end_step(step, by=leader, outcome="Jo", done=True)
    step.refresh_from_db()
    assert (step.done_on, step.outcome, step.is_open) == (None, "Vi nåede det ikke", False)
    assert not Step.objects.open().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(pk=step.pk).update(outcome="")


def test_the_page_offers_a_step_from_a_statement_that_may_be_read(client, unit, team):
    made = asked(unit, team, DAY, [3, 8])
    client.force_login(team[1])
    here = f"{reverse('practice:step_add')}?udsagn={made.questions.first().pk}"
    with clock.travel(DAY):
        assert client.get(here).status_code == 404
    with clock.travel(DAY + timedelta(days=1)):
        assert "5 svar, median 3" in client.get(here).content.decode()
        sent = {
            "level": "leadership",
            "text": "Fast sparring",
            "sign": "Vi er der alle",
            "owner": team[0].pk,
            "due_on": "2026-12-20",
        }
        assert client.post(here, {**sent, "due_on": "2026-11-20"}).status_code == 422
        assert client.post(here, sent)["Location"] == reverse("practice:step_list")
    step = Step.objects.get()
    assert (step.question, step.owner, step.level) == (made.questions.first(), team[0], Level.LEADERSHIP)


def test_a_step_of_no_round_stands_beside_one_of_a_round(client, unit, team):
    first = asked(unit, team, DAY, [3, 8])
    agree(unit, team[1], text="Fra en runde", question=first.questions.first())
    agree(unit, team[1], text="Fra et møde")
    client.force_login(team[1])
    page = client.get(reverse("practice:step_list")).text
    assert "Fra en runde" in page and "Fra et møde" in page


def test_the_list_costs_the_same_for_two_steps_and_twenty(client, unit, team):
    client.force_login(team[1])
    question = asked(unit, team, DAY, [3]).questions.get()
    costs = []
    for upto in (2, 20):
        while Step.objects.count() < upto:
            agree(unit, team[Step.objects.count() % 5], question=question)
        client.get(reverse("practice:step_list"))
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("practice:step_list"))
        costs.append(len(found))
    assert costs[0] == costs[1]
