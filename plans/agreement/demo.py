"""What invented young people answered about their plans, the goals that moved, and what cannot be done yet."""

from datetime import date, timedelta
from random import Random

from core import clock
from plans.agreement.actions import record_agreement
from plans.agreement.models import Agreement
from plans.agreement.reading import standing
from plans.milestones import actions as milestones_actions
from plans.milestones.choices import DUE_STATUSES, MilestoneStatus
from plans.plan import actions as plan_actions
from plans.plan.choices import GoalStatus, TookPart
from plans.plan.models import Goal, Plan

NO = (
    "Det er min mors plan. Jeg vil gerne have noget med biler.",
    "Der står for meget. Jeg kan ikke overskue det.",
    "Jeg er ikke færdig med at tænke.",
)

COULD_NOT = (
    "Var træt og ville gerne hjem",
    "Vil læse den derhjemme først",
    "Kom aldrig så langt, toget gik",
)

REMOVED = ("Det var ikke mig alligevel", "Vil hellere være tæt på venner", "Det fylder ikke mere")

CANNOT = (
    "Skolen begynder først i august",
    "Optaget er fuldt, står på venteliste",
    "Venter på svar fra kommunen",
    "Mangler et kørekort først",
)

# What a young person is heard to want later, and what they got to.
LATER = ("Få mit eget sted at bo", "Tage kørekort")
REACHED = ("Komme op om morgenen", "Turde ringe selv")

PRESENT = ("", "", "Mor", "Mentoren", "Far og kontaktpersonen")

# Where a guide asked them.
WHERE = [where for where in Agreement.Where.values if where != Agreement.Where.PAGE]

# So many days ago they were asked at the latest: before what was handed over these last days.
ASKED_BEFORE = 12


def load(unit, *, rng: Random) -> None:
    """Two of three open plans have been asked about; some goals moved, and some steps cannot be done yet."""
    rows = Plan.objects.filter(
        closed_on=None, case__unit=unit, case__closed_on=None, case__guide__isnull=False
    )
    rows = rows.select_related("case__person", "case__guide", "case__unit", "destination")
    first = clock.today() - timedelta(days=ASKED_BEFORE + 5)
    for number, plan in enumerate(rows.filter(opened_on__lt=first, case__opened_on__lt=first).order_by("pk")):
        day = clock.today() - timedelta(days=rng.randint(ASKED_BEFORE, 45))
        day = max(day, plan.opened_on, plan.case.opened_on)
        with clock.travel(clock.at(day, rng.randint(9, 15), rng.randint(0, 59))):
            if number % 5 == 1:
                _move_goals(plan, rng)
            if number % 3:
                _ask(plan, rng, number)
        if number % 4 == 2:
            _cannot_yet(plan, rng, day)
        if number % 12 == 4:
            _change_since(plan, rng)


def _move_goals(plan: Plan, rng: Random) -> None:
    """One for later, one reached, and sometimes one that was removed and perhaps taken up again."""
    by = plan.case.guide
    part = {"took_part": TookPart.MEETING}
    plan_actions.add_goal(Goal(plan=plan, text=rng.choice(LATER), status=GoalStatus.LATER), by=by, **part)
    reached = plan_actions.add_goal(Goal(plan=plan, text=rng.choice(REACHED)), by=by, **part)
    _move(reached, GoalStatus.REACHED, by)
    away = plan_actions.add_goal(Goal(plan=plan, text="Flytte til København"), by=by)
    _move(away, GoalStatus.REMOVED, by, reason=rng.choice(REMOVED))
    if rng.random() < 0.3:
        _move(away, GoalStatus.LATER, by)


def _move(goal: Goal, status: str, by, reason="") -> None:
    plan_actions.move_goal(
        goal, status, by=by, expected_version=goal.version, reason=reason, took_part=TookPart.MEETING
    )


def _cannot_yet(plan: Plan, rng: Random, day: date) -> None:
    """A step cannot be done yet, since that day or the last thing that happened to it."""
    steps = plan.milestones.filter(status__in=DUE_STATUSES).select_related("plan__case")
    step = steps.order_by("-position").first()
    if step is None:
        return
    moment = max(clock.at(day, 15, 30), step.history.first().recorded_at + timedelta(minutes=20))
    if moment >= clock.now():
        return
    with clock.travel(moment):
        milestones_actions.move_milestone(
            step, MilestoneStatus.CANNOT_YET, by=plan.case.guide, reason=rng.choice(CANNOT)
        )


def _ask(plan: Plan, rng: Random, number: int) -> None:
    """Most say yes, where there is something to say yes to."""
    rarely = {4: Agreement.Answer.NO, 11: Agreement.Answer.COULD_NOT}
    answer = rarely.get(number % 14, Agreement.Answer.YES)
    if answer == Agreement.Answer.YES and not standing(plan).can_be_agreed:
        answer = Agreement.Answer.COULD_NOT
    why = {Agreement.Answer.NO: NO, Agreement.Answer.COULD_NOT: COULD_NOT}.get(answer, ("",))
    record_agreement(
        plan,
        by=plan.case.guide,
        answer=answer,
        because=rng.choice(why),
        where=rng.choice(WHERE),
        present=rng.choice(PRESENT),
    )


def _change_since(plan: Plan, rng: Random) -> None:
    """The small step is another by now, so that they are to be asked anew."""
    values = {"small_step": rng.choice(("Jeg ringer til skolen selv", "Jeg står op klokken otte i morgen"))}
    part = rng.choice((TookPart.MEETING, TookPart.NO))
    with clock.travel(clock.at(clock.today() - timedelta(days=2), 10)):
        plan_actions.edit_plan(
            plan, by=plan.case.guide, expected_version=plan.version, values=values, took_part=part
        )
