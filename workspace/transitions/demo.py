"""What the invented unit has done about ages at which something changes: meetings held, some things confirmed,
some not yet.
"""

from datetime import timedelta
from random import Random

from cases.casefile.models import Case
from cases.notes import actions as notes_actions
from cases.notes.models import Note
from core import clock
from workspace.transitions import actions as transitions_actions
from workspace.transitions import board as transitions
from workspace.transitions.models import TransitionRule

MEETING = (
    "Netværksmøde før overgangen: {name}, en voksen og partnerne. Tre aftaler skrevet i planen.",
    "Møde om, hvad der ændrer sig. {name} fik selv ordet først. Ny dato aftalt.",
)


REMARKS = ("", "", "Talt igennem på sidste møde.", "Fik det også på skrift.")


def load(unit, *, rng: Random) -> None:
    """Meetings before most transitions that ask for one, and two of three things confirmed that somebody must
    confirm.
    """
    today = clock.today()
    for one in transitions.ahead_of(Case.objects.filter(unit=unit, guide__isnull=False), today):
        by, held = one.case.guide, False
        for item in one.missing:
            check, day = item.rule.check_by, today - timedelta(days=rng.randint(3, 40))
            if day < one.case.opened_on or rng.random() > 0.66:
                continue
            with clock.travel(clock.at(day, rng.randint(9, 15))):
                if check == TransitionRule.Check.MEETING and not held:
                    text = rng.choice(MEETING).format(name=one.case.person.called)
                    notes_actions.add_note(one.case, by=by, text=text, kind=Note.Kind.MEETING)
                    held = True
                elif check == TransitionRule.Check.CONFIRMED:
                    transitions_actions.confirm_transition(
                        one.case, item.rule, by=by, note=rng.choice(REMARKS)
                    )
