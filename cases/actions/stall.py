"""Letting a case rest that the machine proposes as stalled: a human knows more than the dates say."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.actions.activity import hold
from cases.actions.case import _set
from cases.models import Case, StallRest
from core import clock
from core.limits import limit


@transaction.atomic
def let_rest(case: Case, *, by, until: date, reason: str, on: date | None = None) -> StallRest:
    """Let the case rest until the day ``until``, on which it is proposed again if nothing has happened; takes the place of an earlier rest.

    Raises ValidationError without a reason, for a day that is not to come, or one further away than the limit ``rest_days``.
    """
    on = on or clock.today()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if until <= on:
        raise ValidationError({"until": _("Choose a day that is to come.")})
    most = limit("rest_days", on=on)
    if until > on + timedelta(days=most):
        raise ValidationError(
            {"until": _("At most %(n)s days ahead: then somebody looks again.") % {"n": most}}
        )
    hold(case)
    _end_rests(case, by=by, on=on)
    rest = StallRest(
        case=case, reason=reason.strip(), from_on=on, until_on=until, recorded_by=by, recorded_at=clock.now()
    )
    rest.save(force_insert=True)
    _set(case, stall_rests_until=until)
    trail.record(
        "case.let_rest", by=by, case_id=case.pk, obj=rest, purpose=reason, changes={"until": [None, until]}
    )
    return rest


@transaction.atomic
def stop_rest(case: Case, *, by, on: date | None = None) -> None:
    """The case rests no longer. Nothing happens when it does not."""
    on = on or clock.today()
    hold(case)
    if not _end_rests(case, by=by, on=on):
        return
    old = case.stall_rests_until
    _set(case, stall_rests_until=None)
    trail.record("case.rest_ended", by=by, case_id=case.pk, obj=case, changes={"until": [old, None]})


def _end_rests(case: Case, *, by, on: date) -> int:
    """End the rests that hold on the day ``on`` or later; returns how many."""
    rows = list(case.stall_rests.current().filter(until_on__gt=on))
    for row in rows:
        row.end(by=by, on=on)
    return len(rows)
