"""Opening a case, and moving its status."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.access.actions import name_persons
from cases.casefile import kle
from cases.casefile.models import STATUS_MOVES, Assignment, Case, Status, StatusPeriod
from cases.people.actions import find_known
from cases.people.models import YoungPerson
from core import clock
from core.templatetags.kui import day as in_words
from core.versions import save_versioned


class AlreadyKnown(Exception):
    """The young person already has an open case in the unit; ``case`` is that case."""

    def __init__(self, case: Case):
        self.case = case
        super().__init__(str(case.pk))


@transaction.atomic
def open_case(
    person: YoungPerson, *, by, on: date, guide=None, reason="", kle_number="", written_guide=""
) -> Case:
    """Open a case about ``person`` (saved if new). With a guide it runs from the first day, otherwise it waits for one.
    Without a ``kle_number`` the one that fits the age is taken.

    Raises AlreadyKnown when there is an open case, ValidationError when the person is not valid.
    """
    if person._state.adding:
        _save_new(person)
    case = Case(
        person=person,
        unit=person.unit,
        opened_on=on,
        reason=reason,
        kle_number=kle_number or kle.propose(person.birth_date, on),
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
    period = {"case": case, "from_on": on, "recorded_by": by, "recorded_at": clock.now()}
    if guide:
        Assignment(user=guide, **period).save(force_insert=True)
    StatusPeriod(status=case.status, **period).save(force_insert=True)
    changes = {"opened_on": [None, on], "guide": [None, guide]}
    trail.record("case.opened", by=by, case_id=case.pk, obj=case, changes=changes)
    return case


def _save_new(person: YoungPerson) -> None:
    """Raises AlreadyKnown when the unit has an open case about them, ValidationError when they are not valid."""
    person.derive()
    person.full_clean(validate_unique=False, validate_constraints=False)
    _refuse_known(person)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        _refuse_known(person)
        raise


def _refuse_known(person: YoungPerson) -> None:
    """Raise when the unit knows somebody by the new person's CPR number, the present one or a former."""
    if known := find_known(person.unit, cpr=person.cpr):
        if existing := known.cases.open().first():
            raise AlreadyKnown(existing)
        raise ValidationError({"cpr": _("A young person with this CPR number is already known.")})


def set_columns(case: Case, **values) -> None:
    """Write these columns of the case, in the row and in memory, within the caller's transaction."""
    Case.objects.filter(pk=case.pk).update(**values)
    for name, value in values.items():
        setattr(case, name, value)


@transaction.atomic
def edit_case(case: Case, *, by, expected_version: int, values: Mapping, named: Iterable) -> None:
    """Change the case's own facts, and who may open it while it is shielded.

    Raises core.versions.Conflict when somebody else saved first.
    """
    changes = trail.changed({name: getattr(case, name) for name in values}, values)
    for name, value in values.items():
        setattr(case, name, value)
    save_versioned(case, expected_version, values)
    name_persons(case, named, by=by)
    trail.record("case.edited", by=by, case_id=case.pk, obj=case, changes=changes)


def set_status(case: Case, status: str, *, by, on: date | None = None, note="") -> None:
    """Move an open case to another open status from the day ``on``, as STATUS_MOVES allows.

    Raises ValidationError otherwise; `close` and `reopen` cross the line between open and closed.
    """
    if Status.CLOSED in (case.status, status):
        raise ValidationError(_("A closed case is opened again by its leader."))
    move_status(case, status, by=by, on=on, note=note)


@transaction.atomic
def move_status(case: Case, status: str, *, by, on: date | None = None, note="", **columns) -> None:
    """Move the status as STATUS_MOVES allows, together with further ``columns`` of the case.

    Raises ValidationError for a move the table does not know, for a day before the present status began, or when
    somebody was first.
    """
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
        if on < present.from_on:
            words = _("The case has stood so since %(day)s. Choose that day or a later one.")
            raise ValidationError({"on": words % {"day": in_words(present.from_on)}})
        present.end(by=by, on=on)
    case.status_periods.create(status=status, note=note, from_on=on, recorded_by=by)
    trail.record("case.moved", by=by, case_id=case.pk, obj=case, changes={"status": [old, status]})
