"""What a young person says yes or no to: the words of the plan, and who does what.

Days and progress are no part of it. That a step is begun, reached or given another day is the plan being lived, and
each has its own history; that words, goals, steps or who does them are others makes it another plan.
"""

import hashlib
import json
from collections.abc import Iterable

from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan.choices import GoalStatus
from plans.plan.models import Goal, Plan


def fingerprint(plan: Plan, goals: Iterable[Goal], milestones: Iterable[Milestone]) -> str:
    """Tells what the plan says now from what it said at another time, in whatever order its parts come. No query."""
    said = {
        "head": [plan.dream, plan.destination_id, plan.destination_note, plan.small_step],
        "goals": sorted(
            [goal.pk, goal.text, goal.status == GoalStatus.LATER, *filter(None, [goal.professional])]
            for goal in goals
            if not goal.is_removed
        ),
        "steps": sorted(
            [str(row.pk), row.own_words, row.professional, row.responsible, row.contact_id, row.goal_id]
            for row in milestones
            if row.status != MilestoneStatus.DROPPED
        ),
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
