"""What departments do: take a question, lay it back, answer it, take an answer back.

Any colleague of the department may, and for each other; not who has left, and never who asked.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from plans.qualification import mailing
from plans.qualification.choices import ANSWERS, State
from plans.qualification.models import Qualification
from plans.qualification.moves import move

# What each answer says beside the words: everything else stays empty.
SAYS = {
    State.QUALIFIED: ("decision", "basis", "basis_on"),
    State.ADJUSTED: ("decision", "basis", "basis_on", "adjusted_words", "adjusted_due_on"),
    State.DECLINED: ("decision", "basis", "basis_on", "reason", "reason_words", "alternative"),
    State.NEEDS_MORE: ("decision",),
    State.NOT_OURS: ("decision", "whose"),
}


def _check_member(row: Qualification, by) -> None:
    """Raise ValidationError for somebody whom the question is not shown to, and for who asked."""
    if row.asked_by_id == by.pk:
        raise ValidationError(_("Who asked cannot answer."))
    if not Qualification.objects.shown_to(by).filter(pk=row.pk).exists():
        raise ValidationError(_("This is not your department's to answer."))


@transaction.atomic
def take(row: Qualification, *, by) -> None:
    """Take the question in hand, or over from a colleague. Raises ValidationError."""
    _check_member(row, by)
    if row.state == State.IN_HAND and row.taken_by_id == by.pk:
        return
    move(row, State.IN_HAND, by=by, action="qualification.taken", taken_by=by, taken_at=clock.now())


@transaction.atomic
def lay_back(row: Qualification, *, by) -> None:
    """Lay it back for all colleagues. Raises ValidationError."""
    _check_member(row, by)
    move(row, State.SENT, by=by, action="qualification.laid_back", taken_by=None, taken_at=None)


@transaction.atomic
def answer(row: Qualification, state: str, *, by, **said) -> None:
    """Answer for the department. ``said`` are the fields of SAYS; others are refused.

    Raises ValidationError when it is answered or annulled already, when who asked answers, and for a no without
    reason and alternative, a yes without its rule and day, other words that are none.
    """
    _check_member(row, by)
    if state not in ANSWERS:
        raise ValidationError(_("That cannot be done any more. Look at how it stands."))
    wrong = _missing(row, state, said)
    if wrong:
        raise ValidationError(wrong)
    if set(said) - set(SAYS[state]):
        raise ValueError("an answer says what is its own")
    # The adjusted words are part of what the decision binds, so the fingerprint follows them.
    row.adjusted_words, row.adjusted_due_on = said.get("adjusted_words", ""), said.get("adjusted_due_on")
    text_hash = row.fingerprint
    move(
        row, state, by=by, action="qualification.answered", **said, text_hash=text_hash,
        decided_by=by, decided_at=clock.now(), seen_at=None,
    )  # fmt: skip
    mailing.tell_asker(row)


def _missing(row: Qualification, state: str, said: dict) -> dict:
    """What an answer still has to say, by field."""
    here = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    wrong = {}
    if state in (State.QUALIFIED, State.ADJUSTED):
        for name in ("basis", "basis_on"):
            if not here.get(name):
                wrong[name] = _("Say on which rule, and on which day.")
    if state == State.ADJUSTED and not (here.get("adjusted_words") or here.get("adjusted_due_on")):
        wrong["adjusted_words"] = _("Say which other words, or which other day.")
    if state == State.ADJUSTED and here.get("adjusted_due_on"):
        wrong |= _impossible_day(row, here["adjusted_due_on"])
    if state == State.DECLINED:
        if here.get("reason") is None:
            wrong["reason"] = _("Choose a reason.")
        elif here["reason"].needs_words and not here.get("reason_words"):
            wrong["reason_words"] = _("Say the reason in your words.")
        if not here.get("alternative"):
            wrong["alternative"] = _("Say what can be done in place of it.")
    if state == State.NEEDS_MORE and not here.get("decision"):
        wrong["decision"] = _("Say what is missing.")
    if state == State.NOT_OURS and not here.get("whose"):
        wrong["whose"] = _("Say whose it is, as well as you know.")
    return wrong


def _impossible_day(row: Qualification, day) -> dict:
    if row.goal_id:
        return {"adjusted_due_on": _("A goal has no day.")}
    if day < clock.today():
        return {"adjusted_due_on": _("That day has passed. Choose today or a day to come.")}
    if row.start_on and day < row.start_on:
        return {"adjusted_due_on": _("It is to be done before it starts.")}
    return {}


@transaction.atomic
def take_back(row: Qualification, *, by, why: str) -> None:
    """The department takes its answer back, with a reason: who asked is told, and both stay to be read.

    Raises ValidationError when there is none.
    """
    _check_member(row, by)
    if row.state not in ANSWERS:
        raise ValidationError(_("That cannot be done any more. Look at how it stands."))
    move(
        row, State.ANNULLED, by=by, action="qualification.annulled", words=why,
        annulled_by=by, annulled_at=clock.now(), annulled_why=why, seen_at=None,
    )  # fmt: skip
    mailing.tell_taken_back(row)
