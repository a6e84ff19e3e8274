"""Many at once, in threads, on PostgreSQL: a goal moves once, and an answer is of what the plan said."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from plans.agreement.actions import record_agreement
from plans.agreement.reading import standing
from plans.models import Agreement, Goal, GoalMove, Plan
from plans.plan import actions
from tests.helpers.factories import make_milestone
from tests.helpers.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need PostgreSQL"),
]


def test_of_twenty_who_move_a_goal_one_does_and_nineteen_are_told(case, guide):
    goal = actions.add_goal(Goal(plan=case.plans.get(), text="I skole"), by=guide)
    statuses = ("reached", "later")

    def move(number):
        row = Goal.objects.select_related("plan__case").get(pk=goal.pk)
        return actions.move_goal(row, statuses[number % 2], by=guide, expected_version=1)

    results = at_once(20, move)
    assert sum(isinstance(result, GoalMove) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 19
    assert GoalMove.objects.filter(goal=goal).count() == 2
    assert goal.history.first().new_status == Goal.objects.get(pk=goal.pk).status


def test_a_yes_is_never_of_words_that_nobody_read(case, guide):
    plan = case.plans.get()
    goal = actions.add_goal(Goal(plan=plan, text="I skole"), by=guide)
    make_milestone(case, goal=goal)
    seen = standing(plan).content

    def act(number):
        row = Plan.objects.select_related("case").get(pk=plan.pk)
        if number % 2:
            return record_agreement(row, by=guide, answer="yes", seen=seen)
        values = {"dream": f"Drøm {number}"}
        return actions.edit_plan(row, by=guide, expected_version=1, values=values, took_part="meeting")

    at_once(10, act)
    assert {row.content for row in Agreement.objects.all()} <= {seen}
    assert not standing(Plan.objects.get(pk=plan.pk)).is_agreed, "it was changed, before or after"
