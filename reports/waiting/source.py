"""What a kind of thing that waits is made of: which rows wait, and what is said of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

# How many of each kind are named; the number beside them opens the rest.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits: what it is about, where it is done, since when, and a few more words."""

    name: str
    url: str = ""
    since: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Source:
    """A kind of thing that waits. ``rows`` gives those of a user; the number is how many there are."""

    key: str
    title: Promise
    rows: Callable[[object, date], QuerySet | Sequence]
    row: Callable[[object], Row]
    # The list with all of them, where there is one elsewhere: the name of its URL, and its query.
    route: str = ""
    query: str = ""
    # To know of rather than to do: it goes by itself after some days, and is counted apart.
    to_know: bool = False
    # What a row tells of, for the trail: the case, or nothing.
    case_of: Callable[[object], object | None] = lambda _found: None


@dataclass
class Waits:
    """A kind that waits for somebody: how many, and on the page of its own the first of them."""

    source: Source
    count: int
    rows: list[Row] = field(default_factory=list)
    found: list = field(default_factory=list)

    @property
    def href(self) -> str:
        """The list with all of them: elsewhere, or on the page of what waits."""
        if self.source.route:
            return reverse(self.source.route) + self.source.query
        return f"{reverse('reports:waiting')}#v-{self.source.key}"


def waiting_for(user, today: date, sources: Sequence[Source], *, named: bool = False) -> list[Waits]:
    """What waits for the user, kind by kind; with ``named`` the first of each too. A query or two for each kind."""
    made = []
    for source in sources:
        rows = source.rows(user, today)
        count = rows.count() if isinstance(rows, QuerySet) else len(rows)
        if count:
            found = list(rows if not source.route else rows[:SHOWN]) if named else []
            made.append(Waits(source, count, [source.row(one) for one in found], found))
    return made


def total(waits: Sequence[Waits], *, to_know: bool = False) -> int:
    """How many things wait, or are to be known of."""
    return sum(one.count for one in waits if one.source.to_know is to_know)
