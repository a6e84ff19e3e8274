"""What of a plan can go to an audience, piece by piece: what the basis opens, what is ticked beforehand, and what stays
closed and why.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.models import Topic
from partners.models import Partner
from plans.efforts.models import Effort
from plans.efforts.reading import tellable_parts
from plans.handover.development import parts_of
from plans.handover.models import Handover
from plans.handover.scope import CUSTODY, Scope
from plans.milestones.models import Milestone
from plans.plan.models import Plan
from plans.plan.topics import TellsOfTopics

Audience = Handover.Audience


@dataclass(frozen=True)
class Part:
    """Something that can be ticked: its key in the form, and its words."""

    key: str
    words: str
    # Ticked beforehand: all but the milestones of others, when the partner has its own.
    ticked: bool = True
    theirs: bool = False


@dataclass(frozen=True)
class Withheld:
    """Something that the basis does not open, for the guide to see."""

    words: str
    why: str


@dataclass(frozen=True)
class Offer:
    """What an audience may have of a plan, and what it may not."""

    rows: tuple[TellsOfTopics, ...]
    # Everything that stands in the plan, whoever may be told of it.
    every: tuple[TellsOfTopics, ...]
    # The head and the goals; the milestones; the efforts; how to reach the young person and who stands beside them.
    head: tuple[Part, ...]
    milestones: tuple[Part, ...]
    efforts: tuple[Part, ...]
    contact: tuple[Part, ...]
    withheld: tuple[Withheld, ...]
    # How it develops: ticked for the young person, and for nobody else.
    progress: tuple[Part, ...] = ()
    # What goes along in any case: to the young person the whole plan.
    fixed: frozenset[str] = frozenset()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Everything that can be ticked."""
        return (*self.head, *self.milestones, *self.efforts, *self.contact, *self.progress)

    @property
    def ticked(self) -> frozenset[str]:
        """The keys of what is ticked beforehand."""
        return frozenset(part.key for part in self.parts if part.ticked)

    def chosen(self, keys: Collection[str] | None) -> frozenset[str]:
        """The keys that may be had, of those asked for; None asks for all but measures that nobody ticked."""
        every = frozenset(part.key for part in self.parts)
        if keys is None:
            return every - {part.key for part in self.progress if not part.ticked}
        return every & set(keys) | self.fixed

    @property
    def may_choose(self) -> bool:
        """Whether there is anything to choose."""
        return len(self.parts) > len(self.fixed)


def key_of(row: TellsOfTopics) -> str:
    """The key of a part of the plan: ``plan``, ``goal-7``, ``milestone-…``."""
    return "plan" if isinstance(row, Plan) else f"{row._meta.model_name}-{row.pk}"


def carried_by(row: Milestone | Effort, partner: Partner | None) -> bool:
    """Whether the milestone or the effort is the partner's own to do."""
    return bool(partner and row.contact and row.contact.partner_id == partner.pk)


def offer_for(plan: Plan, scope: Scope, *, audience: str, partner: Partner | None, on: date) -> Offer:
    """What the audience may have of the plan on the day `on`, and what stays closed."""
    rows = tellable_parts(plan)
    opened = tuple(row for row in rows if scope.opens(row))
    steps = [row for row in opened if isinstance(row, Milestone)]
    has_own = any(carried_by(row, partner) for row in steps)
    offer = Offer(
        rows=opened,
        every=tuple(rows),
        head=tuple(
            Part(key_of(row), _words(row)) for row in opened if not isinstance(row, (Milestone, Effort))
        ),
        milestones=tuple(
            Part(key_of(row), str(row), carried_by(row, partner) or not has_own, carried_by(row, partner))
            for row in steps
        ),
        efforts=tuple(
            Part(key_of(row), str(row), theirs=carried_by(row, partner))
            for row in opened
            if isinstance(row, Effort)
        ),
        contact=_contact(plan.case, scope, on),
        withheld=tuple(Withheld(_words(row), _why(row, scope)) for row in rows if row not in opened),
    )
    youth = audience == Audience.YOUTH
    progress = tuple(Part(key, words, youth) for key, words in parts_of(plan.case, scope, audience, on))
    return replace(offer, fixed=offer.ticked if youth else frozenset(), progress=progress)


def _words(row: TellsOfTopics) -> str:
    if not isinstance(row, Plan):
        return str(row)
    words = row.dream or row.small_step or str(row.destination or row.destination_note)
    return _("Dream and destination: %(words)s") % {"words": Truncator(words).chars(80)}


def _why(row: TellsOfTopics, scope: Scope) -> str:
    if row.waits:
        topics = ", ".join(str(words).lower() for words in row.unconfirmed_words)
        return _("it may tell of %(topics)s, and nobody has confirmed that yet") % {"topics": topics}
    missing = [Topic(topic) for topic in row.topics if topic not in scope.topics]
    topics = ", ".join(str(topic.label).lower() for topic in missing)
    return _("it tells of %(topics)s, which the basis does not cover") % {"topics": topics}


def _contact(case, scope: Scope, on: date) -> tuple[Part, ...]:
    """The lines about the young person that the scope opens, of those there is anything to say of."""
    person = case.person
    found = []
    if Topic.CONTACT in scope.topics:
        found += [("phone", _("Phone"), person.phone), ("email", _("E-mail"), person.email)]
    if scope.topics >= CUSTODY:
        found += [
            ("custody", _("Custody"), person.guardians.holding_custody(on).may_be_contacted(on).exists())
        ]
    if Topic.ACTIVITY in scope.topics:
        found += [("now", _("What the young person is under way with"), True)]
    return tuple(Part(key, words) for key, words, said in found if said)
