"""Places taken and young people who wait, on the demo's offers."""

from collections.abc import Sequence

from accounts.models import Unit
from core import clock
from partners.models import Offer
from plans.models import EffortKind, Plan
from programmes.places.actions import say_interest, take_place
from programmes.places.models import Interest
from programmes.places.reading import possible

# Of each offer's possible young people: so many get a place, the next wait, the next have been asked.
WAIT, ASKED = 3, 2


def load(unit: Unit, offers: Sequence[Offer]) -> None:
    """The smaller offers are full and have a waiting list; on the others some have a place."""
    today = clock.today()
    leader = unit.members.filter(role="leader").order_by("pk").first()
    kinds = {code: EffortKind.objects.get(code=code) for code in ("course", "internship")}
    for offer in offers:
        rows = [row.case for row in possible(offer, leader, today) if row.case.guide_id]
        taking = rows[: offer.capacity if offer.capacity <= 3 else offer.capacity // 2]
        for case in taking:
            plan = Plan.objects.get(case=case, closed_on=None)
            kind = kinds["internship" if offer.kind == Offer.Kind.COMPANY else "course"]
            take_place(offer, case=case, plan=plan, by=case.guide, from_on=today, kind=kind)
        rest = rows[len(taking) :]
        for case in rest[:WAIT]:
            say_interest(offer, case=case, by=case.guide, answer=Interest.Answer.YES)
        for case in rest[WAIT : WAIT + ASKED]:
            say_interest(offer, case=case, by=case.guide, answer=Interest.Answer.ASKED)
