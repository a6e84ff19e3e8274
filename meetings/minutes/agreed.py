"""What was agreed at a meeting, as it is told: what, who does it, and by when."""

from dataclasses import dataclass
from datetime import date

from meetings.minutes.models import Decision
from plans.milestones.models import Milestone

# What `agreement_of` reads, fetched with the points of an agenda.
AGREED = ("decisions__milestone__contact__partner",)


@dataclass(frozen=True)
class Agreement:
    """What was agreed: what, who does it, and by when. ``is_youths``: the young person does it."""

    what: str
    who: str
    due_on: date | None
    is_youths: bool = False


def agreement_of(decision: Decision, case) -> Agreement:
    """What was agreed; the young person and the guide are named as everybody at the table called them."""
    milestone = decision.milestone
    who, is_youths = milestone.carrier, milestone.responsible == Milestone.Responsible.YOUTH
    if is_youths:
        who = case.person.called
    elif milestone.responsible == Milestone.Responsible.GUIDE and case.guide:
        who = case.guide.name
    return Agreement(milestone.own_words, who, milestone.due_on, is_youths)
