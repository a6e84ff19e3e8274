"""The demo unit's sparring: two years of Thursdays, cases that were taken lately, and five for the next time."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import Unit, User
from cases.duty.clocks import open_clocks, working_calendar
from cases.models import Case, Status
from core import clock
from practice.rhythm.models import Rhythm
from practice.rhythm.rules import next_on
from practice.sparring.actions import end_meeting, mark_case, open_marked, settle, start_meeting

BACK_DAYS = 720
HOURS = 2
# How many of the latest meetings took a case, and what came of it.
TAKEN = 20
TAKEN_ON = (
    ("Hvem kender en praktikplads med plads til pauser?", "Ring til tømreren i Asnæs sammen med den unge"),
    ("Jeg når ikke ind til ham. Hvad har I prøvet?", "Gåtur i stedet for samtale på kontoret"),
    ("Hvordan taler jeg med forældrene om fraværet?", "Møde med begge forældre, den unge vælger stedet"),
    ("Hvilket lille skridt kan være det første?", "Besøg på FGU sammen, uden at skulle beslutte noget"),
)
# … and of those marked now: how many days ago, and the question.
MARKED = (
    (1, "Fristen løber. Hvem kan hjælpe mig med at nå en aftale om noget at lave?"),
    (4, "Der er intet sket længe. Skal jeg møde op derhjemme, eller presser det for meget?"),
    (22, "Praktikstedet siger nej for anden gang. Hvad overser jeg?"),
    (9, "Vi er uenige med skolen om målet. Hvordan får vi talt om det?"),
    (2, "Det går godt nu. Hvornår er det tid at slippe?"),
)


def load(unit: Unit, users: Sequence[User]) -> None:
    """Hold every Thursday since two years back, take a case at the latest ones, and mark five for the next."""
    today, guides = clock.today(), [user for user in users if not user.is_leader]
    rhythm = Rhythm.objects.of_unit(unit).select_related("owner").get(kind="sparring")
    days = _days(rhythm, today)
    cases = {guide.pk: iter(_cases(unit, guide)) for guide in guides}
    for number, day in enumerate(days):
        turn = number - (len(days) - TAKEN)
        guide, colleague = guides[turn % len(guides)], guides[(turn + 3) % len(guides)]
        case = next(cases[guide.pk], None) if turn >= 0 else None
        with clock.travel(clock.at(day, 10)):
            _meeting(unit, rhythm.owner, day, case, guide, colleague, TAKEN_ON[turn % len(TAKEN_ON)])
    _mark(unit, guides, {case.pk for found in cases.values() for case in found})


def _days(rhythm: Rhythm, today: date) -> list[date]:
    calendar, days = working_calendar(today), []
    day = next_on(rhythm.pattern, today - timedelta(days=BACK_DAYS), calendar)
    while day < today:
        days.append(day)
        day = next_on(rhythm.pattern, day, calendar, day)
    return days


def _cases(unit: Unit, guide: User) -> list[Case]:
    rows = Case.objects.filter(unit=unit, guide=guide, closed_on=None, shielded=False, status=Status.RUNNING)
    return list(rows.select_related("person", "unit", "guide").order_by("opened_on", "pk")[:9])


def _meeting(unit, owner, day: date, case, guide, colleague, said: tuple[str, str]) -> None:
    meeting = start_meeting(unit, by=owner, ends_at=clock.now() + timedelta(hours=HOURS))
    if case is not None and case.opened_on <= day and case.guide_id != colleague.pk:
        mark = mark_case(case, by=guide, question=said[0])
        if not Case.objects.filter(pk=case.pk).visible_to(colleague, why=False).exists():
            open_marked(mark, by=colleague)
        settle(mark, by=guide, next_step=said[1], thanked=[colleague])
    end_meeting(meeting, by=owner)


def _mark(unit: Unit, guides: Sequence[User], left: set) -> None:
    """One whose statutory limit runs, one that stands still, and three others: what there is of each."""
    rows = (
        Case.objects.filter(pk__in=left).select_related("person", "unit", "guide").order_by("opened_on", "pk")
    )
    cases, today = list(rows), clock.today()
    young = Case.objects.filter(
        unit=unit, closed_on=None, shielded=False, guide__in=guides, status=Status.RUNNING
    )
    young = list(young.select_related("person", "unit", "guide").order_by("-person__birth_date", "pk"))
    limited = open_clocks(young, today)
    chosen = [case for case in young if case.pk in limited][:1]
    chosen += [case for case in (*cases, *young) if case.is_stalled(today) and case not in chosen][:1]
    chosen += [case for case in cases if case not in chosen][: len(MARKED) - len(chosen)]
    for case, (days, question) in zip(chosen, MARKED, strict=False):
        with clock.travel(clock.at(max(case.opened_on, today - timedelta(days=days)), 9)):
            mark_case(case, by=case.guide, question=question)
