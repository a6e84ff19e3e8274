"""Small charts as SVG text: the same picture in a page and in a PDF.

Drawn by hand (see ``docs/adr/``): no library to load, nothing that cannot be forked, a third of a millisecond.
Every word goes through `format_html`, every other value is a number we formatted; there is no ``style`` and no
``script``, so the strict content policy holds. Each chart carries a title and a description for those who
cannot see it, says its numbers as text, and never tells two things apart by colour alone: bars are labelled,
lines have dashes and marks, stacked parts have hatching and figures. The table with the same figures is the
page's duty.

All functions take the data in plain tuples or lists and return a `SafeString`. `None` is "not known" and leaves a
gap. Links (`href`) must be paths of this site; a linked mark can be reached by keyboard.
"""

import datetime
import functools
import hashlib
import math

from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.charts import parts as draw
from core.charts.curve import drawn_curve
from core.charts.parts import number
from core.charts.parts import percent as percent


def month(day: datetime.date, *, year=False):
    """The short name of a date's month, for an axis: "jan" or "jan 26"."""
    name = formats.date_format(day, "M" if translation.get_language() == "en" else "b")
    return f"{name} {day:%y}" if year else name


def bars(rows, *, title, desc="", unit="", decimals=None, highlight=(), most=0):
    """Lying bars, one a row: ``(label, value)`` or ``(label, value, href)``; `highlight` holds labels to mark.

    For figures by guide, age band, activity: few rows, long names, one measure from zero. Of a scale with an end,
    ``most`` is where it ends: pictures beside each other are then alike.
    """
    rows = tuple(
        (str(r[0]), draw.plain_number(r[1]), draw.own_path(r[2]) if len(r) > 2 and r[2] else "") for r in rows
    )
    marked = tuple(map(str, highlight))
    return _drawn(
        "bars",
        translation.get_language(),
        str(title),
        str(desc),
        rows,
        str(unit),
        decimals,
        marked,
        int(most),
    )


def lines(
    labels, series, *, title, desc="", unit="", decimals=None, from_zero=True, marked=(), under=(), scale=()
):
    """Lines over time. `labels` are the points of the axis, `series` is ``[(name, values), …]`` (at most six).

    At the ``marked`` points, such as where a definition changed, stands an upright line with a star; the page says why.
    ``under`` the axis may stand a short figure for each point, such as how many it rests on; the page says what it is.
    A ``scale`` of ticks, from its least to its most, makes pictures of the same measure alike, whatever they show.
    """
    labels, under = tuple(map(str, labels)), tuple(map(str, under))
    series = tuple((str(name), tuple(map(draw.plain_number, values))) for name, values in series)
    for name, values in series:
        if len(values) != len(labels):
            raise ValueError(f"{name}: {len(values)} values for {len(labels)} labels")
    if len(series) > len(draw.COLOURS):
        raise ValueError("nobody can tell more than six lines apart")
    if under and len(under) != len(labels):
        raise ValueError(f"{len(under)} figures under {len(labels)} labels")
    data = labels, series, str(unit), decimals, bool(from_zero), tuple(map(int, marked)), under
    data += (tuple(map(draw.plain_number, scale)),)
    return _drawn("lines", translation.get_language(), str(title), str(desc), *data)


def stacked(rows, parts, *, title, desc="", unit=""):
    """Lying stacked bars. `parts` are the names in the legend; each row is ``(label, values)`` or with an href."""
    parts = tuple(map(str, parts))
    rows = tuple(
        (str(r[0]), tuple(map(draw.plain_number, r[1])), draw.own_path(r[2]) if len(r) > 2 and r[2] else "")
        for r in rows
    )
    if any(len(values) != len(parts) for _label, values, _href in rows):
        raise ValueError("every row needs one value for each part")
    if len(parts) > len(draw.COLOURS):
        raise ValueError("nobody can tell more than six parts apart")
    return _drawn("stacked", translation.get_language(), str(title), str(desc), rows, parts, str(unit))


def curve(points, *, until, ticks, title, desc="", mark=None, begins=0, top=0):
    """A share that rises in steps from nought, or falls from where it ``begins``, within its band. `points` are
    ``(x, value, low, high)`` in per cent, drawn up to ``until``; `ticks` are ``(x, label, href, said)``: dots on the
    line, with or without a link.

    At ``mark`` per cent a thin line leads to where the share reaches it. The axis reaches to ``top`` at least, so that
    pictures beside each other can be compared.
    """
    points = tuple(tuple(map(draw.plain_number, point)) for point in points)
    ticks = tuple(
        (x, str(label), draw.own_path(href) if href else "", str(said)) for x, label, href, said in ticks
    )
    numbers = map(draw.plain_number, (mark, begins, top))
    data = points, draw.plain_number(until), ticks, *numbers
    return _drawn("curve", translation.get_language(), str(title), str(desc), *data)


class Chart(SafeString):
    """A finished picture; ``narrow`` is the same for a phone, with the rows' names above their bars."""

    narrow: SafeString


@functools.lru_cache(maxsize=512)
def _drawn(kind, language, title, desc, *data) -> Chart:
    """The finished picture, remembered by its data: a dashboard shows the same one to everybody."""
    made = Chart(_picture(draw.WIDTH, kind, language, title, desc, *data))
    made.narrow = _picture(draw.NARROW, kind, language, title, desc, *data)
    return made


def _picture(width, kind, language, title, desc, *data) -> SafeString:
    draws = {"bars": _bars, "lines": _lines, "stacked": _stacked, "curve": drawn_curve}[kind]
    uid = "c" + hashlib.sha256(repr((width, kind, language, title, desc, data)).encode()).hexdigest()[:10]
    body, height, linked = draws(uid, *data, width)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="kui-chart{narrow}" viewBox="0 0 {w} {h}" '
        'width="{w}" height="{h}" role="{role}" aria-labelledby="{uid}t{described}" '
        'font-family="{font}" font-size="14" fill="currentColor">'
        '<title id="{uid}t">{title}</title>{desc}{body}</svg>',
        w=width,
        narrow=" kui-chart-narrow" if width == draw.NARROW else "",
        h=draw.coordinate(height),
        # A picture hides what is inside it from a screen reader; a chart with links must not.
        role="group" if linked else "img",
        uid=uid,
        described=f" {uid}d" if desc else "",
        font=draw.FONT,
        title=draw.clean(title),
        desc=format_html('<desc id="{}d">{}</desc>', uid, draw.clean(desc)) if desc else "",
        body=body,
    )


def _rows_room(rows, width, step):
    """How much room the names take beside the bars, how far the rows lie apart, and how much is above each bar."""
    if width == draw.NARROW:
        return 0, step + 20, 18
    return draw.label_width(label for label, *_rest in rows), step, 0


def _upright(x, top, bottom):
    """The line from which bars begin; none where the rows' names stand above them."""
    line = '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="currentColor"/>'
    return format_html(line, draw.coordinate(x), top, bottom) if x else ""


def _bars(uid, rows, unit, decimals, highlight, most, width):
    space, step, above = _rows_room(rows, width, 34)
    thick = 20
    top = max((value or 0 for _label, value, _href in rows), default=0)
    top = max(top, most) or 1
    tail = max((len(draw.value_text(v, unit, decimals)) for _label, v, _href in rows), default=1) * 9 + 10
    scale = (width - space - tail) / top
    marks = []
    for i, (label, value, href) in enumerate(rows):
        y = i * step + 6 + above
        length = max((value or 0) * scale, 0)
        text = draw.value_text(value, unit, decimals)
        mark = format_html(
            '{lab}<rect x="{x}" y="{y}" width="{w}" height="{th}" rx="2" fill="{fill}"/>'
            '<text x="{tx}" y="{ty}" font-weight="600">{text}</text>',
            lab=draw.row_label(label, space, y + 15, width),
            x=draw.coordinate(space),
            y=y,
            w=draw.coordinate(max(length, 1.5 if value else 0)),
            th=thick,
            fill=draw.COLOURS[1] if label in highlight else draw.ACCENT,
            tx=draw.coordinate(space + length + 7),
            ty=y + 15,
            text=text,
        )
        marks.append((draw.linked(mark, href, f"{label}: {text}"),))
    axis = _upright(space, 0, len(rows) * step)
    return (
        format_html("{}{}", format_html_join("", "{}", marks), axis),
        max(len(rows), 1) * step + 2,
        draw.has_link(rows),
    )


def _stacked(uid, rows, parts, unit, width):
    space, step, above = _rows_room(rows, width, 38)
    thick = 24
    top = max((sum(v or 0 for v in values) for _l, values, _h in rows), default=0) or 1
    tail = max((len(number(sum(v or 0 for v in values))) for _l, values, _h in rows), default=1) * 9 + 12
    scale = (width - space - tail) / top
    legend, head = draw.legend(parts, lambda i: draw.swatch(uid, i), width)
    marks = []
    for i, (label, values, href) in enumerate(rows):
        y = head + i * step + 4 + above
        x, pieces = _stacked_pieces(uid, values, space, y, thick, scale)
        total = number(sum(v or 0 for v in values))
        said = ", ".join(f"{name} {number(v)}" for name, v in zip(parts, values, strict=True))
        mark = format_html(
            '{}{}<text x="{}" y="{}" font-weight="600">{}</text>',
            draw.row_label(label, space, y + 17, width),
            format_html_join("", "{}", pieces),
            draw.coordinate(x + 6),
            y + 17,
            total,
        )
        marks.append((draw.linked(mark, href, f"{label}: {total} ({said})"),))
    axis = _upright(space, head, head + len(rows) * step)
    body = format_html(
        "{}{}{}{}", draw.hatches(uid, len(parts)), legend, format_html_join("", "{}", marks), axis
    )
    return body, head + max(len(rows), 1) * step + 2, draw.has_link(rows)


def _stacked_pieces(uid, values, x, y, thick, scale):
    """The parts of one bar from ``x`` on, each with its figure where there is room; and where the bar ends."""
    pieces = []
    for k, value in enumerate(values):
        width = (value or 0) * scale
        if width <= 0:
            continue
        pieces.append((draw.piece(uid, k, x, y, max(width - 1.5, 1), thick),))
        text = number(value)
        if width > len(text) * 9 + 10:
            pieces.append((_plate(text, draw.COLOURS[k], x + width / 2, y),))
        x += width
    return x, pieces


def _plate(text, colour, middle, y):
    """A figure on a plate of plain colour, so that the hatching does not run through it."""
    half = len(text) * 4.5 + 4
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="18" rx="3" fill="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle" fill="#fff" font-weight="600">{}</text>',
        draw.coordinate(middle - half),
        y + 3,
        draw.coordinate(2 * half),
        colour,
        draw.coordinate(middle),
        y + 17,
        text,
    )


def _lines(uid, labels, series, unit, decimals, from_zero, marked, under, scale, width):
    known = [v for _name, values in series for v in values if v is not None]
    low, high, ticks = (scale[0], scale[-1], scale) if scale else draw.axis(known, from_zero)
    legend, head = (
        draw.legend(tuple(name for name, _v in series), draw.dash, width)
        if len(series) > 1
        else (SafeString(""), 0)
    )
    texts = [draw.value_text(t, unit, decimals) for t in ticks]
    lasts = [next((v for v in reversed(values) if v is not None), None) for _name, values in series]
    tail = max((len(draw.value_text(v, unit, decimals)) for v in lasts if v is not None), default=0)
    left, right, top, bottom = max(map(len, texts)) * 8 + 12, tail * 9 + 16, head + 12, 48 if under else 30
    height = 200
    step = (width - left - right) / max(len(labels) - 1, 1)

    def at(i, v):
        return left + i * step, top + height - (v - low) / (high - low) * height

    heights = [(at(0, tick)[1], text) for tick, text in zip(ticks, texts, strict=True)]
    drawn, ends = [], []
    for k, (_name, values) in enumerate(series):
        drawn += _line(k, values, at)
        last = next(((i, v) for i, v in reversed(list(enumerate(values))) if v is not None), None)
        if last:
            ends.append((*at(*last), draw.value_text(last[1], unit, decimals), draw.COLOURS[k]))
    parts = (
        legend,
        format_html(
            "{}{}", _grid(heights, left, width - right), _stars([at(i, high) for i in marked], height)
        ),
        _axis(labels, lambda i: at(i, low)[0], top + height + 20, step),
        _axis(under, lambda i: at(i, low)[0], top + height + 38, step),
        format_html_join("", "{}", drawn),
        _tails(ends),
    )
    return format_html("{}" * len(parts), *parts), top + height + bottom, False


def _axis(labels, x_of, y, step):
    """The points' names below the picture: as many as there is room for, and always the last, which is asked about."""
    every = max(1, math.ceil((max(map(len, labels), default=1) * 7.5 + 10) / max(step, 1)))
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" font-size="13">{}</text>',
        (
            (draw.coordinate(x_of(i)), y, draw.clean(label))
            for i, label in enumerate(labels)
            if (len(labels) - 1 - i) % every == 0
        ),
    )


def _grid(heights, left, right):
    """A rule across the picture at each tick of the axis, with its figure."""
    rules = (
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
        for y, text in heights
    )
    return format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="13">{}</text>',
        rules,
    )


def _stars(tops, height):
    """An upright line with a star at each marked point."""
    return format_html_join(
        "",
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="currentColor" stroke-dasharray="3 4"/>'
        '<text x="{3}" y="{4}" font-weight="600">*</text>',
        (
            (
                draw.coordinate(x),
                draw.coordinate(y),
                draw.coordinate(y + height),
                draw.coordinate(x + 4),
                draw.coordinate(y + 9),
            )
            for x, y in tops
        ),
    )


def _line(k, values, at):
    """The k-th line: its stretches, and a mark at each point."""
    for run in draw.runs(values):
        points = " ".join(f"{draw.coordinate(x)},{draw.coordinate(y)}" for x, y in (at(i, v) for i, v in run))
        yield (
            format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linejoin="round"{}/>',
                points,
                draw.COLOURS[k],
                draw.dash_pattern(k),
            ),
        )
        yield from ((draw.point(k, *at(i, v)),) for i, v in run)


def _tails(ends):
    """What each line comes to, beside its end."""
    return format_html_join(
        "",
        '<text x="{}" y="{}" font-weight="600" fill="{}">{}</text>',
        (
            (draw.coordinate(x + 9), draw.coordinate(y + 5), colour, text)
            for x, y, text, colour in draw.spread(ends)
        ),
    )
