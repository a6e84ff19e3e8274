"""Steps the demo unit agreed on from its rounds: done, struck and open."""

from collections.abc import Sequence
from datetime import timedelta

from accounts.models import Unit, User
from core import clock
from practice.barometer.models import Question
from practice.iglo.actions import agree_step, end_step
from practice.iglo.models import Level

# (the round it followed, counted from the first; level; what; what one would see; how it ended, None while open)
STEPS = (
    (
        0,
        Level.GROUP,
        "Vi skriver tre fælles mål og hænger dem op",
        "Alle kan sige dem uden at kigge",
        "De hænger i køkkenet. Fem af os kunne dem.",
    ),
    (
        2,
        Level.LEADERSHIP,
        "Fast punkt om unge på tværs på afdelingsledernes møde",
        "Vi får svar inden fristen",
        "Punktet er der hver måned.",
    ),
    (
        3,
        Level.INDIVIDUAL,
        "Jeg ringer til FGU, før jeg skriver",
        "Færre mails frem og tilbage",
        "Det går hurtigere, og vi kender hinandens navne.",
    ),
    (
        4,
        Level.ORGANISATION,
        "Fælles sagsoverblik med familieafdelingen",
        "Den unge fortæller kun én gang",
        "",
    ),
    (
        7,
        Level.GROUP,
        "Vi begynder hvert teammøde med en sag, der lykkedes",
        "Flere siger noget på mødet",
        None,
    ),
    (
        7,
        Level.INDIVIDUAL,
        "Jeg spørger én kollega om hjælp hver uge",
        "Jeg sidder ikke alene med de svære",
        None,
    ),
    (
        7,
        Level.LEADERSHIP,
        "To timers fast sparring om torsdagen",
        "Ingen aflyser for en frist",
        None,
    ),
)
# The open one that is due now, so that the next meeting has it on its agenda.
DUE_NOW = "Vi begynder hvert teammøde med en sag, der lykkedes"


def load(unit: Unit, users: Sequence[User]) -> None:
    """Agree on the steps after their rounds, and end those of the past."""
    today = clock.today()
    rounds = list(unit.rounds.exclude(closed_on=None).order_by("opened_on"))
    for number, (place, level, text, sign, ended) in enumerate(STEPS):
        round_ = rounds[place]
        question = Question.objects.filter(round=round_).order_by("position")[number % 3]
        day = round_.closed_on + timedelta(days=2)
        owner = users[number % len(users)]
        due_on = today if text == DUE_NOW else day + timedelta(days=40 + 25 * (ended is None))
        with clock.travel(day):
            step = agree_step(
                unit=unit, by=users[0], level=level, text=text, sign=sign, owner=owner, due_on=due_on,
                question=question,
            )  # fmt: skip
        if ended is not None:
            with clock.travel(day + timedelta(days=35)):
                end_step(
                    step,
                    by=owner,
                    outcome=ended or "It-sikkerheden sagde nej. Vi prøver en anden vej.",
                    done=bool(ended),
                )
