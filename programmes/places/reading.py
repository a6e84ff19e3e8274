"""An offer with its places and its waiting list, and who could fill it: names at home, counts elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import Unit
from cases.models import Case
from partners.models import Offer
from plans.models import Plan
from programmes.places.models import Interest, Place
from programmes.places.rules import Asked, free, reasons, told_outside


@dataclass(frozen=True)
class Line:
    """An offer in the list."""

    offer: Offer
    taken: int
    waiting: int
    next_start: date | None

    @property
    def free(self) -> int:
        """How many places are free."""
        return free(self.offer.capacity, self.taken)


@dataclass(frozen=True)
class Possible:
    """A young person whom an offer may suit, and why."""

    case: Case
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """How many an offer may suit in one other unit; None where they are too few to be told."""

    unit: str
    count: int | None


def waiting_rows(on: date) -> QuerySet[Interest]:
    """Those who want an offer, whose case is open, and who have no place on it and got none since they said so."""
    theirs = {"offer": OuterRef("offer"), "effort__plan__case": OuterRef("case")}
    has_place = Place.objects.live(on).filter(**theirs)
    was_served = Place.objects.standing().filter(**theirs, recorded_at__gte=OuterRef("recorded_at"))
    rows = Interest.objects.filter(answer=Interest.Answer.YES, case__closed_on=None)
    return rows.filter(~Exists(has_place), ~Exists(was_served))


def lines_of(offers: list[Offer], on: date) -> list[Line]:
    """The offers with what is taken and waited for; two queries however many there are (their starts were fetched)."""
    taken = Counter(Place.objects.live(on).filter(offer__in=offers).values_list("offer_id", flat=True))
    waiting = Counter(waiting_rows(on).filter(offer__in=offers).values_list("offer_id", flat=True))
    return [
        Line(
            offer,
            taken[offer.pk],
            waiting[offer.pk],
            next((start.on for start in offer.starts.all() if start.on >= on), None),
        )
        for offer in offers
    ]


def _asked(rows: QuerySet[Case], offer: Offer, on: date) -> QuerySet[Case]:
    """Open cases that may be of the offer's age, with the group of their plan's destination."""
    first = on - timedelta(days=366 * (offer.oldest + 1))
    last = on - timedelta(days=365 * offer.youngest)
    open_plan = Plan.objects.filter(case=OuterRef("pk"), closed_on=None)
    rows = rows.filter(closed_on=None, person__birth_date__gte=first, person__birth_date__lte=last)
    return rows.annotate(heads_for=Subquery(open_plan.values("destination__group")[:1]))


def _reasons(offer: Offer, on: date, born: date, activity: str, heads_for: str | None) -> tuple[str, ...]:
    ages = {"youngest": offer.youngest, "oldest": offer.oldest}
    return reasons(Asked(born, activity, heads_for or ""), leads_to=offer.leads_to, on=on, **ages)


def possible(offer: Offer, user, on: date) -> list[Possible]:
    """A guide's own young people, or those a leader sees, whom the offer may suit; not who answered or has a place."""
    rows = Case.objects.visible_to(user)
    rows = rows.filter(Q(guide=user) | Q(deputy=user)) if user.is_guide else rows
    answered = Interest.objects.filter(offer=offer).values("case_id")
    placed = Place.objects.live(on).filter(offer=offer).values("effort__plan__case_id")
    rows = _asked(rows, offer, on).exclude(pk__in=answered).exclude(pk__in=placed)
    found = []
    for case in rows.select_related("person", "guide").order_by("person__sort_name", "pk"):
        said = _reasons(offer, on, case.person.birth_date, case.activity, case.heads_for)
        if said:
            found.append(Possible(case, said))
    return found


def pools(offer: Offer, unit: Unit, on: date) -> list[Pool]:
    """How many it may suit in each other unit: numbers alone, rounded down to fives. Nothing when it is not shared.

    Nobody shielded is counted: their cases are known to those named alone.
    """
    if not offer.is_shared:
        return []
    units = dict(Unit.objects.exclude(pk=unit.pk).values_list("pk", "name"))
    rows = _asked(Case.objects.filter(unit__in=units, shielded=False), offer, on).order_by()
    columns = rows.values_list("unit_id", "person__birth_date", "activity", "heads_for")
    counted = Counter(row[0] for row in columns if _reasons(offer, on, *row[1:]))
    found = [Pool(name, told_outside(counted[pk])) for pk, name in units.items()]
    return sorted(found, key=lambda row: row.unit)
