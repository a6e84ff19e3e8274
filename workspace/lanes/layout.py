"""The plan as lanes over time: pure geometry, no Django, no colours, no words.

`layout()` turns efforts and milestones (anything with the attributes of `Item`) into a `Picture` whose numbers a
template writes straight into SVG attributes.

One lane is one who carries something (the young person, the guide, a partner). Within a lane, milestones that overlap
take each their row: what runs in parallel is seen as height, a gap as white, a pile-up as a shaded band.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from core.charts.placing import APART, START, place
from workspace.lanes.bars import sketch_bar
from workspace.lanes.findings import find_busiest, find_gaps, find_pile_ups, find_serial
from workspace.lanes.picture import Item, Lane, Line, Mark, Picture, Span, Tick, occupies
from workspace.lanes.scale import Scale, next_month, per_cent

# Pixels: the least width each picture is ever shown at; labels are placed to fit that. The narrow one puts the words
# above a thin bar, one row each: a phone has no room beside the bar.
WIDE_PX, NARROW_PX = 880, 288

# Room for the months above; for the word "today" and the gaps' words under the lanes.
AXIS_HEIGHT, FOOT_HEIGHT = 44, 22

LANE_HEAD, LANE_GAP = 26, 8

# The words of a mark: the feet of their rows and where those end; room for a letter.
MARK_ROWS, MARKS_END, MARK_CHAR_PX = (12, 24), 26, 7.5

# “sept 2026” must not touch its neighbour, nor leave the picture.
TICK_PX = 57


def layout(
    items: Sequence[Item], *, today: date, marks: Iterable[Mark] = (), narrow: bool = False
) -> Picture:
    """Place every dated item. Lanes keep the order in which they first appear; `today` is always in the picture."""
    undated = tuple(item for item in items if occupies(item) is None)
    dated = [item for item in items if occupies(item) is not None]
    scale = Scale(dated, today, NARROW_PX if narrow else WIDE_PX)
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
        today=Line(today, "", per_cent(_middle(scale, today))) if dated else None,
        marks=tuple(_marks(scale, [mark for mark in marks if scale.first <= mark.on <= scale.last])),
        gaps=tuple(_placed(scale, span) for span in find_gaps(dated, today=today)),
        pile_ups=tuple(_placed(scale, span) for span in find_pile_ups(dated, today=today)),
        busiest=busiest and _placed(scale, busiest),
        undated=undated,
        narrow=narrow,
        months=scale.months,
        efforts=find_serial(dated, today=today),
    )


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
            sketch = sketch_bar(item, scale, today, narrow=narrow)
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


def _ticks(scale: Scale, narrow: bool) -> list[Tick]:
    """Months, quarters or half years: as close as their names can stand without touching."""
    fit = scale.px // TICK_PX
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if scale.months <= s * fit), 12_000)
    ticks, day = [], scale.first
    year = None
    while day <= scale.last:
        if (day.month - 1) % step == 0 and (step <= 12 or day.year % (step // 12) == 0):
            x = scale.at(day)
            fits = scale.to_px(100 - x) >= TICK_PX
            ticks.append(Tick(day, per_cent(x), per_cent(x) if fits else "", day.year != year))
            year = day.year if fits else year
        day = next_month(day)
    return ticks


def _middle(scale: Scale, day: date) -> float:
    return scale.at(day) + 50 / scale.total


def _marks(scale: Scale, marks: Sequence[Mark]) -> Iterable[Line]:
    """The marks with their words above the months, those first that were given first (`core.charts.placing`)."""
    at = [(scale.to_px(_middle(scale, mark.on)), len(mark.label) * MARK_CHAR_PX) for mark in marks]
    for mark, where in zip(marks, place(at, width=scale.px), strict=True):
        x, (row, side) = per_cent(_middle(scale, mark.on)), where or (len(MARK_ROWS), "")
        dx, label = str(APART if side == START else -APART), mark.label if where else ""
        top = MARK_ROWS[row] - 10 if where else MARKS_END
        yield Line(mark.on, label, x, side, dx, str(top + 10), str(top))


def _placed(scale: Scale, span: Span) -> Span:
    x, end = scale.at(span.first), scale.at(span.last) + 100 / scale.total
    return Span(span.first, span.last, span.count, per_cent(x), per_cent(end - x), per_cent((x + end) / 2))
