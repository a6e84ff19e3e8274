"""Writing down an answer about wellbeing, and following up on a low one."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold
from cases.duty.clocks import working_calendar
from cases.models import Case
from core import clock
from core.constraints import Taken
from progress.measures.actions import begin, keep
from progress.measures.models import Voice
from progress.wellbeing import rules
from progress.wellbeing.instrument import instrument
from progress.wellbeing.models import ITEM_NAMES, WellbeingAnswer, WellbeingFollowUp


@transaction.atomic
def record_wellbeing(case: Case, answers: Sequence[int], *, by, on=None, **when) -> WellbeingAnswer:
    """Write down the five answers of the young person on the day ``on``, and what they come to.

    ``by`` is a guide to whom they were said, or the young person's own user; ``when`` is as of `record_scales`. A low
    number makes its follow-up in the same transaction: there is no low answer without one. Raises ValidationError for
    what are not five answers from 0 to 5, and for somebody too young for the questions; `Taken` when that day has an
    answer.
    """
    try:
        value = rules.score(answers)
    except ValueError:
        raise ValidationError(_("Answer all five, or write down that they would not answer.")) from None
    row = _begin(case, by=by, on=on, **when)
    for name, answer in zip(ITEM_NAMES, answers, strict=True):
        setattr(row, name, answer)
    row.score = value
    if rules.is_low(value):
        row.follow_up = _follow_up(case)
    keep(row)
    # The number is no business of the trail's: who reads the log need not read that.
    trail.record("wellbeing.answered", by=by, case_id=case.pk, obj=row)
    if row.follow_up_id:
        trail.record("wellbeing.follow_up_asked", by=by, case_id=case.pk, obj=row.follow_up)
    return row


@transaction.atomic
def decline_wellbeing(case: Case, *, by, on=None, **when) -> WellbeingAnswer:
    """Write down that they were asked and would not answer: that is a fact of its own, and no number."""
    row = _begin(case, by=by, on=on, **when)
    row.declined = True
    keep(row)
    trail.record("wellbeing.declined", by=by, case_id=case.pk, obj=row)
    return row


def _begin(case: Case, *, by, on, **when) -> WellbeingAnswer:
    row = WellbeingAnswer(form=instrument().version)
    begin(row, case, by=by, voice=Voice.YOUTH, on=on, **when)
    if case.person.age(row.measured_on) < rules.FROM_AGE:
        raise ValidationError(_("These questions are for those who are 9 and older."))
    return row


def _follow_up(case: Case) -> WellbeingFollowUp:
    """From the day it is written down, on which somebody first can act."""
    today = clock.today()
    by = working_calendar(today).add_working_days(today, 1)
    return WellbeingFollowUp.objects.create(case=case, asked_on=today, follow_up_by=by)


@transaction.atomic
def follow_up(row: WellbeingFollowUp, *, by, how: str, words: str) -> None:
    """Write down what was done about a low answer. It is the only way in which a follow-up ends.

    On a closed case too. Raises ValidationError without words of what was done, and `Taken` when somebody has
    followed up already.
    """
    words = words.strip()
    if how not in WellbeingFollowUp.How.values:
        raise ValidationError({"how": _("Say what was done.")})
    if not words:
        raise ValidationError({"words": _("Write what was done.")})
    hold(row.case, may_be_closed=True)
    row.how, row.words, row.done_by, row.done_at = how, words, by, clock.now()
    row.clean_fields(exclude=["case", "done_by"])
    values = {name: getattr(row, name) for name in ("how", "words", "done_by", "done_at")}
    if not WellbeingFollowUp.objects.filter(pk=row.pk, done_at=None).update(**values):
        raise Taken(_("Somebody has followed up already."))
    trail.record("wellbeing.followed_up", by=by, case_id=row.case_id, obj=row, changes={"how": [None, how]})
