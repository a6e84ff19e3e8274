"""A step line that rises from nought or falls from all, with the band that it lies in: a share over time and how sure
it is.
"""

import math

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.charts import parts as draw

HEIGHT = 220


def drawn_curve(uid, points, until, ticks, mark, begins, at_least, width):
    """The inside of the picture, its height, and whether anything in it is a link.

    ``points`` are the steps ``(x, value, low, high)`` in per cent, the first first; ``ticks`` are places of the axis
    ``(x, label, href, said)``, each with a dot on the line; ``mark`` is a value to which a thin line leads, or None.
    Before the first step the line is where it ``begins``; the axis reaches to ``at_least``.
    """
    top, left, right, bottom = 12, 50, 62, 30
    wide = (width - left - right) / max(until, 1)
    # An axis up to the next whole 20 above the band.
    most = min(
        100, 20 * math.ceil(max([begins, at_least, *(high for _x, _v, _l, high in points)]) / 20) or 20
    )

    def at(x, value):
        return left + x * wide, top + HEIGHT - value / most * HEIGHT

    rules = [(at(0, value)[1], draw.value_text(value, "%", None)) for value in range(0, most + 1, 20)]
    last = points[-1][1] if points else begins
    end = at(until, last)
    body = format_html(
        "{}{}{}{}{}{}",
        _rules(rules, left, width - right),
        _band(points, begins, until, at),
        _mark(points, mark, at, left),
        _line([(x, value) for x, value, _low, _high in points], begins, until, at, 'stroke-width="2.5"'),
        _ticks(points, begins, ticks, at, top + HEIGHT + 20),
        format_html(
            '<text x="{}" y="{}" font-weight="600" fill="{}">{}</text>',
            draw.coordinate(end[0] + 9),
            draw.coordinate(end[1] + 5),
            draw.ACCENT,
            draw.value_text(draw.rounded(last), "%", None),
        ),
    )
    return body, top + HEIGHT + bottom, any(href for _x, _label, href, _said in ticks)


def _rules(rules, left, right):
    rule = (
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="13">{}</text>'
    )
    rows = (
        (
            left,
            draw.coordinate(y),
            right,
            draw.coordinate(y),
            draw.GRID,
            left - 8,
            draw.coordinate(y + 4.5),
            text,
        )
        for y, text in rules
    )
    return format_html_join("", rule, rows)


def _stairs(steps, begins, until, at):
    """The corners of a step line from where it ``begins`` to ``until``."""
    before, found = begins, [at(0, begins)]
    for x, value in steps:
        found += [at(x, before), at(x, value)]
        before = value
    return [*found, at(until, before)]


def _joined(corners):
    return " ".join(f"{draw.coordinate(x)},{draw.coordinate(y)}" for x, y in corners)


def _line(steps, begins, until, at, how):
    line = '<polyline points="{}" fill="none" stroke="{}" stroke-linejoin="round" {}/>'
    return format_html(line, _joined(_stairs(steps, begins, until, at)), draw.ACCENT, SafeString(how))


def _band(points, begins, until, at):
    """The band as a wash, and its edges dashed, so that a print without colour and forced colours keep it."""
    low = [(x, low) for x, _value, low, _high in points]
    high = [(x, high) for x, _value, _low, high in points]
    around = [*_stairs(high, begins, until, at), *reversed(_stairs(low, begins, until, at))]
    thin = 'stroke-width="1" stroke-dasharray="3 3"'
    return format_html(
        '<polygon points="{}" fill="{}" fill-opacity=".15"/>{}{}',
        _joined(around),
        draw.ACCENT,
        _line(low, begins, until, at, thin),
        _line(high, begins, until, at, thin),
    )


def _mark(points, mark, at, left):
    """A thin line from the axis to where the line reaches the value, and down; none when it does not."""
    x = next((x for x, value, _low, _high in points if mark is not None and value >= mark), None)
    if x is None:
        return ""
    (right, y), (_x, foot) = at(x, mark), at(x, 0)
    path = '<path d="M{} {}H{}V{}" fill="none" stroke="currentColor" stroke-dasharray="2 3"/>'
    return format_html(path, left, draw.coordinate(y), draw.coordinate(right), draw.coordinate(foot))


def _ticks(points, begins, ticks, at, y):
    """The names of the axis, and a dot on the line at each."""
    marks = []
    for x, label, href, said in ticks:
        value = next((value for place, value, _low, _high in reversed(points) if place <= x), begins)
        place = at(x, value)
        dot = format_html(
            '<circle cx="{0}" cy="{1}" r="12" fill="none" pointer-events="all"/>'
            '<circle cx="{0}" cy="{1}" r="4" fill="{2}"/>',
            draw.coordinate(place[0]),
            draw.coordinate(place[1]),
            draw.ACCENT,
        )
        name = format_html(
            '<text x="{}" y="{}" text-anchor="middle" font-size="13">{}</text>',
            draw.coordinate(place[0]),
            y,
            draw.clean(label),
        )
        marks.append((format_html("{}{}", name, draw.linked(dot, href, said)),))
    return format_html_join("", "{}", marks)
