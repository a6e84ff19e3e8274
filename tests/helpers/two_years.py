"""A small unit with two years of history, made at random by the real verbs on the days they happened."""

import datetime as dt
from random import Random

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Unit
from cases.activity import actions as activity_actions
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.duty import actions as duty_actions
from cases.guides import actions as guides_actions
from cases.models import Activity, Case, Note, Status
from cases.notes import actions as notes_actions
from core import clock
from core.versions import Conflict
from plans.milestones.actions import move_milestone, postpone_milestone
from plans.models import OPEN_STATUSES, Destination, Milestone, MilestoneStatus, Outcome
from tests.helpers.factories import UnitFactory, UserFactory, make_case, make_milestone

DAYS = 730


def tell(rng: Random, *, cases: int = 14, acts: int = 120) -> Unit:
    """The unit: cases opened over two years, and acts in the order of their days, without those that are refused."""
    unit, last = UnitFactory(), clock.today()
    first = last - dt.timedelta(days=DAYS)
    guides = [UserFactory(unit=unit, role="guide") for _n in range(3)]
    leader = UserFactory(unit=unit, role="leader")
    opened = sorted(first + dt.timedelta(days=rng.randrange(DAYS - 60)) for _n in range(cases))
    told: list = []
    for day in opened:
        with clock.travel(day):
            told.append(_opened(rng, day, unit, guides, leader))
    days = sorted(first + dt.timedelta(days=rng.randrange(1, DAYS)) for _n in range(acts))
    for day in days:
        there = [case for case, on in zip(told, opened, strict=True) if on < day]
        if there:
            with clock.travel(day):
                try:
                    _something(rng, Case.objects.get(pk=rng.choice(there).pk), day, guides, leader)
                except (ValidationError, PermissionDenied, Conflict):
                    continue  # such as to pause what is paused
    return unit


def _opened(rng, day, unit, guides, leader):
    # Every second is under the duty of 15–17-year-olds when the case is opened.
    years = rng.choice([(15, 17), (14, 25)])
    born = day - dt.timedelta(days=rng.randrange(years[0] * 366, years[1] * 365))
    guide = rng.choice([*guides, *guides, None])
    case = make_case(guide, unit=unit, by=leader, on=day, birth_date=born, shielded=rng.random() < 0.15)
    for _n in range(rng.randrange(3) if guide else 0):
        make_milestone(case, by=guide, due_on=day + dt.timedelta(days=rng.randrange(10, 200)))
    return case


def _something(rng, case, day, guides, leader):
    by = rng.choice(guides)
    step = Milestone.objects.filter(plan__case=case, status__in=OPEN_STATUSES).order_by("pk").first()
    acts = {
        "activity": lambda: activity_actions.set_activity(case, rng.choice(Activity.values), by=by),
        "nothing": lambda: activity_actions.set_activity(case, Activity.NONE, by=by),
        "beside": lambda: activity_actions.add_activity(case, rng.choice(Activity.values), by=by),
        "outside": lambda: activity_actions.add_activity(
            case, rng.choice(Activity.values), by=by, under_plan=False
        ),
        "confirm": lambda: activity_actions.confirm_activity(case, by=by),
        "pause": lambda: casefile_actions.set_status(case, Status.PAUSED, by=by),
        "run": lambda: casefile_actions.set_status(case, Status.RUNNING, by=by),
        "talk": lambda: notes_actions.add_note(case, by=by, text="Talte", kind=Note.Kind.TALK),
        "assign": lambda: guides_actions.assign(case, by, by=leader),
        "close": lambda: closing_actions.close(case, by=leader, reason="declined"),
        "reopen": lambda: closing_actions.reopen(case, by=leader),
        "breach": lambda: _breach(rng, case, day, by),
        "reach": lambda: step and move_milestone(step, MilestoneStatus.REACHED, by=by),
        "postpone": lambda: (
            step and postpone_milestone(step, day + dt.timedelta(days=40), by=by, reason="Syg")
        ),
        "destination": lambda: _arrive(case, day, by),
    }
    closed = {"reopen"} if case.closed_on else set(acts) - {"reopen"}
    acts[rng.choice(sorted(closed))]()


def _breach(rng, case, day, by):
    """The plan is not followed; they talk and begin anew within days, or nobody does."""
    duty_actions.report_breach(case, by=by, how="school")
    if rng.random() < 0.5:
        with clock.travel(min(day + dt.timedelta(days=rng.randrange(1, 5)), clock.today())):
            notes_actions.add_note(case, by=by, text="Talte", kind=Note.Kind.TALK)
            activity_actions.set_activity(Case.objects.get(pk=case.pk), Activity.FGU, by=by)


def _arrive(case, day, by):
    positive = Destination.objects.filter(counts_as_positive="yes").order_by("pk").first()
    facts = {"destination": positive, "started_on": day, "recorded_by": by, "recorded_at": clock.at(day)}
    if positive and not Outcome.objects.filter(case=case, started_on=day).exists():
        Outcome.objects.create(case=case, **facts)
