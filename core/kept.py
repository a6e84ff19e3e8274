"""Queries that Django writes once and that are asked again and again: writing one takes longer than answering it.

A last resort, for the few that a page cannot do without; see ``docs/adr/plain-queries.md``. What differs from one
asking to the next stands in the query set as a `Given`, and is told when it is asked::

    @kept
    def _due(today: date) -> QuerySet:
        return Thing.objects.filter(due_on__lte=today, case__among=GivenIds("cases"))

    rows = _due(today).ask(cases=case_ids)

All else is kept as it was when the query set was put together: no moment, no limit that an administrator may change and
no translated word may stand in it, unless it is an argument or a `Given`.

PostgreSQL too keeps what it has made of such a query, for as long as the connection stands (`prepare_threshold` in
``kui/database.py``): where twenty tables are asked in one query it takes longer to plan than to answer.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial, wraps
from types import SimpleNamespace
from typing import ClassVar

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import BigAutoField, DateTimeField, Expression, Field, QuerySet, UUIDField
from django.db.models.sql.compiler import SQLCompiler

from core.lookups import as_one_value


class Given(Expression):
    """A place in a kept query for a value that is told when it is asked: the id of a row with a numbered key, or what
    else its ``field`` holds.
    """

    # What PostgreSQL is told that it is.
    KINDS: ClassVar = {BigAutoField: "bigint", UUIDField: "uuid", DateTimeField: "timestamptz"}

    def __init__(self, name: str, field: type[Field] = BigAutoField):
        super().__init__(output_field=field())
        self.name, self.kind = name, self.KINDS[field]

    def as_sql(self, compiler, connection):
        """The place: the parameter is the expression itself, until the value is known."""
        return "%s", [self]

    def value(self, told, connection):
        """What goes to the database in this place."""
        return self.output_field.get_db_prep_value(told, connection)


class GivenUser(Given):
    """A place for a user, with their unit and the moment: for conditions that read no more of somebody than these.

    With a role, somebody of that role who may work: whether they may is asked of whoever asks, before.
    """

    is_authenticated = is_active = is_confirmed = True

    def __init__(self, role: str = ""):
        super().__init__("user")
        self.pk, self.unit_id, self.now = self, Given("unit"), Given("now", DateTimeField)
        self.role = role


class GivenIds(Given):
    """A place for ids: for ``case__among=GivenIds("cases")``."""

    def __init__(self, name: str):
        super().__init__(name, UUIDField)
        self.kind = "uuid[]"

    def value(self, told, connection):
        """All of them in one value."""
        return as_one_value(told, connection)


class Kept:
    """A query set with places for what is given. It is written at the first asking, and stays as it is.

    As ``rows`` it may stand within another kept one, whose places are then its own.
    """

    def __init__(self, rows: QuerySet):
        self.rows = rows
        self._written: dict[str, tuple[SQLCompiler, str, tuple]] = {}

    def ask(self, **told) -> list:
        """The rows, for these values; raises KeyError when one is missing."""
        rows = self.rows.all()
        rows.query.get_compiler = partial(self._compiler, told)
        with _server_side(connections[rows.db]):
            return list(rows)

    def _compiler(self, told: dict, using: str, **_options) -> SQLCompiler:
        """Django's own, which has written its query already. The one private place: `get_compiler` and `as_sql`."""
        connection = connections[using]
        if using not in self._written:
            compiler = self.rows.all().query.get_compiler(using)
            try:
                self._written[using] = (compiler, *_written(*compiler.as_sql(), connection))
            except EmptyResultSet:  # nothing can be found, whoever asks: Django asks nothing of an empty text
                self._written[using] = (compiler, "", ())
        compiler, sql, params = self._written[using]
        asking = copy.copy(compiler)
        asking.connection = connection
        if isinstance(params, dict):
            values = {name: given.value(told[name], connection) for name, given in params.items()}
        else:
            values = [
                one.value(told[one.name], connection) if isinstance(one, Given) else one for one in params
            ]
        asking.as_sql = lambda *_args, **_options: (sql, values)
        return asking


def _written(sql: str, params: tuple, connection) -> tuple[str, tuple | dict[str, Given]]:
    """For PostgreSQL, with everything in its place but what is given, which has a name and a kind."""
    if connection.vendor != "postgresql":
        return sql, params
    places = (
        f"%({one.name})s::{one.kind}"
        if isinstance(one, Given)
        else connection.ops.compose_sql("%s", [one]).replace("%", "%%")
        for one in params
    )
    given = {one.name: one for one in params if isinstance(one, Given)}
    return sql.replace("%%", "%%%%") % tuple(places), given


class _Cursor(psycopg.Cursor):
    """The values go to the server beside the query."""

    def execute(self, query, params=None, **options):
        """As ever; and the query is there to be read by whoever counts queries."""
        made = super().execute(query, params, **options)
        self._query = SimpleNamespace(query=query.encode())
        return made


@contextmanager
def _server_side(connection) -> Iterator[None]:
    """Within the block PostgreSQL puts the values in their places itself, which lets it keep its plan."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    driver = connection.connection
    usual, driver.cursor_factory = driver.cursor_factory, _Cursor
    try:
        yield
    finally:
        driver.cursor_factory = usual


def kept(build: Callable[..., QuerySet]) -> Callable[..., Kept]:
    """Decorate a function whose query set follows from its arguments, such as the day, and from what is given."""
    return wraps(build)(lru_cache(maxsize=16)(lambda *args: Kept(build(*args))))
