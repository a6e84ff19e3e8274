"""The history of a plan: answers, goals that moved, and words that changed, the newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from plans.agreement.models import Agreement
from plans.plan.changes import part_words
from plans.plan.choices import GoalStatus
from plans.plan.models import GoalMove, Plan, PlanChange
from plans.plan.praise import praise_for_goal

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
    # A line of praise for a goal that was reached.
    praise: str = ""


def history_of(plan: Plan) -> list[Entry]:
    """What happened to the plan; three queries."""
    name = plan.case.person.called
    moves = list(GoalMove.objects.filter(goal__plan=plan).select_related("by", "goal")[:SHOWN])
    changes = PlanChange.objects.filter(plan=plan).select_related("by", "goal", "milestone")[:SHOWN]
    # A goal that moved is one act: its change says only whether the young person took part.
    parts = {(row.goal_id, row.recorded_at): part_words(row, name) for row in changes if row.goal_id}
    told = {(move.goal_id, move.recorded_at) for move in moves}
    rows = [*map(_asked, Agreement.objects.filter(plan=plan).select_related("by")[:SHOWN])]
    rows += [_moved(move, parts.get((move.goal_id, move.recorded_at), "")) for move in moves]
    rows += [_changed(row, name) for row in changes if (row.goal_id, row.recorded_at) not in told]
    return sorted(rows, key=lambda row: (row.on, row.at), reverse=True)[:SHOWN]


def _asked(row: Agreement) -> Entry:
    title = _("Asked whether it is their plan: %(answer)s") % {"answer": row.words}
    where = " · ".join(filter(None, (str(row.get_where_display()), row.present)))
    return Entry(row.asked_on, row.recorded_at, title, row.because, f"{row.by.name} · {where}")


def _moved(row: GoalMove, part: str) -> Entry:
    praise = praise_for_goal(row.goal_id) if row.new_status == GoalStatus.REACHED else ""
    return Entry(row.on, row.recorded_at, goal_move_words(row), _with_reason(row), row.by.name, part, praise)


def goal_move_words(row: GoalMove) -> str:
    """What a move of a goal did, in words."""
    if not row.old_status:
        return _("New goal") if row.new_status == GoalStatus.NOW else _("New goal, for later")
    if row.old_status == GoalStatus.REMOVED:
        return _("Goal taken up again")
    if row.old_status == GoalStatus.REACHED:
        return _("Goal not reached after all")
    words = {
        GoalStatus.NOW: _("Goal worked for now"),
        GoalStatus.LATER: _("Goal put off until later"),
        GoalStatus.REACHED: _("Goal reached"),
        GoalStatus.REMOVED: _("Goal removed"),
    }
    return words[GoalStatus(row.new_status)]


def _with_reason(row: GoalMove) -> str:
    return f"{row.goal.text} – {row.reason}" if row.reason else row.goal.text


def _changed(row: PlanChange, name: str) -> Entry:
    before = _("Before: %(words)s") % {"words": row.before} if row.before else ""
    detail = " · ".join(filter(None, (_fields_of(row), before)))
    return Entry(row.on, row.recorded_at, changed_words(row), detail, row.by.name, part_words(row, name))


def changed_words(row: PlanChange) -> str:
    """Which part of the plan changed, in words."""
    if row.milestone and row.is_new:
        return _("New milestone “%(words)s”") % {"words": row.milestone.own_words}
    if row.milestone:
        return _("Milestone “%(words)s”") % {"words": row.milestone.own_words}
    if row.goal:
        return _("Goal “%(words)s”") % {"words": row.goal.text}
    return _("Dream and destination")


def _fields_of(row: PlanChange) -> str:
    """What of the part changed, by the names of its fields; empty for what is new, and where it was not kept."""
    if row.is_new or not row.fields:
        return ""
    meta = (row.milestone or row.goal or Plan)._meta
    return _("Changed: %(fields)s") % {
        "fields": ", ".join(str(meta.get_field(name).verbose_name) for name in row.fields)
    }
