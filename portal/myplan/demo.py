"""The young person whom the demo signs in as has something on every page of Min plan, through the real acts."""

from datetime import timedelta

import meetings.demo
from accounts.models import Unit
from cases.models import Case
from core import clock
from participation.access.demo import YOUTH
from participation.access.models import Entry
from plans.handover.actions import hand_over
from plans.milestones.actions import add_milestone
from plans.models import Handover, Milestone, Plan
from plans.plan.choices import TookPart
from plans.plan.reading import open_plan_of
from progress.models import LifeArea, Occasion, Where
from progress.scales.actions import Said, record_scales

# Their own steps, and in how many days.
STEPS = (
    ("Jeg ringer til værkstedet og spørger, om jeg må kigge forbi", 6),
    ("Jeg finder ud af, hvilken bus jeg skal med", 13),
)
# How it went, asked a quarter ago and lately: what each area is raised by from the first time to the last.
BEGAN, ROSE = 4, (2, 1, 0, 1, -1, 2)
BECAUSE = "Der er nogen, jeg kan snakke med"


def load(unit: Unit) -> None:
    """Steps, answers, meetings and a plan on paper; nothing where nobody was invited."""
    entries = Entry.objects.standing().filter(case__unit=unit, destination_index=Entry.index_of(YOUTH))
    entry = entries.select_related("case__person", "case__guide", "case__unit").first()
    plan = open_plan_of(entry.case) if entry else None
    if entry is None or plan is None:
        return
    plan.case = entry.case
    _steps(plan)
    _answers(entry.case)
    meetings.demo.tell_of_two(entry.case)
    with clock.travel(max(clock.now() - timedelta(hours=1), clock.at(clock.today()))):
        hand_over(plan, Handover.Audience.YOUTH, by=plan.case.guide)


def _steps(plan: Plan) -> None:
    for words, days in STEPS:
        due_on = clock.today() + timedelta(days=days)
        step = Milestone(plan=plan, own_words=words, responsible=Milestone.Responsible.YOUTH, due_on=due_on)
        add_milestone(step, by=plan.case.guide, took_part=TookPart.MEETING)


def _answers(case: Case) -> None:
    codes = [area.code for area in LifeArea.objects.in_force(clock.today())]
    told = {"by": case.guide, "voice": "youth", "occasion": Occasion.RHYTHM, "where": Where.values[0]}
    for turn, days in enumerate((97, 4)):
        day = clock.today() - timedelta(days=days)
        if case.scalerounds.filter(measured_on=day).exists() or day < case.opened_on:
            continue
        said = {
            code: Said(BEGAN + turn * rise, BEGAN + 3, BECAUSE if turn and not place else "")
            for place, (code, rise) in enumerate(zip(codes, ROSE, strict=False))
        }
        with clock.travel(clock.at(day, 11)):
            record_scales(case, said, on=day, **told)
