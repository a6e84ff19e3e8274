"""What the unit knows, and what it lacks: read from the rows that proposals for a guide read."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from accounts.models import Unit, User
from cases.models import GuideKnowledge, Knowledge
from practice.competences.models import Competence, Course
from practice.competences.rules import Standing


@dataclass(slots=True)
class Card:
    """Somebody of the unit: what they know about, how their qualification stands, and the courses they were on, the
    latest first.
    """

    user: User
    competence: Competence
    standing: Standing
    fields: list[str] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)

    @property
    def is_asked_of(self) -> bool:
        """Whether the law asks a qualification of them: those who guide."""
        return self.user.is_guide


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the unit lacks; each list is what stands on the page under its number."""

    # Fields that no guide knows about, and those that one alone does, with whom.
    unknown: list[Knowledge]
    alone: list[tuple[Knowledge, User]]
    # Guides without a qualification, those who should be done by now, and those whose paper nobody has seen.
    without: list[Card]
    late: list[Card]
    unseen: list[Card]
    # Courses that were to be shared by now.
    not_shared: list[Course]


def competence_of(user: User) -> Competence:
    """Somebody's row, or an empty one that is not kept."""
    return getattr(user, "competence", None) or Competence(user=user)


def known_fields(people: QuerySet, on: date) -> QuerySet:
    """Which fields these people know about on the day, as `cases.guides.proposals` reads it."""
    rows = GuideKnowledge.objects.current().holding(on).filter(user__in=people)
    return rows.select_related("knowledge").order_by("knowledge__position", "pk")


def cards(unit: Unit, on: date) -> list[Card]:
    """Everybody who can carry cases in the unit; three queries."""
    people = User.objects.carriers(unit.pk).select_related("competence__seen_by")
    found = {}
    for user in people:
        row = competence_of(user)
        found[user.pk] = Card(user, row, row.standing(on))
    for row in known_fields(User.objects.filter(pk__in=list(found)), on):
        found[row.user_id].fields.append(str(row.knowledge))
    for course in (
        Course.objects.standing().filter(user__in=list(found), held_on__lte=on).select_related("user")
    ):
        found[course.user_id].courses.append(course)
    return list(found.values())


def gaps(unit: Unit, people: list[Card], on: date) -> Gaps:
    """What the unit lacks, of its cards; three queries. Only guides count: proposals are of them."""
    guides = [card for card in people if card.is_asked_of]
    knows: dict[int, list[User]] = {}
    by_id = {card.user.pk: card.user for card in guides}
    for row in known_fields(User.objects.filter(pk__in=list(by_id)), on):
        knows.setdefault(row.knowledge_id, []).append(by_id[row.user_id])
    every = list(Knowledge.objects.filter(is_active=True))
    late = Course.objects.of_unit(unit).late(on).filter(user__is_active=True)
    return Gaps(
        unknown=[one for one in every if one.pk not in knows],
        alone=[(one, knows[one.pk][0]) for one in every if len(knows.get(one.pk, ())) == 1],
        without=[card for card in guides if card.standing == Standing.NONE],
        late=[card for card in guides if card.standing == Standing.LATE],
        unseen=[card for card in guides if card.standing == Standing.STATED],
        not_shared=list(late.select_related("user").order_by("share_by", "pk")),
    )
