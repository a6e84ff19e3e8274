"""Agreeing on a step, giving it to another, and saying how it ended."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from audit import trail
from core import clock
from core.constraints import Taken
from practice.barometer.models import Question
from practice.iglo.models import Step
from practice.reflection.models import Prompt
from practice.rhythm.models import TeamMeeting


@transaction.atomic
def agree_step(
    *,
    unit: Unit,
    by: User,
    level: str,
    text: str,
    sign: str,
    owner: User,
    due_on: date,
    question: Question | None = None,
    prompt: Prompt | None = None,
    meeting: TeamMeeting | None = None,
) -> Step:
    """Agree on a step, from a statement's answers, a question of a reflection, a meeting or none of them; it stands on
    its owner's Min dag until it has ended. Raises ValidationError.
    """
    step = Step(
        unit=unit, question=question, prompt=prompt, meeting=meeting, level=level, text=text, sign=sign
    )
    step.owner, step.due_on, step.agreed_on = owner, due_on, clock.today()
    step.full_clean(exclude=["unit", "question", "prompt", "meeting"])
    step.save()
    trail.record("step.agree", by=by, obj=step, changes={"due_on": [None, due_on], "owner": [None, owner.pk]})
    return step


@transaction.atomic
def give_step(step: Step, to: User, *, by: User) -> None:
    """Let somebody else do it, for one who has stopped. Raises `Taken` when it has ended since."""
    before = step.owner_id
    if not Step.objects.open().filter(pk=step.pk).update(owner=to, version=step.version + 1):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    step.owner = to
    trail.record("step.given", by=by, obj=step, changes={"owner": [before, to.pk]})


@transaction.atomic
def end_step(step: Step, *, by: User, outcome: str, done: bool) -> None:
    """Say what came of it: done, or not after all. Raises `Taken` when somebody was first."""
    day = {"done_on" if done else "struck_on": clock.today()}
    rows = Step.objects.open().filter(pk=step.pk)
    if not rows.update(outcome=outcome, version=step.version + 1, **day):
        raise Taken(_("Something has happened to it since. It was left as it is."))
    trail.record("step.done" if done else "step.struck", by=by, obj=step)
