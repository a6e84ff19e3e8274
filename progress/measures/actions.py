"""What every measure is written with, and striking out one that was entered by mistake."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold, within_life
from cases.models import Case
from core import clock
from core.constraints import Taken
from progress.measures import rules
from progress.measures.models import AnsweredAs, Measure, Occasion, Voice, Where


def begin(
    made: Measure,
    case: Case,
    *,
    by,
    voice: str,
    on: date | None,
    occasion: str = Occasion.RHYTHM,
    where: str = Where.OFFICE,
    present: str = "",
) -> None:
    """Fill what every measure has; the case is held. ``by`` may be the young person's own user.

    Raises ValidationError for a closed case, a day outside its life, and a voice that is not theirs to answer in.
    """
    on = on or clock.today()
    hold(case)
    within_life(case, measured_on=on)
    answered_as = rules.answered_as(voice, is_staff=by.may_carry)
    if answered_as is None:
        raise ValidationError(_("Only the unit's own people answer as the guide."))
    made.case, made.by, made.measured_on, made.recorded_at = case, by, on, clock.now()
    made.voice, made.answered_as, made.occasion, made.where = Voice(voice), answered_as, occasion, where
    made.present = present.strip() if answered_as == AnsweredAs.SELF_TOLD else ""


def keep(made: Measure) -> None:
    """Write it. Raises `Taken` when this voice has one of that day already."""
    made.clean_fields(exclude=["case", "by"])
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if (
            not type(made)
            .objects.standing()
            .filter(case=made.case, voice=made.voice, measured_on=made.measured_on)
        ):
            raise
        words = _("That is written down for this day already. Strike it out first, if it is wrong.")
        raise Taken({"measured_on": words}) from error


@transaction.atomic
def strike_measure(row: Measure, *, by, because: str) -> None:
    """Strike out what was entered by mistake. It stays in the record and counts as nothing.

    A follow-up that a low answer asked for stays, until somebody has written down what was done. Raises
    ValidationError without a reason, and `Taken` when it is struck out already.
    """
    if not because.strip():
        raise ValidationError({"because": _("Say what was wrong.")})
    hold(row.case, may_be_closed=True)
    values = {"struck_at": clock.now(), "struck_by": by, "struck_because": because.strip()[:200]}
    if not type(row).objects.filter(pk=row.pk, struck_at=None).update(**values):
        raise Taken(_("It is struck out already."))
    for name, value in values.items():
        setattr(row, name, value)
    trail.record("measure.struck", by=by, case_id=row.case_id, obj=row)
