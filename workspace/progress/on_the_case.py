"""How it develops, in a line of the case page: what was measured last, and what waits."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, QuerySet, Value

from cases.models import Case
from core.kept import GivenIds, kept
from progress.models import LevelSet, ScaleRound, WellbeingAnswer, WellbeingFollowUp

KINDS = ("scales", "wellbeing", "judged", "call_by")


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
    found = dict(_days().ask(cases=[case.pk]))
    return Latest(*(found.get(kind) for kind in KINDS))


@kept
def _days() -> QuerySet:
    """The day of each kind."""
    parts = [
        model.objects.standing()
        .filter(case__among=GivenIds("cases"))
        .values("case")
        .annotate(on=Max("measured_on"))
        for model in (ScaleRound, WellbeingAnswer, LevelSet)
    ]
    waiting = WellbeingFollowUp.objects.waiting().filter(case__among=GivenIds("cases"))
    parts.append(waiting.values("case").annotate(on=Min("follow_up_by")))
    first, *more = (
        rows.order_by().values_list(Value(kind), "on") for kind, rows in zip(KINDS, parts, strict=True)
    )
    return first.union(*more, all=True)
