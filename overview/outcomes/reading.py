"""The rows that results are counted from, as they stood on a day and as known at a moment; one query each."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cases.models import ActivityPeriod, Case, CloseReason, Status, StatusPeriod
from overview.outcomes.rules import Spell
from plans.models import Outcome
from programmes.models import Stay
from reports.metrics.definitions.destinations import POSITIVE
from reports.metrics.point_in_time import PointInTime
from reports.metrics.querysets import outcomes_at
from reports.periods.rules import Month

# What is read of a destination: the columns that the definitions of all reports ask about, and what lists show.
OUTCOME_FIELDS = ("pk", "at_case", "at_counts", "destination_id", "started_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Start:
    """A case that began in the period."""

    case: UUID
    opened_on: dt.date
    born: dt.date
    # Why it was closed, as known now; "" of one that is open now.
    reason: str


@dataclass(frozen=True, slots=True)
class Course:
    """The status of a case over time, up to a day, as ``(status, from, until)``, the first one first."""

    periods: tuple[tuple[str, dt.date, dt.date | None], ...] = ()

    @property
    def closed_on(self) -> dt.date | None:
        """The day of closing of a case that was closed on the day; None of one that was open."""
        if self.periods and self.periods[-1][0] == Status.CLOSED:
            return self.periods[-1][1]
        return None

    @property
    def reopened(self) -> bool:
        """Whether it was closed and opened again."""
        return any(status == Status.CLOSED for status, _from, _until in self.periods[:-1])

    def interrupted_before(self, day: dt.date) -> bool:
        """Whether it was paused before the day, or closed and opened again."""
        return any(
            from_on < day
            and (status == Status.PAUSED or (status == Status.CLOSED and until is not None and until <= day))
            for status, from_on, until in self.periods
        )


def started(cases: QuerySet[Case], first: Month, last: Month, when: PointInTime) -> QuerySet[Case]:
    """Those of the cases that were opened in the months, up to the day; without those opened by mistake."""
    rows = cases.filter(opened_on__gte=first.first, opened_on__lte=min(last.last, when.on))
    rows = rows.exclude(close_reason=CloseReason.MISTAKE)
    return rows if when.known is None else rows.filter(recorded_at__lte=when.known)


def starts_of(cases: QuerySet[Case]) -> list[Start]:
    """The cases, the first to begin first."""
    rows = cases.order_by("opened_on", "pk")
    return [Start(*row) for row in rows.values_list("pk", "opened_on", "person__birth_date", "close_reason")]


def _as_known(rows: QuerySet, when: PointInTime) -> QuerySet:
    """The dated rows that had begun by the day."""
    rows = rows.filter(from_on__lte=when.on)
    return rows.current() if when.known is None else rows.known_on(when.known)


def courses_of(cases: QuerySet[Case], when: PointInTime) -> dict[UUID, Course]:
    """The status over time of each case."""
    rows = _as_known(StatusPeriod.objects.filter(case__in=cases.values("pk")), when)
    found: dict[UUID, list] = defaultdict(list)
    for case, *period in rows.order_by("from_on", "pk").values_list("case", "status", "from_on", "until_on"):
        if period[1] != period[2]:  # what ended on the day on which it began never held
            found[case].append(tuple(period))
    return {case: Course(tuple(periods)) for case, periods in found.items()}


def positive_of(cases: QuerySet[Case], when: PointInTime) -> list[tuple]:
    """The positive destinations of the cases by the day, the first one first; columns `OUTCOME_FIELDS`."""
    rows = outcomes_at(Case.objects.filter(pk__in=cases.values("pk")), when).filter(POSITIVE)
    return list(rows.order_by("started_on", "pk").values_list(*OUTCOME_FIELDS))


def spells_of(cases: QuerySet[Case], when: PointInTime) -> dict[UUID, list[Spell]]:
    """What each young person was under way with."""
    rows = _as_known(ActivityPeriod.objects.filter(case__in=cases.values("pk")), when)
    found: dict[UUID, list[Spell]] = defaultdict(list)
    for case, *spell in rows.order_by("from_on", "pk").values_list("case", "activity", "from_on", "until_on"):
        found[case].append(Spell(*spell))
    return found


def stays_of(cases: QuerySet[Case], when: PointInTime) -> dict[UUID, list[tuple[dt.date, UUID]]]:
    """When each young person began in a programme, and in which, the first one first."""
    rows = Stay.objects.filter(member__taken_back_at=None, member__case__in=cases.values("pk"))
    found: dict[UUID, list] = defaultdict(list)
    rows = _as_known(rows, when).order_by("from_on", "pk")
    for case, *stay in rows.values_list("member__case", "from_on", "member__programme"):
        found[case].append(tuple(stay))
    return found


def destinations_of(pks: Iterable[int]) -> dict[int, Outcome]:
    """The destinations with their names, by key; one query."""
    return Outcome.objects.select_related("destination").in_bulk(list(pks))
