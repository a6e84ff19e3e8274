"""Who at a partner can read a promise, and whether anybody can: asked of the database at the moment it matters."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from cases.consents.disclosure import coverage
from cases.models import Case, Consent, Participation, Topic
from partners.models import Contact
from plans.milestones.models import Milestone


def covering_the_plan(on: date):
    """The bases in force on the day that let somebody be told the plan."""
    rows = Consent.objects.filter(Consent.in_force_q(on)).annotate(covers=Cast("topics", TextField()))
    return rows.filter(covers__contains=f'"{Topic.PLAN}"')


def may_be_told(milestone: Milestone, partner, on: date) -> bool:
    """Whether bases in force let the partner be told this milestone; it takes part, and the case is open to it."""
    case = milestone.plan.case
    if case.shielded or case.is_closed:
        return False
    topics = coverage(case, partner, on).topics
    return Topic.PLAN in topics and milestone.may_be_told(topics)


def is_promise_of(milestone: Milestone, user, on: date) -> bool:
    """Whether ``user`` may be told the milestone, and it is a promise of the partner they sign in for."""
    contact = getattr(user, "partner_contact", None)
    return (
        contact is not None
        and milestone.contact is not None
        and milestone.contact.partner_id == contact.partner_id
        and may_be_told(milestone, contact.partner, on)
        and Case.objects.visible_to(user).filter(pk=milestone.plan.case_id).exists()
    )


def signing_in(on: date):
    """Contacts that can sign in on the day."""
    rows = Contact.objects.acting(on)
    return rows.filter(user__is_active=True, user__to_confirm_since=None)


def readers_of(milestone: Milestone, on: date) -> list:
    """The users at the partner who can read the promise on the day; nobody without a basis."""
    if milestone.contact is None or not may_be_told(milestone, milestone.contact.partner, on):
        return []
    rows = signing_in(on).filter(partner=milestone.contact.partner_id).select_related("user")
    opens = Case.objects.filter(pk=milestone.plan.case_id)
    return [row.user for row in rows.order_by("pk") if opens.visible_to(row.user).exists()]


def reachable(rows, on: date):
    """``rows`` (questions or proposals), each with ``reachable``: whether anybody at the partner can read it.

    One condition of the database; what a milestone tells of beside the plan is left to `may_be_told`.
    """
    partner, case = OuterRef("partner"), OuterRef("milestone__plan__case")
    people = signing_in(on).filter(
        Q(is_coordinator=True) | Q(pk=OuterRef("milestone__contact")), partner=partner
    )
    taking_part = Participation.objects.current().holding(on).filter(case=case, partner=partner)
    basis = covering_the_plan(on).filter(case=case, partner=partner)
    return rows.annotate(
        reachable=Exists(people)
        & Exists(taking_part)
        & Exists(basis)
        & Q(milestone__plan__case__shielded=False)
    )
