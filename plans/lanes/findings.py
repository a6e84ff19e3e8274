"""What the picture of a plan makes visible, by arithmetic on days: gaps, pile-ups, the busiest stretch."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from plans.lanes.picture import Item, Span

# A shorter silence is not a gap.
GAP_DAYS = 21

PILE_WINDOW_DAYS = 14

PILE_SIZE = 3

# A milestone without a start is taken to occupy this long before it is due.
LEAD_DAYS = 14


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
    dues = sorted(item.due for item in items if item.is_open and item.due and item.due >= today)
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
        if item.is_open and item.due and item.due >= today
    ]
    edges = sorted({begins for begins, _ in spans} | {ends + timedelta(days=1) for _, ends in spans})
    best: Span | None = None
    for first, after in pairwise(edges):
        count = sum(begins <= first <= ends for begins, ends in spans)
        if count >= 2 and (best is None or count > best.count):
            best = Span(first, after - timedelta(days=1), count)
    return best
