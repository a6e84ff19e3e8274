"""The efforts of a plan in order, with what their lines show, and everything that can be told of a plan."""

from plans.efforts.models import Effort
from plans.milestones.reading import parts_of
from plans.plan.models import Plan
from plans.plan.topics import TellsOfTopics


def efforts_of(plan: Plan) -> list[Effort]:
    """The plan's efforts by their first day, with kind, law, partner and milestones at hand; two queries."""
    rows = plan.efforts.standing().select_related("kind", "law", "contact__partner__category")
    efforts = list(rows.prefetch_related("milestones"))
    for effort in efforts:
        effort.plan = plan
    return efforts


def tellable_parts(plan: Plan) -> list[TellsOfTopics]:
    """What can be told of a plan, each with its own topics: head, goals, milestones and efforts."""
    return [*parts_of(plan), *efforts_of(plan)]
