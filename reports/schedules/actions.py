"""Deciding which reports are made, and whether one wants to be told."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from audit import trail
from core import clock
from core.versions import save_versioned
from reports.schedules.forms import ScheduleForm
from reports.schedules.models import Schedule, Subscription


@transaction.atomic
def decide(form: ScheduleForm, *, by: User) -> Schedule:
    """Save what a leader has decided about one kind of report; the first time it gets its row.

    Raises Conflict, or IntegrityError for a first row, when somebody else was first.
    """
    changes, schedule = trail.changed(form.before, form.values), form.edited
    if not changes:
        return schedule
    if schedule._state.adding:
        schedule.save(force_insert=True)
    else:
        save_versioned(schedule, form.expected, list(changes))
    trail.record("report.scheduled", by=by, obj=schedule, changes={"what": [None, schedule.what]} | changes)
    return schedule


@transaction.atomic
def subscribe(what: str, *, wanted: bool, by: User) -> Subscription:
    """Be told of one kind of report from now on, or no longer."""
    row, _made = Subscription.objects.update_or_create(
        user=by, what=what, defaults={"wanted": wanted, "decided_at": clock.now()}
    )
    trail.record(
        "report.subscribed", by=by, obj=row, changes={"what": [None, what], "wanted": [None, wanted]}
    )
    return row
