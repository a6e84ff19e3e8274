"""Small charts as SVG text: the same picture in a page and in a PDF.

Drawn by hand (see ``docs/adr/``): no library to load, nothing that cannot be forked, a third of a millisecond.
Every word goes through `format_html`, every other value is a number we formatted; there is no ``style`` and no
``script``, so the strict content policy holds. Each chart carries a title and a description for those who
cannot see it, says its numbers as text, and never tells two things apart by colour alone: bars are labelled,
lines have dashes and marks, stacked parts have hatching and figures. The table with the same figures is the
page's duty: include ``core/_chart.html``.

All functions take the data in plain tuples or lists and return a `SafeString`. `None` is "not known" and leaves a
gap. Links (`href`) must be paths of this site; a linked mark can be reached by keyboard.
"""

import datetime
import functools
import hashlib
import math
from decimal import Decimal

from django.utils import formats, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Each at least 4.5:1 on white, so that a mark is also legible where it is a letter's size.
COLOURS = ("#0b5a70", "#9a4a00", "#3d6b21", "#7a3e8c", "#5a6570", "#a8224a")
ACCENT = COLOURS[0]
# First the families that core.pdf loads, then the browser's.
FONT = "KUI Sans, KUI Sans Ext, KUI Sans Cyr, IBM Plex Sans, DejaVu Sans, sans-serif"
GRID = "#dfe6e8"
DASHES = ("", "7 4", "2 4", "9 3 2 3", "1 3", "12 4")
WIDTH = 480


def number(value, decimals=None):
    """`value` as a reader of the active language writes it: 1.234,5 in Danish. `None` is an en dash."""
    if value is None:
        return "–"
    if decimals is None:
        decimals = 0 if float(value) == int(value) else 1
    return formats.number_format(value, decimals, use_l10n=True, force_grouping=True)


def month(day: datetime.date, *, year=False):
    """The short name of a date's month, for an axis: "jan" or "jan 26"."""
    name = formats.date_format(day, "M" if translation.get_language() == "en" else "b")
    return f"{name} {day:%y}" if year else name


def bars(rows, *, title, desc="", unit="", decimals=None, highlight=()):
    """Lying bars, one a row: ``(label, value)`` or ``(label, value, href)``; `highlight` holds labels to mark.

    For figures by guide, age band, activity: few rows, long names, one measure from zero.
    """
    rows = tuple((str(r[0]), _plain(r[1]), _path(r[2]) if len(r) > 2 and r[2] else "") for r in rows)
    return _drawn("bars", translation.get_language(), str(title), str(desc), rows, str(unit), decimals,
                  tuple(map(str, highlight)))  # fmt: skip


def lines(labels, series, *, title, desc="", unit="", decimals=None, from_zero=True):
    """Lines over time. `labels` are the points of the axis, `series` is ``[(name, values), …]`` (at most six)."""
    labels = tuple(map(str, labels))
    series = tuple((str(name), tuple(map(_plain, values))) for name, values in series)
    for name, values in series:
        if len(values) != len(labels):
            raise ValueError(f"{name}: {len(values)} values for {len(labels)} labels")
    if len(series) > len(COLOURS):
        raise ValueError("nobody can tell more than six lines apart")
    return _drawn("lines", translation.get_language(), str(title), str(desc), labels, series, str(unit), decimals,
                  bool(from_zero))  # fmt: skip


def stacked(rows, parts, *, title, desc="", unit=""):
    """Lying stacked bars. `parts` are the names in the legend; each row is ``(label, values)`` or with an href."""
    parts = tuple(map(str, parts))
    rows = tuple(
        (str(r[0]), tuple(map(_plain, r[1])), _path(r[2]) if len(r) > 2 and r[2] else "") for r in rows
    )
    if any(len(values) != len(parts) for _label, values, _href in rows):
        raise ValueError("every row needs one value for each part")
    if len(parts) > len(COLOURS):
        raise ValueError("nobody can tell more than six parts apart")
    return _drawn("stacked", translation.get_language(), str(title), str(desc), rows, parts, str(unit))


@functools.lru_cache(maxsize=512)
def _drawn(kind, language, title, desc, *data) -> SafeString:
    """The finished picture, remembered by its data: a dashboard shows the same one to everybody."""
    draw = {"bars": _bars, "lines": _lines, "stacked": _stacked}[kind]
    uid = "c" + hashlib.sha256(repr((kind, language, title, desc, data)).encode()).hexdigest()[:10]
    body, height, linked = draw(uid, *data)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="kui-chart" viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
        'role="{role}" aria-labelledby="{uid}t{described}" font-family="{font}" font-size="14" fill="currentColor">'
        '<title id="{uid}t">{title}</title>{desc}{body}</svg>',
        w=WIDTH,
        h=_n(height),
        # A picture hides what is inside it from a screen reader; a chart with links must not.
        role="group" if linked else "img",
        uid=uid,
        described=f" {uid}d" if desc else "",
        font=FONT,
        title=_clean(title),
        desc=format_html('<desc id="{}d">{}</desc>', uid, _clean(desc)) if desc else "",
        body=body,
    )


def _bars(uid, rows, unit, decimals, highlight):
    space, step, thick = _label_width(label for label, *_rest in rows), 34, 20
    top = max((value or 0 for _label, value, _href in rows), default=0) or 1
    tail = max((len(_value(v, unit, decimals)) for _label, v, _href in rows), default=1) * 9 + 10
    scale = (WIDTH - space - tail) / top
    marks = []
    for i, (label, value, href) in enumerate(rows):
        y = i * step + 6
        length = max((value or 0) * scale, 0)
        text = _value(value, unit, decimals)
        mark = format_html(
            '{lab}<rect x="{x}" y="{y}" width="{w}" height="{th}" rx="2" fill="{fill}"/>'
            '<text x="{tx}" y="{ty}" font-weight="600">{text}</text>',
            lab=_label(label, space, y + 15),
            x=_n(space),
            y=y,
            w=_n(max(length, 1.5 if value else 0)),
            th=thick,
            fill=COLOURS[1] if label in highlight else ACCENT,
            tx=_n(space + length + 7),
            ty=y + 15,
            text=text,
        )
        marks.append((_linked(mark, href, f"{label}: {text}"),))
    axis = format_html(
        '<line x1="{0}" y1="0" x2="{0}" y2="{1}" stroke="currentColor"/>', _n(space), len(rows) * step
    )
    return (
        format_html("{}{}", format_html_join("", "{}", marks), axis),
        max(len(rows), 1) * step + 2,
        _any_link(rows),
    )


def _stacked(uid, rows, parts, unit):
    space, step, thick = _label_width(label for label, *_rest in rows), 38, 24
    top = max((sum(v or 0 for v in values) for _l, values, _h in rows), default=0) or 1
    tail = max((len(number(sum(v or 0 for v in values))) for _l, values, _h in rows), default=1) * 9 + 12
    scale = (WIDTH - space - tail) / top
    legend, head = _legend(parts, lambda i: _swatch(uid, i))
    marks = []
    for i, (label, values, href) in enumerate(rows):
        y, x, pieces = head + i * step + 4, space, []
        for k, value in enumerate(values):
            width = (value or 0) * scale
            if width <= 0:
                continue
            pieces.append((_piece(uid, k, x, y, max(width - 1.5, 1), thick),))
            text = number(value)
            if width > len(text) * 9 + 10:
                # The figure stands on a plate of plain colour, so that the hatching does not run through it.
                half = len(text) * 4.5 + 4
                pieces.append((format_html(
                    '<rect x="{}" y="{}" width="{}" height="18" rx="3" fill="{}"/>'
                    '<text x="{}" y="{}" text-anchor="middle" fill="#fff" font-weight="600">{}</text>',
                    _n(x + width / 2 - half), y + 3, _n(2 * half), COLOURS[k], _n(x + width / 2), y + 17, text,
                ),))  # fmt: skip
            x += width
        total = number(sum(v or 0 for v in values))
        said = ", ".join(f"{name} {number(v)}" for name, v in zip(parts, values, strict=True))
        mark = format_html(
            '{}{}<text x="{}" y="{}" font-weight="600">{}</text>',
            _label(label, space, y + 17),
            format_html_join("", "{}", pieces),
            _n(x + 6),
            y + 17,
            total,
        )
        marks.append((_linked(mark, href, f"{label}: {total} ({said})"),))
    axis = format_html(
        '<line x1="{0}" y1="{1}" x2="{0}" y2="{2}" stroke="currentColor"/>',
        _n(space),
        head,
        head + len(rows) * step,
    )
    body = format_html("{}{}{}{}", _hatches(uid, len(parts)), legend, format_html_join("", "{}", marks), axis)
    return body, head + max(len(rows), 1) * step + 2, _any_link(rows)


def _lines(uid, labels, series, unit, decimals, from_zero):
    known = [v for _name, values in series for v in values if v is not None]
    low, high, ticks = _scale(known, from_zero)
    legend, head = (
        _legend(tuple(name for name, _v in series), _dash) if len(series) > 1 else (SafeString(""), 0)
    )
    texts = [_value(t, unit, decimals) for t in ticks]
    lasts = [next((v for v in reversed(values) if v is not None), None) for _name, values in series]
    tail = max((len(_value(v, unit, decimals)) for v in lasts if v is not None), default=0)
    left, right, top, bottom = max(map(len, texts)) * 8 + 12, tail * 9 + 16, head + 12, 30
    height = 200
    step = (WIDTH - left - right) / max(len(labels) - 1, 1)

    def at(i, v):
        return left + i * step, top + height - (v - low) / (high - low) * height

    grid = format_html_join("", '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/><text x="{}" y="{}" '
        'text-anchor="end" font-size="13">{}</text>', (
            (left, _n(at(0, t)[1]), WIDTH - right, _n(at(0, t)[1]), GRID, left - 8, _n(at(0, t)[1] + 4.5), text)
            for t, text in zip(ticks, texts, strict=True)
        ))  # fmt: skip
    # As many labels as there is room for, and always the last: it is the one that is asked about.
    every = max(1, math.ceil((max(map(len, labels), default=1) * 7.5 + 10) / max(step, 1)))
    axis = format_html_join("", '<text x="{}" y="{}" text-anchor="middle" font-size="13">{}</text>', (
        (_n(at(i, low)[0]), top + height + 20, _clean(label))
        for i, label in enumerate(labels) if (len(labels) - 1 - i) % every == 0
    ))  # fmt: skip
    drawn, ends = [], []
    for k, (_name, values) in enumerate(series):
        for run in _runs(values):
            points = " ".join(f"{_n(x)},{_n(y)}" for x, y in (at(i, v) for i, v in run))
            drawn.append((format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-linejoin="round"{}/>',
                points, COLOURS[k], format_html(' stroke-dasharray="{}"', DASHES[k]) if DASHES[k] else "",
            ),))  # fmt: skip
            drawn.extend((_mark(k, *at(i, v)),) for i, v in run)
        last = next(((i, v) for i, v in reversed(list(enumerate(values))) if v is not None), None)
        if last:
            ends.append((at(*last)[0], at(*last)[1], _value(last[1], unit, decimals), COLOURS[k]))
    tails = format_html_join("", '<text x="{}" y="{}" font-weight="600" fill="{}">{}</text>', (
        (_n(x + 9), _n(y + 5), colour, text) for x, y, text, colour in _apart(ends)
    ))  # fmt: skip
    body = format_html("{}{}{}{}{}", legend, grid, axis, format_html_join("", "{}", drawn), tails)
    return body, top + height + bottom, False


# --- small parts -------------------------------------------------------------------------------------------------


def _legend(names, swatch):
    """The legend in rows above the chart, and the height it takes."""
    x, y, parts = 0, 4, []
    for i, name in enumerate(names):
        width = 34 + len(name) * 8.4 + 14
        if x and x + width > WIDTH:
            x, y = 0, y + 24
        parts.append((_n(x), y, swatch(i), y and 14, _clean(name)))
        x += width
    drawn = format_html_join("", '<g transform="translate({} {})">{}<text x="34" y="{}">{}</text></g>', parts)
    return drawn, y + 30


def _swatch(uid, k):
    return _piece(uid, k, 0, 2, 26, 14)


def _dash(k):
    return format_html(
        '<line x1="0" y1="9" x2="26" y2="9" stroke="{}" stroke-width="2.5"{}/>{}',
        COLOURS[k],
        format_html(' stroke-dasharray="{}"', DASHES[k]) if DASHES[k] else "",
        _mark(k, 13, 9),
    )


def _piece(uid, k, x, y, width, height):
    """A part of a stacked bar: its colour, and from the second on its own hatching."""
    box = format_html('x="{}" y="{}" width="{}" height="{}"', _n(x), _n(y), _n(width), _n(height))
    plain = format_html('<rect {} fill="{}"/>', box, COLOURS[k])
    return plain if k == 0 else format_html('{}<rect {} fill="url(#{}h{})"/>', plain, box, uid, k)


_HATCH = ("", "M0 8L8 0", "M4 0V8", "M0 0L8 8", "M0 4H8", "M0 8L8 0M0 0L8 8")


def _hatches(uid, count):
    return format_html("<defs>{}</defs>", format_html_join("", (
        '<pattern id="{}h{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="{}" stroke="#fff" stroke-width="1.4" stroke-opacity=".75" fill="none"/></pattern>'
    ), ((uid, k, _HATCH[k]) for k in range(1, count))))  # fmt: skip


def _mark(k, x, y):
    """The k-th line's own shape, so that a print without colour still tells them apart."""
    fill, colour = "#fff" if k % 2 else COLOURS[k], COLOURS[k]
    if k == 0:
        return format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', _n(x), _n(y), fill)
    shape = (
        "", "M{1} {3}H{2}V{4}H{1}Z", "M{0} {3}L{2} {4}H{1}Z",
        "M{0} {3}L{2} {5}L{0} {4}L{1} {5}Z", "M{1} {3}H{2}L{0} {4}Z", "M{0} {3}V{4}M{1} {5}H{2}",
    )[k]  # fmt: skip
    path = shape.format(*map(_n, (x, x - 4, x + 4, y - 4, y + 4, y)))
    return format_html('<path d="{}" fill="{}" stroke="{}" stroke-width="1.5"/>', path, fill, colour)


def _label(text, space, y):
    """A row's name, right-aligned before the axis, cut where it would run out of the picture."""
    text, room = _clean(text), int((space - 10) / 7.8)
    shown = text if len(text) <= room else text[: room - 1].rstrip() + "…"
    return format_html('<text x="{}" y="{}" text-anchor="end">{}</text>', _n(space - 8), y, shown)


def _label_width(labels):
    return min(max((len(label) for label in labels), default=4) * 8.4 + 14, WIDTH * 0.42)


def _linked(mark, href, said):
    if not href:
        return mark
    return format_html('<a href="{}" aria-label="{}">{}</a>', href, _clean(said), mark)


def _any_link(rows):
    return any(row[2] for row in rows)


def _value(value, unit, decimals):
    if value is None:
        return _("not known")
    return _clean(f"{number(value, decimals)}{' ' + unit if unit else ''}")


def _runs(values):
    """The stretches of known values, with their places: a gap in the data is a gap in the line."""
    run = []
    for i, value in enumerate(values):
        if value is None:
            if run:
                yield run
            run = []
        else:
            run.append((i, value))
    if run:
        yield run


def _apart(ends, gap=16):
    """The labels at the lines' ends, pushed apart where they would lie upon each other."""
    placed = []
    for x, y, text, colour in sorted(ends, key=lambda end: end[1]):
        y = max(y, placed[-1][1] + gap) if placed else y
        placed.append((x, y, text, colour))
    return placed


def _scale(values, from_zero):
    """Lowest, highest and the ticks of an axis: steps of 1, 2 or 5, at most six of them."""
    low, high = (min(values), max(values)) if values else (0, 1)
    low = min(low, 0) if from_zero else low
    if high <= low:
        high = low + 1
    step = 10 ** math.floor(math.log10((high - low) / 4))
    whole = all(float(v).is_integer() for v in values)
    step = next(step * m for m in (1, 2, 2.5, 5, 10) if (high - low) / (step * m) <= 5)
    step = max(1, math.ceil(step)) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return first * step, last * step, [round(i * step, 10) for i in range(first, last + 1)]


def _plain(value):
    """A figure as int or float; refuses what is not one (a string would be markup's way in)."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return float(value)
    raise TypeError(f"a chart draws numbers, not {type(value).__name__}")


def _path(href):
    href = str(href)
    if not href.startswith("/") or href.startswith("//") or "\\" in href:
        raise ValueError("a chart links only within this site")
    return href


def _clean(text):
    """Without the control characters that XML forbids: one of them would lose the whole picture."""
    return "".join(
        c for c in str(text) if c >= " " and c not in "\x7f\ufffe\uffff" and not "\ud800" <= c <= "\udfff"
    )


def _n(value):
    """A coordinate with at most one decimal, always with a point."""
    return f"{round(float(value), 1):g}" if abs(value) < 100000 else str(int(value))
