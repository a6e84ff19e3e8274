"""The one coordinated plan: the models of every room."""

from plans import limits as limits  # so that every process knows which limits there are
from plans.decisions.models import FormalDecision
from plans.efforts.choices import Contribution, EffortState
from plans.efforts.models import Effort, EffortEvent, EffortKind, EffortLaw
from plans.handover.models import Handover
from plans.milestones.choices import MOVE_WORDS, MOVES, OPEN_STATUSES, MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.models import Destination, Goal, Outcome, Plan
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal
from plans.qualification.models import DeclineReason, Qualification, QualificationMove

__all__ = [
    "DeclineReason",
    "Destination",
    "FormalDecision",
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
    "Qualification",
    "QualificationMove",
    "PromiseQuestion",
    "PromiseReport",
    "Proposal",
]
