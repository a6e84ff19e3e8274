"""The road of a plan as a drawing: a landscape, a winding road, a station for every milestone, the sun at its end.

The numbers at the stations are those of the list beside it; the drawing's title says in words what it shows. Geometry
is in millimetres of an A4 page. Here is where everything stands; ``templates/plans/handover/pdf/_road.svg`` draws it.
"""

import math
from dataclasses import dataclass

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.fragments import fragment

WIDTH = 210

_FINE, _STEPS = 14, 7  # points measured on each piece of the way, and how many of them make one piece drawn

MOST = 18  # stations that can be drawn and still be told apart

# Where the road runs, as parts of the width and the height, from the reader's feet to the horizon.
_BENDS = (
    (-0.04, 0.90),
    (0.14, 0.925),
    (0.42, 0.885),
    (0.70, 0.91),
    (0.90, 0.84),
    (0.84, 0.735),
    (0.58, 0.70),
    (0.30, 0.715),
    (0.13, 0.635),
    (0.22, 0.545),
    (0.44, 0.525),
    (0.64, 0.535),
    (0.775, 0.475),
    (0.735, 0.405),
    (0.70, 0.375),
)


@dataclass(frozen=True, slots=True)
class Circle:
    """A round shape; every number of a drawing is written as SVG reads it."""

    x: str
    y: str
    r: str
    opacity: str = ""


@dataclass(frozen=True, slots=True)
class Hill:
    """A ridge, which its template fills down to the ground."""

    fill: str
    ridge: str


@dataclass(frozen=True, slots=True)
class Land:
    """Sun, hills and a few trees; the sky is the page's."""

    rays: list[Circle]
    hills: list[Hill]
    trunks: str
    crowns: str


@dataclass(frozen=True, slots=True)
class Way:
    """The surface of the road, and the line in its middle."""

    surface: str
    middle: str


@dataclass(frozen=True, slots=True)
class Station:
    """A milestone at its place: with a tick when it is reached, with its number until then."""

    spot: Circle
    reached: bool
    under_way: bool
    number: int
    tick: str
    tick_width: str
    number_y: str
    number_size: str


@dataclass(frozen=True, slots=True)
class Signpost:
    """Where one stands: a board with a point that shows the place."""

    words: str
    point: str
    left: str
    top: str
    width: str
    height: str
    words_x: str
    words_y: str


def draw(steps, *, title: str, height: float = 78) -> SafeString:
    """The drawing. `steps` are in order, each with ``number``, ``reached`` and ``under_way``; empty is a road ahead."""
    steps = list(steps)[:MOST]
    way = _walk(height)
    places = [_at(way, part) for part in _parts(len(steps))]
    first_open = next((i for i, step in enumerate(steps) if not step.reached), None)
    here = None
    # Letters that run from the right cannot be set in a drawing: the station is yellow all the same.
    if steps and not translation.get_language_bidi():
        # One stands at the station one is on the way to; when all are reached, just before the sun.
        spot = places[first_open] if first_open is not None else _at(way, 0.97)
        here = _here(spot, [place for place in places if place != spot])
    return fragment(
        "plans/handover/pdf/_road.svg",
        width=WIDTH,
        height=_n(height),
        title=title,
        land=_land(height),
        way=_road(way, height),
        stations=[_station(step, *place) for step, place in zip(steps, places, strict=True)],
        here=here,
    )


def _parts(count):
    """How far along the road each station stands, from 0 to 1: close together near the reader's feet, never crowded."""
    if count <= 3:
        return [0.16, 0.42, 0.66][:count]
    return [0.07 + i * 0.83 / (count - 1) for i in range(count)]


def _walk(height):
    """The middle of the road as ``(x, y, half width, distance so far)``, through the bends without corners."""
    points = _bends(height)
    smooth = []
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = (points[min(max(k, 0), len(points) - 1)] for k in (i - 1, i, i + 1, i + 2))
        smooth.extend(_spline(p0, p1, p2, p3, t / _FINE) for t in range(_FINE))
    smooth.append(points[-1])
    way, far = [], 0.0
    for i, (x, y) in enumerate(smooth):
        far += math.dist((x, y), smooth[i - 1]) if i else 0
        near = (y / height - 0.36) / 0.6  # 0 at the horizon, 1 at the reader's feet
        way.append((x, y, 0.7 + 4.0 * max(near, 0) ** 0.8, far))
    return way


def _spline(p0, p1, p2, p3, t):
    """Catmull and Rom's curve through the points."""
    return tuple(
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )


def _at(way, part):
    """The place a part of the way along, with the size a station has there."""
    goal = part * way[-1][3]
    x, y, half, _far = min(way, key=lambda point: abs(point[3] - goal))
    return x, y, min(max(half * 1.02, 2.7), 4.1)


def _road(way, height) -> Way:
    """The road, narrower with the distance."""
    left, right = [], []
    for i in range(0, len(way), _STEPS):
        x, y, half, _far = way[i]
        ahead, behind = way[min(i + 1, len(way) - 1)], way[max(i - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        long = math.hypot(dx, dy) or 1
        # A road lying down looks flatter across than along.
        left.append((x - dy / long * half, y + dx / long * half * 0.72))
        right.append((x + dy / long * half, y - dx / long * half * 0.72))
    # No outline: on the inside of the bends it would cross itself.
    return Way(surface=f"{_curve(left)}L{_curve(right[::-1])[1:]}Z", middle=_curve(_bends(height)))


def _bends(height):
    return [(x * WIDTH, y * height) for x, y in _BENDS]


# Each hill: its colour and its ridge, in parts of the width and the height. Near ones last.
_HILLS = (
    ("#cfe3e8", ((0, 0.34), (0.13, 0.25), (0.30, 0.33), (0.46, 0.27), (0.62, 0.36), (0.82, 0.29), (1, 0.36))),
    ("#b9d6d3", ((0, 0.43), (0.2, 0.37), (0.45, 0.405), (0.72, 0.37), (0.88, 0.40), (1, 0.385))),
    ("#cfe3c4", ((0, 0.54), (0.22, 0.47), (0.5, 0.455), (0.75, 0.43), (1, 0.47))),
    ("#bcd8ad", ((0, 0.66), (0.25, 0.60), (0.55, 0.62), (0.8, 0.57), (1, 0.60))),
    ("#a9cc9b", ((0, 0.80), (0.3, 0.79), (0.6, 0.80), (1, 0.74))),
)

_TREES = (
    (0.045, 0.52, 2.6), (0.075, 0.535, 2.1), (0.335, 0.445, 1.7), (0.93, 0.46, 2.0), (0.955, 0.475, 2.5),
    (0.50, 0.655, 2.6), (0.955, 0.655, 3.4), (0.035, 0.79, 3.8), (0.075, 0.80, 3.0), (0.55, 0.845, 2.6),
    (0.965, 0.99, 4.2),
)  # fmt: skip

_RAYS = ((0.31, ".10"), (0.245, ".14"), (0.185, ".2"), (0.13, "1"))


def _land(height) -> Land:
    sun_x, sun_y = 0.70 * WIDTH, 0.335 * height
    trees = [(x * WIDTH, y * height, size) for x, y, size in _TREES]
    return Land(
        rays=[Circle(_n(sun_x), _n(sun_y), _n(r * height), opacity) for r, opacity in _RAYS],
        hills=[Hill(fill, _curve([(x * WIDTH, y * height) for x, y in ridge])) for fill, ridge in _HILLS],
        trunks="".join(
            f"M{_n(x - s * 0.09)} {_n(y - s * 0.6)}h{_n(s * 0.18)}v{_n(s * 0.6)}h{_n(-s * 0.18)}Z"
            for x, y, s in trees
        ),
        crowns="".join(_crown(x, y - s * 1.35, s * 0.62, s * 0.95) for x, y, s in trees),
    )


def _crown(x, y, across, up):
    """An egg of two curves."""
    out, high = across * 1.33, up * 0.9
    return (
        f"M{_n(x)} {_n(y + up)}C{_n(x - out)} {_n(y + high)} {_n(x - out)} {_n(y - up)} {_n(x)} {_n(y - up)}"
        f"C{_n(x + out)} {_n(y - up)} {_n(x + out)} {_n(y + high)} {_n(x)} {_n(y + up)}Z"
    )


def _station(step, x, y, r) -> Station:
    return Station(
        spot=Circle(_n(x), _n(y), _n(r)),
        reached=step.reached,
        under_way=step.under_way,
        number=step.number,
        tick=_path([(x - r * 0.42, y + r * 0.02), (x - r * 0.1, y + r * 0.36), (x + r * 0.48, y - r * 0.36)]),
        tick_width=_n(r * 0.26),
        number_y=_n(y + r * 0.38),
        number_size=_n(r * 1.08),
    )


def _here(spot, others) -> Signpost:
    """A signpost over the place where one stands, moved aside when it would cover another station."""
    x, y, r = spot
    words = _("I am here")
    wide = len(words) * 1.62 + 4.6
    top, tall = y - r - 7.4, 5.4
    left = x - wide / 2
    for lefts in (left, x - 3.2, x - wide + 3.2):
        if not any(
            lefts - pr < px < lefts + wide + pr and top - pr < py < top + tall + pr for px, py, pr in others
        ):
            left = lefts
            break
    left = min(max(left, 3), WIDTH - wide - 3)
    foot = top + tall - 0.3
    return Signpost(
        words=words,
        point=f"M{_n(x - 1.3)} {_n(foot)}L{_n(x + 1.3)} {_n(foot)}L{_n(x)} {_n(y - r - 0.7)}Z",
        left=_n(left),
        top=_n(top),
        width=_n(wide),
        height=_n(tall),
        words_x=_n(left + wide / 2),
        words_y=_n(top + 3.85),
    )


def _curve(points):
    """A path through the points without corners (Catmull and Rom's curve, as Bézier pieces)."""
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for i in range(len(points) - 1):
        p0, p1, p2, p3 = (points[min(max(k, 0), len(points) - 1)] for k in (i - 1, i, i + 1, i + 2))
        parts.append(
            f"C{_n(p1[0] + (p2[0] - p0[0]) / 6)} {_n(p1[1] + (p2[1] - p0[1]) / 6)}"
            f" {_n(p2[0] - (p3[0] - p1[0]) / 6)} {_n(p2[1] - (p3[1] - p1[1]) / 6)} {_n(p2[0])} {_n(p2[1])}"
        )
    return "".join(parts)


def _path(points):
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(value):
    return f"{round(float(value), 1):g}"
