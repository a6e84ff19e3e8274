"""The duty of 15–17-year-olds: what starts and ends its clocks, why one was missed, and exemptions."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases import limits
from cases.casefile.holding import hold
from cases.casefile.models import Activity, Case
from cases.duty import clocks as duty
from cases.duty.models import BreachReason, DutyBreach, DutyDecision, DutyExemption
from core import clock
from core.constraints import Taken
from core.templatetags.kui import day as in_words


def running_breach(case: Case, on: date | None = None) -> DutyBreach | None:
    """The breach whose clocks are not over, or None. One query."""
    on = on or clock.today()
    for contact, activity in duty.clocks([case], on).get(case.pk, ()):
        over = [contact.stopped_on, activity.stopped_on, contact.breach.active_on]
        if not any(day is not None and day <= on for day in over):
            return contact.breach
    return None


def is_exempt(case: Case, on: date) -> bool:
    """Whether the young person is exempted from the duty on the day ``on``."""
    return case.exemptions.current().holding(on).exists()


def _refuse_breach(case: Case, learned_on: date) -> None:
    """Raise ValidationError when no clock can begin on the day."""
    if learned_on > clock.today():
        raise ValidationError({"learned_on": _("That day has not come yet.")})
    if learned_on < case.opened_on:
        raise ValidationError({"learned_on": _("The case was opened later than that.")})
    if not limits.has_education_duty(case.person.birth_date, learned_on):
        raise ValidationError({"learned_on": _("The young person was not under the duty on that day.")})
    if is_exempt(case, learned_on):
        raise ValidationError({"learned_on": _("The young person was exempted from the duty on that day.")})


@transaction.atomic
def report_breach(case: Case, *, by, how: str, learned_on: date | None = None, note: str = "") -> DutyBreach:
    """Write that we learned on a day (today) that the plan is not followed; the clocks run from that day.

    Raises ValidationError when the duty does not apply on that day, or when the clocks of an earlier breach still run.
    """
    learned_on = learned_on or clock.today()
    hold(case)  # two at once make one
    _refuse_breach(case, learned_on)
    earlier = running_breach(case)
    if earlier:
        raise ValidationError(
            _("Limits run already, since we learned on %(day)s.") % {"day": in_words(earlier.learned_on)}
        )
    return _write(DutyBreach(case=case, learned_on=learned_on, how=how, note=note.strip()), by=by)


def _write(breach: DutyBreach, *, by, action: str = "duty.breach", **changes) -> DutyBreach:
    """Save a row and say so on the trail. Raises ValidationError when there is one of that day."""
    breach.recorded_by, breach.recorded_at = by, clock.now()
    try:
        with transaction.atomic():
            breach.save(force_insert=True)
    except IntegrityError:
        raise ValidationError(
            {"learned_on": _("It is written already that we learned it that day.")}
        ) from None
    changes = changes or {"learned_on": [None, breach.learned_on], "how": [None, breach.how]}
    trail.record(action, by=by, case_id=breach.case_id, obj=breach, changes=changes)
    return breach


def _supersede(breach: DutyBreach, *, by, action: str, **values) -> DutyBreach:
    """Write the row anew with ``values`` changed; its reasons go along."""
    if not DutyBreach.objects.filter(pk=breach.pk, superseded_at=None).update(superseded_at=clock.now()):
        raise Taken(_("Somebody has changed this meanwhile. Look at it again."))
    names = ("case_id", "learned_on", "how", "note", "followed_on", "mistake")
    copied = {name: getattr(breach, name) for name in names}
    changes = trail.changed(copied, values)
    successor = _write(DutyBreach(**(copied | values)), by=by, action=action, **changes)
    hold(breach.case, may_be_closed=True)
    BreachReason.objects.filter(breach=breach).update(breach=successor)
    return successor


@transaction.atomic
def correct_breach(breach: DutyBreach, *, by, learned_on: date, how: str, note: str = "") -> DutyBreach:
    """Correct when and how we learned it; the old row is kept. Raises ValidationError as `report_breach` does."""
    if (learned_on, how, note.strip()) == (breach.learned_on, breach.how, breach.note):
        return breach
    _refuse_breach(breach.case, learned_on)
    return _supersede(
        breach, by=by, action="duty.corrected", learned_on=learned_on, how=how, note=note.strip()
    )


@transaction.atomic
def take_back_breach(breach: DutyBreach, *, by, why: str) -> DutyBreach:
    """Say that it was a mistake, and why: neither clock ran. Raises ValidationError without a reason."""
    if not why.strip():
        raise ValidationError({"why": _("Say why it was a mistake.")})
    return _supersede(breach, by=by, action="duty.mistake", mistake=why.strip())


@transaction.atomic
def follow_again(breach: DutyBreach, *, by, on: date | None = None) -> DutyBreach:
    """The young person follows the plan again from the day ``on`` (today), with no new activity.

    Clocks still running stop.
    """
    on = on or clock.today()
    if on > clock.today():
        raise ValidationError({"on": _("That day has not come yet.")})
    if on < breach.learned_on:
        raise ValidationError({"on": _("That is before we learned it. If it was a mistake, say so instead.")})
    return _supersede(breach, by=by, action="duty.followed", followed_on=on)


@transaction.atomic
def explain_missed(breach: DutyBreach, which: str, *, by, why: str, text: str = "") -> BreachReason:
    """Say why a limit was missed; an earlier reason is kept. Raises ValidationError when it was not missed."""
    pairs = duty.clocks([breach.case], clock.today()).get(breach.case_id, ())
    missed = any(
        c.breach.pk == breach.pk and c.which == which and c.is_missed for pair in pairs for c in pair
    )
    if not missed:
        raise ValidationError(_("This limit was not missed."))
    if why == BreachReason.Why.OTHER and not text.strip():
        raise ValidationError({"text": _("Say what it was.")})
    BreachReason.objects.filter(breach=breach, which=which, superseded_at=None).update(
        superseded_at=clock.now()
    )
    reason = BreachReason(
        breach=breach, which=which, why=why, text=text.strip(), recorded_by=by, recorded_at=clock.now()
    )
    reason.save(force_insert=True)
    trail.record(
        "duty.explained", by=by, case_id=breach.case_id, obj=breach, changes={str(which): [None, str(why)]}
    )
    return reason


@transaction.atomic
def exempt(exemption: DutyExemption, *, by) -> DutyExemption:
    """Write that the young person is exempted from the duty for a time. Raises ValidationError when it is not valid."""
    hold(exemption.case, may_be_closed=True)
    exemption.recorded_by, exemption.recorded_at = by, clock.now()
    exemption.full_clean()
    if exemption.custody_heard_on > clock.today():
        raise ValidationError({"custody_heard_on": _("That day has not come yet.")})
    overlapping = exemption.case.exemptions.current().exclude(until_on__lte=exemption.from_on)
    if exemption.until_on:
        overlapping = overlapping.filter(from_on__lt=exemption.until_on)
    if overlapping.exists():
        raise ValidationError({"from_on": _("The young person is exempted already in that time.")})
    exemption.save(force_insert=True)
    trail.record(
        "duty.exempted",
        by=by,
        case_id=exemption.case_id,
        obj=exemption,
        changes={"from_on": [None, exemption.from_on], "until_on": [None, exemption.until_on]},
    )
    return exemption


@transaction.atomic
def end_exemption(exemption: DutyExemption, *, by, on: date | None = None) -> DutyExemption:
    """The duty applies again from the day ``on`` (today)."""
    ended = exemption.end(by=by, on=on or clock.today())
    trail.record("duty.exemption_ended", by=by, case_id=exemption.case_id, obj=ended)
    return ended


@transaction.atomic
def record_decision(decision: DutyDecision, *, by) -> DutyDecision:
    """Write down what the authority decided about the duty. Raises ValidationError when it is not valid."""
    decision.recorded_by, decision.recorded_at = by, clock.now()
    decision.full_clean()
    if decision.decided_on > clock.today():
        raise ValidationError({"decided_on": _("That day has not come yet.")})
    decision.save(force_insert=True)
    changes = {"kind": [None, decision.kind], "decided_on": [None, decision.decided_on]}
    trail.record("duty.decided", by=by, case_id=decision.case_id, obj=decision, changes=changes)
    return decision


@transaction.atomic
def take_back_decision(decision: DutyDecision, *, by, why: str) -> None:
    """Say that the row was a mistake; it stays, marked. Sent twice it is done once."""
    if DutyDecision.objects.filter(pk=decision.pk, mistake="").update(mistake=why):
        trail.record("duty.decision_mistaken", by=by, case_id=decision.case_id, obj=decision)


def apply_activity_to_duty(case: Case, activity: str, *, by, on: date) -> None:
    """What an activity means for the clocks, in the caller's transaction.

    "Nothing" is how the unit most often learns that the plan is not followed: the clocks run from today, the day on
    which it was said. A new activity is seen by itself; one that turns out to have begun before we learned means
    that the plan is followed again.
    """
    today = clock.today()
    if case.is_closed or not limits.has_education_duty(case.person.birth_date, today):
        return
    if activity == Activity.UNKNOWN:
        return
    running = running_breach(case, today)
    if activity != Activity.NONE:
        if running is not None and on < running.learned_on:
            follow_again(running, by=by, on=today)
        return
    known = case.breaches.current().filter(learned_on=today, mistake="")
    if running is None and case.opened_on <= today and not is_exempt(case, today) and not known.exists():
        report_breach(case, by=by, how=DutyBreach.How.ACTIVITY, learned_on=today)


def breaches_for_imported(cases: Iterable[Case], *, by, recorded: dict) -> list[DutyBreach]:
    """Rows for cases that come in from a list with "nothing": the clocks run from the day of the import. Not saved."""
    today = clock.today()
    return [
        DutyBreach(case=case, learned_on=today, how=DutyBreach.How.ACTIVITY, **recorded)
        for case in cases
        if case.activity == Activity.NONE and limits.has_education_duty(case.person.birth_date, today)
    ]
