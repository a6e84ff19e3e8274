"""The milestones of a plan in order, with what their lines show."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Prefetch

from accounts.models import Role
from core import clock
from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone, MilestoneMove
from plans.plan.models import Goal, Plan
from plans.plan.topics import TellsOfTopics

UNDO_DAYS = 1


def milestones_of(plan: Plan) -> list[Milestone]:
    """The plan's milestones in order, with goal, contact and partner at hand.

    Each gets ``undoable``: its latest move, when that is fresh enough to be offered an undo, and is no way back itself.
    """
    rows = list(plan.milestones.select_related("goal", "contact__partner__category"))
    since = clock.now() - timedelta(days=UNDO_DAYS)
    moves = MilestoneMove.objects.filter(milestone__plan=plan, recorded_at__gt=since).order_by(
        "recorded_at", "pk"
    )
    latest: dict = {}
    for move in moves:
        before = latest.get(move.milestone_id)
        latest[move.milestone_id] = None if before is not None and is_way_back(move, before) else move
    for milestone in rows:
        milestone.plan = plan
        move = latest.get(milestone.pk)
        milestone.undoable = move if move is not None and can_undo(milestone, move) else None
    return rows


def can_undo(milestone: Milestone, move: MilestoneMove) -> bool:
    """Whether the move can be taken back: it changed something, and the milestone still stands where it led."""
    changed = move.old_status != move.new_status or move.old_due_on != move.new_due_on
    return bool(move.old_status) and changed and milestone.status == move.new_status


def is_way_back(move: MilestoneMove, before: MilestoneMove) -> bool:
    """Whether the move put back what the one before it had changed."""
    return (move.new_status, move.new_due_on) == (before.old_status, before.old_due_on)


def goals_of(plan: Plan) -> list[Goal]:
    """The plan's goals in order, each with its milestones at hand."""
    steps = Milestone.objects.select_related("contact__partner__category")
    return list(plan.goals.prefetch_related(Prefetch("milestones", steps)))


def rows_of(plan: Plan) -> tuple[list[Goal], list[Milestone]]:
    """The plan's goals and milestones in order, with who carries them and no more; two queries."""
    return list(plan.goals.all()), list(plan.milestones.select_related("contact__partner"))


def parts_of(plan: Plan) -> list[TellsOfTopics]:
    """What can be told of a plan, each with its own topics: its head, then the goals and the milestones that stand."""
    return standing_parts(plan, goals_of(plan), milestones_of(plan))


def reasons_told(rows: Iterable[Milestone], *, to_themselves=False) -> dict:
    """Why each cannot be done yet, by id, as it may be told.

    What the young person said of a step of theirs is for them and their guide, also when somebody else is to do it by
    now. One query when anything stands so.
    """
    if to_themselves:
        return {row.pk: row.cannot_because for row in rows}
    stuck = [row for row in rows if row.cannot_because and row.responsible != Milestone.Responsible.YOUTH]
    said = MilestoneMove.objects.filter(milestone__in=stuck, by__role=Role.YOUTH)
    theirs = set(said.filter(reason=F("milestone__cannot_because")).values_list("milestone", flat=True))
    return {row.pk: row.cannot_because for row in stuck if row.pk not in theirs}


def standing_parts(plan: Plan, goals: Iterable[Goal], milestones: Iterable[Milestone]) -> list[TellsOfTopics]:
    """`parts_of`, from rows at hand. No query."""
    goals = [goal for goal in goals if not goal.is_removed]
    steps = [row for row in milestones if row.status != MilestoneStatus.DROPPED]
    head = [plan] if plan.dream or plan.destination_id or plan.destination_note or plan.small_step else []
    return [*head, *goals, *steps]
