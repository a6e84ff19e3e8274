"""What the young person is under way with."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.actions.case import _set
from cases.models import (
    Activity,
    ActivityPeriod,
    Case,
)
from core import clock


@transaction.atomic
def set_activity(
    case: Case, activity: str, *, by, on: date | None = None, place="", partner=None, hours_per_week=None
) -> None:
    """Say what the young person is under way with from the day ``on``; saying it confirms it."""
    on = on or clock.today()
    old = case.activity
    present = case.activity_periods.current().filter(until_on=None).first()
    if present:
        present.end(by=by, on=on)
    ActivityPeriod(
        case=case,
        activity=activity,
        place=place,
        partner=partner,
        hours_per_week=hours_per_week,
        from_on=on,
        confirmed_on=on,
        confirmed_by=by,
        recorded_by=by,
        recorded_at=clock.now(),
    ).save(force_insert=True)
    _set(case, activity=activity, activity_confirmed_on=None if activity == Activity.UNKNOWN else on)
    trail.record("case.activity_set", by=by, case_id=case.pk, obj=case, changes={"activity": [old, activity]})


@transaction.atomic
def confirm_activity(case: Case, *, by, on: date | None = None) -> None:
    """Say that the young person still is under way with the same. Raises ValidationError when nothing is known to confirm."""
    on = on or clock.today()
    present = case.activity_periods.current().filter(until_on=None).first()
    if present is None or present.activity == Activity.UNKNOWN:
        raise ValidationError(_("Nothing is known to confirm. Say what the young person is under way with."))
    old = case.activity_confirmed_on
    if old is not None and old >= on:
        return
    present.supersede(by=by, confirmed_on=on, confirmed_by_id=by.pk)
    _set(case, activity_confirmed_on=on)
    trail.record(
        "case.activity_confirmed", by=by, case_id=case.pk, obj=case, changes={"confirmed_on": [old, on]}
    )
