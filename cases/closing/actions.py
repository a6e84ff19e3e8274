"""Closing a case and opening it again: asking, deciding, and looking back some months later."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.actions import AlreadyKnown, move_status, set_columns
from cases.casefile.holding import hold, within_life
from cases.casefile.models import Assignment, Case, CloseReason, Status
from cases.closing.models import ClosingRequest, FollowUp
from cases.guides.actions import end_cover
from cases.people import rules
from core import clock
from core.constraints import Taken
from core.templatetags.kui import day as in_words


@transaction.atomic
def close(case: Case, *, by, reason: str, on: date | None = None, note="", answers=None) -> None:
    """Close the case from the day ``on``; everything stays readable.

    Covers and the parts of partners end; milestones stay as they were. A guide who asked for it is answered. Raises
    ValidationError when it is closed already, and for a day to come, before it was opened, or before what is dated
    later, Taken when the request whose id it ``answers`` waits no more.
    """
    on = on or clock.today()
    hold(case, may_be_closed=True)
    if not case.is_closed:
        within_life(case, on=on)
        not_before(on, last_day(case))
        for row in case.closing_requests.filter(**({"pk": answers} if answers else {"decision": ""})):
            _decide(row, ClosingRequest.Decision.CLOSED, by=by)
        end_cover(case, by=by, on=on)
    move_status(case, Status.CLOSED, by=by, on=on, note=note, closed_on=on, close_reason=reason)
    # After the status: `reopen` knows by that which parts ended with the case.
    for row in case.participations.current().filter(until_on=None):
        row.end(by=by, on=on)
        trail.record("participation.ended", by=by, case_id=case.pk, obj=row)


def last_day(case: Case) -> date:
    """The latest day on which something is written down to have happened in the case."""
    days = [case.opened_on]
    for rows, names in (
        (case.notes.standing(), ("happened_on",)),
        (case.activity_periods.current(), ("from_on", "until_on", "confirmed_on")),
        (case.assignments.current().exclude(kind=Assignment.Kind.COVER), ("from_on", "until_on")),
        (case.status_periods.current(), ("from_on",)),
    ):
        days += rows.order_by().aggregate(**{f"latest_{name}": Max(name) for name in names}).values()
    return max(day for day in days if day)


def not_before(on: date, latest: date | None) -> None:
    """Raise ValidationError for a closing before the day ``latest``, on which something happened."""
    if latest is not None and on < latest:
        words = _("Something in the case is dated %(day)s. Close it that day or later.")
        raise ValidationError({"on": words % {"day": in_words(latest)}})


@transaction.atomic
def reopen(case: Case, *, by, on: date | None = None) -> None:
    """Open a closed case again, with everything in place. With a guide who has left meanwhile it waits for a new one.

    Raises AlreadyKnown when the person has another open case, ValidationError when it is open.
    """
    hold(case, may_be_closed=True)
    other = case.person.cases.open().exclude(pk=case.pk).first()
    if other:
        raise AlreadyKnown(other)
    if not case.is_closed:
        raise ValidationError(_("The case is open already."))
    if on is not None and on < case.closed_on:
        raise ValidationError({"on": _("The case was closed later than that.")})
    _without_who_left(case, by=by, on=on or clock.today())
    status = Status.RUNNING if case.guide_id else Status.WAITING
    closed_on = case.closed_on
    closing = case.status_periods.current().filter(until_on=None).first()
    move_status(case, status, by=by, on=on, closed_on=None, close_reason="")
    # Partners whose part ended with the case take part again; what they may read still rests on their own basis.
    ended = case.participations.current().filter(
        until_on__gte=closed_on, recorded_at__gte=closing.recorded_at
    )
    for row in ended:
        if case.participations.current().filter(until_on=None, partner=row.partner_id).exists():
            continue
        part = {"partner_id": row.partner_id, "contact_id": row.contact_id, "role": row.role}
        case.participations.create(from_on=on or clock.today(), recorded_by=by, **part)
        changes = {"partner": [None, row.partner_id]}
        trail.record("participation.added", by=by, case_id=case.pk, changes=changes)


def _without_who_left(case: Case, *, by, on: date) -> None:
    """When the guide has left meanwhile, the case waits for somebody new."""
    if case.guide_id and not case.guide.may_carry:
        active = case.assignments.current().filter(kind=Assignment.Kind.GUIDE, until_on=None).first()
        if active:
            active.end(by=by, on=on)
        set_columns(case, guide=None)


# A young person may be asked so many days before the point in time: people are reached when they are reached.
FOLLOW_UP_EARLY_DAYS = 14


@transaction.atomic
def ask_to_close(case: Case, *, by, reason: str, note: str = "") -> ClosingRequest:
    """Ask the leader to close the case. Any reason but a destination needs a note.

    Raises ValidationError without it, for a closed case, and while an earlier asking waits.
    """
    hold(case)
    if reason != CloseReason.DESTINATION and not note.strip():
        raise ValidationError({"note": _("Say in a few words why the case should be closed.")})
    row = ClosingRequest(case=case, reason=reason, note=note.strip(), asked_by=by, asked_at=clock.now())
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Taken(_("The leader has been asked already.")) from None
    trail.record("closing.asked", by=by, case_id=case.pk, obj=row, changes={"reason": [None, reason]})
    return row


def became_of(row: ClosingRequest) -> str:
    """What somebody decided about a request, told to who comes second."""
    if row.decision == ClosingRequest.Decision.DROPPED:
        return _("%(name)s has let the case go on.") % {"name": row.decided_by.name}
    if row.decision == ClosingRequest.Decision.SENT_BACK:
        return _("%(name)s has sent it back already.") % {"name": row.decided_by.name}
    return _("Nobody asks to close this case.")


def _decide(row: ClosingRequest, decision: str, *, by, words: str = "", was: str = "") -> None:
    values = {"decision": decision, "decided_by": by, "decided_at": clock.now(), "words": words or row.words}
    if not ClosingRequest.objects.filter(pk=row.pk, decision=was).update(**values):
        row.refresh_from_db()
        raise Taken(became_of(row))
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def send_back_closing(row: ClosingRequest, *, by, words: str) -> None:
    """Do not close yet, and say what is missing.

    Raises ValidationError without words, or when it was decided before.
    """
    if not words.strip():
        raise ValidationError({"words": _("Say what is missing.")})
    _decide(row, ClosingRequest.Decision.SENT_BACK, by=by, words=words.strip())
    trail.record("closing.sent_back", by=by, case_id=row.case_id, obj=row)


@transaction.atomic
def drop_closing(row: ClosingRequest, *, by) -> None:
    """The case goes on: the guide no longer asks, before the leader decides or after it was sent back."""
    was = "" if row.waits else ClosingRequest.Decision.SENT_BACK
    _decide(row, ClosingRequest.Decision.DROPPED, by=by, was=was)
    trail.record("closing.dropped", by=by, case_id=row.case_id, obj=row)


def follow_up_day(closed_on: date, months: int) -> date:
    """The day on which so many months have passed since the closing; the last of the month where it has no such day."""
    return rules.birthday(closed_on, months)


@transaction.atomic
def record_follow_up(
    case: Case, months: int, *, by, result: str, note: str = "", on: date | None = None
) -> FollowUp:
    """Write down how it goes ``months`` after the case was closed.

    Raises ValidationError for an open case, a point in time that is not one or has not come, and when it is written
    already.
    """
    on = on or clock.today()
    if not case.is_closed:
        raise ValidationError(_("The case is open: write a note instead."))
    if months not in FollowUp.MONTHS:
        raise ValidationError(_("A case is looked back at after 3, 6 and 12 months."))
    if (follow_up_day(case.closed_on, months) - on).days > FOLLOW_UP_EARLY_DAYS:
        raise ValidationError(_("That day has not come yet."))
    row = FollowUp(case=case, closed_on=case.closed_on, months=months, asked_on=on, result=result, by=by)
    row.note, row.recorded_at = note.strip(), clock.now()
    row.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Taken(_("This is written down already.")) from None
    trail.record("case.followed_up", by=by, case_id=case.pk, obj=row, changes={"result": [None, result]})
    return row
