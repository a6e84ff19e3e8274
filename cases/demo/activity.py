"""Life in parallel, for the demo unit: a job beside school, two truths at once, cases that came to a halt.

Through the real actions, on the cases that are there already; only the dice are fixed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.core.exceptions import ValidationError

from cases.activity import actions
from cases.activity import rules as activity_rules
from cases.casefile.models import Activity, Case
from core import clock

JOBS = (
    "Netto, Havnegade",
    "Brugsen på torvet",
    "Bageren i Stationsgade",
    "Pizzeriaet på havnen",
    "Minkfarmen, weekender",
)


COURSES = (
    ("Ordblindeundervisning", 4),
    ("Mentorforløb med gåture", 2),
    ("Kørekort, teori", 3),
    ("Motorværksted, åben dag", 6),
    ("Ungdomsskolens madhold", 3),
)


WHY_IT_RESTS = (
    "Er på sommerhøjskole og vil ringes op, når hun er hjemme igen.",
    "Aftalt pause: indlagt, og mor melder sig, når han er klar.",
    "Bor hos sin far i Norge frem til nytår. Vi taler sammen, når han er tilbage.",
)


LEARNING = (Activity.SCHOOL, Activity.TENTH_GRADE, Activity.FGU, Activity.EUD, Activity.UPPER_SECONDARY)


def fall_silent(story, number: int) -> datetime | None:
    """Every thirtieth story stops some months ago, as happens when nobody notices; returns the moment, or None."""
    since = clock.at(clock.today() - timedelta(days=70 + number % 50), 12)
    if number % 30 != 7 or story.closed_on or clock.at(story.opened_on) > since - timedelta(days=40):
        return None
    story.acts = [(moment, act) for moment, act in story.acts if moment < since]
    return since


def load(cases: Sequence[Case], rng: Random) -> None:
    """Give a third of those in education something beside it, a few a contradiction; some stalled cases rest."""
    today = clock.today()
    running = [case for case in cases if case.status == "running"]
    learning = [case for case in running if case.activity in LEARNING]
    for number, case in enumerate(learning):
        if number % 3 == 0:
            _beside(rng, case, today)
    # Those who were confirmed lately, so that the contradiction is a known one.
    fresh = [case for case in running if case.activity_is_fresh(today)]
    for case in [case for case in fresh if case.activity in LEARNING][1:40:9]:
        actions.add_activity(
            case, Activity.JOB, by=case.guide, on=today - timedelta(days=9), place=rng.choice(JOBS)
        )
    for case in [case for case in fresh if case.activity == Activity.JOB][:8:4]:
        actions.add_activity(case, Activity.NONE, by=case.guide, on=today - timedelta(days=4))
    for case in [case for case in fresh if case.activity in activity_rules.BUSY_KINDS][3:60:19]:
        row = case.activity_periods.present().counting_most_first().first()
        actions.change_activity(row, by=case.guide, values={"under_plan": False})
    stalled = list(Case.objects.filter(pk__in=[c.pk for c in running]).stalled(today).order_by("pk"))
    for case, why in zip(stalled[::5], WHY_IT_RESTS, strict=False):
        actions.let_rest(case, by=case.guide, until=today + timedelta(days=rng.randint(20, 80)), reason=why)


def _beside(rng: Random, case: Case, today) -> None:
    """A spare-time job or a course, begun some months ago; some are over, or should be."""
    began = max(case.opened_on, today - timedelta(days=rng.randint(40, 300)))
    until = began + timedelta(days=rng.randint(30, 90))
    over = rng.random() < 0.3 and until < today
    with clock.travel(min(clock.at(began, 13), clock.now())):
        try:
            if rng.random() < 0.6:
                row = actions.add_activity(
                    case,
                    Activity.SPARE_TIME_JOB,
                    by=case.guide,
                    place=rng.choice(JOBS),
                    hours_per_week=rng.choice((4, 6, 8, 10)),
                    under_plan=rng.random() < 0.4,
                )
            else:
                place, hours = rng.choice(COURSES)
                row = actions.add_activity(
                    case,
                    Activity.COURSE,
                    by=case.guide,
                    place=place,
                    hours_per_week=hours,
                    expected_until=today + timedelta(days=rng.randint(-20, 120)),
                )
        except ValidationError:
            return
    if over:
        with clock.travel(clock.at(until, 13)):
            actions.end_activity(row, by=case.guide)
    elif rng.random() < 0.8:
        with clock.travel(clock.at(today - timedelta(days=rng.randint(2, 70)), 13)):
            if row.from_on < clock.today():
                actions.confirm_activity(case, by=case.guide, row=row)
