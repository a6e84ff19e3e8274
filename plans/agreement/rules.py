"""When a plan can be agreed to, and when to ask again."""

from collections.abc import Iterable
from datetime import date, timedelta

from plans.milestones.choices import MilestoneStatus
from plans.milestones.models import Milestone
from plans.plan.choices import GoalStatus
from plans.plan.models import Goal, Plan

# Who said no, or could not answer, is asked again at the next contact, and at the latest so many days after: a
# fortnight is the usual time between two talks, and longer than that a plan should not be carried on without a yes.
AGREE_AGAIN_DAYS = 14


def can_be_agreed(plan: Plan, goals: Iterable[Goal], milestones: Iterable[Milestone]) -> bool:
    """Whether there is something to say yes to: one small step, or a goal of now with a step that stands."""
    standing = (row for row in milestones if row.status != MilestoneStatus.DROPPED)
    with_steps = {row.goal_id for row in standing}  # type: ignore[attr-defined]  # mypy knows no keys of foreign keys
    return bool(plan.small_step.strip()) or any(
        goal.status == GoalStatus.NOW and goal.pk in with_steps for goal in goals
    )


def ask_again_on(asked_on: date, last_contact_on: date | None) -> date:
    """The day by which to ask again: that of the first contact since, as far as we know, or AGREE_AGAIN_DAYS later."""
    latest = asked_on + timedelta(days=AGREE_AGAIN_DAYS)
    if last_contact_on is not None and last_contact_on > asked_on:
        return min(last_contact_on, latest)
    return latest
