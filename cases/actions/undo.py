"""Taking back what one did a moment ago, through verbs of its own: the rows stay, and so does the trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.actions.case import _set
from cases.models import Case
from core import clock


@transaction.atomic
def take_back_confirmation(case: Case, *, by) -> None:
    """Take back one's own confirmation of today: the activity was confirmed when it was before.

    Raises ValidationError for somebody else's, an earlier day's, or when something else was said meanwhile.
    """
    periods = case.activity_periods
    present = periods.current().filter(until_on=None).first()
    mine = (
        present is not None
        and present.recorded_by_id == by.pk
        and present.confirmed_on == clock.today()
        and clock.local_date(present.recorded_at) == clock.today()
    )
    before = mine and periods.filter(
        superseded_at=present.recorded_at, from_on=present.from_on, activity=present.activity, until_on=None
    ).exclude(confirmed_on=present.confirmed_on).first()  # fmt: skip
    if not before:
        raise ValidationError(_("There is nothing of yours to take back any more."))
    present.supersede(by=by, confirmed_on=before.confirmed_on, confirmed_by_id=before.confirmed_by_id)
    _set(case, activity_confirmed_on=before.confirmed_on)
    trail.record(
        "case.confirmation_taken_back",
        by=by,
        case_id=case.pk,
        obj=case,
        changes={"confirmed_on": [present.confirmed_on, before.confirmed_on]},
    )
