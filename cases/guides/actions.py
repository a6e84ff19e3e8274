"""Who carries a case, how heavy it is, and what guides know about; and taking an assignment back."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from cases.access.actions import keep_in_sight
from cases.casefile.actions import set_columns, set_status
from cases.casefile.holding import hold, within_life
from cases.casefile.models import Assignment, Case, Status, StatusPeriod
from cases.guides.models import CaseWeight, GuideKnowledge, GuideProfile
from core import clock
from core.dated import take_back
from core.templatetags.kui import day as in_words
from core.versions import save_versioned


@transaction.atomic
def assign(case: Case, user, *, by, on: date | None = None, kind=Assignment.Kind.GUIDE) -> None:
    """Give the case to ``user`` as guide or deputy from the day ``on``; a deputy may be None, a guide may not.

    A new guide ends a cover, and is no longer the deputy as well. A waiting case starts running. Raises
    ValidationError for somebody who is not an active guide or leader of the unit, for the guide as their own deputy,
    for a closed case, and for a day to come, before the case was opened, or on which somebody else carried it;
    core.constraints.Taken when somebody has given the case to somebody else since it was read.
    """
    on = on or clock.today()
    hold(case, rests_on=("guide_id", "deputy_id"))
    if user is None and kind == Assignment.Kind.GUIDE:
        raise ValidationError(_("A case cannot be without a guide once it runs."))
    if user is not None and not (user.may_carry and user.unit_id == case.unit_id):
        raise ValidationError(_("Choose an active guide of the unit."))
    if user is not None and kind == Assignment.Kind.DEPUTY and user.pk == case.guide_id:
        raise ValidationError(_("The guide cannot be their own deputy."))
    before = case.guide if kind == Assignment.Kind.GUIDE else case.deputy
    if before == user:
        return
    within_life(case, on=on)
    _not_carried(case, kind, on)
    active = case.assignments.current().filter(kind=kind, until_on=None).first()
    if active:
        active.end(by=by, on=on)
    if user is not None:
        case.assignments.create(user=user, kind=kind, from_on=on, recorded_by=by)
    if kind == Assignment.Kind.GUIDE:
        # A new guide is there now: whoever covered for the former one, or stood in, need not both be named.
        end_cover(case, by=by, on=on)
        if case.deputy_id == user.pk:
            assign(case, None, by=by, on=on, kind=Assignment.Kind.DEPUTY)
    set_columns(case, **{"guide" if kind == Assignment.Kind.GUIDE else "deputy": user})
    trail.record("case.assigned", by=by, case_id=case.pk, obj=case, changes={str(kind): [before, user]})
    if case.status == Status.WAITING and kind == Assignment.Kind.GUIDE:
        set_status(case, Status.RUNNING, by=by, on=on)


def _not_carried(case: Case, kind: str, on: date) -> None:
    """Raise ValidationError for a day on which somebody else is written down as guide, or as deputy."""
    days = case.assignments.current().filter(kind=kind).values_list("from_on", "until_on")
    latest = max((until or begun for begun, until in days), default=on)
    if on < latest:
        words = _("Somebody is written down until %(day)s. Choose that day or a later one.")
        raise ValidationError({"on": words % {"day": in_words(latest)}})


@transaction.atomic
def release(case: Case, *, by, reason="", on: date | None = None) -> None:
    """Let the case be without a guide from the day ``on``: a running one waits for the next one.

    For a guide who has stopped and whom nobody follows yet; raises ValidationError for one who can act, a closed
    case, or a shielded one that nobody would see.
    """
    on = on or clock.today()
    if case.is_closed or case.has_guide:
        raise ValidationError(_("A case cannot be without a guide once it runs."))
    former = case.guide
    active = case.assignments.current().filter(kind=Assignment.Kind.GUIDE, until_on=None)
    active = active.select_for_update().first()
    if active:
        active.end(by=by, on=on)
    end_cover(case, by=by, on=on)
    if case.status == Status.RUNNING:
        set_status(case, Status.WAITING, by=by, on=on, note=reason)
    set_columns(case, guide=None)
    keep_in_sight(case)
    changes = {"guide": [former, None]}
    trail.record("case.released", by=by, case_id=case.pk, obj=case, purpose=reason, changes=changes)


@transaction.atomic
def end_cover(case: Case, *, by, on: date | None = None) -> bool:
    """End the present or coming cover: ``on`` is the first day it no longer holds. False when there is none to end."""
    today = clock.today()
    on = max(on or today, today)  # the days that have passed were covered
    hold(case, may_be_closed=True)
    row = case.assignments.current().filter(kind=Assignment.Kind.COVER, until_on__gt=today).first()
    if row is not None:
        if row.from_on >= on:
            row.retract()
        else:
            row.end(by=by, on=on)
    if case.cover_id is None:
        return row is not None
    covering = case.cover_id
    set_columns(case, cover=None, cover_from=None, cover_until=None)
    if row is not None:
        changes = {"cover": [covering, None], "on": on}
        trail.record("case.cover_ended", by=by, case_id=case.pk, obj=case, changes=changes)
    return row is not None


def cover_again(case: Case, since: datetime, until: datetime, *, by) -> None:
    """The cover that an act of those moments ended goes on for what is left of its days: the act is taken back."""
    covers = case.assignments.filter(kind=Assignment.Kind.COVER)
    for row in take_back(covers, since, until, by=by):
        if row.until_on > clock.today():
            set_columns(case, cover=row.user, cover_from=row.from_on, cover_until=row.until_on)
            trail.record(
                "case.covered", by=by, case_id=case.pk, obj=case, changes={"cover": [None, row.user]}
            )


UNDO_WINDOW = timedelta(hours=1)


@transaction.atomic
def weigh_case(case: Case, weight: int | None, *, by, reason="", on: date | None = None) -> bool:
    """Say how heavy a case is from the day ``on`` (1 to 3); None lets the weight follow from the facts again.

    Whether it says anything new: another weight, or another reason for the same.
    """
    on = on or clock.today()
    hold(case)
    present = case.weights.current().filter(until_on=None).first()
    before = present.weight if present else None
    if weight == before and (present is None or reason == present.reason):
        return False
    if present:
        present.end(by=by, on=on)
    if weight is not None:
        row = CaseWeight(case=case, weight=weight, reason=reason, from_on=on, recorded_by=by)
        row.full_clean(validate_constraints=False)
        row.save(force_insert=True)
    trail.record("case.weighed", by=by, case_id=case.pk, obj=case, changes={"weight": [before, weight]})
    return True


@transaction.atomic
def describe_guide(
    user, *, by, knowledge, works_with_intake: bool, qualification: str, expected_version: int
) -> None:
    """Say what a guide knows about, their guidance qualification, and whether they work with inquiries.

    Raises core.versions.Conflict when the user's card was changed meanwhile, ValidationError for somebody of
    another unit.
    """
    if user.unit_id != by.unit_id or not (user.is_guide or user.is_leader):
        raise ValidationError(_("Choose an active guide of the unit."))
    today = clock.today()
    rows = {row.knowledge_id: row for row in user.knowledge.current().filter(until_on=None)}
    wanted = {field.pk for field in knowledge}
    for pk in rows.keys() - wanted:
        rows[pk].end(by=by, on=today)
    for pk in sorted(wanted - rows.keys()):
        GuideKnowledge.objects.create(user=user, knowledge_id=pk, from_on=today, recorded_by=by)
    profile = GuideProfile.objects.get_or_create(user=user)[0]
    old = {
        "knowledge": sorted(rows),
        "works_with_intake": profile.works_with_intake,
        "qualification": user.qualification,
    }
    new = {
        "knowledge": sorted(wanted),
        "works_with_intake": works_with_intake,
        "qualification": qualification,
    }
    changes = trail.changed(old, new)
    GuideProfile.objects.filter(pk=profile.pk).update(works_with_intake=works_with_intake)
    user.qualification = qualification
    save_versioned(user, expected_version, ["qualification"])
    if changes:
        trail.record("guide.described", by=by, obj=user, changes=changes)


@transaction.atomic
def undo_assign(case: Case, *, by, kind=Assignment.Kind.GUIDE) -> None:
    """Take back the latest assignment of ``kind``, within an hour and by whoever made it.

    Who carried the case before does again, and nobody as guide and deputy both. What was recorded stays as what we
    knew meanwhile. Raises ValidationError when it is too late, somebody else made it, or the case has moved on since.
    """
    hold(case)
    present = case.assignments.current().filter(kind=kind, until_on=None).first()
    if present is None or present.recorded_by_id != by.pk or present.recorded_at < clock.now() - UNDO_WINDOW:
        raise ValidationError(_("It can only be undone within an hour, by whoever did it."))
    before = (
        case.assignments.current()
        .filter(
            kind=kind, until_on__isnull=False, recorded_at__gte=present.recorded_at - timedelta(seconds=5)
        )
        .order_by("-recorded_at", "-pk")
        .first()
    )
    if before is not None and kind == Assignment.Kind.DEPUTY and before.user_id == case.guide_id:
        before = None  # the guide meanwhile
    if before is None and kind == Assignment.Kind.GUIDE:
        end_cover(case, by=by)
        _stop_running(case, since=present.recorded_at, by=by)
    present.retract()
    if kind == Assignment.Kind.GUIDE:
        end_cover(case, by=by)
    if before is not None:
        before.supersede(by=by, until_on=None)
        if kind == Assignment.Kind.GUIDE:
            cover_again(case, present.recorded_at, present.recorded_at + timedelta(seconds=5), by=by)
    user = User.objects.get(pk=before.user_id) if before is not None else None
    if user is not None and kind == Assignment.Kind.GUIDE and case.deputy_id == user.pk:
        assign(case, None, by=by, kind=Assignment.Kind.DEPUTY)
    set_columns(case, **{"guide" if kind == Assignment.Kind.GUIDE else "deputy": user})
    changes = {str(kind): [present.user_id, user]}
    trail.record("case.assign_undone", by=by, case_id=case.pk, obj=case, changes=changes)


def _stop_running(case: Case, *, since, by) -> None:
    """Let a case that began to run by an assignment wait again."""
    running = case.status_periods.current().filter(until_on=None).first()
    waited = (
        case.status_periods.current()
        .filter(status=Status.WAITING, until_on__isnull=False, recorded_at__gte=since - timedelta(seconds=5))
        .order_by("-recorded_at", "-pk")
        .first()
    )
    if (
        running is None
        or running.status != Status.RUNNING
        or waited is None
        or not Case.objects.filter(pk=case.pk, status=Status.RUNNING).update(
            status=Status.WAITING, status_since=waited.from_on, guide=None
        )
    ):
        raise ValidationError(_("The case has moved on since; assign it anew instead."))
    running.retract()
    StatusPeriod.objects.get(pk=waited.pk).supersede(by=by, until_on=None)
    case.status, case.status_since, case.guide = Status.WAITING, waited.from_on, None
