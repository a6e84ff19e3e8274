"""Adding young people to a programme's target group, and what happens to the time they take part.

Nothing is overwritten: each act writes the stay anew and says what was done, and the rows before it are kept. Also of
cases that are closed: the ledger tells what has been.
"""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.casefile.holding import hold, within_life
from cases.models import Case
from core import clock
from core.constraints import Taken
from programmes.ledger.models import Programme
from programmes.ledger.rules import within_ages
from programmes.ledger.texts import refuse_numbers
from programmes.members.choices import Step
from programmes.members.models import Member, Stay
from programmes.members.rules import may_be_taken_back, overlaps


def _record(action: str, member: Member, *, by, reason="", **changes) -> None:
    changes = {"programme": [None, member.programme.name]} | changes
    trail.record(action, by=by, case_id=member.case_id, obj=member, purpose=reason, changes=changes)


@transaction.atomic
def add_member(
    programme: Programme,
    *,
    case: Case,
    by: User,
    found_on: date,
    outside_reason="",
    begins_on: date | None = None,
    planned_until: date | None = None,
) -> Member:
    """Write down that a young person belongs to the target group; with ``begins_on`` that they take part from then.

    Raises ValidationError when they are of another age and nobody says why they belong to it all the same, when the
    day lies outside the life of the case, or when they are in it already.
    """
    refuse_numbers(outside_reason=outside_reason)
    hold(case, may_be_closed=True)
    within_life(case, found_on=found_on)
    fits = within_ages(case.person.birth_date, programme.youngest, programme.oldest, found_on)
    if not fits and not outside_reason.strip():
        words = _(
            "The programme is for those of %(youngest)s to %(oldest)s years. Say why they belong to it."
        )
        ages = {"youngest": programme.youngest, "oldest": programme.oldest}
        raise ValidationError({"outside_reason": words % ages})
    if found_on > programme.until_on:
        raise ValidationError({"found_on": _("The programme had ended by then.")})
    member = Member(
        programme=programme, case=case, found_on=found_on, recorded_by=by, recorded_at=clock.now()
    )
    member.outside_reason = "" if fits else outside_reason.strip()
    member.full_clean(exclude=["programme", "case", "recorded_by"])
    if Member.objects.standing().filter(programme=programme, case=case).exists():
        raise Taken(_("The young person is in that programme already."))
    member.save(force_insert=True)
    _record("member.added", member, by=by)
    if begins_on is not None:
        begin(member, by=by, from_on=begins_on, planned_until=planned_until)
    return member


def _checked(member: Member, from_on: date, until_on: date | None, *, but: Stay | None = None) -> None:
    """Within the case's life and the programme, and on no day that another stay holds."""
    programme = member.programme
    within_life(member.case, may_come=True, from_on=from_on)
    if not programme.from_on <= from_on <= programme.until_on:
        raise ValidationError({"from_on": _("That day lies outside the programme.")})
    rows = member.stays.current().exclude(pk=but.pk if but else None)
    if overlaps(from_on, until_on, rows.values_list("from_on", "until_on")):
        raise ValidationError({"from_on": _("They took part on that day already.")})


def _planned(from_on: date, planned_until: date | None, programme: Programme | None = None) -> None:
    """After the first day, and with ``programme`` no later than its last."""
    if planned_until is not None and planned_until < from_on:
        raise ValidationError({"planned_until": _("It ends before it begins.")})
    if planned_until is not None and programme and planned_until > programme.until_on:
        raise ValidationError({"planned_until": _("The programme ends before that.")})


@transaction.atomic
def begin(member: Member, *, by: User, from_on: date, planned_until: date | None = None) -> Stay:
    """They take part from a day on, for the first time or again.

    Raises ValidationError for a day outside the programme, or on which they took part already.
    """
    hold(member.case, may_be_closed=True)
    if member.stays.current().filter(until_on=None).exists():
        raise Taken(_("They take part already."))
    _checked(member, from_on, None)
    _planned(from_on, planned_until, member.programme)
    step = Step.CAME_BACK if member.stays.current().exists() else Step.BEGAN
    stay = Stay(member=member, from_on=from_on, planned_until=planned_until, step=step)
    stay.recorded_by, stay.recorded_at = by, clock.now()
    stay.save(force_insert=True)
    if member.not_begun:
        Member.objects.filter(pk=member.pk).update(not_begun="")
        member.not_begun = ""
    _record("member.changed", member, by=by, step=[None, step], from_on=[None, from_on])
    return stay


def _written_anew(stay: Stay, step: Step, *, by, reason="", **values) -> Stay:
    refuse_numbers(reason=reason)
    before = {name: getattr(stay, name) for name in values}
    new = stay.supersede(by=by, step=step, reason=reason.strip(), **values)
    changes = trail.changed(before, values) | {"step": [stay.step, step]}
    _record("member.changed", stay.member, by=by, reason=reason.strip(), **changes)
    return new


@transaction.atomic
def move_start(stay: Stay, *, by: User, from_on: date, reason: str) -> Stay:
    """Another first day, with why. Raises ValidationError for one after the last, or outside the programme."""
    hold(stay.member.case, may_be_closed=True)
    if stay.until_on is not None and from_on >= stay.until_on:
        raise ValidationError({"from_on": _("It ended before it began.")})
    _checked(stay.member, from_on, stay.until_on, but=stay)
    _planned(from_on, stay.planned_until)
    return _written_anew(stay, Step.START_MOVED, by=by, reason=reason, from_on=from_on)


@transaction.atomic
def extend(stay: Stay, *, by: User, planned_until: date, reason: str) -> Stay:
    """Another planned last day, with why. Raises ValidationError when they have left, or for one before the first."""
    hold(stay.member.case, may_be_closed=True)
    if not stay.is_open:
        raise ValidationError(_("They have left. Write down that they came back, or remove the last day."))
    _planned(stay.from_on, planned_until, stay.member.programme)
    return _written_anew(stay, Step.EXTENDED, by=by, reason=reason, planned_until=planned_until)


@transaction.atomic
def sign_out(stay: Stay, *, by: User, last_on: date, exit: str, reason="") -> Stay:
    """The last day they took part, and why they left.

    Raises ValidationError for a day before the first, one that has not come, or when they have left already.
    """
    hold(stay.member.case, may_be_closed=True)
    within_life(stay.member.case, last_on=last_on)
    if not stay.is_open:
        raise ValidationError(_("They have left already."))
    if last_on < stay.from_on:
        raise ValidationError({"last_on": _("It ended before it began.")})
    if not exit:
        raise ValidationError({"exit": _("Say why they left.")})
    how = {"until_on": last_on + timedelta(days=1), "exit": exit}
    return _written_anew(stay, Step.SIGNED_OUT, by=by, reason=reason, **how)


@transaction.atomic
def remove_end(stay: Stay, *, by: User, reason: str) -> Stay:
    """The last day was a mistake: they take part still.

    Raises ValidationError when none is written down, or when they have come back since.
    """
    hold(stay.member.case, may_be_closed=True)
    if stay.is_open:
        raise ValidationError(_("No last day is written down."))
    if stay.member.stays.current().filter(from_on__gt=stay.from_on).exists():
        raise ValidationError(_("They have come back since. It was left as it is."))
    return _written_anew(stay, Step.END_REMOVED, by=by, reason=reason, until_on=None, exit="")


@transaction.atomic
def say_not_begun(member: Member, *, by: User, why: str) -> None:
    """Why somebody of the target group does not take part. A first day to come that was agreed no longer stands.

    Raises ValidationError when they did take part.
    """
    hold(member.case, may_be_closed=True)
    rows = member.stays.current()
    if rows.filter(from_on__lte=clock.today()).exists():
        raise ValidationError(_("They have taken part. Write down their last day."))
    for stay in rows:
        stay.retract()
    before, member.not_begun = member.not_begun, why
    member.full_clean(exclude=["programme", "case", "recorded_by"])
    Member.objects.filter(pk=member.pk).update(not_begun=why)
    _record("member.changed", member, by=by, not_begun=[before, why])


def can_take_back(member: Member) -> bool:
    """Whether they may still be taken out again as a mistake: for an hour."""
    return member.taken_back_at is None and may_be_taken_back(member.recorded_at, clock.now())


@transaction.atomic
def take_back(member: Member, *, by: User) -> None:
    """Take out, within the hour, somebody who was added by mistake. Raises ValidationError after that."""
    hold(member.case, may_be_closed=True)
    rows = Member.objects.standing().filter(pk=member.pk)
    if not can_take_back(member) or not rows.update(taken_back_at=clock.now()):
        raise ValidationError(_("It can no longer be taken back. It was left as it is."))
    _record("member.taken_back", member, by=by)
