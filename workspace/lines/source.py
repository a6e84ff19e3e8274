"""What a source of lines is made of: what it asks, and the lines that follow from the answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import BigIntegerField, DateField, DateTimeField, QuerySet, TextField, UUIDField, Value
from django.db.models.functions import Cast

from accounts.models import Unit, User
from cases.models import Case
from core.querysets import built_once
from workspace.lines.line import Task


@dataclass(slots=True)
class About:
    """Whom and what the sources ask about, and what the lines are made from beside the rows."""

    cases: dict[UUID, Case]
    unit: Unit
    today: date
    user: User
    # A whole unit's day, for its leader.
    over_unit: bool = False
    # Cases that are not of the day, which rows speak of: those that the user may know of, with ``is_open``.
    others: dict[UUID, Case] = field(default_factory=dict)

    def known(self, case_id: UUID) -> Case | None:
        """The case, when the user may know that it exists."""
        return self.cases.get(case_id) or self.others.get(case_id)

    def is_open(self, case_id: UUID) -> bool:
        """Whether the user may open the case."""
        return case_id in self.cases or (case_id in self.others and self.others[case_id].is_open)


class Told(NamedTuple):
    """A row of a source that is asked in one query with others. Make the rows with `told`.

    What a column holds is the source's own affair; one that it does not fill is None.
    """

    kind: str
    case_id: UUID
    day: date | None
    at: datetime | None
    # A second moment.
    then: datetime | None
    # Ids: of a row with a UUID and of what it belongs to, of one with a number, and of what else is to be told apart.
    key: UUID | None
    of: UUID | None
    number: int | None
    other: int | None
    who: str | None
    what: str | None
    more: str | None


_TYPES = {
    str: TextField(), UUID: UUIDField(), date | None: DateField(), datetime | None: DateTimeField(),
    UUID | None: UUIDField(), int | None: BigIntegerField(), str | None: TextField(),
}  # fmt: skip


def told(kind: str, rows: QuerySet, **columns) -> QuerySet:
    """``rows`` with the columns of `Told`, in its order: names of their own columns, or expressions.

    Not for encrypted columns: what a union gives is not decrypted. Raises TypeError for a column that `Told` lacks.
    """
    if unknown := columns.keys() - set(Told._fields):
        raise TypeError(f"no column of Told: {', '.join(sorted(unknown))}")
    nothing = Value(None, TextField())
    return rows.order_by().values_list(
        Value(kind), *(columns.get(name, nothing) for name in Told._fields[1:])
    )


@built_once
def types() -> QuerySet:
    """No row: first in a union, it tells the database and Django what each column of `Told` holds."""
    columns = (Cast(Value(None), _TYPES[kind]) for kind in Told.__annotations__.values())
    return Unit.objects.filter(pk=None).order_by().values_list(*columns)


@dataclass(frozen=True, slots=True)
class Source:
    """One source of lines; see `workspace.day.day`."""

    tasks: Callable[[About, list], list[Task]]
    rows: Callable[[About], Iterable[tuple] | tuple[QuerySet, ...]] | None = None
    # The ids of cases that its rows speak of and that may not be of the day.
    elsewhere: Callable[[About, list], Iterable[UUID]] | None = None
    # The kind under which its rows, a query set or several, are asked together with those of others; "" when it asks a
    # query of its own.
    told: str = ""
    # Its query follows from whom it is: it is put together for everybody anew.
    anew: bool = False

    @property
    def name(self) -> str:
        """What its rows are kept under."""
        return self.told or self.tasks.__name__

    def parts(self, about: About) -> tuple[QuerySet, ...]:
        """Its rows, of which it may have several kinds."""
        rows = self.rows(about)
        return rows if isinstance(rows, tuple) else (rows,)


def of_the_rows(about: About, rows: list) -> list[UUID]:
    """The case of each row, which stands first in one that is not `Told`: for ``elsewhere``."""
    return [row.case_id if isinstance(row, Told) else row[0] for row in rows]
