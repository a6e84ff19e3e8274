"""How it develops, in a line of the case page: what was measured last, and what waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Value

from cases.models import Case
from progress.models import LevelSet, ScaleRound, WellbeingAnswer, WellbeingFollowUp


@dataclass(frozen=True, slots=True)
class Latest:
    """The day of the last of each kind; and by when somebody is to call, while nobody has."""

    scales: date | None
    wellbeing: date | None
    judged: date | None
    call_by: date | None

    def __bool__(self):
        return any((self.scales, self.wellbeing, self.judged))


def latest_of(case: Case) -> Latest:
    """What was measured last; one query."""
    parts = [
        model.objects.standing().filter(case=case).order_by().values("case").annotate(on=Max("measured_on"))
        for model in (ScaleRound, WellbeingAnswer, LevelSet)
    ]
    waiting = WellbeingFollowUp.objects.waiting().filter(case=case).order_by().values("case")
    parts.append(waiting.annotate(on=Min("follow_up_by")))
    named = [
        rows.values_list(Value(kind), "on")
        for kind, rows in zip(("scales", "wellbeing", "judged", "call_by"), parts, strict=True)
    ]
    found = dict(named[0].union(*named[1:], all=True))
    return Latest(*(found.get(kind) for kind in ("scales", "wellbeing", "judged", "call_by")))
