"""What was agreed at a meeting, as it is told: what, who does it, and by when."""

from dataclasses import dataclass
from datetime import date

from meetings.minutes.models import Decision
from plans.milestones.models import Milestone

# What `agreement_of` reads, fetched with the points of an agenda.
AGREED = ("decisions__milestone__contact__partner",)


@dataclass(frozen=True)
class Agreed:
    """What was agreed: what, who does it, and by when. ``is_youths``: the young person does it."""

    what: str
    who: str
    due_on: date | None
    is_youths: bool = False


def agreement_of(decision: Decision, case) -> Agreed:
    """What was agreed: as it was shared; in a draft, as the plan says it.

    The young person and the guide are named as everybody at the table called them.
    """
    said = decision if decision.is_written else as_planned(decision.milestone, case)
    is_youths = said.responsible == Milestone.Responsible.YOUTH
    return Agreed(said.what, case.person.called if is_youths else said.who, said.due_on, is_youths)


def as_planned(milestone: Milestone, case) -> Decision:
    """What the plan says of the milestone now, in the columns of a decision; not saved."""
    who = milestone.carrier
    if milestone.responsible == Milestone.Responsible.YOUTH:
        who = ""
    elif milestone.responsible == Milestone.Responsible.GUIDE and case.has_guide:
        who = case.guide.name
    return Decision(
        what=milestone.own_words, responsible=milestone.responsible, who=who[:300], due_on=milestone.due_on
    )


def write_down(decision: Decision, case) -> bool:
    """Let a decision stand as the plan says it now; returns whether that is something else than it said."""
    now, names = as_planned(decision.milestone, case), ("what", "responsible", "who", "due_on")
    changed = [name for name in names if getattr(decision, name) != getattr(now, name)]
    for name in changed:
        setattr(decision, name, getattr(now, name))
    if changed:
        decision.save(update_fields=changed)
    return bool(changed)
