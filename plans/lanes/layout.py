"""The plan as lanes over time: pure geometry, no Django, no colours, no words.

`layout()` turns milestones (anything with the attributes of `Item`) into a `Picture` whose numbers a template
writes straight into SVG attributes. Horizontal positions are per cent of the picture's width, so that text never
scales while time stretches with the page; vertical ones are pixels. Both come as *strings*, because a Danish
template would otherwise write `12,5` or `1.080` where SVG wants `12.5` and `1080`.

One lane is one who carries something (the young person, the guide, a partner). Within a lane, milestones that
overlap take each their row: what runs in parallel is seen as height, a gap as white, a pile-up as a shaded band.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

# Pixels. `narrow` puts the words above a thin bar, one row each: a phone has no room beside the bar.
WIDE_PX, NARROW_PX = 880, 288  # the least width each picture is ever shown at; labels are placed to fit that


AXIS_HEIGHT = 44


FOOT_HEIGHT = 22  # room for the word "today" and the gaps' words under the lanes


LANE_HEAD = 26


LANE_GAP = 8


CHAR_PX = 7.3  # mean width of a letter at 14 px; generous, so that labels never touch


LONGEST_LABEL = 46


TICK_PX = 57  # “sept 2026” must not touch its neighbour, nor leave the picture


GAP_DAYS = 21  # a shorter silence is not a gap


PILE_WINDOW_DAYS = 14


PILE_SIZE = 3


LEAD_DAYS = 14  # a milestone without a start is taken to occupy this long before it is due


LEAST_DAYS = (
    84  # never stretch less than twelve weeks over the page: one milestone should not look like a year
)


@dataclass(frozen=True)
class Item:
    """One milestone as the picture needs it. Dates are inclusive days; any of them may be missing."""

    key: str
    title: str
    lane: str
    start: date | None = None
    due: date | None = None
    done: date | None = None
    state: str = "planned"  # planned, under_way, reached, dropped

    @property
    def is_open(self) -> bool:
        return self.state in ("planned", "under_way")


@dataclass(frozen=True)
class Mark:
    """A day worth a line through all lanes, e.g. the eighteenth birthday."""

    on: date
    label: str


@dataclass(frozen=True)
class Bar:
    """One drawn milestone. `shape` is `bar` or `pin` (no known start, or too short a time to draw)."""

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
    """A day drawn through all lanes, with where its words stand."""

    on: date
    label: str
    x: str
    anchor: str
    dx: str


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


def find_gaps(items: Iterable[Item], *, today: date) -> list[Span]:
    """Stretches from today to the last open due date in which nothing runs and nothing is about to be due."""
    busy = sorted(
        (item.start or item.due - timedelta(days=LEAD_DAYS), item.due)
        for item in items
        if item.is_open and item.due and item.due >= today
    )
    gaps, reached = [], today - timedelta(days=1)
    for begins, ends in busy:
        silent = (begins - reached).days - 1
        if silent >= GAP_DAYS:
            gaps.append(Span(reached + timedelta(days=1), begins - timedelta(days=1), 0))
        reached = max(reached, ends)
    return gaps


def find_pile_ups(items: Iterable[Item], *, today: date) -> list[Span]:
    """Fortnights, from today on, in which at least three open milestones are due. Touching ones are joined."""
    dues = sorted(item.due for item in items if item.is_open and item.due and item.due >= today)
    found: list[Span] = []
    for i, first in enumerate(dues):
        within = [due for due in dues[i:] if (due - first).days < PILE_WINDOW_DAYS]
        if len(within) < PILE_SIZE:
            continue
        if found and first <= found[-1].last:
            begins, last = found[-1].first, max(found[-1].last, within[-1])
            found[-1] = Span(begins, last, sum(begins <= due <= last for due in dues))
        else:
            found.append(Span(first, within[-1], len(within)))
    return found


def find_busiest(items: Iterable[Item], *, today: date) -> Span | None:
    """The first stretch, from today on, with most milestones running at once; None when never two at once."""
    spans = [
        (max(item.start or item.due - timedelta(days=LEAD_DAYS), today), item.due)
        for item in items
        if item.is_open and item.due and item.due >= today
    ]
    edges = sorted({begins for begins, _ in spans} | {ends + timedelta(days=1) for _, ends in spans})
    best: Span | None = None
    for first, after in pairwise(edges):
        count = sum(begins <= first <= ends for begins, ends in spans)
        if count >= 2 and (best is None or count > best.count):
            best = Span(first, after - timedelta(days=1), count)
    return best


def layout(
    items: Sequence[Item], *, today: date, marks: Iterable[Mark] = (), narrow: bool = False
) -> Picture:
    """Place every dated item. Lanes keep the order in which they first appear; `today` is always in the picture."""
    undated = tuple(item for item in items if occupies(item) is None)
    dated = [item for item in items if occupies(item) is not None]
    scale = _Scale(dated, today, NARROW_PX if narrow else WIDE_PX)
    lanes, y = _lanes(dated, scale, today, narrow)
    ticks = _ticks(scale, narrow)
    busiest = find_busiest(dated, today=today)
    return Picture(
        first=scale.first,
        last=scale.last,
        height=str(y + FOOT_HEIGHT),
        foot=str(y),
        foot_label_y=str(y + 15),
        plot_y=str(AXIS_HEIGHT),
        plot_height=str(y - AXIS_HEIGHT),
        lanes=tuple(lanes),
        ticks=tuple(ticks),
        today=_line(scale, today, "") if dated else None,
        marks=tuple(_line(scale, m.on, m.label) for m in marks if scale.first <= m.on <= scale.last),
        gaps=tuple(_placed(scale, span) for span in find_gaps(dated, today=today)),
        pile_ups=tuple(_placed(scale, span) for span in find_pile_ups(dated, today=today)),
        busiest=busiest and _placed(scale, busiest),
        undated=undated,
        narrow=narrow,
        months=scale.months,
    )


class _Scale:
    """Days to per cent. Whole months, so that the axis begins and ends on a tick."""

    def __init__(self, dated: Sequence[Item], today: date, px: int):
        days = [day for item in dated for day in (item.start, item.due, item.done) if day] + [today]
        self.first = min(days).replace(day=1)
        last = min(max(max(days), self.first + timedelta(days=LEAST_DAYS - 1)), date(9998, 12, 31))
        self.last = _next_month(last) - timedelta(days=1)
        self.px = px
        self.total = (self.last - self.first).days + 1
        self.months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    def at(self, day: date) -> float:
        """Left edge of the day, in per cent."""
        return 100 * (day - self.first).days / self.total

    def to_px(self, per_cent: float) -> float:
        return per_cent * self.px / 100

    def to_per_cent(self, px: float) -> float:
        return px * 100 / self.px


def _lanes(dated, scale, today, narrow):
    by_name: dict[str, list[Item]] = {}
    for item in dated:
        by_name.setdefault(item.lane, []).append(item)
    row_height = 42 if narrow else 34
    lanes, y = [], AXIS_HEIGHT + 4
    for name, members in by_name.items():
        members.sort(key=lambda item: (*occupies(item), item.title, item.key))
        taken: list[float] = []  # right edge in per cent of each row so far
        bars = []
        for item in members:
            sketch = _sketch(item, scale, today, narrow)
            row = len(taken) if narrow else _first_free(taken, sketch.left)
            if row == len(taken):
                taken.append(0)
            taken[row] = sketch.right + 1.2
            bars.append(sketch.bar(row, y + LANE_HEAD + row * row_height, narrow))
        bottom = y + LANE_HEAD + len(taken) * row_height
        lanes.append(
            Lane(
                name=name,
                y=str(y),
                head_y=str(y + 17),
                bottom=str(bottom + LANE_GAP // 2),
                height=str(bottom - y),
                rows=len(taken),
                bars=tuple(bars),
                open_count=sum(item.is_open for item in members),
            )
        )
        y = bottom + LANE_GAP
    return lanes, y


def _first_free(taken: list[float], left: float) -> int:
    return next((row for row, right in enumerate(taken) if right <= left), len(taken))


@dataclass
class _Sketch:
    """A bar before it has a row: where it and its label begin and end, in per cent."""

    item: Item
    shape: str
    state: str
    begin: float
    end: float
    tail: tuple[float, float] | None
    label: str
    place: str  # inside, right, left
    left: float
    right: float

    def bar(self, row: int, top: int, narrow: bool) -> Bar:
        height = 10 if narrow else 24
        bar_top = top + (22 if narrow else 4)
        if self.place == "inside":
            label_x, dx, anchor = self.begin, 28 if self.state == "reached" else 10, "start"
        elif self.place == "right":
            end = max(self.end, self.tail[1]) if self.tail else self.end
            label_x, dx, anchor = end, 14 if self.shape == "pin" else 8, "start"
        elif self.place == "left":
            label_x, dx, anchor = self.begin, -14 if self.shape == "pin" else -8, "end"
        elif self.place == "above-end":
            label_x, dx, anchor = self.end, 0, "end"
        else:  # above, from the bar's start or the picture's edge
            label_x, dx, anchor = self.left, 0, "start"
        tail_x, tail_width = (_pc(self.tail[0]), _pc(self.tail[1] - self.tail[0])) if self.tail else ("", "")
        return Bar(
            item=self.item,
            shape=self.shape,
            state=self.state,
            x=_pc(self.begin),
            width=_pc(self.end - self.begin),
            y=str(bar_top),
            height=str(height),
            mid=str(bar_top + height // 2),
            label=self.label,
            label_x=_pc(label_x),
            label_y=str(top + 15 if narrow else top + 21),
            label_dx=str(dx),
            label_anchor=anchor,
            label_inside=self.place == "inside",
            tail_x=tail_x,
            tail_width=tail_width,
            row=row,
        )


def _sketch(item: Item, scale: _Scale, today: date, narrow: bool) -> _Sketch:
    first, last = occupies(item)
    overdue = item.is_open and item.due is not None and item.due < today
    day = 100 / scale.total
    begin, end, tail = scale.at(first), scale.at(last) + day, None
    if overdue:
        tail = (end, scale.at(today) + day)
    elif item.state == "reached" and item.done and item.due and item.done > item.due and item.start:
        # Planned part solid, the delay as a tail.
        end = max(scale.at(item.due) + day, begin + day)
        tail = (end, scale.at(item.done) + day)
    wide_enough = scale.to_px(end - begin) >= (12 if narrow else 16)
    shape = "bar" if last > first and item.start and wide_enough else "pin"
    if shape == "pin":
        begin = end = min(scale.at(last) + day / 2, 100)
        if tail and not overdue:
            tail = None
    far = max(end, tail[1]) if tail else end
    label = _shorten(item.title, 40 if narrow else LONGEST_LABEL)
    text = scale.to_per_cent(len(label) * CHAR_PX)
    sketch = _Sketch(
        item, shape, "overdue" if overdue else item.state, begin, end, tail, label, "right", begin, far
    )
    if narrow:
        text = scale.to_per_cent(len(label) * 6.9)
        if begin + text <= 100:
            sketch.place, sketch.left = "above", begin
        elif end - text >= 0:
            sketch.place, sketch.left = "above-end", end - text
        else:
            sketch.place, sketch.left = "above", 0
        return sketch
    gap = scale.to_per_cent(20)
    check = scale.to_per_cent(18) if item.state == "reached" else 0
    if shape == "bar" and end - begin >= text + gap + check:
        sketch.place = "inside"
    elif far + gap + text <= 100:
        sketch.right = far + gap + text
    elif begin - gap - text >= 0:
        sketch.place, sketch.left = "left", begin - gap - text
    else:  # neither side has room: shorten it to the wider side
        room_right, room_left = 100 - far - gap, begin - gap
        chars = int(scale.to_px(max(room_right, room_left)) / CHAR_PX)
        sketch.label = _shorten(item.title, max(chars, 4))
        if room_right >= room_left:
            sketch.right = 100
        else:
            sketch.place, sketch.left = "left", 0
    return sketch


def _ticks(scale: _Scale, narrow: bool) -> list[Tick]:
    """Months, quarters or half years: as close as their names can stand without touching."""
    fit = scale.px // TICK_PX
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if scale.months <= s * fit), 12_000)
    ticks, day = [], scale.first
    year = None
    while day <= scale.last:
        if (day.month - 1) % step == 0 and (step <= 12 or day.year % (step // 12) == 0):
            x = scale.at(day)
            fits = scale.to_px(100 - x) >= TICK_PX
            ticks.append(Tick(day, _pc(x), _pc(x) if fits else "", day.year != year))
            year = day.year if fits else year
        day = _next_month(day)
    return ticks


def _line(scale: _Scale, day: date, label: str) -> Line:
    x = scale.at(day) + 50 / scale.total
    at_right = x > 85
    return Line(day, label, _pc(x), "end" if at_right else "start", "-5" if at_right else "5")


def _placed(scale: _Scale, span: Span) -> Span:
    x, end = scale.at(span.first), scale.at(span.last) + 100 / scale.total
    return Span(span.first, span.last, span.count, _pc(x), _pc(end - x), _pc((x + end) / 2))


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,.;:-–") + "…"


def _pc(value: float) -> str:
    return f"{value:.2f}%"
