"""What a frozen report is made of: a tree of plain values, its fingerprint, and the difference between two of them.

Nothing here knows the database. Figures are JSON: dicts with text keys, lists, text, whole numbers, true/false, null.
A list of rows that each have a `key` is compared row by row, so that a guide who joins shows as one added row.
"""

from __future__ import annotations

import hashlib
import json
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
    def added(self):
        return self.before is MISSING

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


def canonical(figures) -> bytes:
    """The one way to write these figures as bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def fingerprint(figures) -> str:
    """SHA-256 of the canonical bytes, in hex: what a printed report shows at its foot."""
    return hashlib.sha256(canonical(figures)).hexdigest()


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


def as_json(changes: list[Change]) -> list[dict]:
    """Changes as they are kept on a revision: no `before` means added, no `after` means removed."""
    rows = []
    for change in changes:
        row: dict = {"path": list(change.path)}
        if not change.added:
            row["before"] = change.before
        if not change.removed:
            row["after"] = change.after
        rows.append(row)
    return rows


def from_json(rows: list[dict]) -> list[Change]:
    """The inverse of `as_json`."""
    return [Change(tuple(row["path"]), row.get("before", MISSING), row.get("after", MISSING)) for row in rows]
