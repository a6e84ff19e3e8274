"""What numbers of the same people give away of each other, when they left the unit one by one. Pure rules.

A number is told of a set of rows (young people, mostly). Those who lay two numbers side by side may know that one is a
part of the other, so the sets themselves are compared: whoever is in the same sets is one group, every number a sum of
groups, and a reader is asked what they can still be (`reports.release.reader`). Guarded are the small numbers that are
hidden, and what is left when one number is taken from another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.release.reader import Known, Reader, total
from reports.release.rules import BASE
from reports.release.suppression import THRESHOLD


@dataclass(frozen=True)
class Count:
    """A number told of some rows, from ``low`` to ``high``; without them it is hidden. Only numbers that are counted
    ``among`` the same can be laid together.
    """

    among: str
    rows: frozenset[str]
    low: int | None = None
    high: int | None = None

    @property
    def shown(self) -> bool:
        """Whether a reader knows it."""
        return self.low is not None


def count_of(among: str, rows: Iterable, shown: int | None, base: int = BASE) -> Count:
    """The number that was shown of some rows, rounded to the nearest ``base``, or None where it was hidden."""
    keys = frozenset(map(str, rows))
    if shown is None:
        return Count(among, keys)
    slack = base // 2
    return Count(among, keys, max(shown - slack, THRESHOLD) if slack else shown, shown + slack)


def gives_away(new: Sequence[Count], earlier: Sequence[Count]) -> bool:
    """Whether somebody who has ``earlier`` can rule out, once they have ``new`` too, that a group of fewer than five is
    one of 0, 1, 2, 3, 4. What they could rule out before is not mended by hiding more now.
    """
    return any(
        _gives_away(
            [one for one in new if one.among == among], [one for one in earlier if one.among == among]
        )
        for among in {one.among for one in new if one.shown}
    )


def _gives_away(new: list[Count], earlier: list[Count]) -> bool:
    if not earlier:
        return False  # each is checked by itself where it is made
    both = [*dict.fromkeys([*earlier, *new])]
    groups = _groups(both)
    guarded = _guarded(new, earlier, groups)
    bad = _narrowed(both, groups, guarded)
    return bool(bad and bad - _narrowed([*dict.fromkeys(earlier)], groups, bad))


def _groups(counts: Sequence[Count]) -> dict[str, frozenset[int]]:
    """Every row by the group it is in: the places of the counts that it belongs to."""
    rows = {row for one in counts for row in one.rows}
    return {row: frozenset(n for n, one in enumerate(counts) if row in one.rows) for row in rows}


def _named(rows: Iterable[str], groups: dict[str, frozenset[int]]) -> tuple[str, ...]:
    return tuple(sorted({",".join(map(str, sorted(groups[row]))) for row in rows}))


def _guarded(new: list[Count], earlier: list[Count], groups) -> set[tuple[str, ...]]:
    small = {one.rows for one in (*new, *earlier) if not one.shown}
    for one in (one for one in new if one.shown):
        for other in (other for other in earlier if other.shown):
            small |= {one.rows - other.rows, other.rows - one.rows, one.rows & other.rows}
    # What several numbers together leave over of one, such as the month between two runs of months.
    shown = [one.rows for one in (*new, *earlier) if one.shown]
    for rows in shown:
        small.add(rows.difference(*(inside for inside in shown if inside < rows)))
    return {_named(rows, groups) for rows in small if 0 < len(rows) < THRESHOLD}


def _narrowed(counts: Sequence[Count], groups, among: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    truth = Counter(",".join(map(str, sorted(places))) for places in groups.values())
    known = [
        Known(total(_named(one.rows, groups)), one.low, one.high)
        for one in counts
        if one.low is not None and one.high is not None and one.rows
    ]
    reader = Reader(known, truth)
    return {names for names in sorted(among) if reader.narrowed(names, THRESHOLD)}
