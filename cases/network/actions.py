"""Partners and colleagues who take part around a young person."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import within_life
from cases.casefile.models import Case
from cases.network.models import ColleagueRole, Participation
from core import clock


@transaction.atomic
def add_colleague(case: Case, user, *, by, role: str, on: date | None = None) -> ColleagueRole:
    """Write down that a colleague takes part from the day ``on``. It opens nothing for them.

    Raises ValidationError for somebody who is no active guide or leader of the unit, or who takes part already.
    """
    if not (user.may_carry and user.unit_id == case.unit_id):
        raise ValidationError(_("Choose an active colleague of the unit."))
    within_life(case, on=on)
    row = ColleagueRole(case=case, user=user, role=role, from_on=on or clock.today())
    row.recorded_by, row.recorded_at = by, clock.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This colleague already takes part.")) from None
    trail.record("colleague.added", by=by, case_id=case.pk, obj=row, changes={"user": [None, user.pk]})
    return row


@transaction.atomic
def end_colleague(row: ColleagueRole, *, by, on: date | None = None) -> None:
    """The colleague no longer takes part from the day ``on``."""
    row.end(by=by, on=on or clock.today())
    trail.record("colleague.ended", by=by, case_id=row.case_id, obj=row)


@transaction.atomic
def add_participation(
    case: Case, partner, *, by, on: date | None = None, contact=None, role=""
) -> Participation:
    """Let a partner take part around the young person. Raises ValidationError when it already does."""
    row = Participation(case=case, partner=partner, contact=contact, role=role, from_on=on or clock.today())
    row.recorded_by, row.recorded_at = by, clock.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This partner already takes part.")) from None
    trail.record(
        "participation.added", by=by, case_id=case.pk, obj=row, changes={"partner": [None, partner.pk]}
    )
    return row


@transaction.atomic
def end_participation(row: Participation, *, by, on: date | None = None) -> None:
    """The partner no longer takes part from the day ``on``."""
    row.end(by=by, on=on or clock.today())
    trail.record("participation.ended", by=by, case_id=row.case_id, obj=row)
