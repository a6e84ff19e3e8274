"""The parts that charts are drawn of (`core.charts`): legends, marks, labels, the axis, and plain values."""

import math
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

# Each at least 4.5:1 on white, so that a mark is also legible where it is a letter's size.
COLOURS = ("#0b5a70", "#9a4a00", "#3d6b21", "#7a3e8c", "#5a6570", "#a8224a")
ACCENT = COLOURS[0]
# First the families that core.pdf loads, then the browser's.
FONT = "KUI Sans, KUI Sans Ext, KUI Sans Cyr, IBM Plex Sans, DejaVu Sans, sans-serif"
GRID = "#dfe6e8"
DASHES = ("", "7 4", "2 4", "9 3 2 3", "1 3", "12 4")
WIDTH = 480
# For a phone of 360 pixels: drawn at its own size, so that the letters keep theirs.
NARROW = 300


def number(value, decimals=None):
    """`value` as a reader of the active language writes it: 1.234,5 in Danish. `None` is an en dash."""
    if value is None:
        return "–"
    if type(value) is int and decimals is None and -1000 < value < 1000:
        return str(value)  # the same in every language, and most numbers are
    if decimals is None:
        decimals = 0 if float(value) == int(value) else 1
    return formats.number_format(rounded(value, decimals), decimals, use_l10n=True, force_grouping=True)


def rounded(value, decimals: int = 0) -> Decimal:
    """`value` with so many decimals, halves away from nought as people round. Django's own formatting cuts."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent(part: int, whole: int) -> int:
    """How many per cent ``part`` is of ``whole``, rounded; 0 of nothing. Counted in whole numbers: 12.5 is 13."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def legend(names, swatch, width=WIDTH):
    """The legend in rows above the chart, and the height it takes."""
    x, y, parts = 0, 4, []
    for i, name in enumerate(names):
        taken = 34 + len(name) * 8.4 + 14
        if x and x + taken > width:
            x, y = 0, y + 24
        parts.append((coordinate(x), y, swatch(i), y and 14, clean(name)))
        x += taken
    drawn = format_html_join("", '<g transform="translate({} {})">{}<text x="34" y="{}">{}</text></g>', parts)
    return drawn, y + 30


def swatch(uid, k):
    """A stacked part's sign in the legend."""
    return piece(uid, k, 0, 2, 26, 14)


def dash(k):
    """A line's sign in the legend."""
    return format_html(
        '<line x1="0" y1="9" x2="26" y2="9" stroke="{}" stroke-width="2.5"{}/>{}',
        COLOURS[k],
        dash_pattern(k),
        point(k, 13, 9),
    )


def dash_pattern(k):
    """The attribute that dashes the k-th line; none for the first."""
    return format_html(' stroke-dasharray="{}"', DASHES[k]) if DASHES[k] else ""


def piece(uid, k, x, y, width, height):
    """A part of a stacked bar: its colour, and from the second on its own hatching."""
    box = format_html(
        'x="{}" y="{}" width="{}" height="{}"',
        coordinate(x),
        coordinate(y),
        coordinate(width),
        coordinate(height),
    )
    plain = format_html('<rect {} fill="{}"/>', box, COLOURS[k])
    return plain if k == 0 else format_html('{}<rect {} fill="url(#{}h{})"/>', plain, box, uid, k)


_HATCH = ("", "M0 8L8 0", "M4 0V8", "M0 0L8 8", "M0 4H8", "M0 8L8 0M0 0L8 8")


def hatches(uid, count):
    """The patterns that `piece` fills parts with."""
    pattern = (
        '<pattern id="{}h{}" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<path d="{}" stroke="#fff" stroke-width="1.4" stroke-opacity=".75" fill="none"/></pattern>'
    )
    drawn = format_html_join("", pattern, ((uid, k, _HATCH[k]) for k in range(1, count)))
    return format_html("<defs>{}</defs>", drawn)


# The marks of the second line and on; by x: 0 the middle, 1 left, 2 right; by y: 3 top, 4 bottom, 5 the middle.
_SHAPES = (
    "",
    "M{1} {3}H{2}V{4}H{1}Z",
    "M{0} {3}L{2} {4}H{1}Z",
    "M{0} {3}L{2} {5}L{0} {4}L{1} {5}Z",
    "M{1} {3}H{2}L{0} {4}Z",
    "M{0} {3}V{4}M{1} {5}H{2}",
)


def point(k, x, y):
    """The k-th line's own shape, so that a print without colour still tells them apart."""
    fill, colour = "#fff" if k % 2 else COLOURS[k], COLOURS[k]
    if k == 0:
        return format_html('<circle cx="{}" cy="{}" r="4" fill="{}"/>', coordinate(x), coordinate(y), fill)
    path = _SHAPES[k].format(*map(coordinate, (x, x - 4, x + 4, y - 4, y + 4, y)))
    return format_html('<path d="{}" fill="{}" stroke="{}" stroke-width="1.5"/>', path, fill, colour)


def row_label(text, space, y, width=WIDTH):
    """A row's name, right-aligned before the axis, cut where it would run out of the picture; without space, above."""
    if not space:
        return format_html(
            '<text x="0" y="{}">{}</text>', coordinate(y - 22), _cut(clean(text), int(width / 7.8))
        )
    shown = _cut(clean(text), int((space - 10) / 7.8))
    return format_html('<text x="{}" y="{}" text-anchor="end">{}</text>', coordinate(space - 8), y, shown)


def _cut(text, room):
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def label_width(labels):
    """How much room the rows' names take, at most two fifths of the picture."""
    return min(max((len(label) for label in labels), default=4) * 8.4 + 14, WIDTH * 0.42)


def linked(mark, href, said):
    """The mark within a link that says what it shows, when there is an address."""
    if not href:
        return mark
    return format_html('<a href="{}" aria-label="{}">{}</a>', href, clean(said), mark)


def has_link(rows):
    """Whether any row leads somewhere."""
    return any(row[2] for row in rows)


def value_text(value, unit, decimals):
    """A figure with its unit, in words when it is not known."""
    if value is None:
        return _("not known")
    return clean(f"{number(value, decimals)}{' ' + unit if unit else ''}")


def runs(values):
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


def spread(ends, gap=16):
    """The labels at the lines' ends, pushed apart where they would lie upon each other."""
    placed = []
    for x, y, text, colour in sorted(ends, key=lambda end: end[1]):
        y = max(y, placed[-1][1] + gap) if placed else y
        placed.append((x, y, text, colour))
    return placed


def axis(values, from_zero):
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


def plain_number(value):
    """A figure as int or float; refuses what is not one (a string would be markup's way in)."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return float(value)
    raise TypeError(f"a chart draws numbers, not {type(value).__name__}")


def own_path(href):
    """The address as text; refuses what leads out of this site."""
    href = str(href)
    if not href.startswith("/") or href.startswith("//") or "\\" in href:
        raise ValueError("a chart links only within this site")
    return href


def clean(text):
    """Without the control characters that XML forbids: one of them would lose the whole picture."""
    return "".join(
        c for c in str(text) if c >= " " and c not in "\x7f\ufffe\uffff" and not "\ud800" <= c <= "\udfff"
    )


def coordinate(value):
    """A coordinate with at most one decimal, always with a point."""
    return f"{round(float(value), 1):g}" if abs(value) < 100000 else str(int(value))
