"""What a source of lines is made of: what it asks, and the lines that follow from the answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from accounts.models import Unit, User
from cases.models import Case
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


@dataclass(frozen=True, slots=True)
class Source:
    """One source of lines; see `workspace.day.day`."""

    tasks: Callable[[About, list[tuple]], list[Task]]
    rows: Callable[[About], Iterable[tuple]] | None = None
    # The ids of cases that its rows speak of and that may not be of the day.
    elsewhere: Callable[[About, list[tuple]], Iterable[UUID]] | None = None

    @property
    def name(self) -> str:
        """What its rows are kept under."""
        return self.tasks.__name__


def of_the_rows(about: About, rows: list[tuple]) -> list[UUID]:
    """The case of each row, which stands first in it: for ``elsewhere``."""
    return [row[0] for row in rows]
