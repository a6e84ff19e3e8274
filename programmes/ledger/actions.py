"""Starting and changing a programme, revising its targets, and who works in it."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.versions import save_versioned
from programmes.ledger.models import Programme, Staff, Target
from programmes.ledger.texts import refuse_numbers

TARGET_GROUP = ("target_group", "problems", "youngest", "oldest", "from_on")

FIELDS = ("name", *TARGET_GROUP, "until_on")


def _checked(programme: Programme) -> None:
    """Raise ValidationError for what is wrong with it, a name that the unit has used included."""
    programme.full_clean(exclude=["unit"])
    others = Programme.objects.of_unit(programme.unit_id).exclude(pk=programme.pk)
    if others.filter(name=programme.name).exists():
        raise ValidationError({"name": _("There is a programme of that name already.")})


@transaction.atomic
def start_programme(*, unit: Unit, by: User, targets: Mapping[str, int], **values) -> Programme:
    """Enter a programme with its target group and the original target of each aim. Raises ValidationError."""
    refuse_numbers(**values)
    programme = Programme(unit=unit, **values)
    _checked(programme)
    programme.save(force_insert=True)
    for aim, number in targets.items():
        _write_target(programme, aim, number, by=by, on=programme.from_on, revision=0)
    trail.record("programme.started", by=by, obj=programme, changes={"targets": [None, dict(targets)]})
    return programme


def _after_all_stays(programme: Programme, last_on: date) -> None:
    """Raise ValidationError for a last day that somebody's stay goes beyond."""
    beyond = Q(stays__from_on__gt=last_on) | Q(stays__until_on__gt=last_on + timedelta(days=1))
    goes_on = Q(stays__until_on=None, case__closed_on=None)
    beyond |= goes_on if last_on < clock.today() else goes_on & Q(stays__planned_until__gt=last_on)
    if programme.members.standing().filter(beyond, stays__superseded_at=None).exists():
        words = _("Somebody takes part after that day. Write down their last day, or move it, first.")
        raise ValidationError({"until_on": words})


@transaction.atomic
def edit_programme(programme: Programme, *, by: User, expected_version: int, values: Mapping) -> None:
    """Change a programme. Once it is fixed only its name and its last day change.

    Raises ValidationError, also for a last day before somebody's stay ends, and core.versions.Conflict when
    somebody else saved first.
    """
    before = Programme.objects.get(pk=programme.pk)
    changes = trail.changed({name: getattr(before, name) for name in values}, dict(values))
    if not changes:
        return
    if before.is_fixed and (fixed := [name for name in TARGET_GROUP if name in changes]):
        raise ValidationError(
            dict.fromkeys(fixed, _("The programme has begun: its target group no longer changes."))
        )
    refuse_numbers(**{name: values[name] for name in changes})
    if "until_on" in changes:
        _after_all_stays(programme, values["until_on"])
    for name in changes:
        setattr(programme, name, values[name])
    _checked(programme)
    save_versioned(programme, expected_version, list(changes))
    trail.record("programme.edited", by=by, obj=programme, changes=changes)


def _write_target(programme, aim, number, *, by, on, revision, reason="") -> Target:
    target = Target(
        programme=programme,
        aim=aim,
        number=number,
        set_on=on,
        revision=revision,
        reason=reason,
        recorded_by=by,
    )
    target.full_clean(exclude=["programme", "recorded_by"])
    target.save(force_insert=True)
    return target


@transaction.atomic
def revise_target(programme: Programme, aim: str, *, by: User, number: int, reason: str) -> Target:
    """Set a target anew, with why; the original and every revision stay. An aim without one gets it as revision 1.

    Raises ValidationError without a reason, or when it says what stands already.
    """
    refuse_numbers(reason=reason)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the target is revised.")})
    latest = programme.targets.filter(aim=aim).order_by("-revision").first()
    if latest is not None and latest.number == number:
        raise ValidationError({"number": _("That is the target already.")})
    revision = latest.revision + 1 if latest else 1
    how = {"on": clock.today(), "revision": revision, "reason": reason.strip()}
    target = _write_target(programme, aim, number, by=by, **how)
    before = latest.number if latest else None
    trail.record(
        "programme.target_revised",
        by=by,
        obj=programme,
        purpose=target.reason,
        changes={aim: [before, number]},
    )
    return target


@transaction.atomic
def add_staff(programme: Programme, *, by: User, **values) -> Staff:
    """Write down who works in the programme. Raises ValidationError."""
    refuse_numbers(name=values.get("name"), team=values.get("team"))
    staff = Staff(programme=programme, recorded_by=by, recorded_at=clock.now(), **values)
    staff.full_clean(exclude=["programme", "recorded_by"])
    staff.save(force_insert=True)
    trail.record("programme.staff_added", by=by, obj=programme, changes={"staff": [None, str(staff)]})
    return staff


@transaction.atomic
def end_staff(staff: Staff, *, by: User, last_on: date) -> Staff:
    """Write down somebody's last day in the programme.

    Raises ValidationError for a day before the first, core.constraints.Taken when somebody was faster.
    """
    if last_on < staff.from_on:
        raise ValidationError({"last_on": _("It ended before it began.")})
    ended = staff.supersede(by=by, until_on=last_on + timedelta(days=1))
    trail.record("programme.staff_ended", by=by, obj=staff.programme, changes={"last_on": [None, last_on]})
    return ended
