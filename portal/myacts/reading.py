"""The parts of the plan that the young person speaks of, with their own words as their page may show them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404

from participation.conversation.models import Remark, Voice
from participation.conversation.views import part_of
from plans.handover.protection import address_hider
from plans.models import Goal, Milestone
from plans.plan.choices import STANDING_GOALS
from plans.plan.reading import open_plan_of
from portal.myplan.sections import Page


@dataclass(frozen=True, slots=True)
class Spoken:
    """A part that one can speak of: its place in addresses, its words, and how many answers wait to be read."""

    kind: str
    ref: str
    words: str
    unread: int


def parts_spoken_of(page: Page) -> tuple[list[Spoken], list[Spoken]]:
    """The goals that stand, and the steps that are not done; one query beside those of the sheet."""
    if page.sheet is None:
        return [], []
    waiting = unread_of(page.case)
    goals = [
        _spoken("maal", line.key, line.text, waiting)
        for line in page.sheet.goal_lines
        if line.status in STANDING_GOALS
    ]
    return goals, [_spoken("milepael", step.key, step.own_words, waiting) for step in page.sheet.open_steps]


def _spoken(kind: str, key: str, words: str, waiting: dict[str, int]) -> Spoken:
    return Spoken(kind, key.partition("-")[2], words, waiting.get(key, 0))


def unread_of(case) -> dict[str, int]:
    """How many answers about each part the young person has not read, by the key of the part; one query."""
    rows = Remark.objects.unread().filter(case=case, voice=Voice.STAFF).order_by()
    found = rows.values_list("goal_id", "milestone_id").annotate(count=Count("pk"))
    return {f"goal-{goal}" if goal else f"milestone-{step}": count for goal, step, count in found}


def part_for(case, kind: str, ref: str, *, to_change: bool = False) -> Goal | Milestone:
    """A goal or a step of the plan, open ones alone ``to_change``; 404 for what the young person does not read."""
    part = part_of(case, kind, ref)
    if isinstance(part, Goal):
        is_told, is_open = not part.is_removed, part.is_standing
    else:
        is_told, is_open = part.status != "dropped", part.is_open and part.contact_id is None
    if not is_told or (to_change and not (is_open and part.plan.closed_on is None)):
        raise Http404
    return part


def hider_for(case) -> Callable[[str], str]:
    """What the page does to free text: of a protected address, and what gives it away, nothing stays."""
    if not case.person.address_protected:
        return str
    return address_hider(case, open_plan_of(case))
