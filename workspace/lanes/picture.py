"""What is drawn of a plan as lanes over time: efforts and milestones, and the picture with all its parts.

Horizontal positions are per cent of the picture's width, so that text never scales while time stretches with the page;
vertical ones are pixels. Both are *strings*, because a Danish template would otherwise write `12,5` or `1.080` where
SVG wants `12.5` and `1080`.
"""

from dataclasses import dataclass, field
from datetime import date

from plans.milestones.choices import OPEN_STATUSES, MilestoneStatus


@dataclass(frozen=True)
class Item:
    """One milestone or effort as the picture needs it. Dates are inclusive days; any of them may be missing."""

    key: str
    title: str
    lane: str
    start: date | None = None
    due: date | None = None
    done: date | None = None
    state: str = MilestoneStatus.PLANNED
    # What kind of effort it is; empty for a milestone.
    kind: str = ""

    @property
    def is_effort(self) -> bool:
        return bool(self.kind)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATUSES


@dataclass(frozen=True)
class Mark:
    """A day worth a line through all lanes, e.g. the eighteenth birthday."""

    on: date
    label: str


@dataclass(frozen=True)
class Bar:
    """One drawn milestone or effort. `shape` is `bar` or `pin` (no known start, or too short a time to draw)."""

    item: Item
    shape: str
    state: str  # the item's state, or "overdue"
    x: str
    width: str
    y: str
    height: str
    mid: str
    label: str
    label_x: str
    label_y: str
    label_dx: str
    label_anchor: str  # start or end
    label_inside: bool
    tail_x: str = ""  # from the due date to today (overdue) or to the day it was reached late
    tail_width: str = ""
    row: int = 0


@dataclass(frozen=True)
class Lane:
    """What one person or partner carries. ``rows`` is how many things run side by side at most."""

    name: str
    y: str
    head_y: str
    bottom: str
    height: str
    rows: int
    bars: tuple[Bar, ...]
    open_count: int


@dataclass(frozen=True)
class Tick:
    """The first of a month. ``label_x`` is empty where its name has no room."""

    on: date
    x: str
    label_x: str
    shows_year: bool


@dataclass(frozen=True)
class Line:
    """A day drawn through all lanes from ``top`` down, with where its words stand: none where there is no room."""

    on: date
    label: str
    x: str
    anchor: str = ""
    dx: str = ""
    y: str = ""  # the foot of its words
    top: str = ""


@dataclass(frozen=True)
class Span:
    """A stretch of days, both ends included, with what it holds (`count` milestones)."""

    first: date
    last: date
    count: int
    x: str = ""
    width: str = ""
    middle: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Wait:
    """The days between two efforts of one kind, in which the young person waited or will wait."""

    kind: str
    before: str
    after: str
    days: int
    # Whether the later of the two has not begun: the waiting can still be changed.
    ahead: bool


@dataclass(frozen=True)
class Serial:
    """What the efforts of a plan look like over time: side by side, one after the other, with pauses, in a queue."""

    # The stretch with most efforts side by side, when ever two are.
    parallel: Span | None
    # Stretches to come in which no effort runs, and fortnights in which three begin at once.
    gaps: tuple[Span, ...]
    pile_ups: tuple[Span, ...]
    # Waits too long between efforts of one kind, when short connected courses could take their place; else empty.
    queue: tuple[Wait, ...]


@dataclass(frozen=True)
class Picture:
    """Everything the template draws, and the findings that the page also says in words."""

    first: date
    last: date
    height: str
    foot: str
    foot_label_y: str
    plot_y: str
    plot_height: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    today: Line | None
    marks: tuple[Line, ...]
    gaps: tuple[Span, ...]
    pile_ups: tuple[Span, ...]
    busiest: Span | None
    undated: tuple[Item, ...]
    narrow: bool
    months: int = field(default=0)
    efforts: Serial | None = None

    @property
    def is_empty(self) -> bool:
        return not self.lanes


def occupies(item: Item) -> tuple[date, date] | None:
    """First and last day the item takes up, planned or actual; None when it has no date at all."""
    ends = item.done if item.state in ("reached", "dropped") and item.done else item.due
    if ends is None:
        return (item.start, item.start) if item.start else None
    begins = item.start or ends
    return (min(begins, ends), ends)
