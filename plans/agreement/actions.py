"""Writing down what the young person answered."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold, within_life
from core import clock
from core.constraints import Taken
from plans.agreement.models import Agreement
from plans.agreement.reading import Standing, standing
from plans.plan.models import Plan


@transaction.atomic
def record_agreement(
    plan: Plan,
    *,
    by,
    answer: str,
    because="",
    on: date | None = None,
    where: str = Agreement.Where.OFFICE,
    present="",
    seen="",
) -> Agreement:
    """Write down that the young person was asked on the day ``on`` whether the plan is theirs, and what they answered.

    ``seen`` is the fingerprint of what the plan said when they were asked; without it, what it says now. Raises
    ValidationError beside the field: a no, or that they could not answer, without why; a yes to a plan in which there
    is nothing to say yes to; their own page, said by anybody else; a day outside the life of the case; and `Taken`
    when the plan has changed meanwhile.
    """
    on, because = on or clock.today(), because.strip()
    hold(plan.case)
    within_life(plan.case, asked_on=on)
    stands = standing(plan)
    _check(answer, because, stands, seen, is_own=_on_their_own_page(where, by))
    row = Agreement(
        plan=plan,
        answer=answer,
        because=because,
        asked_on=on,
        where=where,
        present=present.strip(),
        content=stands.content,
        plan_version=plan.version,
        by=by,
        recorded_at=clock.now(),
    )
    row.clean_fields(exclude=["plan", "by"])
    row.save(force_insert=True)
    changes = {"answer": [None, answer], "asked_on": [None, on]}
    trail.record("agreement.recorded", by=by, case_id=plan.case_id, obj=row, changes=changes)
    return row


def _on_their_own_page(where: str, by) -> bool:
    """Whether they answer by themselves. Raises ValidationError when anybody else says so, or they say otherwise."""
    is_own = where == Agreement.Where.PAGE
    if is_own != by.has_own_page:
        raise ValidationError({"where": _("Only the young person answers on their own page.")})
    return is_own


def _check(answer: str, because: str, stands: Standing, seen: str, *, is_own: bool) -> None:
    """Raise ValidationError, or `Taken`, for an answer that does not fit what the plan says now."""
    needs_why = answer == Agreement.Answer.NO or (answer == Agreement.Answer.COULD_NOT and not is_own)
    if needs_why and not because:
        raise ValidationError({"because": _("Write why, in the young person's own words.")})
    if seen and seen != stands.content:
        raise Taken(_("The plan was changed while you asked. Read it together once more, and save again."))
    if answer == Agreement.Answer.YES and not stands.can_be_agreed:
        raise ValidationError({"answer": nothing_to_agree()})


def nothing_to_agree() -> str:
    """Why nobody can say yes to a plan yet, in words."""
    return _("There is nothing to say yes to yet: write one small step, or a goal of now with a milestone.")
