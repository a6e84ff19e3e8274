"""Keeping the requirements of the ages, and confirming what no fact tells."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.models import Case
from core import clock
from workspace.transitions.models import TransitionConfirmation, TransitionRule


@transaction.atomic
def add_transition_rule(rule: TransitionRule, *, by) -> TransitionRule:
    """Add a requirement from its day. Raises ValidationError when it is not valid, or the same one holds already."""
    rule.recorded_by, rule.recorded_at = by, clock.now()
    for name in ("source", "text_da", "text_en"):
        setattr(rule, name, getattr(rule, name).strip())
    rule.full_clean()
    same = TransitionRule.objects.filter(months=rule.months, text_da=rule.text_da, check_by=rule.check_by)
    if same.exclude(valid_until__lte=rule.valid_from).exists():
        raise ValidationError({"text_da": _("This is required at that age already.")})
    rule.save(force_insert=True)
    trail.record(
        "transition_rule.added",
        by=by,
        obj=rule,
        purpose=rule.source,
        changes={
            "months": [None, rule.months],
            "text": [None, rule.text_da],
            "valid_from": [None, rule.valid_from],
        },
    )
    return rule


@transaction.atomic
def end_transition_rule(rule: TransitionRule, *, by, on: date) -> None:
    """Let a requirement hold no more from the day ``on``.

    Raises ValidationError before its own first day, or when it has ended.
    """
    if on < rule.valid_from:
        raise ValidationError({"on": _("That is before it began.")})
    if not TransitionRule.objects.filter(pk=rule.pk, valid_until=None).update(valid_until=on):
        raise ValidationError({"on": _("It has ended already.")})
    rule.valid_until = on
    trail.record("transition_rule.ended", by=by, obj=rule, changes={"valid_until": [None, on]})


@transaction.atomic
def confirm_transition(
    case: Case, rule: TransitionRule, *, by, on: date | None = None, note: str = ""
) -> TransitionConfirmation:
    """Confirm that what the rule requires is in place for the young person.

    Raises ValidationError for what is computed from facts, and for a day to come. Confirming twice is confirming once.
    """
    on = on or clock.today()
    if rule.check_by != TransitionRule.Check.CONFIRMED:
        raise ValidationError(_("This is seen from what is written about the young person; nobody ticks it."))
    if on > clock.today():
        raise ValidationError({"on": _("That day has not come yet.")})
    row = TransitionConfirmation(
        case=case, rule=rule, on=on, note=note.strip(), recorded_by=by, recorded_at=clock.now()
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return case.transition_confirmations.get(rule=rule, superseded_at=None)
    trail.record(
        "transition.confirmed",
        by=by,
        case_id=case.pk,
        obj=row,
        changes={"rule": [None, rule.pk], "on": [None, on]},
    )
    return row


@transaction.atomic
def take_back_transition(row: TransitionConfirmation, *, by) -> None:
    """Take a confirmation back; the row is kept."""
    rows = TransitionConfirmation.objects.filter(pk=row.pk, superseded_at=None)
    if rows.update(superseded_at=clock.now()):
        trail.record("transition.taken_back", by=by, case_id=row.case_id, obj=row)
