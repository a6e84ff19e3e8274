"""The one coordinated plan: the models of every room."""

from plans.agreement.models import Agreement
from plans.handover.models import Handover
from plans.milestones.choices import DUE_STATUSES, MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.choices import GOAL_MOVES, STANDING_GOALS, GoalStatus, TookPart
from plans.plan.models import Destination, Goal, GoalMove, Outcome, Plan, PlanChange

__all__ = [
    "Agreement",
    "DUE_STATUSES",
    "Destination",
    "GOAL_MOVES",
    "Goal",
    "GoalMove",
    "GoalStatus",
    "Handover",
    "MOVES",
    "MOVE_WORDS",
    "Milestone",
    "MilestoneMove",
    "MilestoneStatus",
    "OPEN_STATUSES",
    "Outcome",
    "Plan",
    "PlanChange",
    "STANDING_GOALS",
    "TookPart",
]
