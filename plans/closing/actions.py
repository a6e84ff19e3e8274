"""Closing and opening a case and its plan together."""

from datetime import date

from django.db import transaction
from django.db.models import F, Max

from audit import trail
from cases.closing.actions import close, not_before, reopen
from cases.models import Case
from core import clock
from core.versions import save_versioned
from plans.milestones.models import MilestoneMove
from plans.plan.models import Outcome, Plan
from plans.qualification.asking import annul_open


@transaction.atomic
def close_case(case: Case, *, by, reason: str, on: date | None = None, **told) -> None:
    """Close a case *and* its plan, from the day ``on``. Raises ValidationError as `close` does, moves included."""
    on = on or clock.today()
    not_before(on, last_day_of_plan(case))
    close(case, by=by, reason=reason, on=on, **told)
    for plan in Plan.objects.filter(case=case, closed_on=None):
        close_plan(plan, by=by, on=on)


def last_day_of_plan(case: Case) -> date | None:
    """The latest day on which a milestone moved or a destination was reached; None when neither happened."""
    moved = MilestoneMove.objects.filter(milestone__plan__case=case).aggregate(day=Max("on"))["day"]
    reached = Outcome.objects.filter(case=case).aggregate(day=Max("started_on"))["day"]
    return max(filter(None, (moved, reached)), default=None)


@transaction.atomic
def close_plan(plan: Plan, *, by, on: date) -> None:
    """Close the plan of a closed case.

    Its milestones stay as they were, so that it can be opened again with the case; what no department has answered is
    annulled.
    """
    annul_open(plan, by=by)
    _set_closed(plan, max(on, plan.opened_on), "plan.closed", by=by)


@transaction.atomic
def reopen_case(case: Case, *, by, on: date | None = None) -> None:
    """Open a closed case again with everything in place, the plan it was closed with too.

    Raises cases.casefile.actions.AlreadyKnown when the person has another open case, ValidationError when it is open.
    """
    reopen(case, by=by, on=on)
    plan = (
        Plan.objects.filter(case=case).order_by(F("closed_on").desc(nulls_first=True), "-opened_on").first()
    )
    if plan is not None and plan.closed_on is not None:
        _set_closed(plan, None, "plan.reopened", by=by)


def _set_closed(plan: Plan, closed_on: date | None, event: str, *, by) -> None:
    before = plan.closed_on
    plan.closed_on = closed_on
    save_versioned(plan, plan.version, ["closed_on"])
    trail.record(event, by=by, case_id=plan.case_id, obj=plan, changes={"closed_on": [before, closed_on]})
