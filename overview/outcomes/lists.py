"""The lists behind the numbers: a case with its destination, or a milestone with the efforts behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from cases.models import Case
from overview.outcomes.figures import Figures
from overview.outcomes.reading import destinations_of
from plans.efforts.rules import never_began_q
from plans.models import Effort, EffortKind, Milestone


@dataclass(frozen=True)
class Row:
    """A case as lists show it."""

    case: Case
    destination: str
    reached_on: date | None
    ended_on: date | None
    closed_on: date | None
    road: str


def cases_of(figures: Figures, key: str, part: str) -> QuerySet[Case]:
    """The cases behind a number, by name. Raises KeyError for a number or a part that does not exist."""
    rows = Case.objects.filter(pk__in=figures.rows(key, part)).select_related("person", "guide")
    return rows.order_by("person__sort_name", "opened_on", "pk")


def rows_of(figures: Figures, cases: Iterable[Case]) -> list[Row]:
    """The cases with everything in words; one query for their destinations."""
    cases = list(cases)
    arrivals = [figures.arrived[case.pk] for case in cases if case.pk in figures.arrived]
    destinations = destinations_of(row.pk for row in arrivals)
    return [_row(figures, case, destinations) for case in cases]


def _row(figures: Figures, case: Case, destinations: dict) -> Row:
    arrival, closed_on = figures.arrived.get(case.pk), figures.courses[case.pk].closed_on
    if arrival is None:
        return Row(case, "", None, None, closed_on, "")
    name, road = str(destinations[arrival.pk].destination), str(figures.roads[case.pk].label)
    return Row(case, name, arrival.started_on, arrival.ended_on, closed_on, road)


def headings() -> list[str]:
    """The columns of a list of cases that is taken out."""
    return [
        _("Name"), _("Guide"), _("Opened on"), _("Destination"), _("Began"), _("Ended"), _("The road"), _("Closed on"),
    ]  # fmt: skip


def line_of(row: Row) -> list:
    """The cells of a list of cases that is taken out."""
    case = row.case
    guide = str(case.guide) if case.guide else ""
    days = [row.reached_on, row.ended_on, row.road, row.closed_on]
    return [case.person.name, guide, case.opened_on, row.destination, *days]


def milestones(steps: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """The steps with whose they are and the efforts they are written to, the latest reached first."""
    efforts = Effort.objects.standing().exclude(never_began_q()).select_related("kind").order_by("kind", "pk")
    rows = steps.select_related("plan__case__person", "plan__case__guide")
    rows = rows.prefetch_related(Prefetch("efforts", efforts))
    return rows.order_by("-reached_on", "pk")


@dataclass(frozen=True)
class Reached:
    """A step with the kinds of effort that it was counted under."""

    step: Milestone
    kinds: list[EffortKind]


def reached(steps: Iterable[Milestone]) -> list[Reached]:
    """Each with the kinds of its efforts that had begun by then, as the numbers count them, each kind once."""
    return [
        Reached(
            step,
            list(
                {
                    one.kind: None
                    for one in step.efforts.all()
                    if one.from_on <= (step.reached_on or one.from_on)
                }
            ),
        )
        for step in steps
    ]
