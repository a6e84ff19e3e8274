"""Asking to close a case, deciding about it, and looking back some months later."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases import rules
from cases.models import Case, CloseReason, ClosingRequest, FollowUp
from core import clock

# A young person may be asked so many days before the point in time: people are reached when they are reached.
FOLLOW_UP_EARLY_DAYS = 14


@transaction.atomic
def ask_to_close(case: Case, *, by, reason: str, note: str = "") -> ClosingRequest:
    """Ask the leader to close the case. Any reason but a destination needs a note.

    Raises ValidationError without it, for a closed case, and while an earlier asking waits.
    """
    if case.is_closed:
        raise ValidationError(_("The case is closed."))
    if reason != CloseReason.DESTINATION and not note.strip():
        raise ValidationError({"note": _("Say in a few words why the case should be closed.")})
    row = ClosingRequest(case=case, reason=reason, note=note.strip(), asked_by=by, asked_at=clock.now())
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("The leader has been asked already.")) from None
    trail.record("closing.asked", by=by, case_id=case.pk, obj=row, changes={"reason": [None, reason]})
    return row


def _decide(row: ClosingRequest, decision: str, *, by, words: str = "", was: str = "") -> None:
    values = {"decision": decision, "decided_by": by, "decided_at": clock.now()} | (
        {"words": words} if words else {}
    )
    if not ClosingRequest.objects.filter(pk=row.pk, decision=was).update(**values):
        raise ValidationError(_("Somebody has decided already."))
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def send_back_closing(row: ClosingRequest, *, by, words: str) -> None:
    """Do not close yet, and say what is missing. Raises ValidationError without words, or when it was decided before."""
    if not words.strip():
        raise ValidationError({"words": _("Say what is missing.")})
    _decide(row, ClosingRequest.Decision.SENT_BACK, by=by, words=words.strip())
    trail.record("closing.sent_back", by=by, case_id=row.case_id, obj=row)


@transaction.atomic
def drop_closing(row: ClosingRequest, *, by) -> None:
    """The case goes on: the guide no longer asks, before the leader decides or after it was sent back."""
    if row.decision not in ("", ClosingRequest.Decision.SENT_BACK):
        raise ValidationError(_("Somebody has decided already."))
    _decide(row, ClosingRequest.Decision.DROPPED, by=by, was=row.decision)
    trail.record("closing.dropped", by=by, case_id=row.case_id, obj=row)


def follow_up_day(closed_on: date, months: int) -> date:
    """The day on which so many months have passed since the closing; the last of the month where it has no such day."""
    return rules.birthday(closed_on, months)


@transaction.atomic
def record_follow_up(
    case: Case, months: int, *, by, result: str, note: str = "", on: date | None = None
) -> FollowUp:
    """Write down how it goes ``months`` after the case was closed.

    Raises ValidationError for an open case, a point in time that is not one or has not come, and when it is written already.
    """
    on = on or clock.today()
    if not case.is_closed:
        raise ValidationError(_("The case is open: write a note instead."))
    if months not in FollowUp.MONTHS:
        raise ValidationError(_("A case is looked back at after 3, 6 and 12 months."))
    if (follow_up_day(case.closed_on, months) - on).days > FOLLOW_UP_EARLY_DAYS:
        raise ValidationError(_("That day has not come yet."))
    row = FollowUp(
        case=case, closed_on=case.closed_on, months=months, asked_on=on, result=result, note=note.strip(), by=by,
        recorded_at=clock.now(),
    )  # fmt: skip
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(_("This is written down already.")) from None
    trail.record("case.followed_up", by=by, case_id=case.pk, obj=row, changes={"result": [None, result]})
    return row
