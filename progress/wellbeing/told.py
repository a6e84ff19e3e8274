"""What the young person is told at the answer: kindly, who calls and by when, and where there is help at once.

The same words stand on the guide's screen, when it is answered together, and on a page of the young person's own.
"""

from dataclasses import dataclass
from datetime import date

from core import clock
from progress.wellbeing.instrument import HelpLine, help_lines
from progress.wellbeing.models import WellbeingAnswer


@dataclass(frozen=True, slots=True)
class Told:
    """The values of ``progress/wellbeing/_told.html``."""

    score: int | None
    is_low: bool
    # Who calls, by which day; empty when nobody has to.
    who: str
    by: date | None
    lines: list[HelpLine]


def told_of(answer: WellbeingAnswer) -> Told:
    """What to tell about an answer. It tells of help whether the answer is low or not."""
    row = answer.follow_up
    owner = row.owner(clock.today()) if row and row.waits else None
    return Told(
        answer.score,
        row is not None,
        owner.name if owner else "",
        row.follow_up_by if row and row.waits else None,
        help_lines(of_age=answer.case.person.is_of_age()),
    )
