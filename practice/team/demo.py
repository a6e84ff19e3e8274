"""The demo unit's rhythm: two years of meetings held, in short, and a step from the latest."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import Unit, User
from cases.duty.clocks import working_calendar
from core import clock
from practice.iglo.actions import agree_step
from practice.iglo.models import Level
from practice.rhythm.actions import begin, edit_rhythm, hold_meeting
from practice.rhythm.models import Rhythm, TeamMeeting
from practice.rhythm.rules import next_on

BACK_DAYS = 730
# Minutes of every so many meetings; the others were held without.
WRITTEN = 4
MINUTES = (
    "Vi ringer til forvaltningen, før vi skriver. Prøves til næste måned.",
    "Barometeret: fælles mål ligger lavt. Vi skriver tre mål ned sammen.",
    "Ferieplanen er på plads. Alle sager har en stedfortræder i ugerne 28–30.",
    "Vi tager to sager til sparring hver torsdag i stedet for fire.",
    "FGU har fået ny kontaktperson. Kortet er rettet.",
    "Nye forslag fra de unge: ventetiden på samtaler. Vi svarer inden fredag.",
)
# Theme meetings have minutes every time.
THEMES = (
    "Temamøde om overgange: hvem gør hvad, når de unge fylder 18.",
    "Temamøde om sproget i planerne: kortere sætninger, den unges egne ord.",
    "Temamøde om virksomhedsforløb: tre nye steder er fundet.",
    "Temamøde om fravær: vi ringer samme dag.",
)


def load(unit: Unit, users: Sequence[User]) -> None:
    """Set up the rhythm two years ago, and hold what came since; sparring is held in `practice.sparring.demo`."""
    today, leader = clock.today(), users[0]
    start = today - timedelta(days=BACK_DAYS)
    with clock.travel(start):
        begin(unit, by=leader)
        for rhythm in Rhythm.objects.of_unit(unit).filter(kind__in=("team", "sparring")):
            edit_rhythm(
                rhythm, {"owner": users[1 + (rhythm.kind == "sparring")]}, by=leader, expected_version=1
            )
    for kind, texts, each in (("team", MINUTES, WRITTEN), ("theme", THEMES, 1)):
        _hold(Rhythm.objects.of_unit(unit).select_related("owner").get(kind=kind), texts, each, start, today)
    latest = TeamMeeting.objects.filter(rhythm__unit=unit, rhythm__kind="team").exclude(minutes="").first()
    with clock.travel(latest.held_on):
        agree_step(
            unit=unit,
            by=users[1],
            level=Level.GROUP,
            text="Vi tager en frisk sag først til sparring",
            sign="Ingen sag har ventet over tre uger",
            owner=users[1],
            due_on=today + timedelta(days=9),
            meeting=latest,
        )


def _hold(rhythm: Rhythm, texts: Sequence[str], each: int, start: date, today: date) -> None:
    """Every one from ``start`` until yesterday."""
    calendar, held, number = working_calendar(today), None, 0
    day = next_on(rhythm.pattern, start, calendar)
    while day < today:
        with clock.travel(day):
            minutes = texts[number // each % len(texts)] if number % each == 0 else ""
            held = hold_meeting(rhythm, by=rhythm.owner, held_on=day, minutes=minutes).held_on
        day, number = next_on(rhythm.pattern, day, calendar, held), number + 1
