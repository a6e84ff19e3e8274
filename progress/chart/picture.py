"""Where everything of a picture stands; ``templates/progress/chart/picture.svg`` draws it.

Two voices are told apart by their marks and dashes, not by colour alone. What is not known leaves a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from core.charts import month
from core.charts.parts import clean, coordinate
from core.fragments import fragment
from progress.chart.frame import DESTINATION, EFFORT, MEETING, MILESTONE, Frame
from progress.measures.rules import is_broken_between

LEFT, RIGHT, TOP, PLOT = 26, 34, 12, 128
AXIS = 20
# Efforts beside each other lie below each other, so many of them.
EFFORT_ROWS, EFFORT_STEP = 3, 7
GAP = 15
# Closer to each other than this, two words at the ends of lines would touch.
NEAR = 20


@dataclass(frozen=True, slots=True)
class Point:
    """A measure on a day: a value, or None where they would not answer."""

    on: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One voice's measures, in their order. ``css`` says how it is drawn."""

    css: str
    points: tuple[Point, ...]
    steps: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across at a value, with its words: at the side, or upon the line."""

    value: float
    words: str
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """A stripe from a value up to another, with its words."""

    low: float
    high: float
    words: str
    css: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How a value becomes a height."""

    low: float
    high: float

    def y(self, value: float) -> float:
        """From the top of the picture."""
        return TOP + PLOT * (self.high - value) / (self.high - self.low)


def draw(
    frame: Frame,
    scale: Scale,
    series: Sequence[Series],
    *,
    title: str,
    rules: Iterable[Rule] = (),
    bands: Iterable[Band] = (),
    wishes: Iterable[Point] = (),
) -> str:
    """The picture as SVG."""
    left, right = LEFT, frame.width - RIGHT

    def x(day: date) -> float:
        return left + frame.share(day) * (right - left)

    efforts, rows = _efforts(frame, x)
    strip = TOP + PLOT + AXIS
    values = {
        "title": clean(title),
        "width": frame.width,
        "height": strip + 16 + rows * EFFORT_STEP + 2,
        "left": left,
        "right": right,
        "plot_width": right - left,
        "top": TOP,
        "floor": TOP + PLOT,
        "axis_y": TOP + PLOT + 15,
        "rules": [_rule(rule, scale) for rule in rules],
        "bands": [_band(band, scale) for band in bands],
        "ticks": _ticks(frame, x),
        "verticals": [_n(x(mark.on)) for mark in frame.marks if mark.kind in (MILESTONE, DESTINATION)],
        "lines": [line for one in series for line in _lines(one, frame, scale, x)],
        "dots": [dot for one in series for dot in _dots(one, scale, x)],
        "wishes": [(_n(x(w.on) - 5), _n(x(w.on) + 5), _n(scale.y(w.value))) for w in wishes if w.value],
        "ends": _ends(series, scale, x),
        "points": [_mark(mark.kind, x(mark.on), strip + 8) for mark in frame.marks if mark.kind != EFFORT],
        "efforts": [(a, b, _n(strip + 16 + row * EFFORT_STEP)) for a, b, row in efforts],
    }
    return fragment("progress/chart/picture.svg", **values)


def _n(value: float) -> str:
    return coordinate(value)


def _rule(rule: Rule, scale: Scale) -> dict:
    y = scale.y(rule.value)
    return {
        "y": _n(y),
        "words": clean(rule.words),
        "inside": rule.inside,
        "text_y": _n(y - 7 if rule.inside else y + 4),
    }


def _band(band: Band, scale: Scale) -> dict:
    top, bottom = scale.y(band.high), scale.y(band.low)
    return {
        "y": _n(top),
        "height": _n(bottom - top),
        "words": clean(band.words),
        "css": band.css,
        "text_y": _n(top + 12),
    }


def _ticks(frame: Frame, x) -> list[dict]:
    """The months below the picture: as many as there is room for, the first and each January with its year."""
    whole = (frame.until_on.year - frame.from_on.year) * 12 + frame.until_on.month - frame.from_on.month
    room = max((frame.width - LEFT - RIGHT) // 52, 2)
    every = next(step for step in (1, 2, 3, 4, 6, 12, 24, 60) if whole / step <= room)
    day, found = frame.from_on.replace(day=1) + relativedelta(months=1), []
    while day <= frame.until_on:
        if (12 * day.year + day.month - 1) % every == 0:
            new_year = not found or day.month == 1
            found.append({"x": _n(x(day)), "words": month(day, year=new_year)})
        day += relativedelta(months=1)
    return found


def _lines(series: Series, frame: Frame, scale: Scale, x) -> list[dict]:
    """The stretches of one voice: broken where they would not answer, and where a measure was missed."""
    stretches: list[list[Point]] = [[]]
    for point in series.points:
        before = stretches[-1][-1] if stretches[-1] else None
        if point.value is None or (before and is_broken_between(before.on, point.on, frame.months)):
            stretches.append([])
        if point.value is not None:
            stretches[-1].append(point)
    return [
        {"css": series.css, "points": _path(stretch, series.steps, scale, x)}
        for stretch in stretches
        if len(stretch) > 1
    ]


def _path(stretch: list[Point], steps: bool, scale: Scale, x) -> str:
    corners = []
    for point in stretch:
        if steps and corners:
            corners.append((x(point.on), corners[-1][1]))
        corners.append((x(point.on), scale.y(point.value)))
    return " ".join(f"{_n(a)},{_n(b)}" for a, b in corners)


def _dots(series: Series, scale: Scale, x) -> list[dict]:
    """A mark for each measure; at the floor where they would not answer."""
    return [
        {
            "css": series.css if point.value is not None else "declined",
            "x": _n(x(point.on)),
            "y": _n(TOP + PLOT - 6 if point.value is None else scale.y(point.value)),
            "left": _n(x(point.on) - 4),
            "up": _n((TOP + PLOT - 6 if point.value is None else scale.y(point.value)) - 4),
        }
        for point in series.points
    ]


def _ends(series: Sequence[Series], scale: Scale, x) -> list[dict]:
    """What each voice came to last, beside its end, pushed apart where they would lie upon each other."""
    found = []
    for one in series:
        last = next((point for point in reversed(one.points) if point.value is not None), None)
        if last and one.label:
            found.append([x(last.on) + 9, scale.y(last.value) + 4, one.label, one.css])
    found.sort(key=lambda end: end[1])
    for above, end in zip(found, found[1:], strict=False):
        end[1] = max(end[1], above[1] + GAP) if abs(end[0] - above[0]) < NEAR else end[1]
    return [{"x": _n(a), "y": _n(b), "words": clean(words), "css": css} for a, b, words, css in found]


def _mark(kind: str, x: float, y: float) -> dict:
    shapes = {
        MILESTONE: f"M{_n(x)} {_n(y - 5)}L{_n(x + 5)} {_n(y)}L{_n(x)} {_n(y + 5)}L{_n(x - 5)} {_n(y)}Z",
        MEETING: f"M{_n(x - 4)} {_n(y)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z",
        DESTINATION: f"M{_n(x - 3)} {_n(y + 6)}V{_n(y - 6)}H{_n(x + 6)}L{_n(x + 3)} {_n(y - 3)}L{_n(x + 6)} {_n(y)}"
        f"H{_n(x - 3)}",
    }
    return {"css": kind, "path": shapes[kind]}


def _efforts(frame: Frame, x) -> tuple[list[tuple[str, str, int]], int]:
    """Efforts as bars, in as few rows as they need; what finds no free row lies in the last."""
    free: list[date] = []
    found = []
    for mark in sorted(
        (m for m in frame.marks if m.kind == EFFORT), key=lambda m: (m.on, m.until or date.max)
    ):
        begin, end = max(mark.on, frame.from_on), min(mark.until or frame.until_on, frame.until_on)
        row = next((n for n, until in enumerate(free) if until < begin), len(free))
        row = min(row, EFFORT_ROWS - 1)
        free[row : row + 1] = [end]
        found.append((_n(x(begin)), _n(max(x(end), x(begin) + 4)), row))
    return found, len(free)


def title_of(what: str, *, table: bool = True) -> str:
    """What a picture is called to who cannot see it, and where the same stands as a table."""
    return _("%(what)s over time. The table below says the same.") % {"what": what} if table else what
