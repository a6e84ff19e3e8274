"""What waits for a department's answer: the one line on a partner's first page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from plans.models import Qualification


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for the department, and how many of them are late."""

    count: int = 0
    late: int = 0


def clarifications_waiting(user, on: date) -> Waiting:
    """How much waits for the department of the partner's ``user`` on the day ``on``; two queries at most.

    Counts what its list shows: only what a basis in force covers. Nothing more is asked while nothing was sent to it.
    """
    contact = getattr(user, "partner_contact", None)
    sent = Qualification.objects.filter(partner=contact.partner_id if contact else None).at_department()
    if not sent.exists():
        return Waiting()
    rows = waiting_rows(user)
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(deadline__lt=on)))
    return Waiting(**found)


def waiting_rows(user):
    """The questions that wait for the department of ``user``."""
    return Qualification.objects.shown_to(user).at_department()
