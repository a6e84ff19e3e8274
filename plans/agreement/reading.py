"""How the young person's answer about a plan stands: the last one, and whether the plan has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.kept import GivenIds, kept
from plans.agreement.content import fingerprint
from plans.agreement.models import Agreement
from plans.agreement.rules import can_be_agreed
from plans.milestones.models import Milestone
from plans.plan.models import Goal, Plan, PlanChange


@dataclass(frozen=True)
class Standing:
    """The answer that stands, if anybody asked; and what the plan says now, as a fingerprint."""

    latest: Agreement | None
    content: str
    # Whether there is something to say yes to.
    can_be_agreed: bool

    @property
    def changed(self) -> bool:
        """Whether the plan says something else than when they were asked."""
        return self.latest is not None and self.latest.content != self.content

    @property
    def is_agreed(self) -> bool:
        """Whether they have said yes to what the plan says now."""
        return self.latest is not None and self.latest.is_yes and not self.changed


def standing_of(
    plan: Plan, goals: Iterable[Goal], milestones: Iterable[Milestone], latest: Agreement | None
) -> Standing:
    """How the answer stands, from rows at hand. No query."""
    goals, milestones = list(goals), list(milestones)
    return Standing(latest, fingerprint(plan, goals, milestones), can_be_agreed(plan, goals, milestones))


def latest_of(plan: Plan) -> Agreement | None:
    """The answer that stands; one query."""
    return next(iter(_latest().ask(plans=[plan.pk])), None)


@kept
def _latest():
    return Agreement.objects.filter(plan__among=GivenIds("plans")).select_related("by")[:1]


def standing(plan: Plan) -> Standing:
    """How the answer stands, straight from the database; three queries."""
    return standing_of(plan, plan.goals.all(), plan.milestones.all(), latest_of(plan))


def standing_among(plan: Plan, parts: Iterable) -> Standing:
    """The same, from everything that stands in the plan (`plans.efforts.reading.tellable_parts`); one query."""
    parts = list(parts)
    goals = [part for part in parts if isinstance(part, Goal)]
    milestones = [part for part in parts if isinstance(part, Milestone)]
    return standing_of(plan, goals, milestones, latest_of(plan))


def last_change(plan: Plan) -> PlanChange | None:
    """The last change of the plan's words; one query."""
    return PlanChange.objects.filter(plan=plan).select_related("by", "goal", "milestone").first()
