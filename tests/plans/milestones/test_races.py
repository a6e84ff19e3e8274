"""Many at once, in threads, on PostgreSQL.

SQLite lets one write at a time, and its test database lives in one connection.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from cases.models import Case
from core import clock
from plans.milestones.actions import move_milestone
from plans.models import Milestone, MilestoneMove, Plan
from plans.plan import actions
from tests.helpers.factories import make_milestone
from tests.helpers.racing import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="threads need PostgreSQL"),
]


def test_fifty_open_a_plan_and_one_is_opened(case, guide):
    Plan.objects.all().delete()
    results = at_once(50, lambda _: actions.open_plan(Case.objects.get(pk=case.pk), by=guide))
    assert Plan.objects.filter(case=case, closed_on=None).count() == 1
    assert sum(isinstance(result, Plan) for result in results) == 1
    assert sum(isinstance(result, ValidationError) for result in results) == 49


def test_of_twenty_edits_of_one_version_one_wins_and_nineteen_are_told(case, guide):
    plan = case.plans.get()

    def edit(number):
        actions.edit_plan(
            Plan.objects.get(pk=plan.pk),
            by=guide,
            expected_version=1,
            values={"dream": f"Drøm {number}"},
            took_part="meeting",
        )
        return number

    results = at_once(20, edit)
    winners = [result for result in results if isinstance(result, int)]
    plan.refresh_from_db()
    assert len(winners) == 1 and plan.dream == f"Drøm {winners[0]}" and plan.version == 2


def test_two_milestones_moved_at_once_leave_the_right_earliest_date(case, guide):
    """Each would see the other's as open without the lock."""
    for _ in range(8):
        pair = [make_milestone(case, due_on=clock.today() + timedelta(days=n)) for n in (1, 2)]

        def reach(number, pair=pair):
            row = Milestone.objects.select_related("plan__case").get(pk=pair[number].pk)
            move_milestone(row, "reached", by=guide)

        at_once(2, reach)
        assert Case.objects.get(pk=case.pk).earliest_open_due is None


def test_the_same_tap_five_times_at_once_is_one_move(case, guide):
    milestone = make_milestone(case)
    url = f"/sager/{case.pk}/plan/milepael/{milestone.pk}/flyt/"
    clients = [Client() for _ in range(5)]
    for client in clients:
        client.force_login(guide)
    results = at_once(
        5, lambda n: clients[n].post(url, {"status": "reached"}, headers={"HX-Request": "true"}).status_code
    )
    assert MilestoneMove.objects.filter(milestone=milestone, new_status="reached").count() == 1
    assert set(results) <= {204, 409}


def test_the_same_form_five_times_at_once_is_one_milestone(case, guide):
    url = f"/sager/{case.pk}/plan/milepael/ny/"
    clients = [Client() for _ in range(5)]
    for client in clients:
        client.force_login(guide)
    data = {"own_words": "Jeg vil op om morgenen", "responsible": "youth", "submit_key": "abc123"}
    results = at_once(5, lambda n: clients[n].post(url, data).status_code)
    assert results == [303] * 5
    assert Milestone.objects.filter(plan__case=case).count() == 1
