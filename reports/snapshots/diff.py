"""The difference between two sets of figures. Nothing here knows the database.

A list of rows that each have a `key` is compared row by row, so that a guide who joins shows as one added row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MISSING = object()


@dataclass(frozen=True)
class Change:
    """One value that differs. `path` leads to it; a value that was not there is `MISSING`."""

    path: tuple[str, ...]
    before: object
    after: object

    @property
    def removed(self):
        return self.after is MISSING

    @property
    def step(self) -> int | None:
        """How much a number moved, None for anything but two whole numbers."""
        both = (self.before, self.after)
        if all(isinstance(v, int) and not isinstance(v, bool) for v in both):
            return self.after - self.before
        return None


def flatten(figures, path=()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every leaf with the path to it. Rows are addressed by their `key`, other lists by position."""
    if isinstance(figures, dict):
        for name, value in figures.items():
            yield from flatten(value, (*path, str(name)))
    elif isinstance(figures, list):
        for name, value in _named(figures):
            yield from flatten(value, (*path, name))
    else:
        yield path, figures


def _named(rows):
    keys = [row.get("key") if isinstance(row, dict) else None for row in rows]
    if all(key is not None for key in keys) and len(set(keys)) == len(keys):
        return zip(map(str, keys), rows, strict=True)
    return ((str(n), row) for n, row in enumerate(rows))


def diff(before, after) -> list[Change]:
    """What changed from one set of figures to another, in the order of `after`, what is gone last."""
    old, new = dict(flatten(before)), dict(flatten(after))
    changes = [
        Change(path, old.get(path, MISSING), value)
        for path, value in new.items()
        if path not in old or not _same(old[path], value)
    ]
    changes += [Change(path, value, MISSING) for path, value in old.items() if path not in new]
    return changes


def _same(a, b):
    # 1 == True in Python, but not in a report.
    return a == b and isinstance(a, bool) == isinstance(b, bool)
