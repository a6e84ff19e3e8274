"""What comes back, each with the day it is on next."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts.models import Unit
from cases.duty.clocks import working_calendar
from practice.barometer.models import Round
from practice.rhythm.models import Rhythm, TeamMeeting
from practice.rhythm.rules import next_on


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes back: when it is on next, and when it was held last."""

    rhythm: Rhythm
    on: date
    held: date | None


def coming(unit: Unit, on: date) -> list[Coming]:
    """The unit's, the next one first; three queries. A round of the barometer is held when it is opened."""
    rows = Rhythm.objects.of_unit(unit).in_use().select_related("owner")
    held, calendar = TeamMeeting.last_of(unit), working_calendar(on)
    asked = Round.objects.of_unit(unit).aggregate(last=Max("opened_on"))["last"]
    found = []
    for row in rows:
        last = asked if row.kind == Rhythm.Kind.BAROMETER else held.get(row.pk)
        found.append(Coming(row, next_on(row.pattern, on, calendar, last), last))
    return sorted(found, key=lambda one: (one.on, one.rhythm.pk))


def next_of(unit: Unit, kind: str, on: date) -> Coming | None:
    """The next one of a kind; None while the unit has agreed on none."""
    return next((one for one in coming(unit, on) if one.rhythm.kind == kind), None)
