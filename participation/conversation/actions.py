"""Saying something about a goal or a milestone, and having read what the other side said."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from cases.casefile.holding import hold, within_life
from core import clock
from participation.conversation.models import How, Remark, Voice
from plans.models import Goal, Milestone


def about(part: Goal | Milestone) -> dict:
    """The columns that say which part of the plan it is about."""
    return {"goal": part} if isinstance(part, Goal) else {"milestone": part}


@transaction.atomic
def say(
    part: Goal | Milestone, text: str, *, by, voice: str = Voice.STAFF, how: str = "", on: date | None = None
) -> Remark:
    """Write down what was said about ``part`` on the day ``on``; ``how`` is needed for the young person's own words.

    Who answers has read what the other side wrote. Raises ValidationError for an empty text, for words of theirs
    without how, and for a day to come or outside the life of the case.
    """
    case, on, now = part.plan.case, on or clock.today(), clock.now()
    hold(case)
    within_life(case, said_on=on)
    if voice == Voice.YOUTH and not how:
        raise ValidationError({"how": _("Say how the young person said it.")})
    # What was told has been heard; what they wrote on their own page waits for its reader.
    heard = now if voice == Voice.YOUTH and how != How.PAGE else None
    row = Remark(
        case=case, voice=voice, how=how, text=text.strip(), said_on=on, by=by, recorded_at=now, read_at=heard,
        **about(part),
    )  # fmt: skip
    row.clean_fields(exclude=["case", "goal", "milestone", "by"])
    row.save(force_insert=True)
    trail.record("conversation.said", by=by, case_id=case.pk, obj=row, changes={"voice": [None, voice]})
    if voice == Voice.YOUTH:
        _read(part, Voice.STAFF)
    if how != How.PAGE:
        _read(part, Voice.YOUTH)
    return row


def say_oneself(part: Goal | Milestone, text: str, *, by) -> Remark:
    """The young person, ``by``, writes on their own page. Raises as `say` does."""
    return say(part, text, by=by, voice=Voice.YOUTH, how=How.PAGE)


@transaction.atomic
def mark_read(part: Goal | Milestone, *, by, of: str = Voice.YOUTH) -> int:
    """Say that what the voice ``of`` said about ``part`` is read; said again it changes nothing. Returns how many."""
    count = _read(part, of)
    if count:
        case_id = part.plan.case_id
        trail.record("conversation.read", by=by, case_id=case_id, obj=part, changes={"read": [None, count]})
    return count


def _read(part: Goal | Milestone, of: str) -> int:
    rows = Remark.objects.unread().filter(voice=of, **about(part))
    return rows.update(read_at=clock.now())
