"""What the tests of efforts share."""

from datetime import date

import pytest

from plans.efforts.actions import add_effort
from plans.models import Effort, EffortKind
from tests.helpers.factories import make_case


@pytest.fixture
def case(guide):
    """A case that was opened before everything that is dated here."""
    return make_case(guide, on=date(2025, 12, 1))


@pytest.fixture
def make_effort(case, guide):
    """``make_effort(**fields)``: an effort on the case's plan, through the real verb."""

    def made(*, kind="course", milestones=(), **fields):
        fields.setdefault("name", "Værkstedskursus")
        fields.setdefault("responsible", "guide")
        plan = case.plans.get(closed_on=None)
        plan.case = case
        effort = Effort(plan=plan, kind=EffortKind.objects.get(code=kind), **fields)
        return add_effort(effort, by=guide, milestones=milestones)

    return made
