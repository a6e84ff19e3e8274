"""One condition, asked of the database and of rows already fetched.

A metric states its condition once, as a `Q`. The list behind a tile filters with it in SQL; tiles, groups and frozen
reports fetch the unit's rows once and ask the very same `Q` of each row in Python, so that twenty numbers cost one query.
A property test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Q

_LOOKUPS: dict[str, Callable] = {
    "exact": lambda value, wanted: value is not None and value == wanted,
    "in": lambda value, wanted: value is not None and value in wanted,
    "lt": lambda value, wanted: value is not None and value < wanted,
    "lte": lambda value, wanted: value is not None and value <= wanted,
    "gt": lambda value, wanted: value is not None and value > wanted,
    "gte": lambda value, wanted: value is not None and value >= wanted,
    "isnull": lambda value, wanted: (value is None) is wanted,
}


def compiled(condition: Q) -> Callable[[Mapping], bool]:
    """`condition` as a function of a row (a mapping from field to value).

    Knows and, or and the lookups above. Raises ValueError for a negation: what SQL makes of NOT and NULL is not what
    Python does, so a metric says `Q(x__isnull=True) | Q(x__lt=…)` instead.
    """
    if condition.negated:
        raise ValueError("a metric's condition is said without negation")
    parts = [compiled(child) if isinstance(child, Q) else _leaf(*child) for child in condition.children]
    if not parts:
        return lambda row: True
    if condition.connector == Q.AND:
        return lambda row: all(part(row) for part in parts)
    if condition.connector == Q.OR:
        return lambda row: any(part(row) for part in parts)
    raise ValueError(f"a metric's condition cannot use {condition.connector}")


def _leaf(path, wanted):
    name, _, lookup = path.partition("__")
    lookup = lookup or "exact"
    if lookup == "exact" and wanted is None:
        lookup, wanted = "isnull", True
    if lookup not in _LOOKUPS:
        raise ValueError(f"a metric's condition cannot ask {path!r}")
    if lookup == "in":
        wanted = frozenset(wanted)
    test = _LOOKUPS[lookup]
    return lambda row: test(row[name], wanted)
