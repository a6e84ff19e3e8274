"""Vejen: what was reached, left and taken up again, in order of time, with the young person's words of that time.

Everything is read from the history that is kept anyway: moves of goals and milestones, answers about the plan,
destinations, and the words that stood before each change of the young person's own.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.models import Case
from core import clock
from plans.models import (
    Agreement,
    Goal,
    GoalMove,
    GoalStatus,
    Milestone,
    MilestoneMove,
    MilestoneStatus,
    Outcome,
    Plan,
    PlanChange,
)

REACHED, LEFT, AGAIN, ASKED, ARRIVED, HELD, ENDED, DREAM, BEGAN = (
    "reached", "left", "again", "asked", "arrived", "held", "ended", "dream", "began",
)  # fmt: skip
ICONS = {
    REACHED: "check", LEFT: "minus", AGAIN: "history", ASKED: "flag", ARRIVED: "star", HELD: "star", ENDED: "minus",
    DREAM: "note", BEGAN: "flag",
}  # fmt: skip
_OPEN = (MilestoneStatus.PLANNED, MilestoneStatus.UNDER_WAY, MilestoneStatus.CANNOT_YET)
_STANDING = (GoalStatus.NOW, GoalStatus.LATER)


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing that happened on the way. ``words`` are the young person's own, as they stood then."""

    on: date
    at: datetime
    kind: str
    title: str
    words: str = ""
    praise: str = ""
    # Why, as a professional wrote it: not for the young person's own page.
    reason: str = ""

    @property
    def icon(self) -> str:
        """The symbol beside it."""
        return ICONS[self.kind]


def road_of(case: Case) -> list[Stop]:
    """The road so far as staff read it, the first thing first; six queries."""
    plans = list(Plan.objects.filter(case=case).order_by("opened_on", "recorded_at"))
    then = _WordsThen(PlanChange.objects.filter(plan__in=plans, own_words=True).order_by("recorded_at", "pk"))
    moment = clock.now()
    stops = [Stop(plan.opened_on, plan.recorded_at, BEGAN, _("The plan began")) for plan in plans]
    for plan in plans:
        stops += then.dreams(plan)
    stops += _goals(plans, then)
    stops += _milestones(plans, then)
    stops += [_asked(row) for row in Agreement.objects.filter(plan__in=plans)]
    stops += [stop for row in case.outcomes.select_related("destination") for stop in _arrived(row, moment)]
    return sorted(stops, key=lambda stop: (stop.on, stop.at))


def road_for_youth(case: Case) -> list[Stop]:
    """The same for the young person's own page and paper: without what professionals wrote as their reasons."""
    return [replace(stop, reason="") for stop in road_of(case)]


class _WordsThen:
    """The young person's own words as they stood at any moment: the words before the first change after it."""

    def __init__(self, changes: Iterable[PlanChange]):
        self.changes: dict[tuple, list[PlanChange]] = defaultdict(list)
        for row in changes:
            self.changes[row.plan_id, row.goal_id, row.milestone_id].append(row)

    def at(self, key: tuple, moment: datetime, now: str) -> str:
        """The words of the part ``key`` at the moment; ``now`` is what it says today."""
        return next((row.before for row in self.changes[key] if row.recorded_at > moment), now)

    def dreams(self, plan: Plan) -> Iterable[Stop]:
        """Each time the dream was written or became another."""
        key = (plan.pk, None, None)
        for row in self.changes[key]:
            if dream := self.at(key, row.recorded_at, plan.dream):
                title = _("Another dream") if row.before else _("The dream was written down")
                yield Stop(row.on, row.recorded_at, DREAM, title, dream)


def without_undone(moves: Iterable) -> list:
    """The moves of one goal or milestone without those taken back the same day, and without their way back."""
    kept: list = []
    for move in moves:
        last = kept[-1] if kept else None
        if last and last.old_status and move.new_status == last.old_status and move.on == last.on:
            kept.pop()
        else:
            kept.append(move)
    return kept


def _by_part(moves: Iterable, name: str) -> Iterable[tuple]:
    """Each part that moved, with its moves in the order in which they were made."""
    found: dict = defaultdict(list)
    for move in moves:
        found[getattr(move, name)].append(move)
    return ((part, without_undone(rows)) for part, rows in found.items())


def _goals(plans: list[Plan], then: _WordsThen) -> Iterable[Stop]:
    rows = GoalMove.objects.filter(goal__plan__in=plans).select_related("goal").order_by("recorded_at", "pk")
    for goal, moves in _by_part(rows, "goal"):
        for move in moves:
            titles = {
                GoalStatus.REACHED: (REACHED, _("Goal reached")),
                GoalStatus.REMOVED: (LEFT, _("Goal left behind")),
            }
            if kind_title := titles.get(move.new_status) or _goal_again(move):
                words = then.at((goal.plan_id, goal.pk, None), move.recorded_at, goal.text)
                yield _stop(move, kind_title, words, goal)


def _goal_again(move: GoalMove) -> tuple | None:
    if move.new_status not in _STANDING:
        return None
    if move.old_status == GoalStatus.REMOVED:
        return AGAIN, _("Goal taken up again")
    return (AGAIN, _("Goal not reached after all")) if move.old_status == GoalStatus.REACHED else None


def _milestones(plans: list[Plan], then: _WordsThen) -> Iterable[Stop]:
    rows = MilestoneMove.objects.filter(milestone__plan__in=plans).exclude(old_status="")
    rows = rows.select_related("milestone").order_by("recorded_at", "pk")
    for step, moves in _by_part(rows, "milestone"):
        for move in moves:
            titles = {
                MilestoneStatus.REACHED: (REACHED, _("Reached")),
                MilestoneStatus.DROPPED: (LEFT, pgettext("on the road", "Left behind")),
            }
            if move.old_status == move.new_status:
                continue  # another day, or said once more
            if kind_title := titles.get(move.new_status) or _step_again(move):
                words = then.at((step.plan_id, None, step.pk), move.recorded_at, step.own_words)
                yield _stop(move, kind_title, words, step)


def _step_again(move: MilestoneMove) -> tuple | None:
    if move.new_status not in _OPEN:
        return None
    if move.old_status == MilestoneStatus.DROPPED:
        return AGAIN, _("Taken up again")
    return (AGAIN, _("Not reached after all")) if move.old_status == MilestoneStatus.REACHED else None


def _stop(move, kind_title: tuple, words: str, part: Goal | Milestone) -> Stop:
    kind, title = kind_title
    praise = part.praise if kind == REACHED else ""
    return Stop(move.on, move.recorded_at, kind, title, words, praise, move.reason)


def _asked(row: Agreement) -> Stop:
    titles = {
        Agreement.Answer.YES: _("Said yes to the plan"),
        Agreement.Answer.NO: _("Said no to the plan"),
        Agreement.Answer.COULD_NOT: _("Could not answer whether it is their plan"),
    }
    return Stop(row.asked_on, row.recorded_at, ASKED, titles[Agreement.Answer(row.answer)], row.because)


def _arrived(row: Outcome, moment: datetime) -> Iterable[Stop]:
    """A destination that was reached, whether it held for as long as it must last, and its end."""
    name = {"name": str(row.destination)}
    title = _("Arrived: %(name)s") if row.destination.is_wished_for else _("Registered: %(name)s")
    yield Stop(row.started_on, row.recorded_at, ARRIVED, title % name)
    days = row.destination.sustained_days
    held_on = row.started_on + timedelta(days=days)
    last = row.ended_on or clock.local_date(moment)
    if days and held_on <= last and row.destination.is_wished_for:
        yield Stop(held_on, row.recorded_at, HELD, _("It held: %(name)s") % name)
    if row.ended_on:
        yield Stop(row.ended_on, row.recorded_at, ENDED, _("It ended: %(name)s") % name)
