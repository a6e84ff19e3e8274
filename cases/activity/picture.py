"""The activities of the last two years as a picture: a lane for each, solid while confirmed, fading to unknown after.

Pure arithmetic on dates. Positions are per cent across and pixels down, as strings, since a Danish template would write
``12,5``; the template writes them into attributes, as the policy allows no inline style.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.freshness import fresh_until

MONTHS, LANES_SHOWN = 24, 8


HEAD, LANE, BAR = 22, 38, 12


FAINTEST = 0.15


@dataclass(frozen=True)
class Doing:
    """An activity as the picture needs it. ``hollow``: nothing, or unknown."""

    label: str
    from_on: date
    until_on: date | None
    confirmed_on: date
    hollow: bool = False


@dataclass(frozen=True)
class Lane:
    """One activity, placed. ``fade`` and ``gone`` are empty when there is nothing to fade."""

    label: str
    label_x: str
    anchor: str
    label_y: str
    y: str
    hollow: bool
    solid: tuple[str, str] | None
    fade: tuple[str, str] | None
    faintest: str
    gone: tuple[str, str] | None


@dataclass(frozen=True)
class Tick:
    """The first of a January or July."""

    x: str
    on: date


@dataclass(frozen=True)
class Picture:
    """Everything to draw."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: str
    bar: str
    hidden: int


def draw(rows: Sequence[Doing], *, today: date, fresh_days: int) -> Picture:
    """Place the activities that touch the last two years, what goes on last on top."""
    first = _months_before(today, MONTHS)
    total = (today - first).days + 1
    touching = [row for row in rows if row.until_on is None or row.until_on > first]
    touching.sort(key=lambda row: (row.until_on is not None, -(row.until_on or row.from_on).toordinal()))

    def at(day: date) -> float:
        return 100 * min(max((day - first).days, 0), total) / total

    lanes = [
        _lane(row, at, HEAD + number * LANE, today, fresh_days)
        for number, row in enumerate(touching[:LANES_SHOWN])
    ]
    ticks = []
    for year in (first.year, first.year + 1, first.year + 2):
        ticks += [
            Tick(_pc(at(on)), on) for on in (date(year, 1, 1), date(year, 7, 1)) if first <= on <= today
        ]
    # A label at the right edge would be cut.
    ticks = [tick for tick in ticks if (today - tick.on).days > 60]
    height = HEAD + len(lanes) * LANE + 4
    return Picture(tuple(lanes), tuple(ticks), str(height), str(BAR), max(len(touching) - LANES_SHOWN, 0))


def _lane(row: Doing, at, top: int, today: date, fresh_days: int) -> Lane:
    day = timedelta(days=1)
    solid = fade = gone = None
    faintest = 1.0
    begin = at(row.from_on)
    if row.until_on is not None:
        solid = (begin, at(row.until_on))
    else:
        known_until = min(max(row.confirmed_on, row.from_on), today)
        fades_until = min(fresh_until(row.confirmed_on, fresh_days), today)
        solid = (begin, at(known_until + day))
        if fades_until > known_until:
            fade = (at(known_until + day), at(fades_until + day))
            left = 1 - (fades_until - row.confirmed_on).days / max(fresh_days, 1)
            faintest = max(left, FAINTEST)
        if fades_until < today:
            gone = (at(max(fades_until, row.from_on) + day), at(today + day))
    at_right = begin > 60
    return Lane(
        label=row.label,
        label_x=_pc(100 if at_right else begin),
        anchor="end" if at_right else "start",
        label_y=str(top + 14),
        y=str(top + 19),
        hollow=row.hollow,
        solid=_span(solid),
        fade=_span(fade),
        faintest=f"{faintest:.2f}",
        gone=_span(gone),
    )


def _span(pair: tuple[float, float] | None) -> tuple[str, str] | None:
    """Left edge and width; what is hardly there is drawn as wide as a day."""
    return pair and (_pc(min(pair[0], 99.6)), _pc(max(pair[1] - pair[0], 0.4)))


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _pc(value: float) -> str:
    return f"{value:.2f}%"
