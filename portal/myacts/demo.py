"""What some of the demo unit's young people did on Min plan today, through the real acts."""

from collections.abc import Callable

from core import clock
from participation.access.models import Entry
from participation.conversation.actions import say
from plans.agreement.reading import standing
from plans.milestones.choices import DUE_STATUSES
from plans.models import Milestone, Plan
from portal.myacts import actions

# The young person of the demo's sign-in writes and is answered; of the others so many do something.
MOST = 6


def load(unit) -> int:
    """One act each, kind by kind, in the order in which they were invited; returns how many."""
    rows = Entry.objects.live(clock.today()).filter(
        kind=Entry.Kind.SELF, case__unit=unit, case__closed_on=None
    )
    rows = rows.filter(case__guide__isnull=False).select_related(
        "case__person", "case__guide", "case__unit", "user"
    )
    count = 0
    for entry in rows.order_by("pk"):
        plan = Plan.objects.filter(case=entry.case, closed_on=None).first()
        step = _own_step(plan) if plan else None
        if step is None or count > MOST:
            continue
        step.plan.case = plan.case = entry.case
        ACTS[count % len(ACTS)](entry, plan, step)
        count += 1
    return count


def _own_step(plan: Plan) -> Milestone | None:
    steps = plan.milestones.filter(responsible=Milestone.Responsible.YOUTH, status__in=DUE_STATUSES)
    return steps.select_related("plan").order_by("position").first()


def _writes(entry: Entry, plan: Plan, step: Milestone) -> None:
    actions.write(step, "Må jeg tage en ven med?", by=entry.user)
    say(step, "Ja, det må du gerne.", by=entry.case.guide)


def _does(entry: Entry, plan: Plan, step: Milestone) -> None:
    actions.step_done(step, by=entry.user)


def _cannot(entry: Entry, plan: Plan, step: Milestone) -> None:
    actions.cannot_yet(step, "Jeg mangler et buskort", by=entry.user)


def _dreams(entry: Entry, plan: Plan, step: Milestone) -> None:
    words = f"{plan.dream}\nOg så vil jeg have en hund.".strip()
    actions.change_words(plan, words, by=entry.user, expected_version=plan.version)


def _answers(entry: Entry, plan: Plan, step: Milestone) -> None:
    now = standing(plan)
    said = ("yes", "") if now.can_be_agreed else ("no", "Der står ikke noget om det, jeg vil")
    actions.answer_plan(plan, by=entry.user, answer=said[0], because=said[1], seen=now.content)


def _asks(entry: Entry, plan: Plan, step: Milestone) -> None:
    actions.write(step, "Hvornår skal jeg af sted?", by=entry.user)


ACTS: tuple[Callable[[Entry, Plan, Milestone], None], ...] = (
    _writes,
    _does,
    _cannot,
    _dreams,
    _answers,
    _asks,
)
