"""Taking back what one did a moment ago, through verbs of its own: the rows stay, and so does the trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.actions.activity import hold, settle
from cases.models import ActivityPeriod, Case
from core import clock


@transaction.atomic
def take_back_confirmation(case: Case, *, by) -> None:
    """Take back one's own confirmation of today: each activity was confirmed when it was before.

    Raises ValidationError for somebody else's, an earlier day's, or when something else was said meanwhile.
    """
    hold(case)
    old, taken_back = case.activity_confirmed_on, 0
    for present in case.activity_periods.present():
        if before := _confirmed_before(present, by):
            present.supersede(by=by, confirmed_on=before.confirmed_on, confirmed_by_id=before.confirmed_by_id)
            taken_back += 1
    if not taken_back:
        raise ValidationError(_("There is nothing of yours to take back any more."))
    settle(case)
    trail.record(
        "case.confirmation_taken_back",
        by=by,
        case_id=case.pk,
        obj=case,
        changes={"confirmed_on": [old, case.activity_confirmed_on]},
    )


def _confirmed_before(present: ActivityPeriod, by) -> ActivityPeriod | None:
    """The row as it was before one's own confirmation of today, or None when there is none to take back."""
    today = clock.today()
    if (
        present.recorded_by_id != by.pk
        or present.confirmed_on != today
        or clock.local_date(present.recorded_at) != today
    ):
        return None
    rows = ActivityPeriod.objects.filter(
        case=present.case_id, superseded_at=present.recorded_at, from_on=present.from_on, activity=present.activity,
        partner=present.partner_id, place=present.place, until_on=None,
    )  # fmt: skip
    return rows.exclude(confirmed_on=today).first()
