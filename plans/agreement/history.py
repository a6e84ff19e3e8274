"""The history of a plan: answers, goals that moved, and words that changed, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from plans.agreement.models import Agreement
from plans.plan.choices import GOAL_MOVE_WORDS, GoalStatus, TookPart
from plans.plan.models import GoalMove, Plan, PlanChange

SHOWN = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to a plan."""

    on: date
    at: datetime
    title: str
    text: str
    who: str
    # Whether the young person took part, in words; empty where it goes without saying.
    part: str = ""


def history_of(plan: Plan) -> list[Entry]:
    """What happened to the plan; three queries."""
    rows = [*map(_asked, Agreement.objects.filter(plan=plan).select_related("by")[:SHOWN])]
    rows += map(_moved, GoalMove.objects.filter(goal__plan=plan).select_related("by", "goal")[:SHOWN])
    changes = PlanChange.objects.filter(plan=plan).select_related("by", "goal", "milestone")
    rows += map(_changed, changes[:SHOWN])
    return sorted(rows, key=lambda row: (row.on, row.at), reverse=True)[:SHOWN]


def _asked(row: Agreement) -> Entry:
    title = _("Asked whether it is their plan: %(answer)s") % {"answer": row.get_answer_display()}
    where = " · ".join(filter(None, (str(row.get_where_display()), row.present)))
    return Entry(row.asked_on, row.recorded_at, title, row.because, f"{row.by.name} · {where}")


def _moved(row: GoalMove) -> Entry:
    return Entry(row.on, row.recorded_at, goal_move_words(row), _with_reason(row), row.by.name)


def goal_move_words(row: GoalMove) -> str:
    """What a move of a goal did, in words."""
    if not row.old_status:
        return _("New goal") if row.new_status == GoalStatus.NOW else _("New goal, for later")
    return str(GOAL_MOVE_WORDS.get((row.old_status, row.new_status), row.get_new_status_display()))


def _with_reason(row: GoalMove) -> str:
    return f"{row.goal.text} – {row.reason}" if row.reason else row.goal.text


def _changed(row: PlanChange) -> Entry:
    return Entry(row.on, row.recorded_at, changed_words(row), "", row.by.name, part_words(row))


def changed_words(row: PlanChange) -> str:
    """Which part of the plan changed, in words."""
    if row.milestone:
        return _("Milestone written: %(words)s") % {"words": row.milestone.own_words}
    if row.goal:
        return _("Goal written: %(words)s") % {"words": row.goal.text}
    return _("Dream and destination written")


def part_words(row: PlanChange) -> str:
    """Whether the young person took part, in words."""
    return str(
        {
            TookPart.YES: _("the young person took part"),
            TookPart.NO: _("without the young person"),
            TookPart.UNKNOWN: _("not known whether the young person took part"),
        }[row.took_part]
    )
