"""What the pictures of one page share: the time they show, what happened in it, for whom they are, and how wide."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# For a phone of 360 pixels, for columns on a larger screen, and for two columns on paper.
WIDTH = 340
# The shortest time that is drawn.
LEAST_DAYS = 120

MILESTONE, MEETING, EFFORT, DESTINATION = "milestone", "meeting", "effort", "destination"
# What a mark below a picture stands for, in the order of the key.
KINDS: dict[str, Promise] = {
    MILESTONE: _("Milestone reached"),
    MEETING: _("Meeting"),
    EFFORT: _("Effort, from beginning to end"),
    DESTINATION: _("Destination"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened: on a day, or from a day until another (an effort that goes on has no last day)."""

    kind: str
    on: date
    words: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The time from ``from_on`` until ``until_on`` with what happened in it, for the young person or for staff.

    ``months`` is the rhythm in which one asks: a measure that was missed breaks the line.
    """

    from_on: date
    until_on: date
    months: int
    youth: bool
    marks: tuple[Mark, ...] = ()
    width: int = WIDTH

    def share(self, day: date) -> float:
        """Where the day lies, from 0 to 1."""
        return (day - self.from_on).days / max((self.until_on - self.from_on).days, 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table beside a picture. ``kind`` and ``pk`` name the measure, for who may strike it out."""

    cells: tuple[str, ...]
    kind: str = ""
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the sentence below it and the table that says the same."""

    key: str
    title: str
    sentence: str
    svg: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    # To whom it may be told: the topic that a basis must cover, or none.
    topic: str = ""
    lead: str = ""

    @property
    def in_words(self) -> str:
        """The picture for those who cannot see it, where no table stands below it: day, whose, and what."""
        return f"{self.title}. {'. '.join(', '.join(row.cells[:3]) for row in self.rows)}"


def _ends(mark: Mark, until: date) -> date:
    """The last day of a mark: an effort without one goes on."""
    return (mark.until or until) if mark.kind == EFFORT else mark.on


def frame_of(
    days: list[date], today: date, *, months: int, youth: bool, marks=(), width: int = WIDTH
) -> Frame:
    """The frame that holds every measure of ``days``, and the marks that lie within it. It ends today."""
    begin = min([*days, today - timedelta(days=LEAST_DAYS)])
    until = max([*days, today])
    seen = tuple(mark for mark in marks if mark.on <= until and _ends(mark, until) >= begin)
    return Frame(begin, until, months, youth, seen, width)
