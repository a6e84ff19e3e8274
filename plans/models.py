"""The one coordinated plan: the models of every room."""

from plans.efforts.choices import Contribution, EffortState
from plans.efforts.models import Effort, EffortEvent, EffortKind, EffortLaw
from plans.handover.models import Handover
from plans.milestones.choices import MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.models import Destination, Goal, Outcome, Plan

__all__ = [
    "Contribution",
    "Destination",
    "Effort",
    "EffortEvent",
    "EffortKind",
    "EffortLaw",
    "EffortState",
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
]
