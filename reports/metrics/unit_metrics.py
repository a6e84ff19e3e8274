"""All numbers of a unit, from one query for each kind of row.

Tiles and frozen reports count many metrics at once: the rows are fetched once, and every metric's condition is asked of
them; the list behind a number filters by the same condition. A test holds the two together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from accounts.models import Role, User
from cases.models import Case
from core.kept import Given, GivenIds, kept
from core.text import sort_key
from reports.metrics.breaches import breach_rows
from reports.metrics.definitions import METRICS
from reports.metrics.fetched_rows import FetchedRows
from reports.metrics.groups import GROUPS
from reports.metrics.point_in_time import PointInTime
from reports.metrics.sources import CASES, DUTY, FIELDS, ROWS_AT

# In place of a guide: cases that none of the unit's present guides has.
NOBODY = "ingen"


@kept
def _today(source: str, when: PointInTime) -> QuerySet:
    """Today's rows of a source, of the cases asked about."""
    return ROWS_AT[source](GivenIds("cases"), when).order_by().values_list(*FIELDS[source])


@kept
def _people() -> QuerySet:
    rows = User.objects.filter(unit=Given("unit")).exclude(role=Role.PARTNER).order_by("pk")
    return rows.values_list("pk", "name", "role", "is_active")


@kept
def _open_on(day: date) -> QuerySet:
    """One row: how many of a unit's cases are open that were by the day."""
    rows = Case.objects.filter(unit=Given("unit"), opened_on__lte=day).open().order_by()
    return rows.values("unit").annotate(n=Count("pk")).values_list("n", flat=True)


class UnitMetrics:
    """Every number of a unit on a day, from one query per kind of row.

    `cases` are those to count: all of the unit's (frozen reports), or those that somebody may see (pages). Who looks at
    today as `reader` sees what is visible to them.
    """

    def __init__(self, unit, *, period=None, on=None, known=None, cases=None, reader=None, limits=None):
        self.unit, self.reader = unit, reader
        self.when = PointInTime.of(unit, on=on, period=period, known=known, limits=limits)
        self._cases = cases
        self._fetched: dict[str, FetchedRows] = {}
        self._conditions: dict[tuple[str, str], Q] = {}
        self._guide: int | None = None

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """The cases to count."""
        if self._cases is not None:
            return self._cases
        return (
            Case.objects.visible_to(self.reader, why=False)
            if self.reader
            else Case.objects.filter(unit=self.unit)
        )

    def narrowed(self, guide: int) -> UnitMetrics:
        """The same numbers of one guide's cases, from the same rows."""
        part = copy(self)
        part._guide = guide
        return part

    def queryset(self, source) -> QuerySet:
        """All rows of the source, as they stood."""
        return ROWS_AT[source](self.cases, self.when)

    def condition(self, key, part: str = "", guide: int | str | None = None) -> Q:
        """The condition of a metric, narrowed to parts (`"age:15-17"`, `"age:15-17,status:paused"`) or to a guide's
        cases; `NOBODY`'s are those of no present guide.

        Raises KeyError for a metric or part that does not exist, and for a part that does not fit the metric.
        """
        condition = METRICS[key].condition(self.when)
        for name in filter(None, part.split(",")):
            condition &= self._part(key, name)
        if guide == NOBODY:
            condition &= Q(at_guide=None) | ~Q(at_guide__in=self.guides)
        elif guide is not None:
            condition &= Q(at_guide=guide)
        return condition

    def _part(self, key: str, part: str) -> Q:
        group, _sep, name = part.partition(":")
        if not GROUPS[group].fits(METRICS[key]):
            raise KeyError(part)
        return {p[0]: p[2] for p in GROUPS[group].parts(self.when)}[name]

    def rows_of(self, key, part: str = "", guide: int | str | None = None) -> QuerySet:
        """The rows that the number counts: the list behind it."""
        guide = self._guide if guide is None else guide
        return self.queryset(METRICS[key].source).filter(self.condition(key, part, guide))

    def fetch(self, source) -> FetchedRows:
        """The rows of the source, fetched once."""
        if source not in self._fetched:
            self._fetched[source] = FetchedRows(FIELDS[source], self._rows(source))
        return self._fetched[source]

    def _rows(self, source) -> Iterable[tuple]:
        if not self.when.live:
            return self.queryset(source).values_list(*FIELDS[source])
        if source == DUTY:
            return breach_rows(self._visible if self.reader else self.cases, self.when)
        if self.reader:
            return _today(source, self.when).ask(cases=self._visible)
        return self.queryset(source).values_list(*FIELDS[source])

    @cached_property
    def _visible(self) -> list[UUID]:
        """The ids of the cases that the reader sees."""
        return list(self.cases.order_by().values_list("pk", flat=True))

    def _found(self, key, part: str = "") -> int:
        """Which of the fetched rows the metric counts, narrowed to parts."""
        if (key, part) not in self._conditions:
            self._conditions[key, part] = self.condition(key, part)
        rows = self.fetch(METRICS[key].source)
        found = rows.where(self._conditions[key, part])
        return found if self._guide is None else found & rows.where(Q(at_guide=self._guide))

    def counted(self, key, part: str = "") -> list[dict]:
        """The fetched rows that the metric counts, narrowed to parts."""
        return self.fetch(METRICS[key].source).picked(self._found(key, part))

    def keys(self, key, part: str = "") -> set:
        """The primary keys of the rows that the metric counts, narrowed to parts."""
        return set(self.fetch(METRICS[key].source).values("pk", self._found(key, part)))

    def count(self, key, part: str = "") -> int:
        """The metric's number, narrowed to parts."""
        return self._found(key, part).bit_count()

    def split(self, key, group, part: str = "") -> list[tuple[str, object, int]]:
        """The metric's number in each part of a group: (key, label, count); narrowed to parts of others."""
        rows, found = self.fetch(METRICS[key].source), self._found(key, part)
        parts = GROUPS[group].parts(self.when)
        return [(name, label, (found & rows.where(q)).bit_count()) for name, label, q in parts]

    def count_by(self, key, column, part: str = "") -> Counter:
        """The metric's number for each value of a column, such as `at_guide`; narrowed to parts."""
        return Counter(self.fetch(METRICS[key].source).values(column, self._found(key, part)))

    def counts(self, keys: Iterable[str]) -> dict[str, int]:
        """Several numbers."""
        return {key: self.count(key) for key in keys}

    def out_of_sight(self, seen: int) -> int:
        """How many of the unit's open cases are in none of the reader's numbers, which hold ``seen``: shielded ones.

        A number, and nothing of whose they are. Today's numbers of a `reader` only.
        """
        return sum(_open_on(self.when.on).ask(unit=self.unit.pk)) - seen

    @cached_property
    def members(self) -> dict[int, str]:
        """Names of everybody of the unit, by id: whoever carries a case, or did."""
        people = _people().ask(unit=self.unit.pk)
        self._people = sorted(people, key=lambda row: sort_key(row[1]))
        return {pk: name for pk, name, _role, _active in self._people}

    @cached_property
    def carriers(self) -> dict[int, str]:
        """Names of those of the unit whose role is to carry cases, also of who stopped, by id."""
        names = self.members
        return {
            pk: names[pk] for pk, _name, role, _active in self._people if role in (Role.GUIDE, Role.LEADER)
        }

    @cached_property
    def guides(self) -> dict[int, str]:
        """Names of the unit's active guides and of whoever else carried a case on the day, by id."""
        names, carrying = self.members, set(self.fetch(CASES).values("at_guide", self.fetch(CASES).all))
        return {
            pk: names[pk]
            for pk, _name, role, active in self._people
            if pk in carrying or (active and role == "guide")
        }
