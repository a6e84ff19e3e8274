"""The network map: the young person in the middle, rings by closeness, everybody a mark with a name. SVG without style or script.

Three rings, three shapes and three colours; a dashed red line where there must be no contact; a double edge for custody. Every
mark is a link to its row in the table beneath, which says the same in words.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.network.people_around import Someone
from cases.people.models import Closeness

INK, LINE, DANGER = "#17262c", "#bcc9ce", "#a8231a"


COLOURS = {
    Closeness.FAMILY: "#0b5a70",
    Closeness.FRIEND: "#9a4a00",
    Closeness.PROFESSIONAL: "#3d6b21",
}


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


WIDE = Frame(920, 640, ((170, 105), (285, 185), (395, 262)), 15, 22, 12)


NARROW = Frame(360, 640, ((82, 112), (120, 195), (140, 272)), 12.5, 13, 9)


@dataclass(frozen=True)
class Mark:
    """Somebody's place in the picture."""

    who: Someone
    x: float
    y: float


def place(people: Iterable[Someone], frame: Frame) -> list[Mark]:
    """Everybody on their ring, evenly spread; each ring is turned to where its names cover the least of those within it."""
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


def draw(called: str, people: Iterable[Someone], *, frame: Frame = WIDE, links=True) -> SafeString:
    """The picture. ``links`` leads every mark to ``#key`` on the same page; on paper there are none."""
    marks = place(people, frame)
    cx, cy = frame.width / 2, frame.height / 2
    rings = format_html_join(
        "",
        '<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="none" stroke="{}" stroke-width="1"/>',
        ((cx, cy, rx, ry, LINE) for rx, ry in reversed(frame.rings)),
    )
    lines = format_html_join("", "{}", ((_line(mark, cx, cy),) for mark in marks))
    middle = format_html(
        '<circle cx="{0}" cy="{1}" r="{2}" fill="{3}"/>'
        '<text x="{0}" y="{4}" font-size="{5}" font-weight="600" text-anchor="middle" fill="#fff">{6}</text>',
        cx,
        cy,
        round(frame.font * 2.6, 1),
        INK,
        cy + frame.font / 3,
        frame.font,
        shortened(called, 9),
    )
    drawn = format_html_join("", "{}", ((_mark(mark, frame, links),) for mark in marks))
    label = _("Network map of %(name)s") % {"name": called}
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group" aria-label="{}" '
        'font-family="IBM Plex Sans, DejaVu Sans, sans-serif">{}{}{}{}</svg>',
        frame.width,
        frame.height,
        label,
        rings,
        lines,
        middle,
        drawn,
    )


def _line(mark: Mark, cx: float, cy: float) -> SafeString:
    banned = mark.who.contact_ban
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>',
        cx,
        cy,
        mark.x,
        mark.y,
        DANGER if banned else LINE,
        2 if banned else 1.5,
        SafeString(' stroke-dasharray="3 6"') if banned else "",
    )


def _shape(mark: Mark, r: float, colour: str) -> SafeString:
    x, y = mark.x, mark.y
    if mark.who.closeness == Closeness.FRIEND:
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="3" fill="{}"/>',
            x - r,
            y - r,
            2 * r,
            2 * r,
            colour,
        )
    if mark.who.closeness == Closeness.PROFESSIONAL:
        d = r * 1.25
        points = f"{x},{y - d} {x + d},{y} {x},{y + d} {x - d},{y}"
        return format_html('<polygon points="{}" fill="{}"/>', points, colour)
    edge = SafeString("")
    if mark.who.has_custody:
        edge = format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="#fff" stroke="{}" stroke-width="2"/>', x, y, r + 5, colour
        )
    return format_html('{}<circle cx="{}" cy="{}" r="{}" fill="{}"/>', edge, x, y, r, colour)


def _mark(mark: Mark, frame: Frame, links: bool) -> SafeString:
    who, size = mark.who, frame.font
    colour = DANGER if who.contact_ban else COLOURS[Closeness(who.closeness)]
    name = shortened(who.name, frame.letters)
    # Names stay within the picture.
    half = len(name) * size * 0.29
    x = round(min(max(mark.x, half + 2), frame.width - half - 2), 1)
    below = mark.y + frame.radius + size + 5
    body = format_html(
        '<title>{}</title>{}<text x="{}" y="{}" font-size="{}" font-weight="600" text-anchor="middle" fill="{}" '
        'stroke="#fff" stroke-width="4" paint-order="stroke">{}</text>{}',
        in_words(who),
        _shape(mark, frame.radius, colour),
        x,
        round(below, 1),
        size,
        INK,
        name,
        _second_line(who, frame, x, below),
    )
    if not links:
        return format_html("<g>{}</g>", body)
    return format_html('<a href="#{}" aria-label="{}">{}</a>', who.key, in_words(who), body)


def _second_line(who: Someone, frame: Frame, x: float, below: float) -> SafeString:
    words, fill = who.role, "#55656c"
    if who.contact_ban:
        words, fill = _("no contact"), DANGER
    if not words:
        return SafeString("")
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="middle" fill="{}" stroke="#fff" stroke-width="4" '
        'paint-order="stroke">{}</text>',
        x,
        round(below + frame.font, 1),
        round(frame.font * 0.87, 1),
        fill,
        shortened(words, frame.letters + 4),
    )
