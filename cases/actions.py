"""The verbs of casework: each touches more than one aggregate, and writes its own row to the trail.

Every verb runs in one transaction, takes ``by`` (who) and, where time matters, ``on`` (the day it took effect).
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit import trail
from cases.models import (
    STATUS_MOVES,
    AccessGrant,
    Activity,
    ActivityPeriod,
    Assignment,
    Case,
    Consent,
    NamedAccess,
    Note,
    Participation,
    Status,
    StatusPeriod,
    YoungPerson,
)
from core import clock
from core.versions import save_versioned

NOTE_EDIT_WINDOW = timedelta(hours=1)


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

    A waiting case starts running. Raises ValidationError for somebody who is not an active guide or leader of the unit.
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
    if not Case.objects.filter(pk=case.pk, status=old).update(status=status, **columns):
        raise ValidationError(_("The case cannot be moved that way; somebody may have moved it already."))
    for name, value in {"status": status, **columns}.items():
        setattr(case, name, value)
    present = case.status_periods.current().filter(until_on=None).first()
    if present:
        present.end(by=by, on=on)
    StatusPeriod(
        case=case, status=status, note=note, from_on=on, recorded_by=by, recorded_at=clock.now()
    ).save(force_insert=True)
    trail.record("case.moved", by=by, case_id=case.pk, obj=case, changes={"status": [old, status]})


def close(case: Case, *, by, reason: str, on: date | None = None, note="") -> None:
    """Close the case from the day ``on``; everything stays readable. Raises ValidationError when it is closed already."""
    on = on or clock.today()
    _move(case, Status.CLOSED, by=by, on=on, note=note, closed_on=on, close_reason=reason)


def reopen(case: Case, *, by, on: date | None = None) -> None:
    """Open a closed case again, with everything in place. Raises AlreadyKnown when the person has another open case."""
    status = Status.RUNNING if case.guide_id else Status.WAITING
    other = case.person.cases.open().exclude(pk=case.pk).first()
    if other:
        raise AlreadyKnown(other)
    if not case.is_closed:
        raise ValidationError(_("The case is open already."))
    _move(case, status, by=by, on=on, closed_on=None, close_reason="")


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


@transaction.atomic
def add_note(
    case: Case, *, by, text: str, kind=Note.Kind.TALK, happened_on: date | None = None, addition_to=None
) -> Note:
    """Write a journal note, or an addition to one. A talk with the young person moves the day of last contact."""
    note = Note(
        case=case,
        by=by,
        text=text,
        kind=kind,
        happened_on=happened_on or clock.today(),
        addition_to=addition_to,
        recorded_at=clock.now(),
    )
    note.save(force_insert=True)
    if kind in Note.CONTACT_KINDS and (
        case.last_contact_on is None or case.last_contact_on < note.happened_on
    ):
        later = Q(last_contact_on=None) | Q(last_contact_on__lt=note.happened_on)
        Case.objects.filter(later, pk=case.pk).update(last_contact_on=note.happened_on)
        case.last_contact_on = note.happened_on
    trail.record("note.added", by=by, case_id=case.pk, obj=note)
    return note


@transaction.atomic
def edit_note(note: Note, *, by, expected_version: int, text: str, kind: str, happened_on: date) -> None:
    """Change one's own note within the hour; the old text stays in the trail.

    Raises ValidationError after the hour or for somebody else's note, core.versions.Conflict when it was changed meanwhile.
    """
    if not note.editable_by(by):
        raise ValidationError(_("The note stands now. Add to it instead."))
    old = Note.objects.filter(pk=note.pk).values("text", "kind", "happened_on").get()
    note.text, note.kind, note.happened_on, note.edited_at = text, kind, happened_on, clock.now()
    save_versioned(note, expected_version, ["text", "kind", "happened_on", "edited_at"])
    latest = (
        note.case.notes.filter(kind__in=Note.CONTACT_KINDS)
        .order_by("-happened_on")
        .values_list("happened_on", flat=True)
    )
    _set(note.case, last_contact_on=latest.first())
    new = {"text": text, "kind": kind, "happened_on": happened_on}
    trail.record("note.edited", by=by, case_id=note.case_id, obj=note, changes=trail.changed(old, new))


@transaction.atomic
def open_with_purpose(case: Case, *, by, purpose: str, reason: str) -> AccessGrant:
    """Let a colleague into a case of the unit until midnight; the owner sees who and why.

    Raises ValidationError for a shielded case: those are for named persons only.
    """
    if case.shielded or case.unit_id != by.unit_id:
        raise ValidationError(_("This case is for named persons only."))
    grant = AccessGrant.objects.create(
        case=case,
        user=by,
        purpose=purpose,
        reason=reason,
        granted_at=clock.now(),
        expires_at=clock.end_of_day(clock.today()),
    )
    trail.record(
        "case.opened_with_purpose", by=by, case_id=case.pk, obj=grant, purpose=f"{purpose}: {reason}"
    )
    return grant


@transaction.atomic
def name_persons(case: Case, users, *, by) -> None:
    """Let exactly these users read the case while it is shielded, beside its guide and deputy."""
    before = set(case.named.values_list("user_id", flat=True))
    after = {user.pk for user in users}
    if before == after:
        return
    case.named.exclude(user_id__in=after).delete()
    NamedAccess.objects.bulk_create([NamedAccess(case=case, user_id=pk) for pk in sorted(after - before)])
    trail.record(
        "case.named", by=by, case_id=case.pk, obj=case, changes={"named": [sorted(before), sorted(after)]}
    )


def reveal_cpr(case: Case, *, by) -> str:
    """The whole CPR number, written to the trail. A CPR number is only ever shown through this."""
    trail.record("person.cpr_revealed", by=by, case_id=case.pk, obj=case.person)
    return case.person.cpr


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


@transaction.atomic
def give_consent(consent: Consent, *, by) -> Consent:
    """Record a basis for telling a partner. Raises ValidationError when it is not valid."""
    consent.recorded_by, consent.recorded_at = by, clock.now()
    consent.full_clean()
    consent.save(force_insert=True)
    trail.record(
        "consent.given",
        by=by,
        case_id=consent.case_id,
        obj=consent,
        purpose=consent.purpose,
        changes={"partner": [None, consent.partner_id], "topics": [None, consent.topics]},
    )
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by) -> None:
    """Withdraw; it acts on the next request, since every disclosure asks the database."""
    if not Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        return
    trail.record("consent.withdrawn", by=by, case_id=consent.case_id, obj=consent)
