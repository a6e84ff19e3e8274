"""Several query sets about the same thing, asked in one query: for a page that would else ask a dozen tables in turn.

Each is a ``values_list`` of its own columns. The database packs them as JSON, so that they fit into one answer, and the values come
back as their fields know them. What the query sets come to never changes, so it is compiled once (`core.compiled`).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import update_wrapper
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import JSONArray

from core.compiled import Compiled


class Together:
    """Asks what ``build`` returns, query sets by name, at once. Rows come in no order."""

    def __init__(self, build: Callable[..., dict[str, models.QuerySet]], kinds: dict[str, Any]):
        self.build = build
        self._fields: dict[str, list[models.Field]] = {}
        self.query = update_wrapper(Compiled(self._union, kinds), build)

    def __call__(self, **values) -> dict[str, list[tuple]]:
        """``{name: rows}``; a name whose query set has no rows has an empty list."""
        told = self.query(**values)
        found: dict[str, list[tuple]] = {name: [] for name in self._fields}
        for name, packed in told:
            found[name].append(tuple(map(_value, self._fields[name], packed)))
        return found

    def _union(self, **values) -> models.QuerySet:
        packed = []
        for name, rows in self.build(**values).items():
            rows = rows.order_by().values_list(Value(name), JSONArray(*rows._fields))
            columns = list(rows.query.annotation_select.values())[-1].get_source_expressions()
            self._fields[name] = [column.output_field for column in columns]
            packed.append(rows)
        return packed[0].union(*packed[1:], all=True)


def _value(field: models.Field, packed):
    value = field.to_python(packed)
    # SQLite keeps moments in UTC and does not say so.
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
