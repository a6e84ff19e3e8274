"""Invented efforts for the demo unit, made through the real actions at past dates.

Some run side by side, some one after the other, some with weeks of waiting in between; most that are over say what they
contributed, and a few still wait for it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cases.models import Case, Participation
from core import clock
from plans.efforts import actions
from plans.efforts.choices import Contribution
from plans.efforts.models import Effort, EffortKind, EffortLaw
from plans.milestones.choices import MilestoneStatus
from plans.plan.models import Plan


class Told(NamedTuple):
    """An effort as the demo tells it; ``who`` are codes of partner categories, empty for the guide's own."""

    name: str
    kind: str
    law: str
    who: tuple[str, ...]
    approach: int | None
    demands: int | None
    place: str
    weeks: int
    hours: int | None


COURSES = (
    Told("Værkstedsforløb, træ og metal", "course", "kui", ("fgu", "eud"), 2, 2, "on_site", 6, 15),
    Told("Kørekort til knallert", "course", "youth_school", ("youth_school",), 3, 3, "on_site", 4, 4),
    Told("Matematik til prøven", "course", "fgu", ("fgu", "lower_secondary"), 2, 3, "both", 8, 6),
    Told("Morgenhold: op og af sted", "course", "lab", ("employment",), 2, 4, "on_site", 6, 10),
    Told("Dansk, én til én på skærm", "course", "kui", (), 3, 4, "virtual", 6, 3),
)
BESIDE = (
    Told(
        "Mentor, to samtaler om ugen", "mentor", "lab", ("employment", "civil_society"), 4, 5, "both", 26, 2
    ),
    Told("Kontaktperson", "contact_person", "service", ("adult_social", "family"), 5, 5, "on_site", 40, 3),
    Told(
        "Samtaler om søvn og angst",
        "treatment",
        "health",
        ("psychiatry", "social_psychiatry", "gp"),
        5,
        5,
        "both",
        12,
        1,
    ),
    Told("Fodbold i klubben", "leisure", "none", ("clubs", "association"), 3, 4, "on_site", 30, 4),
    Told("Vejledning hver anden uge", "guidance", "kui", (), 3, 4, "both", 20, 1),
    Told("Støtte til hele familien", "family_support", "child", ("family",), 4, 5, "on_site", 20, 2),
)
LATER = (
    Told("Praktik på autoværksted", "internship", "lab", ("company",), 1, 1, "on_site", 6, 30),
    Told("Praktik i køkkenet", "internship", "kui", ("company", "fgu"), 2, 2, "on_site", 4, 25),
    Told("Brobygning på erhvervsskolen", "bridging", "kui", ("eud",), 2, 3, "on_site", 2, 30),
    Told("Fritidsjob med støtte", "job", "lab", ("company",), 2, 1, "on_site", 16, 8),
    Told("Tilbud: Ungehuset", "offer", "kui", ("employment",), 3, 4, "on_site", 12, 15),
)
SAID = {
    Contribution.DECISIVE: (
        "Mødte hver dag, og ved nu, hvad det skal være.",
        "Uden det her var jeg ikke kommet af sted.",
    ),
    Contribution.HELPED: ("Kom de fleste dage og fik mod på mere.", "Det var fint. Jeg lærte at stå op."),
    Contribution.NO_DIFFERENCE: ("Deltog, men det flyttede ikke noget.", "Det var ikke rigtig mig."),
    Contribution.HELD_BACK: ("For meget på én gang. Gik i stå.", "Jeg fik mere ondt i maven af det."),
    Contribution.TOO_EARLY: ("Lige afsluttet. Vi ser, om det holder.", "Spørg mig igen om lidt."),
}
WEIGHTS = (22, 46, 16, 7, 9)
BROKEN = ("Flyttede", "Blev syg", "Stedet havde ikke plads længere", "Det var det forkerte sted")


def load(cases: Iterable[Case], rng: Random) -> None:
    """Give the open plans of the cases their efforts, told in the order of days."""
    plans = Plan.objects.filter(case__in=list(cases), closed_on=None, case__guide__isnull=False)
    plans = plans.select_related("case__person", "case__guide").prefetch_related("milestones")
    plans = list(plans.order_by("case__opened_on", "case__person__sort_name", "pk"))
    kinds = {row.code: row for row in EffortKind.objects.all()}
    laws = {row.code: row for row in EffortLaw.objects.all()}
    around = _around([plan.case_id for plan in plans])
    for plan in plans:
        began = max(plan.opened_on, clock.today() - timedelta(days=420))
        for told, first, until in _story(rng, began):
            contact = next((c for code, c in around.get(plan.case_id, ()) if code in told.who), None)
            effort = Effort(
                plan=plan,
                name=told.name,
                kind=kinds[told.kind],
                law=laws[told.law],
                responsible=Effort.Responsible.PARTNER if contact else Effort.Responsible.GUIDE,
                contact=contact,
                approach=told.approach,
                demands=told.demands,
                place=told.place,
                from_on=first,
                until_on=until,
                hours_per_week=told.hours,
            )
            effort.topics = effort.likely_topics if rng.random() < 0.8 else []
            _tell(rng, effort, plan)


def _around(case_ids: list) -> dict:
    """Contacts at the partners around each case, each with the code of its partner's category; one query."""
    rows = Participation.objects.current().filter(case__in=case_ids, until_on=None, contact__until_on=None)
    rows = rows.filter(contact__isnull=False).select_related("contact__partner__category")
    found: dict = {}
    for row in rows.order_by("from_on", "pk"):
        found.setdefault(row.case_id, []).append((row.contact.partner.category.code, row.contact))
    return found


def _story(rng: Random, began: date) -> list[tuple[Told, date, date | None]]:
    """Which efforts, from when until when: some one after the other, something beside, something to come."""
    today, story = clock.today(), []
    first = began + timedelta(days=rng.randint(5, 25))
    for told in rng.sample((*COURSES, *LATER), rng.choice((0, 1, 2, 2, 3))):
        until = first + timedelta(weeks=told.weeks)
        if until > today + timedelta(days=60):
            break
        story.append((told, first, until))
        first = until + timedelta(days=rng.choice((3, 10, 38, 55)))
    for told in rng.sample(BESIDE, rng.choice((0, 1, 1, 2))):
        begun = max(began, today - timedelta(days=rng.randint(10, 150)))
        story.append((told, begun, rng.choice((None, begun + timedelta(weeks=told.weeks)))))
    if rng.random() < 0.55:
        told = rng.choice(LATER)
        begins = today + timedelta(days=rng.randint(-20, 60))
        begins = max(begins, began)
        story.append((told, begins, begins + timedelta(weeks=told.weeks)))
    return story


def _tell(rng: Random, effort: Effort, plan: Plan) -> None:
    """Write it down some days before it begins, and its end when it has come."""
    now, today, by = clock.now(), clock.today(), plan.case.guide
    steps = [row for row in plan.milestones.all() if row.status != MilestoneStatus.DROPPED]
    served = rng.sample(steps, min(len(steps), rng.choice((1, 1, 2))))
    written = max(min(effort.from_on, today) - timedelta(days=rng.randint(1, 12)), plan.opened_on)
    with clock.travel(min(clock.at(written, 10), now)):
        actions.add_effort(effort, by=by, milestones=served)
    if rng.random() < 0.06 and effort.from_on < today - timedelta(days=20):
        on = effort.from_on + timedelta(days=14)
        _end(rng, effort, on, break_reason=rng.choice(BROKEN))
    elif effort.until_on and effort.until_on < today:
        lately = effort.until_on > today - timedelta(days=70)
        if not lately or rng.random() < 0.5:
            _end(rng, effort, effort.until_on)


def _end(rng: Random, effort: Effort, on: date, **broken) -> None:
    contribution = rng.choices(list(SAID), WEIGHTS)[0]
    if (clock.today() - on).days > 80 and contribution == Contribution.TOO_EARLY:
        contribution = Contribution.HELPED  # it was asked again since
    words, youth = SAID[contribution]
    said = {"contribution": contribution, "contribution_words": words, "youth_words": youth}
    by, end = effort.plan.case.guide, actions.break_off_effort if broken else actions.end_effort
    with clock.travel(min(clock.at(on + timedelta(days=1), 11), clock.now())):
        end(effort, by=by, expected_version=effort.version, ended_on=on, **said, **broken)
