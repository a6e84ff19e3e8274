"""Invented measures over two years: scales in both voices, WHO-5 and levels, with gaps, and calls where it was low.

Made through the real actions at past dates. Every third young person is measured, as where a unit has just begun.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from cases.models import Case, Status
from core import clock
from progress.levels.actions import set_level
from progress.models import Level, LifeArea, Occasion, WellbeingFollowUp, Where
from progress.scales.actions import Said, decline_scales, record_scales
from progress.wellbeing.actions import decline_wellbeing, follow_up, record_wellbeing

YEARS = timedelta(days=730)
BECAUSE = (
    "Jeg kommer der næsten hver dag nu",
    "Der er nogen, jeg kan snakke med",
    "Det er svært at komme op",
    "Vi skændes tit",
    "Jeg har fået en læreplads på prøve",
    "Jeg ved ikke, hvad jeg vil",
    "Der er for meget larm",
)
SEEN = (
    "Møder til tiden de fleste dage og siger til, når noget er svært",
    "Kommer til samtaler, når vi ringer dagen før",
    "Har selv ringet til to virksomheder",
    "Deltager tre dage om ugen, og det holder",
    "Har trukket sig siden ferien, kommer kun med støtte",
    "Fortæller nu selv, hvad næste skridt er",
)
TALKED = (
    "Ringede samme dag. Sover dårligt for tiden, har aftalt tid hos egen læge og ses med mig på fredag.",
    "Mødtes og gik en tur. Det handler mest om ballade derhjemme. Jeg ringer igen på mandag.",
    "Talte i telefon. Har det lidt bedre i dag. Kender nummeret til Livslinien og har en mor at tale med.",
)
PRESENT = ("", "", "", "Mor", "Mentoren", "Kontaktpersonen")


def load(cases: Sequence[Case], rng: Random) -> None:
    """Measures for every third of the ``cases``; one low answer waits for a call."""
    carried = [case for case in cases if case.guide_id and case.status == Status.RUNNING]
    for number, case in enumerate(carried[::3]):
        _measure(case, rng, number)
    _one_waits(carried[::3], rng)


def _days(case: Case, rng: Random) -> list[date]:
    """When it was asked: about every three months, now and then a time was missed; the last not long ago."""
    today = clock.today()
    day = today - timedelta(days=rng.randint(3, 70) if rng.random() < 0.85 else rng.randint(80, 130))
    first, found = max(case.opened_on + timedelta(days=10), today - YEARS), []
    most = rng.randint(2, 8)
    while day >= first and len(found) < most:
        found.append(day)
        day -= timedelta(days=rng.randint(80, 105) * (2 if rng.random() < 0.18 else 1))
    return found[::-1]


def _measure(case: Case, rng: Random, number: int) -> None:
    areas = [area.code for area in LifeArea.objects.in_force(clock.today())]
    levels = Level.objects.in_force(clock.today())
    at = {code: rng.randint(2, 6) for code in areas}
    mood, place, slope = rng.randint(8, 17), rng.randint(0, 2), rng.choice((-0.2, 0.3, 0.5, 0.6))
    for turn, day in enumerate(_days(case, rng)):
        when = {
            "on": day,
            "occasion": Occasion.BEGIN if not turn else rng.choice((Occasion.RHYTHM, Occasion.MEETING)),
        }
        with clock.travel(clock.at(day, rng.randint(9, 14), rng.randint(0, 59))):
            _answer(case, at, rng, when)
            if number % 2 == 0:
                _wellbeing(case, mood, rng, when)
            if turn % 4 != 3:
                set_level(case, levels[place], rng.choice(SEEN), by=case.guide, **when)
        for code in areas:
            at[code] = min(10, max(1, at[code] + round(rng.gauss(slope, 0.9))))
        mood = min(24, max(4, mood + round(rng.gauss(3 * slope, 2.5))))
        place = min(4, max(0, place + rng.choice((-1, 0, 0, 1, 1))))


def _answer(case: Case, at: dict[str, int], rng: Random, when: dict) -> None:
    """The young person, who sometimes leaves something out or will not; then the guide, more often than not."""
    told = {**when, "by": case.guide, "where": rng.choice(Where.values[:4])}
    if rng.random() < 0.05:
        decline_scales(case, voice="youth", **told)
        return
    said = {code: _said(value, rng) for code, value in at.items() if rng.random() < 0.93}
    record_scales(case, said, voice="youth", present=rng.choice(PRESENT), **told)
    if rng.random() < 0.6:
        seen = {
            code: Said(min(10, max(1, value + rng.choice((-1, 0, 0, 1, 1, 2)))))
            for code, value in at.items()
            if rng.random() < 0.9
        }
        record_scales(case, seen, voice="guide", **told)


def _said(value: int, rng: Random) -> Said:
    if rng.random() < 0.04:
        return Said(None)
    because = rng.choice(BECAUSE) if rng.random() < 0.2 else ""
    return Said(value, min(10, value + rng.randint(1, 4)), because)


def _wellbeing(case: Case, mood: int, rng: Random, when: dict) -> None:
    """WHO-5; where it is low the guide calls, the same day or the next."""
    if rng.random() < 0.06:
        decline_wellbeing(case, by=case.guide, **when)
        return
    row = record_wellbeing(case, _five(mood, rng), by=case.guide, present=rng.choice(PRESENT), **when)
    if row.follow_up:
        with clock.travel(clock.now() + timedelta(hours=rng.choice((1, 2, 20)))):
            how = rng.choice((WellbeingFollowUp.How.CALLED, WellbeingFollowUp.How.MET))
            follow_up(row.follow_up, by=case.guide, how=how, words=rng.choice(TALKED))


def _five(total: int, rng: Random) -> list[int]:
    """Five answers of that sum, spread by chance."""
    answers = [total // 5] * 5
    for n in rng.sample(range(5), total % 5):
        answers[n] += 1
    return answers


def _one_waits(cases: Sequence[Case], rng: Random) -> None:
    """Somebody answered today that it is hard, and nobody has called yet."""
    first = min((case.guide_id for case in cases), default=None)
    case = next((case for case in cases if case.guide_id == first), None)
    if case is not None and not case.wellbeinganswers.filter(measured_on=clock.today()).exists():
        record_wellbeing(case, _five(7, rng), by=case.guide, occasion=Occasion.TALK)
