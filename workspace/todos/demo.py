"""Tasks that the invented guides wrote down: for today, overdue, ahead, done and struck; about cases and about none."""

from datetime import timedelta
from random import Random

from cases.models import Case
from core import clock
from workspace.todos import actions

OF_CASES = (
    "Ring til skolen om fraværet",
    "Spørg mentoren, hvordan det går",
    "Send link til åbent hus",
    "Hør, om brevet er kommet",
    "Find telefonnummer til værkstedet",
)

OF_NONE = ("Bestil lokale til torsdag", "Læs den nye vejledning", "Køb kaffe til ungecaféen")


def load(guides, *, rng: Random) -> None:
    """Each guide has a few about cases and one or two of their own."""
    today = clock.today()
    for guide in guides:
        cases = Case.objects.own_of(guide).filter(closed_on=None, guide=guide).order_by("opened_on", "pk")
        for number, case in enumerate(cases[:4]):
            written = max(today - timedelta(days=rng.randint(1, 6)), case.opened_on)
            due = max(written, today + timedelta(days=(-1, 0, 3, 9)[number]))
            with clock.travel(clock.at(written, 10, rng.randint(0, 59))):
                todo = actions.write_todo(rng.choice(OF_CASES), due, by=guide, case=case)
            if number == 3:
                actions.do_todo(todo, by=guide)
        for text in rng.sample(OF_NONE, 2):
            actions.write_todo(text, today + timedelta(days=rng.randint(0, 5)), by=guide)
        struck = actions.write_todo("Spørg Karen om ferieplanen", today, by=guide)
        actions.strike_todo(struck, by=guide)
