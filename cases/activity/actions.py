"""What the young person is under way with: say, correct, end, confirm and take back; and letting a case rest."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.activity import rules as activity_rules
from cases.activity.models import ActivityPeriod, StallRest
from cases.casefile.actions import set_columns
from cases.casefile.holding import begun_by, hold, within_life
from cases.casefile.models import Activity, Case
from cases.duty.actions import apply_activity_to_duty
from core import clock
from core.limits import limit

# What `change_activity` may change.
ACTIVITY_FIELDS = (
    "activity",
    "place",
    "partner",
    "hours_per_week",
    "from_on",
    "until_on",
    "expected_until",
    "under_plan",
)


def refresh_activity(case: Case) -> None:
    """Write on the case what its present activities say together."""
    now = activity_rules.standing(case.activity_periods.present())
    set_columns(
        case,
        activity=now.activity,
        activity_confirmed_on=now.confirmed_on,
        activity_clash=now.clash,
        activity_under_plan=now.under_plan,
    )


def _write(case: Case, activity: str, *, by, on: date, until: date | None = None, **facts) -> ActivityPeriod:
    """A new row. Saying it confirms it: on the day it began or the last day it went on, unless ``facts`` say when."""
    row = ActivityPeriod(
        case=case,
        activity=activity,
        from_on=on,
        until_on=until,
        confirmed_by=by,
        recorded_by=by,
        recorded_at=clock.now(),
        **{"confirmed_on": until or on} | facts,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def set_activity(case: Case, activity: str, *, by, on: date | None = None, **facts) -> None:
    """Say what the young person is under way with from the day ``on``, in place of everything before.

    Saying it confirms it; ``facts`` are further columns. Raises ValidationError for a day to come.
    """
    on = on or clock.today()
    hold(case)
    begun_by(case, on=on)
    old = case.activity
    for present in case.activity_periods.present():
        present.end(by=by, on=on)
    _write(case, activity, by=by, on=on, **facts)
    refresh_activity(case)
    trail.record("case.activity_set", by=by, case_id=case.pk, obj=case, changes={"activity": [old, activity]})
    apply_activity_to_duty(case, activity, by=by, on=on)


@transaction.atomic
def add_activity(
    case: Case, activity: str, *, by, on: date | None = None, until: date | None = None, **facts
) -> ActivityPeriod:
    """Say that the young person is under way with this too, beside what goes on; what was unknown is so no longer.

    ``until`` is the first day it no longer went on; ``facts`` are further columns.
    Raises ValidationError for a day to come, or an end too early.
    """
    on = on or clock.today()
    hold(case)
    _days(case, on, until)
    if until is None:
        _end_unknown(case, by, on)
    row = _write(case, activity, by=by, on=on, until=until, **facts)
    refresh_activity(case)
    changes = {"activity": [None, activity]}
    trail.record("case.activity_added", by=by, case_id=case.pk, obj=row, changes=changes)
    if until is None:
        apply_activity_to_duty(case, activity, by=by, on=on)
    return row


def _days(case: Case, on: date, until: date | None) -> None:
    begun_by(case, on=on)
    within_life(case, until=until)
    _in_order(on, until)


def _in_order(on: date, until: date | None) -> None:
    if until is not None and until < on:
        raise ValidationError({"until": _("The last day is before the first.")})


def _end_unknown(case: Case, by, on: date) -> None:
    for present in case.activity_periods.present().filter(activity=Activity.UNKNOWN):
        present.end(by=by, on=on)


def _fresh_row(row: ActivityPeriod) -> ActivityPeriod:
    """The row, if it still is what we hold to be true.

    Raises ValidationError when somebody has written it anew meanwhile.
    """
    held = ActivityPeriod.objects.current().filter(pk=row.pk).first()
    if held is None:
        raise ValidationError(_("Somebody has changed this activity meanwhile. Look at it once more."))
    return held


@transaction.atomic
def change_activity(
    row: ActivityPeriod, *, by, values: Mapping, confirm: bool = False, on: date | None = None
) -> ActivityPeriod:
    """Correct what was written about an activity (`ACTIVITY_FIELDS`); what was known before stays readable.

    With ``confirm`` it is also said to be true on the day ``on``. Raises ValidationError for a day to come, an end
    before the beginning, or when somebody has written it anew meanwhile.
    """
    on = on or clock.today()
    hold(row.case)
    row = _fresh_row(row)
    old = {name: getattr(row, name) for name in ACTIVITY_FIELDS}
    changes = trail.changed(old, {name: values[name] for name in ACTIVITY_FIELDS if name in values})
    new = old | dict(values)
    _days(row.case, new["from_on"], new["until_on"])
    written = {name: values[name] for name in changes}
    if confirm and new["until_on"] is None and row.confirmed_on < on:
        written |= {"confirmed_on": on, "confirmed_by": by}
        changes["confirmed_on"] = [row.confirmed_on, on]
    if not written:
        return row
    written = {f"{k}_id" if k in ("partner", "confirmed_by") else k: _key(v) for k, v in written.items()}
    fresh = row.supersede(by=by, **written)
    refresh_activity(row.case)
    trail.record("case.activity_changed", by=by, case_id=row.case_id, obj=fresh, changes=changes)
    return fresh


def _key(value):
    return getattr(value, "pk", value)


@transaction.atomic
def end_activity(row: ActivityPeriod, *, by, on: date | None = None, then_nothing: bool = False) -> None:
    """Say that it ended: ``on`` is the first day it no longer goes on.

    With ``then_nothing`` nothing has taken its place.

    Raises ValidationError for a day to come or before the beginning, when it has ended already, or when something
    else goes on and nothing is said to.
    """
    on = on or clock.today()
    hold(row.case)
    within_life(row.case, on=on)
    row = _fresh_row(row)
    if row.until_on is not None:
        raise ValidationError(_("It has already ended."))
    _in_order(row.from_on, on)
    row.end(by=by, on=on)
    if then_nothing:
        if row.case.activity_periods.present().exists():
            raise ValidationError(_("Something else goes on, so the young person is not without anything."))
        _write(row.case, Activity.NONE, by=by, on=on)
    refresh_activity(row.case)
    trail.record(
        "case.activity_ended",
        by=by,
        case_id=row.case_id,
        obj=row,
        changes={"activity": [row.activity, Activity.NONE if then_nothing else None], "until_on": [None, on]},
    )
    if then_nothing:
        apply_activity_to_duty(row.case, Activity.NONE, by=by, on=on)


@transaction.atomic
def confirm_activity(case: Case, *, by, on: date | None = None, row: ActivityPeriod | None = None) -> None:
    """Say that the young person still is under way with the same: with everything that goes on, or with ``row``
    alone.

    Raises ValidationError when nothing is known to confirm, or when “nothing” stands beside something: both cannot
    be true.
    """
    on = on or clock.today()
    hold(case)
    present = list(case.activity_periods.present().exclude(activity=Activity.UNKNOWN))
    if row is not None:
        present = [held for held in present if held.pk == row.pk]
    if not present:
        raise ValidationError(_("Nothing is known to confirm. Say what the young person is under way with."))
    if row is None and activity_rules.clash(present) == "nothing":
        raise ValidationError(_("“Nothing” stands beside something else. Say which of them is true."))
    old = case.activity_confirmed_on
    older = [held for held in present if held.confirmed_on < on]
    if not older:
        return
    for held in older:
        held.supersede(by=by, confirmed_on=on, confirmed_by_id=by.pk)
    refresh_activity(case)
    trail.record(
        "case.activity_confirmed", by=by, case_id=case.pk, obj=case, changes={"confirmed_on": [old, on]}
    )
    if any(held.activity == Activity.NONE for held in older):
        apply_activity_to_duty(case, Activity.NONE, by=by, on=on)


@transaction.atomic
def let_rest(case: Case, *, by, until: date, reason: str, on: date | None = None) -> StallRest:
    """Let the case rest until the day ``until``, on which it is proposed again if nothing has happened.

    It takes the place of an earlier rest.

    Raises ValidationError without a reason, for a day that is not to come, or one further away than the limit
    ``rest_days``.
    """
    on = on or clock.today()
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, in a few words.")})
    if until <= on:
        raise ValidationError({"until": _("Choose a day that is to come.")})
    most = limit("rest_days", on=on)
    if until > on + timedelta(days=most):
        raise ValidationError(
            {"until": _("At most %(n)s days ahead: then somebody looks again.") % {"n": most}}
        )
    hold(case)
    _end_rests(case, by=by, on=on)
    rest = StallRest(
        case=case, reason=reason.strip(), from_on=on, until_on=until, recorded_by=by, recorded_at=clock.now()
    )
    rest.save(force_insert=True)
    set_columns(case, stall_rests_until=until)
    trail.record(
        "case.let_rest", by=by, case_id=case.pk, obj=rest, purpose=reason, changes={"until": [None, until]}
    )
    return rest


@transaction.atomic
def stop_rest(case: Case, *, by, on: date | None = None) -> None:
    """The case rests no longer. Nothing happens when it does not."""
    on = on or clock.today()
    hold(case)
    if not _end_rests(case, by=by, on=on):
        return
    old = case.stall_rests_until
    set_columns(case, stall_rests_until=None)
    trail.record("case.rest_ended", by=by, case_id=case.pk, obj=case, changes={"until": [old, None]})


def _end_rests(case: Case, *, by, on: date) -> int:
    """End the rests that hold on the day ``on`` or later; returns how many."""
    rows = list(case.stall_rests.current().filter(until_on__gt=on))
    for row in rows:
        row.end(by=by, on=on)
    return len(rows)


@transaction.atomic
def take_back_confirmation(case: Case, *, by) -> None:
    """Take back one's own confirmation of today: each activity was confirmed when it was before.

    Raises ValidationError for somebody else's, an earlier day's, or when something else was said meanwhile.
    """
    hold(case)
    old, taken_back = case.activity_confirmed_on, 0
    for present in case.activity_periods.present():
        if before := _confirmed_before(present, by):
            present.supersede(by=by, confirmed_on=before.confirmed_on, confirmed_by_id=before.confirmed_by_id)
            taken_back += 1
    if not taken_back:
        raise ValidationError(_("There is nothing of yours to take back any more."))
    refresh_activity(case)
    trail.record(
        "case.confirmation_taken_back",
        by=by,
        case_id=case.pk,
        obj=case,
        changes={"confirmed_on": [old, case.activity_confirmed_on]},
    )


def _confirmed_before(present: ActivityPeriod, by) -> ActivityPeriod | None:
    """The row as it was before one's own confirmation of today, or None when there is none to take back."""
    today = clock.today()
    if (
        present.recorded_by_id != by.pk
        or present.confirmed_on != today
        or clock.local_date(present.recorded_at) != today
    ):
        return None
    rows = ActivityPeriod.objects.filter(
        case=present.case_id,
        superseded_at=present.recorded_at,
        from_on=present.from_on,
        activity=present.activity,
        partner=present.partner_id,
        place=present.place,
        until_on=None,
    )
    return rows.exclude(confirmed_on=today).first()
