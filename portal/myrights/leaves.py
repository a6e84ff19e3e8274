"""The pages of Min plan that only tell: drawn alike for the young person and for the guide who sees what they see.

Of a protected address, and of what gives it away, nothing stands there: a page on a phone may be seen by others.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from plans.handover.protection import address_hider
from plans.plan.reading import open_plan_of
from portal.myrights.papers import papers_of
from progress.chart.figures import figures_of, measures_of, rhythm
from progress.chart.frame import Figure, frame_of
from workspace.progress.events import marks_of
from workspace.road.road import Stop, road_for_youth


@dataclass(frozen=True)
class Leaf:
    """A page: what it is called, its template, and what that draws of a case on a day."""

    title: Promise
    template: str
    context: Callable[[Case, date], dict]


def hider(case: Case) -> Callable[[str], str]:
    """What covers a protected address in a text; for everybody else the text as it is."""
    if case.person.address_protected:
        return address_hider(case, open_plan_of(case))
    return lambda text: text


def road_told(case: Case, on: date) -> list[Stop]:
    """The way so far, as the young person reads it."""
    hide = hider(case)
    return [
        replace(stop, title=hide(stop.title), words=hide(stop.words), praise=hide(stop.praise))
        for stop in road_for_youth(case)
    ]


def progress_told(case: Case, on: date) -> list[Figure]:
    """How it develops, in pictures, sentences and tables, as the young person reads them."""
    measures = measures_of(case)
    if not measures:
        return []
    hide = hider(case)
    frame = frame_of(measures.days, on, months=rhythm(), youth=True, marks=marks_of(case))
    return [
        replace(
            figure,
            rows=tuple(replace(row, cells=tuple(hide(cell) for cell in row.cells)) for row in figure.rows),
        )
        for figure in figures_of(measures, frame)
    ]


def _road(case: Case, on: date) -> dict:
    return {"stops": road_told(case, on)}


def _progress(case: Case, on: date) -> dict:
    return {"figures": progress_told(case, on), "youth": True}


def _papers(case: Case, on: date) -> dict:
    return {"papers": papers_of(case)}


LEAVES = {
    "vejen": Leaf(_("Your road"), "portal/myrights/_road.html", _road),
    "udvikling": Leaf(_("How it goes"), "portal/myrights/_progress.html", _progress),
    "papirer": Leaf(_("Your papers"), "portal/myrights/_papers.html", _papers),
}
