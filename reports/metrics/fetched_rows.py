"""One condition, asked of the database and of rows already fetched.

A metric states its condition once, as a `Q`. The list behind a tile filters with it in SQL; tiles, groups and frozen
reports fetch the unit's rows once and ask the very same `Q` of all of them at once in Python, so that thirty numbers
cost one query. A property test holds the two against each other.

An answer is a whole number with a byte for each row, 1 or 0: and, or and counting are then single operations, and what
several metrics ask (is the case running?) is asked of the rows once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress

from django.db.models import Q

_LOOKUPS: dict[str, Callable] = {
    "exact": lambda values, wanted: [value is not None and value == wanted for value in values],
    "in": lambda values, wanted: [value is not None and value in wanted for value in values],
    "lt": lambda values, wanted: [value is not None and value < wanted for value in values],
    "lte": lambda values, wanted: [value is not None and value <= wanted for value in values],
    "gt": lambda values, wanted: [value is not None and value > wanted for value in values],
    "gte": lambda values, wanted: [value is not None and value >= wanted for value in values],
    "isnull": lambda values, wanted: [(value is None) is wanted for value in values],
}


def _as_number(answers: Iterable[bool]) -> int:
    return int.from_bytes(bytes(answers), "little")


class FetchedRows:
    """Rows fetched as tuples, with the names of their columns, that can be asked a `Q`."""

    def __init__(self, names: Sequence[str], rows: Sequence[tuple]):
        self.names, self.rows = tuple(names), list(rows)
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.names)
        self._columns = dict(zip(self.names, columns, strict=True))
        self._asked: dict[tuple, int] = {}
        self.all = _as_number([True] * len(self.rows))

    def where(self, condition: Q) -> int:
        """The rows for which the condition holds, as one number.

        Knows and, or and the lookups above. Raises ValueError for a negation: what SQL makes of NOT and NULL is not
        what Python does, so a metric says `Q(x__isnull=True) | Q(x__lt=…)` instead.
        """
        if condition.negated or condition.connector not in (Q.AND, Q.OR):
            raise ValueError("a metric's condition is said with and and or alone")
        answers = [self.where(c) if isinstance(c, Q) else self._leaf(*c) for c in condition.children]
        if not answers:
            return self.all
        found = answers[0]
        for answer in answers[1:]:
            found = found & answer if condition.connector == Q.AND else found | answer
        return found

    def _leaf(self, path, wanted) -> int:
        name, _, lookup = path.partition("__")
        lookup = lookup or "exact"
        if lookup == "exact" and wanted is None:
            lookup, wanted = "isnull", True
        if lookup not in _LOOKUPS or name not in self._columns:
            raise ValueError(f"a metric's condition cannot ask {path!r}")
        if lookup == "in":
            wanted = frozenset(wanted)
        asked = (name, lookup, wanted)
        if asked not in self._asked:
            self._asked[asked] = _as_number(_LOOKUPS[lookup](self._columns[name], wanted))
        return self._asked[asked]

    def picked(self, found: int) -> list[dict]:
        """The rows of an answer, as dicts."""
        return [dict(zip(self.names, row, strict=True)) for row in self._only(self.rows, found)]

    def values(self, name: str, found: int) -> list:
        """One column of the rows of an answer."""
        return list(self._only(self._columns[name], found))

    def _only(self, values: Sequence, found: int) -> Iterable:
        return compress(values, found.to_bytes(len(self.rows), "little"))
