"""Telling a young person of an offer, and taking a place on it as an effort of their plan."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.casefile.holding import hold
from cases.models import Case
from core import clock
from core.constraints import Taken
from partners.models import Offer
from plans.efforts.actions import add_effort
from plans.models import Effort, EffortKind, Plan
from programmes.places.models import Interest, Place
from programmes.places.rules import MOST_AHEAD, free


@transaction.atomic
def say_interest(offer: Offer, *, case: Case, by: User, answer: str) -> Interest:
    """Write down that the young person has been told of the offer, and what they say. Who says yes waits in line."""
    hold(case)
    if answer not in Interest.Answer.values:
        raise ValidationError({"answer": _("Choose what the young person says.")})
    row = Interest.objects.filter(offer=offer, case=case).first()
    before = row.answer if row else None
    turn = row.since_on if row and not _was_served(row) else None
    row = row or Interest(offer=offer, case=case)
    row.answer, row.recorded_by, row.recorded_at = answer, by, clock.now()
    # Whoever says no, or has had a place, leaves the line; a new yes goes to its end.
    row.since_on = (turn or clock.today()) if answer == Interest.Answer.YES else None
    row.save()
    changes = {"offer": [None, offer.name], "answer": [before, answer]}
    trail.record("offer.interest", by=by, case_id=case.pk, obj=row, changes=changes)
    return row


def _was_served(row: Interest) -> bool:
    """Whether they got a place after they said what they say."""
    rows = Place.objects.standing().filter(offer=row.offer_id, effort__plan__case=row.case_id)
    return rows.filter(recorded_at__gte=row.recorded_at).exists()


def _within_reach(from_on: date, until_on: date | None, today: date) -> None:
    """Raise ValidationError beside the field for a place that is over already, or that begins too far ahead."""
    if until_on is not None and until_on < today:
        words = _("That place is over already. Write it as an effort in the plan.")
        raise ValidationError({"until_on": words})
    if from_on > today + MOST_AHEAD:
        raise ValidationError({"from_on": _("A place is taken at most two years ahead.")})


@transaction.atomic
def take_place(
    offer: Offer,
    *,
    case: Case,
    plan: Plan,
    by: User,
    from_on: date,
    until_on: date | None = None,
    kind: EffortKind,
) -> Place:
    """Give the young person a place: an effort of their plan, with the partner where it is one of the unit's own.

    Raises `Taken` when no place is free, ValidationError when they have one already it is over already or
    begins more than two years ahead, or the effort is not valid.
    """
    hold(case)
    # Two who take the last place wait for each other here.
    offer = Offer.objects.select_for_update().select_related("partner").get(pk=offer.pk)
    today = clock.today()
    _within_reach(from_on, until_on, today)
    live = Place.objects.live(today).filter(offer=offer)
    if live.filter(effort__plan__case=case).exists():
        raise ValidationError(_("The young person has a place already."))
    if not free(offer.capacity, live.count()):
        raise Taken(_("No place is free any more. Put the young person on the waiting list."))
    contact = None
    if offer.partner.unit_id == case.unit_id:
        contact = offer.partner.contacts.acting(today).order_by("-is_coordinator", "pk").first()
    who = Effort.Responsible.PARTNER if contact else Effort.Responsible.GUIDE
    effort = Effort(plan=plan, name=offer.name, kind=kind, responsible=who, contact=contact)
    effort.from_on, effort.until_on = from_on, until_on
    add_effort(effort, by=by)
    place = Place.objects.create(offer=offer, effort=effort, recorded_by=by, recorded_at=clock.now())
    changes = {"offer": [None, offer.name], "effort": [None, effort.pk]}
    trail.record("offer.place_taken", by=by, case_id=case.pk, obj=place, changes=changes)
    return place
