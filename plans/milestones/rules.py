"""When a milestone is overdue: said once, for one milestone and for the database."""

from datetime import date

from django.db.models import Q

from plans.milestones.choices import OPEN_STATUSES


def is_overdue(status: str, due_on: date | None, on: date) -> bool:
    """Neither reached nor left behind, and its day lies before ``on``; the same as `overdue_q`."""
    return status in OPEN_STATUSES and due_on is not None and due_on < on


def overdue_q(on: date, *, status: str = "status", due_on: str = "due_on") -> Q:
    """The same of rows, whose status and day stand in the columns named."""
    return Q(**{f"{status}__in": OPEN_STATUSES, f"{due_on}__lt": on})
