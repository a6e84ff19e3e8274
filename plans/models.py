"""The one coordinated plan: the models of every room."""

from plans import limits as limits  # so that every process knows which limits there are
from plans.agreement.models import Agreement
from plans.decisions.models import FormalDecision
from plans.efforts.choices import Contribution, EffortState
from plans.efforts.models import Effort, EffortEvent, EffortKind, EffortLaw
from plans.handover.models import Handover
from plans.milestones.choices import DUE_STATUSES, MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.choices import GOAL_MOVES, STANDING_GOALS, GoalStatus, TookPart
from plans.plan.models import Destination, Goal, GoalMove, Outcome, Plan, PlanChange
from plans.plan.templates import PartTemplate
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal
from plans.qualification.models import DeclineReason, Qualification, QualificationMove
from plans.versions.models import Confirmation

__all__ = [
    "Agreement",
    "Confirmation",
    "Contribution",
    "DUE_STATUSES",
    "DeclineReason",
    "Destination",
    "Effort",
    "EffortEvent",
    "EffortKind",
    "EffortLaw",
    "EffortState",
    "FormalDecision",
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
    "PartTemplate",
    "Plan",
    "Qualification",
    "QualificationMove",
    "PromiseQuestion",
    "PromiseReport",
    "Proposal",
    "PlanChange",
    "STANDING_GOALS",
    "TookPart",
]
