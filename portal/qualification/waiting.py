"""What waits for a department's answer: the one line on a partner's first page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from core.kept import Given, kept
from plans.models import Qualification


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait for the department, and how many of them are late."""

    count: int = 0
    late: int = 0


def qualifications_waiting(user, on: date) -> Waiting:
    """How much waits for the department of the partner's ``user`` on the day ``on``; two queries at most.

    Counts what its list shows: only what a basis in force covers. Nothing more is asked while nothing was sent to it.
    """
    contact = getattr(user, "partner_contact", None)
    if contact is None or not sent().ask(partner=contact.partner_id):
        return Waiting()
    rows = waiting_rows(user)
    found = rows.aggregate(count=Count("pk"), late=Count("pk", filter=Q(deadline__lt=on)))
    return Waiting(**found)


@kept
def sent() -> QuerySet:
    """One row, if anything is at the department."""
    rows = Qualification.objects.filter(partner=Given("partner")).at_department()
    return rows.order_by().values_list("pk", flat=True)[:1]


def waiting_rows(user):
    """The questions that wait for the department of ``user``."""
    return Qualification.objects.shown_to(user).at_department()
