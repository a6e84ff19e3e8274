"""Who may be told the plan: the rules of disclosure, read from the database at the moment they are asked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from cases.consents.disclosure import Coverage, coverage
from cases.models import Case, Consent, Participation, Topic
from core.kept import Given, GivenIds, kept
from plans.handover.models import Handover
from plans.plan.topics import TellsOfTopics

# Who holds custody is told where both are covered: their name most often is the surname.
CUSTODY = frozenset({Topic.FAMILY, Topic.CONTACT})


class NotAllowed(Exception):
    """This audience may not be handed the plan now; the message says why, in words a guide can act on."""


@dataclass(frozen=True)
class Scope:
    """What an audience may be told: topics of a consent and, for a partner, the basis in words and its last day."""

    topics: frozenset[str]
    basis: str = ""
    until: date | None = None
    # The young person and who holds custody read the whole plan: the topics are those of telling others.
    whole_plan: bool = False

    def opens(self, part: TellsOfTopics) -> bool:
        """Whether the audience may be told a goal, a milestone or the head of the plan."""
        return self.whole_plan or part.may_be_told(self.topics)


def scope_for(case, audience: str, *, partner=None, on: date) -> Scope:
    """What `audience` may be told of the case on the day `on`.

    Raises NotAllowed: custody holders of somebody who is 18, a partner without a basis in force that covers the plan.
    """
    if audience == Handover.Audience.PARTNER:
        covered = _covered(case, partner, on)
        consent = covered.of(Topic.PLAN)
        basis = f"{consent.get_basis_display()}: {consent.purpose}"
        return Scope(frozenset(covered.topics), basis, consent.last_day)
    if audience == Handover.Audience.YOUTH:
        return Scope(frozenset({Topic.PLAN, Topic.CONTACT}), whole_plan=True)
    if case.person.is_of_age(on):
        raise NotAllowed(_("The young person is of age: nobody else holds custody."))
    return Scope(frozenset({Topic.PLAN, Topic.CONTACT, Topic.FAMILY}), whole_plan=True)


def name_told(person, topics: Collection[str]) -> str:
    """What somebody who may be told of ``topics`` reads the young person is called: the surname is a topic's, too."""
    return person.name if Topic.CONTACT in topics else person.called


def may_read_plan(case, partner, on: date) -> bool:
    """Whether the partner takes part and a basis in force on the day `on` covers the plan."""
    return Topic.PLAN in coverage(case, partner, on).topics


@kept
def _in_force(on: date):
    rows = Consent.objects.filter(
        Consent.in_force_q(on), case__among=GivenIds("cases"), partner=Given("partner")
    )
    return rows.order_by("expires_on", "pk").values_list(*Basis._fields)


class Basis(NamedTuple):
    """What lists of many cases read of a basis in force."""

    pk: int
    case_id: UUID
    topics: list[str]
    expires_on: date
    from_whom: str

    def last_day(self, case: Case) -> date:
        """The last day on which it holds, which for what custody holders said depends on the young person's age."""
        if self.from_whom != Consent.FromWhom.CUSTODY:
            return self.expires_on
        return Consent(case=case, expires_on=self.expires_on, from_whom=self.from_whom).last_day


def bases_in_force(cases, partner, on: date) -> dict[Case, list[Basis]]:
    """Of `cases`, all visible to the partner, those with a basis in force, each with its bases, soonest ended first;
    in one query.
    """
    found: dict = {}
    for row in _in_force(on).ask(cases=[case.pk for case in cases], partner=partner.pk):
        basis = Basis._make(row)
        found.setdefault(basis.case_id, []).append(basis)
    return {case: found[case.pk] for case in cases if case.pk in found}


def covered_by(bases: Mapping[Case, list[Basis]]) -> dict[Case, set[str]]:
    """``{case: topics that its bases cover}``."""
    return {case: {topic for basis in of_it for topic in basis.topics} for case, of_it in bases.items()}


def readable_cases(cases, partner, on: date) -> dict[Case, set[str]]:
    """Of `cases`, all visible to the partner: ``{case: topics that bases in force cover}``; in one query."""
    return covered_by(bases_in_force(cases, partner, on))


def _covered(case, partner, on: date) -> Coverage:
    """What live consents (or other bases) cover for the partner. Raises NotAllowed unless that is the plan too."""
    found = coverage(case, partner, on)
    if Topic.PLAN in found.topics:
        return found
    if (
        found.bases
        or partner
        and Participation.objects.current().holding(on).filter(case=case, partner=partner)
    ):
        raise NotAllowed(_("No consent or other basis in force lets this partner read the plan."))
    raise NotAllowed(_("The partner does not take part in this case."))
