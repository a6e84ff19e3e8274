"""How it develops, in a line of the case page: what was measured last, and what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet

from progress.models import LevelSet, ScaleRound, WellbeingAnswer, WellbeingFollowUp

_MEASURED = {"scales": ScaleRound, "wellbeing": WellbeingAnswer, "judged": LevelSet}

KINDS = (*_MEASURED, "call_by")


@dataclass(frozen=True, slots=True)
class Latest:
    """The day of the last of each kind; and by when somebody is to call, while nobody has."""

    scales: date | None
    wellbeing: date | None
    judged: date | None
    call_by: date | None

    def __bool__(self):
        return any((self.scales, self.wellbeing, self.judged))


def latest_of(events: Iterable) -> Latest:
    """What was measured last, from what was found about a case (`workspace.case.events`). No query."""
    found = {event.kind: event.day for event in events}
    return Latest(*(found.get(kind) for kind in KINDS))


def days_of(kind: str) -> QuerySet:
    """For each case the day of one kind, as ``on``."""
    if kind == "call_by":
        return WellbeingFollowUp.objects.waiting().values("case").annotate(on=Min("follow_up_by"))
    return _MEASURED[kind].objects.standing().values("case").annotate(on=Max("measured_on"))
