"""Partners at work in the demo unit: some answer and some do not, proposals wait and are decided, and some report."""

from datetime import timedelta
from random import Random

from django.core.exceptions import ValidationError

from core import clock
from core.versions import Conflict
from plans.milestones.models import Milestone
from plans.promises import actions
from plans.promises.people import readers_of
from plans.promises.querysets import promises

QUESTIONS = (
    "Møder {name} stabilt for tiden?",
    "Er der plads på holdet fra næste måned?",
    "Hvem hos jer er fast kontakt for {name} nu?",
    "Har I fået talt om transporten?",
)
ANSWERS = (
    "Ja, hver dag de sidste to uger.",
    "Mødestabiliteten er bedre. Mandage er stadig svære.",
    "Det er mig. Ring endelig.",
    "Vi taler om det på torsdag.",
)
REPORTS = (
    ("attended", "Kom til tiden og blev hele dagen."),
    ("contact", "Talt i telefon, positiv stemning."),
    ("under_way", "Kører efter planen."),
    ("absent", "Mødte ikke og meldte ikke afbud."),
    ("attended", ""),
)
PROPOSALS = (
    ("extend", "needs_longer", "Vi når det ikke før ferien.", 45),
    ("other_day", "youth_wish", "", 21),
    ("end", "done", "Praktikken er gennemført.", None),
    ("not_right", "wrong_offer", "Et mindre hold ville passe bedre.", None),
    ("extend", "no_room", "Næste hold starter senere.", 60),
)
WHY_NOT = "Vi har talt om det med den unge, og aftalen passer bedst, som den er."


def load(unit, rng: Random, *, most: int = 24) -> None:
    """Fill what partners who sign in have promised, at most ``most`` promises, through the real actions."""
    rows = promises().filter(plan__case__unit=unit, contact__partner__contacts__user__is_active=True)
    rows = rows.filter(plan__case__shielded=False).distinct().order_by("plan__case__opened_on", "pk")
    rows = rows.select_related("plan__case__guide", "plan__case__person", "contact__partner__category")
    told = []
    for milestone in rows[: 3 * most]:
        readers = readers_of(milestone, clock.today())
        if readers and milestone.plan.case.guide_id:
            told.append((milestone, readers[0]))
    for number, (milestone, user) in enumerate(told[:most]):
        _tell(milestone, user, number, rng)


def _tell(milestone: Milestone, user, number: int, rng: Random) -> None:
    """What passed about one promise: a question every second time, and a proposal every third."""
    guide = milestone.plan.case.guide
    _at(rng.randint(10, 20), lambda: _report(milestone, user, number))
    if number % 2 == 0:
        asked = rng.randint(6, 14)
        question = QUESTIONS[number % len(QUESTIONS)].format(name=milestone.plan.case.person.called)
        row = _at(asked, lambda: actions.ask(milestone, by=guide, question=question))
        if row and number % 6 != 4:
            _at(
                asked - rng.randint(1, 5),
                lambda: actions.answer(row, by=user, text=ANSWERS[number % len(ANSWERS)]),
            )
            if number % 4 == 0:
                _at(0, lambda: actions.read_answer(row, by=guide))
    if number % 3 == 0:
        _propose(milestone, user, number // 3, rng)


def _report(milestone: Milestone, user, number: int) -> None:
    kind, words = REPORTS[number % len(REPORTS)]
    actions.report(milestone, by=user, kind=kind, happened_on=clock.today(), words=words)


def _propose(milestone: Milestone, user, number: int, rng: Random) -> None:
    """A proposal some days ago: one in three waits, one is accepted, one is declined."""
    kind, reason, words, days = PROPOSALS[number % len(PROPOSALS)]
    due = milestone.due_on or clock.today()
    day = max(due, clock.today()) + timedelta(days=days) if days else None
    guide, said = milestone.plan.case.guide, {"kind": kind, "reason": reason, "words": words}
    row = _at(rng.randint(3, 5), lambda: actions.propose(milestone, by=user, new_due_on=day, **said))
    if row and number % 3 == 1:
        _at(1, lambda: actions.accept(row, by=guide))
    elif row and number % 3 == 2:
        _at(2, lambda: actions.decline(row, by=guide, words=WHY_NOT))


def _at(days_ago: int, act):
    """Do it so many days ago. What could not be done then (no basis yet, no longer a promise) is left out."""
    with clock.travel(clock.at(clock.today() - timedelta(days=days_ago), 11)):
        try:
            return act()
        except (ValidationError, Conflict):
            return None
