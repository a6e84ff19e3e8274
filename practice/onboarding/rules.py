"""When a point of a list is due, when it is late, and for how long somebody is new. Pure rules."""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# So many days before the first day, and after it, a colleague is new to the others.
NEW_BEFORE, NEW_AFTER = 14, 30


class Direction(TextChoices):
    """Whether somebody begins in the unit, or leaves it."""

    JOINING = "joining", _("New colleague")
    LEAVING = "leaving", _("Colleague who leaves")


def due_on(direction: str, day: date, days: int) -> date:
    """The last day of a point: so many days after the first day, or before the last one."""
    return day - timedelta(days=days) if direction == Direction.LEAVING else day + timedelta(days=days)


def is_late(due: date, ticked_on: date | None, on: date) -> bool:
    """Whether a point is not done, and its last day has passed; the same as `Point.objects.late`."""
    return ticked_on is None and due < on


def is_new(day: date, on: date) -> bool:
    """Whether somebody whose first day is ``day`` is new; the same as `Introduction.objects.newcomers`."""
    return day - timedelta(days=NEW_BEFORE) <= on <= day + timedelta(days=NEW_AFTER)
