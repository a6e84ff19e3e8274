"""What came of a partner's proposals, until somebody there has seen it."""

from django.db.models import Q

from cases.models import Case
from plans.models import Proposal


def outcomes_of(user):
    """The proposals of the partner that are decided: a coordinator's all; else of cases that ``user`` sees, and own.

    What fell away with the promise is among them. The young person is named only where the case is seen.
    """
    contact = getattr(user, "partner_contact", None)
    if contact is None:
        return Proposal.objects.none()
    rows = Proposal.objects.filter(partner=contact.partner_id)
    if not contact.is_coordinator:
        seen = Case.objects.visible_to(user).order_by().values("pk")
        rows = rows.filter(Q(milestone__plan__case__in=seen) | Q(by=user))
    waiting = Proposal.objects.waiting().values("pk")
    return rows.exclude(pk__in=waiting).select_related("milestone__plan", "milestone__contact")
