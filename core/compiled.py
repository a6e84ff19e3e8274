"""A query whose shape never changes, compiled to SQL once in each process and asked with new values from then on.

Putting a query with many conditions together costs Django more time than the database takes to answer it, and a page that asks
about everything around a case does so on every look. A function that builds such a query is marked `compiled`; it is called once,
with a `Given` in the place of every value that differs from time to time, and each time it is asked the values take their places::

    @compiled(cases=Many(models.UUIDField()), today=Plain(models.DateField()))
    def open_steps(cases, today):
        return Step.objects.filter(case__in=cases, due_on__lte=today + timedelta(days=30)).values_list("pk", "case_id")

    open_steps(cases=[…], today=clock.today())  # rows, as the query set itself would give them

Only the SQL is kept, never a row. Nothing that differs can be left in it by mistake: while the query is built the clock answers
with a `Given` too (so an access rule that asks the clock goes in unchanged), a `Given` refuses everything but being handed on,
moved by some days or given to `worked_out`, and a date among the fixed values is refused. `Compiled.plain` is the ordinary
query set of the same function and values; a test holds the two together for every query of `ALL`.
"""

import json
import re
from collections.abc import Callable, Hashable
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from functools import update_wrapper
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Expression

from core import clock

# Every compiled query of the product.
ALL: "list[Compiled]" = []
_NOW = "the clock"
_FIXED = (str, int, bool, type(None))
# Django writes ``IN`` and nothing else; PostgreSQL finds an array's values by index within an ``OR`` too, and plans it sooner.
_IN_ARRAY = re.compile(r"IN \(SELECT unnest\((%s::\w+\[\])\)\)")
_LIKE_A_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Given(Expression):
    """The place of a value that is not known before the query is asked. ``steps`` work out what goes into it."""

    def __init__(self, name: str, output_field: models.Field, steps: tuple[Callable, ...] = ()):
        super().__init__(output_field=output_field)
        self.name, self.steps = name, steps

    def __repr__(self):
        return f"<Given {self.name}>"

    def worked_out(self, step: Callable, output_field: models.Field | None = None) -> "Given":
        """The place of what ``step`` makes of the value."""
        return Given(self.name, output_field or self.output_field, (*self.steps, step))

    def value(self, values: dict[str, Any], connection) -> Any:
        """What goes into the place, as the database is told it. Raises ValueError for None, which equals nothing in SQL."""
        value = values[self.name]
        for step in self.steps if value is not None else ():
            value = step(value)
        if value is None:
            raise ValueError(f"{self.name} is not given")
        return self.output_field.get_db_prep_value(value, connection, prepared=False)

    def as_sql(self, compiler, connection):
        """A placeholder; the place itself stands among the parameters until the query is asked."""
        return "%s", [self]

    def __add__(self, days):
        if not isinstance(days, timedelta | relativedelta):
            raise TypeError(f"{self!r} is moved in time and no other way")
        return self.worked_out(lambda value: value + days)

    def __sub__(self, days):
        return self + -days

    def _combine(self, *args):
        raise TypeError(f"{self!r} is no part of a sum that the database works out")

    # As `clock.local_date` asks of a moment.

    def astimezone(self, zone) -> "Given":
        """The place of the same moment in another time zone."""
        return self.worked_out(lambda moment: moment.astimezone(zone))

    def date(self) -> "Given":
        """The place of the date of a moment."""
        return self.worked_out(lambda moment: moment.date(), models.DateField())


class _GivenMany(Given):
    """The place of a list of ids, for ``…__in``: one parameter, however many they are."""

    def value(self, values, connection):
        kept = [self.output_field.get_db_prep_value(v, connection, prepared=False) for v in values[self.name]]
        # Ids need no quotes in an array.
        return f"{{{','.join(map(str, kept))}}}" if connection.vendor == "postgresql" else json.dumps(kept)

    def as_sql(self, compiler, connection):
        return "(SELECT value FROM json_each(%s))", [self]

    def as_postgresql(self, compiler, connection):
        return f"(SELECT unnest(%s::{self.output_field.db_type(connection)}[]))", [self]


def worked_out(function: Callable, day, *args):
    """``function(day, *args)`` for a date, or the place of it while a query is built."""
    if isinstance(day, Given):
        return day.worked_out(lambda value: function(value, *args))
    return function(day, *args)


@dataclass(frozen=True)
class Plain:
    """A value of one kind of field."""

    field: models.Field

    def shape(self, value) -> Hashable:
        """What of the value decides how the query is built."""
        return None

    def place(self, name: str, shape: Hashable) -> Any:
        """What stands for the value while the query is built."""
        return Given(name, self.field)


class Many(Plain):
    """Any number of ids: UUIDs or numbers."""

    def __post_init__(self):
        if not isinstance(self.field, models.UUIDField | models.IntegerField):
            raise TypeError("many ids are given, and nothing else")

    def place(self, name, shape):
        """The place of them all."""
        return _GivenMany(name, self.field)


class Shape:
    """A value that decides how the query is built, such as a flag: the query is compiled for each."""

    def shape(self, value) -> Hashable:
        """The value."""
        return value

    def place(self, name, shape):
        """The value."""
        return shape


def _put(place: Given, values: dict[str, Any], connection, known: dict[Hashable, Any]) -> Any:
    key = place.name, place.steps, type(place.output_field)
    if key not in known:
        known[key] = place.value(values, connection)
    return known[key]


@dataclass(frozen=True)
class _Ready:
    """A query set with the SQL it came to, for one engine and one shape."""

    queryset: models.QuerySet
    compiler: Any
    sql: str
    params: tuple

    def ask(self, values: dict[str, Any], connection) -> list:
        """The rows, made of the answer by Django itself: all but building and compiling goes its ordinary way."""
        known: dict[Hashable, Any] = {}  # a value that has many places is worked out once
        params = tuple(_put(p, values, connection, known) if isinstance(p, Given) else p for p in self.params)
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        query = copy(self.queryset.query)
        query.get_compiler = lambda *args, **kwargs: compiler
        asked = object.__new__(type(self.queryset))
        asked.__dict__.update(self.queryset.__dict__, _query=query)
        return list(asked)


class Compiled:
    """A function that builds a query set, and the SQL it came to. Call it to ask."""

    def __init__(self, build: Callable[..., models.QuerySet], kinds: dict[str, Any]):
        self.build, self.kinds = build, kinds
        self._ready: dict[Hashable, _Ready] = {}
        update_wrapper(self, build)
        ALL.append(self)

    def __call__(self, **values) -> list:
        """The rows, in the order of the query set."""
        connection = connections[DEFAULT_DB_ALIAS]
        shapes = {name: kind.shape(values[name]) for name, kind in self.kinds.items()}
        key = connection.vendor, *shapes.values()
        ready = self._ready.get(key)
        if ready is None:
            ready = self._ready[key] = self._compile(shapes, connection)
        return ready.ask({**values, _NOW: clock.now()}, connection)

    def plain(self, **values) -> models.QuerySet:
        """The ordinary query set of the same values."""
        return self.build(**values)

    def _compile(self, shapes: dict[str, Hashable], connection) -> _Ready:
        places = {name: kind.place(name, shapes[name]) for name, kind in self.kinds.items()}
        with clock.stopped(Given(_NOW, models.DateTimeField())):
            queryset = self.build(**places)
            compiler = queryset.query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
        sql = _IN_ARRAY.sub(r"= ANY(\1)", sql)
        for param in params:
            fixed = isinstance(param, _FIXED) and not _LIKE_A_DATE.match(str(param))
            if not (fixed or isinstance(param, Given)):
                raise TypeError(f"{self.__qualname__}: {param!r} would be the same for ever")
        compiler.connection = None  # each asking has its own
        return _Ready(queryset, compiler, sql, tuple(params))


def compiled(**kinds) -> Callable[[Callable[..., models.QuerySet]], Compiled]:
    """Mark a function that builds a query set: ``kinds`` says what each of its arguments is (`Plain`, `Many`, `Shape`)."""
    return lambda build: Compiled(build, kinds)
