"""What the picture of a plan makes visible, by arithmetic on days: gaps, pile-ups, the busiest stretch."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from workspace.lanes.picture import Item, Serial, Span, Wait

# A shorter silence is not a gap.
GAP_DAYS = 21

PILE_WINDOW_DAYS = 14

PILE_SIZE = 3

# A milestone without a start is taken to occupy this long before it is due.
LEAD_DAYS = 14


# A longer pause between two efforts of one kind is a wait; so many of them are a queue.
WAIT_DAYS = 30

QUEUE_WAITS = 2


def find_gaps(items: Iterable[Item], *, today: date) -> list[Span]:
    """Stretches from today to the last open due date in which nothing runs and nothing is about to be due."""
    busy = sorted(
        (item.start or item.due - timedelta(days=LEAD_DAYS), item.due)
        for item in items
        if item.is_open and item.due and item.due >= today
    )
    gaps, reached = [], today - timedelta(days=1)
    for begins, ends in busy:
        silent = (begins - reached).days - 1
        if silent >= GAP_DAYS:
            gaps.append(Span(reached + timedelta(days=1), begins - timedelta(days=1), 0))
        reached = max(reached, ends)
    return gaps


def find_pile_ups(items: Iterable[Item], *, today: date) -> list[Span]:
    """Fortnights, from today on, in which at least three open milestones are due. Touching ones are joined."""
    open_ones = [item for item in items if item.is_open and not item.is_effort]
    return _piles(sorted(item.due for item in open_ones if item.due and item.due >= today))


def _piles(dues: list[date]) -> list[Span]:
    """Fortnights that hold at least three of the days; touching ones are joined."""
    found: list[Span] = []
    for i, first in enumerate(dues):
        within = [due for due in dues[i:] if (due - first).days < PILE_WINDOW_DAYS]
        if len(within) < PILE_SIZE:
            continue
        if found and first <= found[-1].last:
            begins, last = found[-1].first, max(found[-1].last, within[-1])
            found[-1] = Span(begins, last, sum(begins <= due <= last for due in dues))
        else:
            found.append(Span(first, within[-1], len(within)))
    return found


def find_busiest(items: Iterable[Item], *, today: date) -> Span | None:
    """The first stretch, from today on, with most milestones running at once; None when never two at once."""
    spans = [
        (max(item.start or item.due - timedelta(days=LEAD_DAYS), today), item.due)
        for item in items
        if item.is_open and not item.is_effort and item.due and item.due >= today
    ]
    return _most_at_once(spans)


def _most_at_once(spans: list[tuple[date, date]]) -> Span | None:
    """The first stretch in which most of the spans run at once; None when never two at once."""
    edges = sorted({begins for begins, _ in spans} | {ends + timedelta(days=1) for _, ends in spans})
    best: Span | None = None
    for first, after in pairwise(edges):
        count = sum(begins <= first <= ends for begins, ends in spans)
        if count >= 2 and (best is None or count > best.count):
            best = Span(first, after - timedelta(days=1), count)
    return best


def find_serial(items: Iterable[Item], *, today: date) -> Serial | None:
    """How the efforts among ``items`` lie in time; None when there are none."""
    efforts = sorted((item for item in items if item.is_effort and item.start), key=lambda item: item.start)
    if not efforts:
        return None
    spans = [(item.start, item.due) for item in efforts if item.due and item.due >= item.start]
    coming = [(max(begins, today), ends) for begins, ends in spans if ends >= today]
    return Serial(
        parallel=_most_at_once(coming),
        gaps=tuple(_pauses(spans, today)),
        pile_ups=tuple(_piles([item.start for item in efforts if item.start >= today])),
        queue=tuple(find_queue(efforts, today=today)),
    )


def _pauses(spans: list[tuple[date, date]], today: date) -> list[Span]:
    """Stretches of GAP_DAYS or more, from today on, between one effort and the next with none in between."""
    found, reached = [], None
    for begins, ends in sorted(spans):
        first = None if reached is None else max(reached + timedelta(days=1), today)
        if first is not None and (begins - first).days >= GAP_DAYS:
            found.append(Span(first, begins - timedelta(days=1), 0))
        reached = ends if reached is None else max(reached, ends)
    return found


def find_waits(items: Iterable[Item], *, today: date) -> list[Wait]:
    """Pauses of more than WAIT_DAYS between an effort and the next of the same kind.

    Between two that overlap, or follow each other within the days, nobody waits. ``items`` are efforts.
    """
    by_kind: dict[str, list[Item]] = {}
    for item in sorted(
        (item for item in items if item.due and item.due >= item.start), key=lambda i: i.start
    ):
        by_kind.setdefault(item.kind, []).append(item)
    waits = []
    for kind, row in by_kind.items():
        last = row[0]
        for item in row[1:]:
            days = (item.start - last.due).days - 1
            if days > WAIT_DAYS:
                waits.append(Wait(kind, last.title, item.title, days, item.start > today))
            if item.due > last.due:
                last = item
    return waits


def find_queue(items: Iterable[Item], *, today: date) -> list[Wait]:
    """The waits, when they make a queue that short connected courses could take the place of; else none.

    They do when there are two or more, or when one is still ahead and can be changed.
    """
    waits = find_waits(items, today=today)
    return waits if len(waits) >= QUEUE_WAITS or any(wait.ahead for wait in waits) else []
