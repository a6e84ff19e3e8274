"""Notes for the demo as guides write them: by templates, naming colleagues, with a summary pinned on top."""

from datetime import timedelta
from random import Random

from cases.casefile.models import Case
from cases.notes import actions
from cases.notes.models import NoteKind
from core import clock

SUMMARIES = (
    "Ring efter kl. 12. {name} svarer sjældent på beskeder, men tager telefonen.",
    "Møder kun, når aftalen er skrevet ned samme dag. Mor vil gerne mindes om den.",
    "Har det svært med store rum. Mød {name} på biblioteket, ikke på rådhuset.",
    "Lad {name} begynde selv. Det tager ti minutter, og så kommer det vigtige.",
    "Vil ikke have far med til møder. Det er aftalt med mor.",
)


MEETINGS = (
    "Til stede: {name}, mor, kontaktlærer og jeg\n"
    "Hvad vi talte om: Fravær om mandagen, og hvad der virker om fredagen\n"
    "Hvad vi aftalte, og hvem der gør det: Kontaktlæreren ringer kl. 8 om mandagen\nNæste gang: om tre uger",
    "Til stede: {name}, virksomheden og jeg\nHvad vi talte om: De første to uger i praktik. {name} er mødt alle dage\n"
    "Hvad vi aftalte, og hvem der gør det: Tre timer mere om ugen fra mandag\nNæste gang: når der er gået fire uger",
)


ASKS = (
    "@{initials} du kender familien fra før. Har du et kvarter i denne uge?",
    "Jeg holder ferie i næste uge. @{initials} følger op, hvis skolen ringer.",
    "@{initials} kan du give mig et råd om FGU? Vi er i tvivl om sporet.",
)


def load(cases: list[Case], guides: list, rng: Random) -> None:
    """Pin summaries on some of the cases, some long ago; write a meeting by its template; name colleagues."""
    today, meeting = clock.today(), NoteKind.objects.get(code="meeting")
    named = struck = 0
    for case in cases:
        if case.guide_id is None or case.shielded:
            continue
        dice, name = rng.random(), case.person.called
        if dice < 0.2:
            _pin(case, rng.choice(SUMMARIES).format(name=name), today - timedelta(days=rng.randint(2, 70)))
        elif dice < 0.26:
            _pin(case, rng.choice(SUMMARIES).format(name=name), today - timedelta(days=rng.randint(100, 200)))
        if 0.15 < dice < 0.3:
            day = _workday(today - timedelta(days=rng.randint(3, 25)))
            with clock.travel(clock.at(day, 14)):
                text = rng.choice(MEETINGS).format(name=name)
                actions.add_note(case, by=case.guide, text=text, named=meeting, happened_on=day)
        if dice > 0.96 and named < 12:
            others = [guide for guide in guides if guide.pk not in (case.guide_id, case.deputy_id)]
            day = _workday(today - timedelta(days=rng.randint(1, 6)))
            with clock.travel(clock.at(day, 15)):
                text = rng.choice(ASKS).format(initials=others[named % len(others)].initials)
                actions.add_note(case, by=case.guide, text=text, kind="other", happened_on=day)
            named += 1
        if dice > 0.9 and struck < 5:
            with clock.travel(clock.at(_workday(today - timedelta(days=rng.randint(2, 9))), 12)):
                text = "Ringede og aftalte at ses på torsdag"
                actions.strike_note(actions.add_note(case, by=case.guide, text=text), by=case.guide)
            struck += 1


def _workday(day):
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day


def _pin(case: Case, text: str, day) -> None:
    with clock.travel(clock.at(max(day, case.opened_on), 13)):
        actions.write_summary(case, text, by=case.guide, expected_number=case.summary_number)
