"""The network map: the young person in the middle, rings by closeness, everybody a mark with a name.

Three rings, three shapes and three colours; a dashed red line where there must be no contact; a double edge for
custody. Every mark is a link to its row in the table beneath, which says the same in words. Here is where everything
stands; ``templates/cases/network/_map.svg`` draws it, without style or script.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.network.people_around import Someone
from cases.people.models import Closeness
from core.fragments import fragment

DANGER = "#a8231a"


COLOURS = {Closeness.FAMILY: "#0b5a70", Closeness.FRIEND: "#9a4a00", Closeness.PROFESSIONAL: "#3d6b21"}


# Where each ring begins, in degrees, and the steps in which it is turned until its names cover the least.
STEP = 10


TURN = {Closeness.FAMILY: -90, Closeness.FRIEND: -42, Closeness.PROFESSIONAL: -105}


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """A size of the picture: the page's, and the phone's."""

    width: int
    height: int
    # Half widths and half heights of the rings, from the middle outwards.
    rings: tuple[tuple[int, int], ...]
    font: float
    letters: int
    radius: int

    @property
    def x(self) -> float:
        """The middle, where the young person stands."""
        return self.width / 2

    @property
    def y(self) -> float:
        """The middle, where the young person stands."""
        return self.height / 2

    @property
    def middle_radius(self) -> float:
        """The size of the young person's own mark."""
        return round(self.font * 2.6, 1)

    @property
    def middle_text_y(self) -> float:
        """The foot of the words on it."""
        return self.y + self.font / 3

    @property
    def small_font(self) -> float:
        """The size of the letters of a second line."""
        return round(self.font * 0.87, 1)

    @property
    def side(self) -> int:
        """How wide and high a square mark is."""
        return 2 * self.radius

    @property
    def custody_radius(self) -> int:
        """The edge around the mark of somebody who holds custody."""
        return self.radius + 5


WIDE = Frame(920, 640, ((170, 105), (285, 185), (395, 262)), 15, 22, 12)


NARROW = Frame(360, 640, ((82, 112), (120, 195), (140, 272)), 12.5, 13, 9)


@dataclass(frozen=True)
class Mark:
    """Somebody's place in the picture."""

    who: Someone
    x: float
    y: float


def place(people: Iterable[Someone], frame: Frame) -> list[Mark]:
    """Everybody on their ring, evenly spread; each ring is turned to where its names cover least of those within it."""
    people, marks = list(people), []
    boxes = [_box_of_the_middle(frame)]
    for ring, closeness in enumerate(Closeness):
        mine = [someone for someone in people if someone.closeness == closeness]
        turned = [
            _on_ring(mine, frame, frame.rings[ring], TURN[closeness] + STEP * k) for k in range(360 // STEP)
        ]
        best = min(turned, key=lambda found: _covered([_box(mark, frame) for mark in found], boxes, frame))
        marks += best
        boxes += [_box(mark, frame) for mark in best]
    return marks


def _on_ring(mine: list[Someone], frame: Frame, size: tuple[int, int], turn: float) -> list[Mark]:
    """Those of one ring from the angle ``turn`` on; on a crowded ring every other stands a little outside."""
    marks, crowded = [], len(mine) > 6
    for number, someone in enumerate(mine):
        angle = math.radians(turn + 360 * number / len(mine))
        stretch = (1.07 if number % 2 else 0.9) if crowded else 1
        x = frame.width / 2 + size[0] * stretch * math.cos(angle)
        y = frame.height / 2 + size[1] * stretch * math.sin(angle)
        marks.append(Mark(someone, round(x, 1), round(y, 1)))
    return marks


def _box(mark: Mark, frame: Frame) -> Box:
    """The room that a mark takes with its two lines of words: left, top, right, bottom."""
    name, role = len(mark.who.name), len(mark.who.role)
    letters = max(min(name, frame.letters), min(role, frame.letters + 4))
    half = max(letters * frame.font * 0.29, frame.radius * 1.5)
    top, bottom = mark.y - frame.radius * 1.5, mark.y + frame.radius + 2 * frame.font + 9
    x = min(max(mark.x, half), frame.width - half)
    return x - half, top, x + half, bottom


def _box_of_the_middle(frame: Frame) -> Box:
    cx, cy, r = frame.width / 2, frame.height / 2, frame.font * 2.6
    return cx - r, cy - r, cx + r, cy + r


def _covered(mine: list[Box], others: list[Box], frame: Frame) -> float:
    """How much of one another the boxes cover, and how much falls outside the picture."""
    total = 0.0
    for number, (left, top, right, bottom) in enumerate(mine):
        total += 100 * (max(0.0, -top) + max(0.0, bottom - frame.height))
        for a, b, c, d in (*others, *mine[:number]):
            total += max(0.0, min(right, c) - max(left, a)) * max(0.0, min(bottom, d) - max(top, b))
    return round(total, 3)


def shortened(name: str, letters: int) -> str:
    """The name, or as much of it as there is room for."""
    return name if len(name) <= letters else f"{name[: letters - 1].rstrip()}…"


def in_words(someone: Someone) -> str:
    """What a mark says to those who do not see it."""
    parts = [someone.name, someone.role, str(Closeness(someone.closeness).label)]
    if someone.has_custody:
        parts.append(_("holds custody"))
    if someone.contact_ban:
        parts.append(_("no contact"))
    return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Shape:
    """A mark as ``_map_mark.svg`` draws it, on the map and beneath it."""

    closeness: str
    colour: str
    has_custody: bool
    x: float
    y: float
    # The corners of a diamond, and the left and top of a square around the middle.
    points: str
    left: float
    top: float


def _shape(closeness: str, x: float, y: float, radius: float, *, custody=False, colour="") -> Shape:
    d = radius * 1.25
    return Shape(
        closeness=closeness,
        colour=colour or COLOURS[Closeness(closeness)],
        has_custody=custody,
        x=x,
        y=y,
        points=f"{x},{y - d} {x + d},{y} {x},{y + d} {x - d},{y}",
        left=x - radius,
        top=y - radius,
    )


def key(closeness: str) -> SafeString:
    """The very mark of a ring, for the line beneath the map that says what it means."""
    half = round(WIDE.radius * 1.25)
    shape = _shape(closeness, half, half, WIDE.radius)
    return fragment("cases/network/_map_key.svg", shape=shape, frame=WIDE, size=2 * half)


@dataclass(frozen=True, slots=True)
class Figure:
    """Somebody as ``_map_figure.svg`` draws them: a mark, the name beneath it, and a line beneath the name."""

    who: Someone
    words: str
    x: float
    y: float
    shape: Shape
    name: str
    # Where the two lines of words stand: their middle, and the foot of each.
    words_x: float
    name_y: float
    second: str
    second_y: float


def draw(called: str, people: Iterable[Someone], *, frame: Frame = WIDE, links=True) -> SafeString:
    """The picture. ``links`` leads every mark to ``#key`` on the same page; on paper there are none."""
    return fragment(
        "cases/network/_map.svg",
        frame=frame,
        label=_("Network map of %(name)s") % {"name": called},
        called=shortened(called, 9),
        figures=[_figure(mark, frame) for mark in place(people, frame)],
        links=links,
    )


def _figure(mark: Mark, frame: Frame) -> Figure:
    who, x, y = mark.who, mark.x, mark.y
    name = shortened(who.name, frame.letters)
    # Names stay within the picture.
    half = len(name) * frame.font * 0.29
    below = y + frame.radius + frame.font + 5
    colour = DANGER if who.contact_ban else ""
    return Figure(
        who=who,
        words=in_words(who),
        x=x,
        y=y,
        shape=_shape(who.closeness, x, y, frame.radius, custody=who.has_custody, colour=colour),
        name=name,
        words_x=round(min(max(x, half + 2), frame.width - half - 2), 1),
        name_y=round(below, 1),
        second=_("no contact") if who.contact_ban else shortened(who.role, frame.letters + 4),
        second_y=round(below + frame.font, 1),
    )
