"""The one coordinated plan: the models of every room."""

from plans.handover.models import Handover
from plans.milestones.choices import MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.models import Destination, Goal, Outcome, Plan
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal

__all__ = [
    "Destination",
    "Goal",
    "Handover",
    "MOVES",
    "MOVE_WORDS",
    "Milestone",
    "MilestoneMove",
    "MilestoneStatus",
    "OPEN_STATUSES",
    "Outcome",
    "Plan",
    "PromiseQuestion",
    "PromiseReport",
    "Proposal",
]
