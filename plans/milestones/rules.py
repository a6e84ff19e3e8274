"""When a milestone is overdue, and when to ask again about one that cannot be done yet: said once, for one milestone
and for the database.
"""

from datetime import date, timedelta

from django.db.models import Q

from plans.milestones.choices import CANNOT_YET_DAYS, DUE_STATUSES, MilestoneStatus


def is_overdue(status: str, due_on: date | None, on: date) -> bool:
    """To be done, and its day lies before ``on``; the same as `overdue_q`. What cannot be done yet is not late."""
    return status in DUE_STATUSES and due_on is not None and due_on < on


def overdue_q(on: date, *, status: str = "status", due_on: str = "due_on") -> Q:
    """The same of rows, whose status and day stand in the columns named."""
    return Q(**{f"{status}__in": DUE_STATUSES, f"{due_on}__lt": on})


def is_to_ask_again(status: str, cannot_on: date | None, on: date) -> bool:
    """Cannot be done yet, and that was said so long ago that it is asked again; the same as `to_ask_again_q`."""
    return (
        status == MilestoneStatus.CANNOT_YET
        and cannot_on is not None
        and cannot_on + timedelta(days=CANNOT_YET_DAYS) <= on
    )


def to_ask_again_q(on: date) -> Q:
    """The same of rows."""
    return Q(status=MilestoneStatus.CANNOT_YET, cannot_on__lte=on - timedelta(days=CANNOT_YET_DAYS))
