"""Opening and changing a plan, its goals, and destinations reached."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.actions import open_case
from cases.casefile.holding import within_life
from cases.models import Case, YoungPerson
from core import clock
from core.constraints import Taken
from core.versions import save_versioned
from plans.plan.choices import GOAL_MOVES, WITH_THEM, GoalStatus, TookPart
from plans.plan.models import Goal, GoalMove, Outcome, Plan, PlanChange
from plans.plan.tags import TAGS

PLAN_FIELDS = ("dream", "destination", "destination_note", "small_step", "topics", "topics_dismissed")
GOAL_FIELDS = ("text", "professional", *TAGS, "topics", "topics_dismissed")
# What it tells of is the guide's to say, and no change of the young person's plan.
NO_WORDS = frozenset({"topics", "topics_dismissed"})
# The young person's own: they change only together with them.
OWN_WORDS = ("dream", "text", "own_words", "youth_words")


@transaction.atomic
def open_plan(case: Case, *, by, on: date | None = None, **fields) -> Plan:
    """Open the case's one plan. Raises ValidationError when there is one already."""
    plan = Plan(case=case, opened_on=on or clock.today(), recorded_at=clock.now(), **fields)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("The young person already has a plan.")) from None
    trail.record("plan.opened", by=by, case_id=case.pk, obj=plan)
    return plan


@transaction.atomic
def take_in(
    person: YoungPerson,
    *,
    by,
    on: date | None = None,
    guide=None,
    reason="",
    written_guide="",
    kle_number="",
):
    """Open a case *and* its one plan for a young person, new or known; returns the case.

    Raises cases.casefile.actions.AlreadyKnown when there is an open case, ValidationError when the person is not valid.
    """
    on = on or clock.today()
    case = open_case(
        person, by=by, on=on, guide=guide, reason=reason, written_guide=written_guide, kle_number=kle_number
    )
    open_plan(case, by=by, on=on)
    return case


def remember_change(
    plan: Plan,
    changed,
    *,
    by,
    took_part: str = TookPart.UNKNOWN,
    goal=None,
    milestone=None,
    move=None,
    new=False,
) -> None:
    """Keep that words of the plan changed or are ``new``, and whether the young person took part.

    ``changed`` is ``{"field": [old, new]}``. With the ``move`` of a goal it is one act, and told as one: both have the
    same moment.
    """
    if NO_WORDS.issuperset(changed):
        return
    own = next((name for name in OWN_WORDS if name in changed and took_part in WITH_THEM), None)
    PlanChange(
        plan=plan,
        goal=goal,
        milestone=milestone,
        took_part=took_part or TookPart.UNKNOWN,
        fields=[name for name in changed if name not in NO_WORDS],
        is_new=new,
        own_words=own is not None,
        before=changed[own][0] if own else "",
        on=clock.today(),
        by=by,
        recorded_at=move.recorded_at if move else clock.now(),
    ).save(force_insert=True)


def only_with_them(changes: Mapping, took_part: str, *, by) -> None:
    """Raise ValidationError when a young person's own words change, and nobody says how they said the new ones.

    That they wrote them on their own page is theirs alone to say.
    """
    is_theirs = (took_part == TookPart.SELF) == by.has_own_page
    if not (took_part in WITH_THEM and is_theirs) and any(name in changes for name in OWN_WORDS):
        raise ValidationError({"took_part": not_without_them()})


def not_without_them() -> str:
    """Why own words stay as they are, in words."""
    return _(
        "These are the young person's own words: they change only together with them. Say how you did it."
    )


@transaction.atomic
def edit_plan(
    plan: Plan, *, by, expected_version: int, values: Mapping, took_part: str = TookPart.UNKNOWN
) -> bool:
    """Change dream, destination or small step. Raises ValidationError for another dream without them, Conflict when
    somebody else saved first.
    """
    old = {name: getattr(plan, name) for name in PLAN_FIELDS}
    changes = trail.changed(old, {name: values[name] for name in PLAN_FIELDS if name in values})
    if not changes:
        return False
    only_with_them(changes, took_part, by=by)
    for name in changes:
        setattr(plan, name, values[name])
    save_versioned(plan, expected_version, list(changes))
    remember_change(plan, changes, by=by, took_part=took_part)
    trail.record("plan.edited", by=by, case_id=plan.case_id, obj=plan, changes=changes)
    return True


@transaction.atomic
def add_goal(goal: Goal, *, by, took_part: str = TookPart.UNKNOWN) -> Goal:
    """Add a goal at the end, for now or for later."""
    last = (
        Goal.objects.filter(plan=goal.plan).order_by("-position").values_list("position", flat=True).first()
    )
    goal.position = (last or 0) + 1
    goal.save(force_insert=True)
    move = _remember_move(goal, "", by=by, on=clock.today())
    first = {"text": ["", goal.text]}
    remember_change(goal.plan, first, by=by, took_part=took_part, goal=goal, move=move, new=True)
    trail.record("goal.added", by=by, case_id=goal.plan.case_id, obj=goal, changes=first)
    return goal


@transaction.atomic
def edit_goal(
    goal: Goal, *, by, expected_version: int, values: Mapping, took_part: str = TookPart.UNKNOWN
) -> bool:
    """Change a goal's words, tags or topics, if anything. Raises ValidationError for other own words without them,
    Conflict when somebody else saved first.
    """
    old = {name: getattr(goal, name) for name in GOAL_FIELDS}
    changes = trail.changed(old, {name: values[name] for name in GOAL_FIELDS if name in values})
    if not changes:
        return False
    only_with_them(changes, took_part, by=by)
    for name in changes:
        setattr(goal, name, values[name])
    save_versioned(goal, expected_version, list(changes))
    remember_change(goal.plan, changes, by=by, took_part=took_part, goal=goal)
    trail.record("goal.edited", by=by, case_id=goal.plan.case_id, obj=goal, changes=changes)
    return True


def _remember_move(goal: Goal, old_status: str, *, by, on: date, reason="") -> GoalMove:
    move = GoalMove(
        goal=goal,
        old_status=old_status,
        new_status=goal.status,
        on=on,
        reason=reason,
        by=by,
        recorded_at=clock.now(),
    )
    move.save(force_insert=True)
    return move


@transaction.atomic
def move_goal(
    goal: Goal,
    status: str,
    *,
    by,
    expected_version: int,
    on: date | None = None,
    reason="",
    took_part: str = TookPart.UNKNOWN,
) -> GoalMove:
    """Move a goal to ``status`` on the day ``on``, as GOAL_MOVES allows; to remove it needs a ``reason``.

    Raises ValidationError for another move, without a reason, or for a day outside the life of the case;
    core.constraints.Taken when somebody changed the goal meanwhile.
    """
    on, old, reason = on or clock.today(), goal.status, reason.strip()
    if status not in GOAL_MOVES[old]:
        raise ValidationError({"status": _("The goal cannot be moved that way.")})
    if status == GoalStatus.REMOVED and not reason:
        raise ValidationError({"reason": _("Say why the goal is removed.")})
    within_life(goal.plan.case, on=on)
    values = {
        "status": status,
        "reached_on": on if status == GoalStatus.REACHED else None,
        "removed_because": reason if status == GoalStatus.REMOVED else "",
    }
    rows = Goal.objects.filter(pk=goal.pk, status=old, version=expected_version)
    if not rows.update(version=expected_version + 1, **values):
        raise Taken(
            _("Somebody has changed the goal a moment ago. Look at what stands now, and send it again.")
        )
    for name, value in values.items():
        setattr(goal, name, value)
    goal.version = expected_version + 1
    move = _remember_move(goal, old, by=by, on=on, reason=reason)
    changes = {"status": [old, status], "on": [None, on]}
    remember_change(goal.plan, changes, by=by, took_part=took_part, goal=goal, move=move)
    trail.record("goal.moved", by=by, case_id=goal.plan.case_id, obj=goal, purpose=reason, changes=changes)
    return move


@transaction.atomic
def record_outcome(case: Case, destination, *, by, started_on: date, evidence="") -> Outcome:
    """Say that a destination was reached on ``started_on``, and how we know."""
    if started_on > clock.today():
        raise ValidationError({"started_on": _("That day has not come yet.")})
    outcome = Outcome(
        case=case,
        destination=destination,
        started_on=started_on,
        evidence=evidence,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    outcome.save(force_insert=True)
    trail.record(
        "outcome.recorded",
        by=by,
        case_id=case.pk,
        obj=outcome,
        changes={"destination": [None, destination], "started_on": [None, started_on]},
    )
    return outcome


@transaction.atomic
def end_outcome(outcome: Outcome, *, by, on: date) -> None:
    """Say that it ended: ``on`` is the last day.

    Raises ValidationError before its start, or when it has ended already.
    """
    if on < outcome.started_on:
        raise ValidationError({"ended_on": _("It ended before it started.")})
    if not Outcome.objects.filter(pk=outcome.pk, ended_on=None).update(ended_on=on):
        raise ValidationError(_("It has already ended."))
    outcome.ended_on = on
    trail.record(
        "outcome.ended", by=by, case_id=outcome.case_id, obj=outcome, changes={"ended_on": [None, on]}
    )
