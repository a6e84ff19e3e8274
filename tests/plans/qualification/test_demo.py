"""The demo unit's questions: every state, some late, one decision; and nothing without a department that signs in."""

from datetime import timedelta
from random import Random

import pytest

from core import clock
from plans.models import FormalDecision, Qualification
from plans.qualification import demo
from plans.qualification.choices import State
from tests.helpers import factories
from tests.helpers.qualification import make_department

pytestmark = pytest.mark.django_db


def test_every_state_is_there_and_some_are_late(unit, guide):
    today = clock.today()
    with clock.travel(today - timedelta(days=200)):
        for _n in range(len(demo.STORIES)):
            factories.make_milestone(factories.make_case(guide, cpr=""), due_on=today + timedelta(days=30))
    demo.load(unit, Random(1), scale=0.1)
    assert not Qualification.objects.exists()
    make_department(unit, people=2)
    demo.load(unit, Random(1), scale=0.1)
    rows = Qualification.objects.all()
    assert rows.count() == len(demo.STORIES)
    assert set(rows.values_list("state", flat=True)) == set(State)
    assert rows.no_answer(today).count() == 3 and FormalDecision.objects.count() == 1
    assert rows.carried().count() == 6  # four, the one with a decision, and the one whose words are used
    assert not [row for row in rows if row.decided_at and row.decided_at > clock.now()]
