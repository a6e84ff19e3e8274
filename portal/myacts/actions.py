"""The acts of the young person, each together with the line that tells their guide of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from core.constraints import Taken
from core.versions import Conflict
from meetings.agenda.actions import add_item
from meetings.minutes import actions as minutes_actions
from meetings.models import AgendaItem, Attendee, Minutes
from participation.acts.actions import let_guide_know
from participation.acts.models import OwnAct
from participation.conversation.actions import mark_read, say_oneself
from participation.conversation.models import Remark, Voice
from plans.agreement.actions import record_agreement
from plans.agreement.models import Agreement
from plans.milestones import actions as milestones
from plans.milestones.choices import MOVES, MilestoneStatus
from plans.models import Goal, Milestone, Plan
from plans.plan import actions as plans
from plans.plan.choices import TookPart
from progress.measures.models import Voice as MeasureVoice
from progress.scales.actions import record_scales
from progress.wellbeing.actions import record_wellbeing

Kind = OwnAct.Kind

_CHANGED = gettext_lazy("The step was changed just now. Look at what stands here.")


@contextmanager
def _as_it_stood() -> Iterator[None]:
    """Raise `Taken` where somebody changed the step since it was read: it is no form with two texts to choose from."""
    try:
        yield
    except Conflict as lost:
        raise Taken(_CHANGED) from lost


def _move(step: Milestone, status: MilestoneStatus, *, by, reason="") -> None:
    """Move a step as the page offered it. Raises `Taken` when it stands otherwise by now: in another window, too."""
    if status not in MOVES[step.status]:
        done = step.status == MilestoneStatus.REACHED
        raise Taken(_("The step stands as done already.") if done else _CHANGED)
    with _as_it_stood():
        milestones.move_milestone(step, status, by=by, reason=reason)


@transaction.atomic
def step_done(step: Milestone, *, by) -> None:
    """They have done a step of theirs; said twice it is done once. Raises as `move_milestone`."""
    if step.status == MilestoneStatus.REACHED:
        return
    _move(step, MilestoneStatus.REACHED, by=by)
    let_guide_know(step.plan.case, Kind.STEP_DONE, by=by)


@transaction.atomic
def step_undone(step: Milestone, *, by) -> None:
    """They had not done it after all. Raises ValidationError unless it was they who said so, and last."""
    if step.status != MilestoneStatus.REACHED:
        return
    latest = step.history.order_by("-recorded_at", "-pk").first()
    if latest is None or latest.by_id != by.pk:
        raise ValidationError(_("Talk with your guide about it: somebody else noted this step as done."))
    with _as_it_stood():
        milestones.undo_move(step, latest, by=by)
    let_guide_know(step.plan.case, Kind.STEP_UNDONE, by=by)


@transaction.atomic
def cannot_yet(step: Milestone, reason: str, *, by) -> None:
    """They cannot do a step of theirs yet, and why; said again it stands with the new reason."""
    if step.status == MilestoneStatus.CANNOT_YET:
        with _as_it_stood():
            milestones.still_cannot(step, by=by, reason=reason)
    else:
        _move(step, MilestoneStatus.CANNOT_YET, by=by, reason=reason)
    let_guide_know(step.plan.case, Kind.CANNOT_YET, by=by)


@transaction.atomic
def can_now(step: Milestone, *, by) -> None:
    """What they could not do they can do now; said twice it is said once."""
    if step.status != MilestoneStatus.CANNOT_YET:
        return
    _move(step, MilestoneStatus.PLANNED, by=by)
    let_guide_know(step.plan.case, Kind.CAN_NOW, by=by)


TOLD = {
    Agreement.Answer.YES: Kind.AGREED,
    Agreement.Answer.NO: Kind.DISAGREED,
    Agreement.Answer.COULD_NOT: Kind.NOT_NOW,
}


@transaction.atomic
def answer_plan(plan: Plan, *, by, answer: str, because: str, seen: str) -> Agreement:
    """Whether the plan is theirs. Raises as `record_agreement`."""
    page = Agreement.Where.PAGE
    row = record_agreement(plan, by=by, answer=answer, because=because, seen=seen, where=page)
    let_guide_know(plan.case, TOLD[Agreement.Answer(answer)], by=by)
    return row


@transaction.atomic
def change_words(part: Plan | Goal | Milestone, words: str, *, by, expected_version: int) -> None:
    """Change their own words: the dream, a goal or what they want. Words that stand already change nothing.

    Raises core.versions.Conflict when somebody saved first.
    """
    name = own_words_of(part)
    if words == getattr(part, name):
        return
    said = {"expected_version": expected_version, "values": {name: words}, "took_part": TookPart.SELF}
    if isinstance(part, Plan):
        plans.edit_plan(part, by=by, **said)
    elif isinstance(part, Goal):
        plans.edit_goal(part, by=by, **said)
    else:
        milestones.edit_milestone(part, by=by, **said)
    case = part.case if isinstance(part, Plan) else part.plan.case
    let_guide_know(case, Kind.OWN_WORDS, by=by)


def own_words_of(part: Plan | Goal | Milestone) -> str:
    """The column of the young person's own words."""
    return {Plan: "dream", Goal: "text", Milestone: "own_words"}[type(part)]


@transaction.atomic
def write(part: Goal | Milestone, text: str, *, by) -> Remark:
    """Write about a part of the plan; what the guide wrote there is read by that. It has its own line on Min dag."""
    said = say_oneself(part, text, by=by)
    mark_read(part, by=by, of=Voice.STAFF)
    return said


@transaction.atomic
def answer_scales(case: Case, answers, *, by):
    """How it goes, area by area, said by themselves today."""
    row = record_scales(case, answers, by=by, voice=MeasureVoice.YOUTH, where="screen")
    let_guide_know(case, Kind.SCALES, by=by)
    return row


@transaction.atomic
def answer_wellbeing(case: Case, answers, *, by):
    """WHO-5, answered by themselves today; a low answer makes its follow-up in the same transaction."""
    row = record_wellbeing(case, answers, by=by, where="screen")
    let_guide_know(case, Kind.WELLBEING, by=by)
    return row


@transaction.atomic
def bring_point(attendee: Attendee, *, by, title: str, purpose: str) -> AgendaItem:
    """Put a point of their own on the agenda of a meeting to come."""
    case = attendee.meeting.case
    said = {"title": title, "purpose": purpose, "who": case.person.called[:120]}
    source = AgendaItem.Source.YOUTH
    item = add_item(attendee.meeting, by=by, source=source, brought_by=attendee, **said)
    let_guide_know(case, Kind.AGENDA, by=by)
    return item


@transaction.atomic
def comment_minutes(minutes: Minutes, text: str, *, by, attendee: Attendee):
    """Say something about what was written to them of a meeting."""
    row = minutes_actions.comment(minutes, by=by, attendee=attendee, text=text)
    let_guide_know(attendee.meeting.case, Kind.MINUTES, by=by)
    return row


@transaction.atomic
def approve_minutes(minutes: Minutes, *, by, attendee: Attendee, seen_version: int) -> None:
    """Say that what was written to them is right as it stands; twice is once."""
    rows = minutes.approvals.filter(attendee=attendee)
    before = rows.count()
    minutes_actions.approve(minutes, by=by, attendee=attendee, seen_version=seen_version)
    if rows.count() > before:
        let_guide_know(attendee.meeting.case, Kind.MINUTES_APPROVED, by=by)
