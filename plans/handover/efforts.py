"""The efforts of a plan as an audience may read them: plain values, like the rest of the sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from plans.efforts.choices import EffortState
from plans.efforts.models import Effort
from plans.efforts.scales import Scale
from plans.handover.models import Handover
from plans.handover.parts import carried_by, key_of
from plans.milestones.models import Milestone
from plans.plan.topics import TellsOfTopics


@dataclass(frozen=True)
class EffortLine:
    """An effort as it is told: what, by whom, when, how the young person is met, and what it contributed."""

    name: str
    kind: str
    law: str
    who: str
    from_on: date
    last_on: date | None
    hours_per_week: int | None
    place: str
    state: str
    state_words: str
    scales: tuple[Scale, ...]
    # The milestones it serves, of those that are told too.
    serves: tuple[str, ...]
    contribution: str = ""
    # What the young person said of it; to themselves and who holds custody alone.
    said: str = ""
    theirs: bool = False
    key: str = ""

    @property
    def going(self) -> bool:
        """Whether it is under way or to come."""
        return self.state in (EffortState.PLANNED, EffortState.UNDER_WAY)


def effort_lines(
    told: Iterable[TellsOfTopics], audience: str, partner, case, *, on: date
) -> tuple[EffortLine, ...]:
    """The efforts among the parts that are told, by their first day; one that never began is not told.

    Why one was broken off, and what professionals wrote of what it contributed, stays with the unit.
    """
    served = {row.pk: row.own_words for row in told if isinstance(row, Milestone)}
    efforts = [row for row in told if isinstance(row, Effort) and not row.never_began]
    return tuple(_line(row, served, audience, partner, case, on) for row in efforts)


def _line(row: Effort, served: dict, audience: str, partner, case, on: date) -> EffortLine:
    state = row.state_on(on)
    return EffortLine(
        name=row.name,
        kind=str(row.kind),
        law=str(row.law) if row.law else "",
        who=_who(row, case),
        from_on=row.from_on,
        last_on=row.last_on,
        hours_per_week=row.hours_per_week,
        place=str(row.get_place_display()),
        state=str(state),
        state_words=str(state.label),
        scales=row.scales,
        serves=tuple(served[step.pk] for step in row.milestones.all() if step.pk in served),
        contribution=str(row.get_contribution_display()) if row.contribution else "",
        said="" if audience == Handover.Audience.PARTNER else row.youth_words,
        theirs=carried_by(row, partner),
        key=key_of(row),
    )


def _who(row: Effort, case) -> str:
    if row.responsible == Effort.Responsible.PARTNER:
        return f"{row.contact.name}, {row.contact.partner.name}"
    return case.guide.name if case.has_guide else _("the guide")
