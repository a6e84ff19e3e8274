"""What a kind of thing that waits is made of: which rows wait, and what is said of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise

from accounts.access import may_work
from accounts.models import Role
from core import clock
from core.kept import GivenUser, Kept
from core.limits import limit

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
    """A kind of thing that waits. ``rows`` gives those of a user; the number is how many there are.

    They are a query set, several one after the other (a tuple), or a list, when the database cannot find them alone.
    """

    key: str
    title: Promise
    rows: Callable[[object, date], QuerySet | tuple[QuerySet, ...] | list]
    row: Callable[[object], Row]
    # The list with all of them, where there is one elsewhere: the name of its URL, and its query.
    route: str = ""
    query: str = ""
    # To know of rather than to do: it goes by itself after some days, and is counted apart.
    to_know: bool = False
    # What a row tells of, for the trail: the case, or nothing.
    case_of: Callable[[object], object | None] = lambda _found: None
    # Its rows follow from the day, the role of who looks and these limits (`core.limits`) alone, and from no moment but
    # the user's ``now``: they are put together once (`core.kept`).
    kept: bool = False
    limits: tuple[str, ...] = ()


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
        return f"{reverse('overview:waiting')}#v-{self.source.key}"


def waiting_for(user, today: date, sources: Sequence[Source], *, named: bool = False) -> list[Waits]:
    """What waits for the user, kind by kind; with ``named`` the first of each too. One query for the numbers, or two,
    and then one or two for each kind that there is something of.
    """
    kept = tuple(source for source in sources if source.kept and not named)
    asked = {source.key: _parts(source.rows(user, today)) for source in sources if source not in kept}
    counts = _counts(asked)
    if kept and may_work(user):
        limits = tuple(limit(name, on=today) for source in kept for name in source.limits)
        numbers = _numbers(kept, user.role, today, clock.today(), limits)
        told = {"user": user.pk, "unit": user.unit_id, "now": clock.now()}
        counts.update(key for (key,) in numbers.ask(**told))
    made = []
    for source in sources:
        if counts[source.key]:
            most = SHOWN if source.route else None
            found = list(chain(*(part[:most] for part in asked[source.key])))[:most] if named else []
            made.append(Waits(source, counts[source.key], [source.row(one) for one in found], found))
    return made


def _parts(rows: QuerySet | tuple[QuerySet, ...] | list) -> tuple[QuerySet | list, ...]:
    return rows if isinstance(rows, tuple) else (rows,)


def _counts(asked: dict[str, tuple[QuerySet | list, ...]]) -> Counter[str]:
    """How many there are of each kind: one query of them all, in which each row says no more than its kind."""
    parts = [(key, part) for key, parts in asked.items() for part in parts]
    counts = Counter({key: len(part) for key, part in parts if isinstance(part, list)})
    kinds = [part.order_by().values_list(Value(key)) for key, part in parts if isinstance(part, QuerySet)]
    if kinds:
        counts.update(key for (key,) in kinds[0].union(*kinds[1:], all=True))
    return counts


@lru_cache(maxsize=16)
def _numbers(sources: tuple[Source, ...], role: str, today: date, _present: date, _limits: tuple) -> Kept:
    """The same of kinds that are put together once a day, for everybody of a role who may work."""
    user = GivenUser(role)
    user.is_leader = role == Role.LEADER
    parts = ((source.key, part) for source in sources for part in _parts(source.rows(user, today)))
    kinds = [part.order_by().values_list(Value(key)) for key, part in parts]
    return Kept(kinds[0].union(*kinds[1:], all=True))


def total(waits: Sequence[Waits], *, to_know: bool = False) -> int:
    """How many things wait, or are to be known of."""
    return sum(one.count for one in waits if one.source.to_know is to_know)
