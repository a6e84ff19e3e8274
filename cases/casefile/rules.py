"""Pure rules about a case: whether what is known of it is fresh, and whether it has come to a halt."""

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


def stalled_on(signs: Signs, silent_days: int) -> date:
    """The first day on which the case is proposed as stalled: after ``silent_days`` days without any sign."""
    return signs.latest + timedelta(days=silent_days + 1)


def is_stalled(signs: Signs, on: date, *, silent_days: int, rests_until: date | None = None) -> bool:
    """Whether nothing has happened for too long, and nobody has let it rest.

    ``rests_until`` is the first day it is told again.
    """
    return on >= stalled_on(signs, silent_days) and (rests_until is None or rests_until <= on)


def is_fresh(confirmed_on: date | None, on: date, fresh_days: int) -> bool:
    """Whether a confirmation still counts: for ``fresh_days`` days after the day it was given."""
    return confirmed_on is not None and on <= confirmed_on + timedelta(days=fresh_days)
