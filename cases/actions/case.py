"""A case from its opening to its closing, and who carries it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.models import (
    STATUS_MOVES,
    Assignment,
    Case,
    Participation,
    Status,
    StatusPeriod,
    YoungPerson,
)
from core import clock


class AlreadyKnown(Exception):
    """The young person already has an open case in the unit; ``case`` is that case."""

    def __init__(self, case: Case):
        self.case = case
        super().__init__(str(case.pk))


def find_known(unit, *, cpr: str) -> YoungPerson | None:
    """The unit's young person with exactly this CPR number (ten digits)."""
    from core.crypto import blind_index

    return YoungPerson.objects.filter(unit=unit, cpr_index=blind_index(cpr)).first() if cpr else None


@transaction.atomic
def open_case(
    person: YoungPerson, *, by, on: date, guide=None, reason="", kle_number="17.27.00", written_guide=""
) -> Case:
    """Open a case about ``person`` (saved if new). With a guide it runs from the first day, otherwise it waits for one.

    Raises AlreadyKnown when there is an open case, ValidationError when the person is not valid.
    """
    if person._state.adding:
        person.derive()
        person.full_clean(validate_unique=False, validate_constraints=False)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError:
            known = find_known(person.unit, cpr=person.cpr)
            existing = known and known.cases.open().first()
            if existing:
                raise AlreadyKnown(existing) from None
            raise ValidationError(
                {"cpr": _("A young person with this CPR number is already known.")}
            ) from None
    case = Case(
        person=person,
        unit=person.unit,
        opened_on=on,
        reason=reason,
        kle_number=kle_number,
        written_guide=written_guide,
        status=Status.RUNNING if guide else Status.WAITING,
        status_since=on,
        guide=guide,
        recorded_at=clock.now(),
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        raise AlreadyKnown(person.cases.open().get()) from None
    if guide:
        Assignment(case=case, user=guide, from_on=on, recorded_by=by, recorded_at=clock.now()).save(
            force_insert=True
        )
    StatusPeriod(case=case, status=case.status, from_on=on, recorded_by=by, recorded_at=clock.now()).save(
        force_insert=True
    )
    trail.record(
        "case.opened",
        by=by,
        case_id=case.pk,
        obj=case,
        changes={"opened_on": [None, on], "guide": [None, guide]},
    )
    return case


def _set(case: Case, **values) -> None:
    """Write the columns of today on the case, in the caller's transaction."""
    Case.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


@transaction.atomic
def assign(case: Case, user, *, by, on: date | None = None, kind=Assignment.Kind.GUIDE) -> None:
    """Give the case to ``user`` as guide or deputy from the day ``on``; a deputy may be None, a guide may not.

    A new guide ends a cover, and is no longer the deputy as well. A waiting case starts running. Raises ValidationError for somebody who is not an active guide or leader of the unit.
    """
    on = on or clock.today()
    if user is None and kind == Assignment.Kind.GUIDE:
        raise ValidationError(_("A case cannot be without a guide once it runs."))
    if user is not None and (
        user.unit_id != case.unit_id or not user.is_active or not (user.is_guide or user.is_leader)
    ):
        raise ValidationError(_("Choose an active guide of the unit."))
    before = case.guide if kind == Assignment.Kind.GUIDE else case.deputy
    if before == user:
        return
    active = case.assignments.current().filter(kind=kind, until_on=None).select_for_update().first()
    if active:
        active.end(by=by, on=on)
    if user is not None:
        Assignment(case=case, user=user, kind=kind, from_on=on, recorded_by=by, recorded_at=clock.now()).save(
            force_insert=True
        )
    if kind == Assignment.Kind.GUIDE:
        # A new guide is there now: whoever covered for the former one, or stood in, need not both be named.
        end_cover(case, by=by, on=on)
        if case.deputy_id == user.pk:
            assign(case, None, by=by, on=on, kind=Assignment.Kind.DEPUTY)
    _set(case, **{"guide" if kind == Assignment.Kind.GUIDE else "deputy": user})
    trail.record("case.assigned", by=by, case_id=case.pk, obj=case, changes={str(kind): [before, user]})
    if case.status == Status.WAITING and kind == Assignment.Kind.GUIDE:
        set_status(case, Status.RUNNING, by=by, on=on)


def set_status(case: Case, status: str, *, by, on: date | None = None, note="") -> None:
    """Move an open case to another open status from the day ``on``, as STATUS_MOVES allows.

    Raises ValidationError otherwise; `close` and `reopen` cross the line between open and closed.
    """
    if Status.CLOSED in (case.status, status):
        raise ValidationError(_("A closed case is opened again by its leader."))
    _move(case, status, by=by, on=on, note=note)


@transaction.atomic
def _move(case: Case, status: str, *, by, on: date | None = None, note="", **columns) -> None:
    on = on or clock.today()
    old = case.status
    if status not in STATUS_MOVES[old]:
        raise ValidationError(_("The case cannot be moved that way; somebody may have moved it already."))
    if status == Status.RUNNING and case.guide_id is None:
        raise ValidationError(_("Give the case a guide first."))
    columns |= {"status": status, "status_since": on}
    if not Case.objects.filter(pk=case.pk, status=old).update(**columns):
        raise ValidationError(_("The case cannot be moved that way; somebody may have moved it already."))
    for name, value in columns.items():
        setattr(case, name, value)
    present = case.status_periods.current().filter(until_on=None).first()
    if present:
        present.end(by=by, on=on)
    StatusPeriod(
        case=case, status=status, note=note, from_on=on, recorded_by=by, recorded_at=clock.now()
    ).save(force_insert=True)
    trail.record("case.moved", by=by, case_id=case.pk, obj=case, changes={"status": [old, status]})


@transaction.atomic
def end_cover(case: Case, *, by, on: date | None = None) -> bool:
    """End the present or coming cover: ``on`` is the first day it no longer holds. False when there is none to end."""
    today = clock.today()
    on = max(on or today, today)  # the days that have passed were covered
    row = (
        case.assignments.current()
        .filter(kind=Assignment.Kind.COVER, until_on__gt=today)
        .select_for_update()
        .first()
    )
    if row is not None:
        if row.from_on >= on:
            row.retract()
        else:
            row.end(by=by, on=on)
    if case.cover_id is None:
        return row is not None
    covering = case.cover_id
    _set(case, cover=None, cover_from=None, cover_until=None)
    if row is not None:
        trail.record(
            "case.cover_ended",
            by=by,
            case_id=case.pk,
            obj=case,
            changes={"cover": [covering, None], "on": on},
        )
    return row is not None


@transaction.atomic
def close(case: Case, *, by, reason: str, on: date | None = None, note="") -> None:
    """Close the case from the day ``on``; everything stays readable. Raises ValidationError when it is closed already.

    Covers and the parts of partners end; milestones stay as they were. A guide who asked for it is answered.
    """
    on = on or clock.today()
    if not case.is_closed:
        end_cover(case, by=by, on=on)
    _move(case, Status.CLOSED, by=by, on=on, note=note, closed_on=on, close_reason=reason)
    # After the status: `reopen` knows by that which parts ended with the case.
    for row in case.participations.current().filter(until_on=None):
        row.end(by=by, on=on)
        trail.record("participation.ended", by=by, case_id=case.pk, obj=row)
    case.closing_requests.filter(decision__in=("", "sent_back")).update(
        decision="closed", decided_by=by, decided_at=clock.now()
    )


@transaction.atomic
def reopen(case: Case, *, by, on: date | None = None) -> None:
    """Open a closed case again, with everything in place. With a guide who has left meanwhile it waits for a new one.

    Raises AlreadyKnown when the person has another open case, ValidationError when it is open.
    """
    other = case.person.cases.open().exclude(pk=case.pk).first()
    if other:
        raise AlreadyKnown(other)
    if not case.is_closed:
        raise ValidationError(_("The case is open already."))
    if case.guide_id and not case.guide.is_active:
        # The guide has left meanwhile: the case waits for somebody new.
        active = case.assignments.current().filter(kind=Assignment.Kind.GUIDE, until_on=None).first()
        if active:
            active.end(by=by, on=on or clock.today())
        _set(case, guide=None)
    status = Status.RUNNING if case.guide_id else Status.WAITING
    closed_on = case.closed_on
    closing = case.status_periods.current().filter(until_on=None).first()
    _move(case, status, by=by, on=on, closed_on=None, close_reason="")
    # Partners whose part ended with the case take part again; what they may read still rests on their own basis.
    ended = case.participations.current().filter(
        until_on__gte=closed_on, recorded_at__gte=closing.recorded_at
    )
    for row in ended:
        if case.participations.current().filter(until_on=None, partner=row.partner_id).exists():
            continue
        Participation(
            case=case, partner_id=row.partner_id, contact_id=row.contact_id, role=row.role,
            from_on=on or clock.today(), recorded_by=by, recorded_at=clock.now(),
        ).save(force_insert=True)  # fmt: skip
        trail.record(
            "participation.added", by=by, case_id=case.pk, changes={"partner": [None, row.partner_id]}
        )
