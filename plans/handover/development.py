"""How the young person develops, as parts of the plan on paper: to themselves; to a partner where somebody ticks it,
and only what its basis covers. Who holds custody is told by the young person, or not.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from plans.handover.models import Handover
from plans.handover.scope import Scope
from progress.chart import paper
from progress.chart.frame import EFFORT, MILESTONE, Figure, Mark

if TYPE_CHECKING:
    from plans.handover.sheet import Sheet


def _asked(scope: Scope, audience: str, on: date) -> dict:
    youth = audience == Handover.Audience.YOUTH
    return {"on": on, "youth": youth, "topics": None if youth else scope.topics}


def parts_of(case, scope: Scope, audience: str, on: date) -> list[tuple[str, str]]:
    """The key and the words of each part that the audience may have."""
    is_theirs = audience != Handover.Audience.CUSTODY
    return paper.offered(case, **_asked(scope, audience, on)) if is_theirs else []


def figures_for(case, scope: Scope, sheet: "Sheet", has: Collection[str]) -> tuple[Figure, ...]:
    """The figures of the parts that were chosen, above what the sheet tells of: steps reached, and efforts."""
    if not paper.KEYS & set(has):
        return ()
    marks = [Mark(MILESTONE, step.reached_on, step.own_words) for step in sheet.reached_steps]
    marks += [Mark(EFFORT, line.from_on, line.name, line.last_on) for line in sheet.efforts]
    figures = paper.told(case, **_asked(scope, sheet.audience, sheet.made_on), marks=marks)
    return paper.chosen(figures, has)
