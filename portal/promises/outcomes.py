"""What came of a partner's proposals, until somebody there has seen it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case
from core.kept import Given, kept
from plans.models import Proposal


def outcomes_of(user):
    """The proposals of the partner that are decided: a coordinator's all; else of cases that ``user`` sees, and own.

    What fell away with the promise is among them. The young person is named only where the case is seen.
    """
    contact = getattr(user, "partner_contact", None)
    if contact is None:
        return Proposal.objects.none()
    rows = _decided(contact.partner_id)
    if contact.is_coordinator:
        return rows
    seen = Case.objects.visible_to(user).order_by().values("pk")
    return rows.filter(Q(milestone__plan__case__in=seen) | Q(by=user))


def _decided(partner) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(partner=partner)
    waiting = Proposal.objects.waiting().filter(pk=OuterRef("pk"))
    return rows.filter(~Exists(waiting)).select_related("milestone__plan", "milestone__contact")


def unseen_outcomes(user, most: int) -> list[Proposal]:
    """Those of them that nobody of the partner has seen, the first one decided first; one query."""
    contact = getattr(user, "partner_contact", None)
    if contact is not None and contact.is_coordinator:
        return unseen(most).ask(partner=contact.partner_id)
    return list(outcomes_of(user).filter(seen_at=None).order_by("decided_at", "pk")[:most])


@kept
def unseen(most: int) -> QuerySet[Proposal]:
    """The proposals of a partner that are decided, and that nobody there has seen."""
    return _decided(Given("partner")).filter(seen_at=None).order_by("decided_at", "pk")[:most]
