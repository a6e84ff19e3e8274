"""The verbs of the plan."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from audit import trail
from cases.actions import open_case
from cases.models import Case, YoungPerson
from core import clock
from core.versions import Conflict
from plans.models import MOVES, OPEN_STATUSES, Milestone, MilestoneMove, MilestoneStatus, Plan


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
    kle_number="17.27.00",
):
    """Open a case *and* its one plan for a young person, new or known; returns the case.

    Raises cases.actions.AlreadyKnown when there is an open case, ValidationError when the person is not valid.
    """
    on = on or clock.today()
    case = open_case(
        person, by=by, on=on, guide=guide, reason=reason, written_guide=written_guide, kle_number=kle_number
    )
    open_plan(case, by=by, on=on)
    return case


def refresh_earliest_due(case: Case) -> None:
    """Store the least due date of the open milestones on the case, in the caller's transaction."""
    earliest = Milestone.objects.filter(
        plan__case=case, plan__closed_on=None, status__in=OPEN_STATUSES
    ).aggregate(least=Min("due_on"))["least"]
    Case.objects.filter(pk=case.pk).update(earliest_open_due=earliest)
    case.earliest_open_due = earliest


@transaction.atomic
def add_milestone(milestone: Milestone, *, by, on: date | None = None) -> Milestone:
    """Add a milestone at the end of its plan. Raises ValidationError when it is not valid."""
    on = on or clock.today()
    last = milestone.plan.milestones.order_by("-position").values_list("position", flat=True).first()
    milestone.position = (last or 0) + 1
    milestone.recorded_at = clock.now()
    milestone.full_clean(validate_unique=False, exclude=["plan", "goal", "contact"])
    milestone.save(force_insert=True)
    _remember(milestone, by=by, on=on, old_status="", old_due_on=None)
    refresh_earliest_due(milestone.plan.case)
    trail.record("milestone.added", by=by, case_id=milestone.plan.case_id, obj=milestone)
    return milestone


def _remember(milestone: Milestone, *, by, on: date, old_status: str, old_due_on, reason="") -> None:
    MilestoneMove(
        milestone=milestone,
        old_status=old_status,
        new_status=milestone.status,
        old_due_on=old_due_on,
        new_due_on=milestone.due_on,
        on=on,
        reason=reason,
        by=by,
        recorded_at=clock.now(),
    ).save(force_insert=True)


@transaction.atomic
def move_milestone(milestone: Milestone, status: str, *, by, on: date | None = None, reason="") -> None:
    """Move a milestone to ``status`` on the day ``on``, as MOVES allows.

    Raises ValidationError for a move the table does not know, core.versions.Conflict when somebody moved it meanwhile.
    """
    on = on or clock.today()
    old = milestone.status
    if status not in MOVES[old]:
        raise ValidationError(_("The milestone cannot be moved that way."))
    values = {
        "status": status,
        "reached_on": on if status == MilestoneStatus.REACHED else None,
        "dropped_on": on if status == MilestoneStatus.DROPPED else None,
        "version": milestone.version + 1,
    }
    if not Milestone.objects.filter(pk=milestone.pk, status=old).update(**values):
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    for name, value in values.items():
        setattr(milestone, name, value)
    _remember(milestone, by=by, on=on, old_status=old, old_due_on=milestone.due_on, reason=reason)
    refresh_earliest_due(milestone.plan.case)
    trail.record(
        "milestone.moved",
        by=by,
        case_id=milestone.plan.case_id,
        obj=milestone,
        purpose=reason,
        changes={"status": [old, status]},
    )


@transaction.atomic
def postpone_milestone(
    milestone: Milestone, due_on: date | None, *, by, on: date | None = None, reason=""
) -> None:
    """Give an open milestone another day, with a reason. Raises Conflict when it changed meanwhile."""
    old = milestone.due_on
    rows = Milestone.objects.filter(pk=milestone.pk, version=milestone.version, status__in=OPEN_STATUSES)
    if not rows.update(due_on=due_on, version=milestone.version + 1):
        raise Conflict(Milestone.objects.get(pk=milestone.pk))
    milestone.due_on, milestone.version = due_on, milestone.version + 1
    _remember(
        milestone, by=by, on=on or clock.today(), old_status=milestone.status, old_due_on=old, reason=reason
    )
    refresh_earliest_due(milestone.plan.case)
    trail.record(
        "milestone.postponed",
        by=by,
        case_id=milestone.plan.case_id,
        obj=milestone,
        purpose=reason,
        changes={"due_on": [old, due_on]},
    )
