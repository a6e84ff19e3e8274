"""Writing down scales: the young person's own, or the guide's. Never both in one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.models import Case
from core import clock
from progress.measures.actions import begin, keep
from progress.scales.models import LEAST, MOST, LifeArea, ScaleAnswer, ScaleRound
from progress.scales.steps import VERSION


@dataclass(frozen=True, slots=True)
class Said:
    """What was said about one area; ``now`` None is that they would not answer."""

    now: int | None
    wished: int | None = None
    because: str = ""


@transaction.atomic
def record_scales(case: Case, answers: Mapping[str, Said], *, by, voice: str, on=None, **when) -> ScaleRound:
    """Write down what one voice said, by the code of each area, on the day ``on``.

    ``by`` is a guide, or the young person's own user: then it is answered by themselves. ``when`` has ``occasion``,
    ``where`` and, of what was said to a guide, ``present``. The words are those that hold today. Raises
    ValidationError for no answer at all, an area that is not asked about and a number outside the scale; `Taken` when
    this voice has answered for that day.
    """
    areas = {area.code: area for area in LifeArea.objects.in_force(clock.today())}
    if not answers:
        raise ValidationError(_("Answer at least one of them, or write down that they would not answer."))
    if unknown := answers.keys() - areas.keys():
        raise ValidationError(_("Nobody is asked about this any more: %(code)s") % {"code": min(unknown)})
    if any(not _fits(said) for said in answers.values()):
        raise ValidationError(_("The scale goes from 1 to 10."))
    row = _round(case, by=by, voice=voice, on=on, declined=False, **when)
    made = [_answer(row, areas[code], said) for code, said in answers.items()]
    for answer in made:
        answer.clean_fields(exclude=["round", "area"])
    ScaleAnswer.objects.bulk_create(made)
    changes = {"voice": [None, voice], "on": [None, row.measured_on], "areas": [None, sorted(answers)]}
    trail.record("scales.answered", by=by, case_id=case.pk, obj=row, changes=changes)
    return row


@transaction.atomic
def decline_scales(case: Case, *, by, voice: str, on=None, **when) -> ScaleRound:
    """Write down that they were asked and would not answer: that is a fact of its own, and no number."""
    row = _round(case, by=by, voice=voice, on=on, declined=True, **when)
    trail.record("scales.declined", by=by, case_id=case.pk, obj=row, changes={"voice": [None, voice]})
    return row


def _round(case: Case, *, by, voice, on, declined: bool, **when) -> ScaleRound:
    row = ScaleRound(declined=declined)
    begin(row, case, by=by, voice=voice, on=on, **when)
    keep(row)
    return row


def _fits(said: Said) -> bool:
    numbers = [value for value in (said.now, said.wished) if value is not None]
    return all(LEAST <= value <= MOST for value in numbers) and (said.now is not None or said.wished is None)


def _answer(row: ScaleRound, area: LifeArea, said: Said) -> ScaleAnswer:
    return ScaleAnswer(
        round=row,
        area=area,
        code=area.code,
        form=VERSION,
        now=said.now,
        wished=said.wished,
        because=said.because.strip(),
        declined=said.now is None,
    )
