"""A case under way to somewhere, by a milestone."""

from datetime import timedelta

from core import clock
from plans.milestones.actions import move_milestone
from tests.helpers import factories


def moving(case, guide, day):
    """A milestone begun on ``day``: without any sign of life the case would be proposed as stalled."""
    with clock.travel(day):
        milestone = factories.make_milestone(case, due_on=day + timedelta(days=400))
        move_milestone(milestone, "under_way", by=guide)
    return case
