"""Who could carry a case: how much each guide carries, how heavy it is, and what they know about.

The leader decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, User
from cases import limits
from cases.casefile.models import Activity, Case
from cases.guides.models import CaseWeight, GuideKnowledge
from cases.people.models import Custody
from core.text import sort_key

PROPOSED = 3


# What knowing the field is worth when guides are compared, in points of weight.
KNOWING_IS_WORTH = 6


LIGHTEST, HEAVIEST = 1, 3


def weight_by_facts(
    *, activity: str, birth_date: date, custody: str, needs_interpreter: bool, on: date
) -> tuple[int, list[str]]:
    """How heavy a case is by what is known about it, 1 to 3, and why.

    One for every case; one more for somebody who is in nothing (or of whom nobody knows) while the duty 15–17 runs,
    and for somebody placed in care or who needs an interpreter.
    """
    weight, why = LIGHTEST, []
    idle = activity in (Activity.NONE, Activity.UNKNOWN)
    if idle and limits.has_education_duty(birth_date, on):
        weight += 1
        known = activity == Activity.NONE
        why.append(_("15–17 and in nothing") if known else _("15–17, and not known to be in anything"))
    if custody == Custody.PLACED:
        weight += 1
        why.append(_("placed in care"))
    if needs_interpreter:
        weight += 1
        why.append(_("needs an interpreter"))
    return min(weight, HEAVIEST), why


@dataclass
class Load:
    """What a guide carries now, and knows about."""

    guide: User
    cases: int = 0
    weight: int = 0
    knowledge: dict[int, str] = field(default_factory=dict)

    @property
    def may_be_proposed(self) -> bool:
        """Whether they are a guide whom nobody has to confirm first."""
        return self.guide.role == Role.GUIDE and self.guide.to_confirm_since is None


@dataclass
class Proposal:
    """A guide who could carry a case, and why in one sentence."""

    guide: User
    score: int
    why: str


def present_weight():
    """The weight that somebody gave a case, of the current row; None where the facts decide."""
    rows = CaseWeight.objects.current().filter(case=OuterRef("pk"), until_on=None)
    return Subquery(rows.values("weight")[:1])


def loads_of(leader, on: date) -> list[Load]:
    """What each guide of the leader's unit carries, and whoever else has cases, of the cases that the leader may see.
    Three queries.
    """
    fields = ("name", "initials", "qualification", "version", "role", "to_confirm_since")
    loads = {user.pk: Load(user) for user in User.objects.carriers(leader.unit_id).only(*fields)}
    rows = Case.objects.visible_to(leader).open().filter(guide__in=list(loads)).order_by()
    rows = rows.annotate(given=present_weight()).values_list(
        "guide_id", "given", "activity", "person__birth_date", "person__custody", "person__needs_interpreter"
    )
    for guide_id, given, activity, born, custody, interpreter in rows:
        loads[guide_id].cases += 1
        facts = {
            "activity": activity,
            "birth_date": born,
            "custody": custody,
            "needs_interpreter": interpreter,
        }
        loads[guide_id].weight += given or weight_by_facts(**facts, on=on)[0]
    known = GuideKnowledge.objects.current().holding(on).filter(user__in=list(loads))
    for row in known.select_related("knowledge"):
        loads[row.user_id].knowledge[row.knowledge_id] = str(row.knowledge)
    return [load for load in loads.values() if load.cases or load.may_be_proposed]


def sentence(load: Load, knowledge_id: int | None) -> str:
    """``48 sager, vægt 61, kender til FGU``."""
    words = ngettext(
        "%(cases)s case, weight %(weight)s", "%(cases)s cases, weight %(weight)s", load.cases
    ) % {
        "cases": load.cases,
        "weight": load.weight,
    }
    known = load.knowledge.get(knowledge_id) if knowledge_id else None
    if known is None:
        return words
    return f"{words}, " + _("knows about %(field)s") % {"field": known}


def propose(loads: Iterable[Load], knowledge_id: int | None, most: int = PROPOSED) -> list[Proposal]:
    """The guides to give a case to, best first: by least weight.

    Knowing the field counts KNOWING_IS_WORTH points.
    """
    ranked = [
        Proposal(
            load.guide,
            load.weight - (KNOWING_IS_WORTH if knowledge_id in load.knowledge else 0),
            sentence(load, knowledge_id),
        )
        for load in loads
        if load.may_be_proposed
    ]
    ranked.sort(key=lambda proposal: (proposal.score, sort_key(proposal.guide.name), proposal.guide.pk))
    return ranked[:most]
