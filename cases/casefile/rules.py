"""Pure rules about a case: whether it has come to a halt. Whether what is known is fresh: `core.freshness`."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Signs:
    """The latest of each kind of sign that something happens; None: never."""

    running_since: date
    contact_on: date | None = None
    confirmed_on: date | None = None
    moved_on: date | None = None

    @property
    def latest(self) -> date:
        """The last day on which anything happened."""
        known = (self.contact_on, self.confirmed_on, self.moved_on)
        return max([self.running_since, *(day for day in known if day)])


def contact_due_on(last_contact_on: date | None, opened_on: date, contact_days: int) -> date:
    """The last day for a talk with the young person: ``contact_days`` after the last one, else after the opening."""
    return (last_contact_on or opened_on) + timedelta(days=contact_days)


def stalled_on(signs: Signs, silent_days: int) -> date:
    """The first day on which the case is proposed as stalled: after ``silent_days`` days without any sign."""
    return signs.latest + timedelta(days=silent_days + 1)


def is_stalled(signs: Signs, on: date, *, silent_days: int, rests_until: date | None = None) -> bool:
    """Whether nothing has happened for too long, and nobody has let it rest.

    ``rests_until`` is the first day it is told again.
    """
    return on >= stalled_on(signs, silent_days) and (rests_until is None or rests_until <= on)
