"""In which form each table of a report may leave the unit, beside everything that was released before.

Pure: the same figures and the same earlier releases give the same answer. See `docs/adr/figures-outside.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.periods.rules import CalendarPeriod, Month
from reports.presentation.words import coverage_parts
from reports.release import rules
from reports.release.reader import Known, Reader, Terms, total
from reports.release.rules import (
    AGES,
    COVERAGE,
    DESTINATIONS,
    FLOW,
    LASTING,
    LEAST_FIRST,
    Form,
    Told,
    in_month,
)  # fmt: skip
from reports.release.suppression import THRESHOLD

# Young people counted together, by the names that their groups have among those of all reports.
Groups = tuple[str, ...]
# A destination that began is asked about again so many months later.
HELD_AFTER = 3
_HAPPENED = ("new", "reopened", "closed", "destinations_held", "destinations_three_months_ago")


@dataclass(frozen=True)
class Source:
    """A frozen report of a unit: the month, quarter or year, which revision, and its figures.

    What happened in a quarter or a year is told as the sum of its months, each a group of its own: a count of its own
    would differ by who came back or was written down late, and tell of them.
    """

    period: CalendarPeriod
    revision: int
    data: Mapping

    @property
    def key(self) -> str:
        """What its groups are called by among those of other reports."""
        return f"{self.period}.{self.revision}"

    @property
    def last_month(self) -> Month:
        """The month on whose last day it says how things stand."""
        return Month.of(self.period.last)

    @cached_property
    def months(self) -> dict[Month, Mapping[str, int]]:
        """The numbers of each of its months; nothing when one of them has no report, unless the unit had nobody yet."""
        if isinstance(self.period, Month):
            return {self.period: self.data["numbers"]}
        rows = {Month.parse(row["key"]): row for row in self.data.get("history") or []}
        there = [month for month in sorted(rows) if month.first in self.period]
        if not there or self.last_month.up_to(len(there)) != there:
            return {}
        whole = there[0] == self.period.start or rows[there[0]]["opening"] == 0
        return {month: rows[month] for month in there} if whole else {}

    @cached_property
    def counts(self) -> dict[str, int]:
        """The groups that its tables are made of, none of them overlapping within a table."""
        counts = {part: self.data["numbers"][part] for part in self.parts}
        for month, numbers in self.months.items():
            said = {key: numbers.get(key) or 0 for key in (*_HAPPENED, "destinations")}
            counts[in_month("came", month)] = said["new"] + said["reopened"]
            counts[in_month("closed", month)] = said["closed"]
            counts[in_month("held", month)] = said["destinations_held"]
            counts[in_month("lost", month)] = (
                said["destinations_three_months_ago"] - said["destinations_held"]
            )
            if not self.is_month:
                counts[in_month("began", month)] = said["destinations"]
        counts |= {f"age:{row['key']}": row["count"] for row in self.data["by_age"]}
        if self.is_month:
            counts |= {f"destination:{key}": count for key, count in self.destinations.items()}
            counts["destination:"] = 0
        return counts

    @property
    def is_month(self) -> bool:
        """Whether it is about one month, whose destinations are told one by one."""
        return isinstance(self.period, Month)

    @property
    def parts(self) -> tuple[str, ...]:
        """What the young people fall into."""
        return coverage_parts(self.data["numbers"])

    @property
    def destinations(self) -> dict[str, int]:
        """The destinations that began, by their code."""
        return {row["key"]: row["count"] for row in self.data["by_destination"]}

    def began(self, month: Month) -> list[str]:
        """The groups of the destinations that began in one of its months."""
        if self.is_month:
            return [name for name in self.counts if name.startswith("destination:")]
        return [in_month("began", month)]

    def forms(
        self, *, tables: Iterable[str] = LEAST_FIRST, exact: bool = True
    ) -> dict[str, list[Form | None]]:
        """The forms of each table, the fullest first; not ``exact``, from the rounded ones on."""
        bands, months = [row["key"] for row in self.data["by_age"]], list(self.months)
        made = {
            COVERAGE: rules.coverage_forms(self.parts, exact=exact),
            FLOW: rules.flow_forms(months, exact=exact),
            LASTING: rules.lasting_forms(months, exact=exact),
            AGES: rules.age_forms(bands, exact=exact),
            DESTINATIONS: (
                rules.destination_forms(self.destinations, exact=exact)
                if self.is_month
                else rules.began_forms(months, exact=exact)
            ),
        }
        return {name: made[name] for name in tables}

    def named(self, groups: Iterable[str]) -> list[str]:
        """Groups by their name among those of other reports."""
        return [f"{self.key}/{group}" for group in groups]


@dataclass(frozen=True)
class Released:
    """Tables of a report, as they were released."""

    source: Source
    tables: Mapping[str, Told]

    def known(self) -> list[Known]:
        """What its readers know."""
        found = [known for table in self.tables.values() for known in rules.knowledge(table)]
        return [
            Known(tuple((f"{self.source.key}/{group}", n) for group, n in one.terms), one.low, one.high)
            for one in found
        ]

    def guarded(self) -> set[Groups]:
        """The small groups of it that nobody may narrow down; of a table left out those of its fullest form."""
        forms = self.source.forms()
        shown = [self.tables[name].form or forms[name][0] for name in self.tables]
        return {
            tuple(self.source.named(groups))
            for form in shown
            if form is not None
            for groups in rules.guarded(form, self.source.counts)
        }


def plan(source: Source, earlier: Sequence[Released], **which) -> Released:
    """The tables of the report, each in the fullest form that keeps every small group of it, and of what was released
    earlier, from being narrowed down. ``which`` as for `Source.forms`.
    """
    return _Search(source, earlier, source.forms(**which)).found()


def is_corrected(source: Source, earlier: Iterable[Released]) -> bool:
    """Whether something that the report tells was told otherwise before: by another revision of it, or by a report of a
    longer or shorter period that rests on other figures of the same month or day.
    """
    for told in (release.source for release in earlier):
        if told.period == source.period:
            if told.revision != source.revision:
                return True
        elif any(_difference(terms, _counts_of((told, source))) for terms in _the_same(told, source)):
            return True
    return False


def narrowed(releases: Sequence[Released], among: Iterable[Groups] | None = None) -> set[Groups]:
    """The small groups of which a reader of all these releases can rule out that they are one of 0, 1, 2, 3, 4; asked
    ``among`` some, or else of every one of the releases.
    """
    reader = reader_of(releases)
    if among is None:
        among = {groups for release in releases for groups in release.guarded()}
    return {groups for groups in sorted(among) if reader.narrowed(groups, THRESHOLD)}


def telling_late(releases: Sequence[Released], among: Iterable[Terms] | None = None) -> set[Terms]:
    """Where two reports do not fit together because a few were written down late, and a reader of all these releases
    can rule out that they are one of 0, 1, 2, 3, 4; asked ``among`` some, or else of all that do not fit.

    The reader is taken to hold the tables against each other without knowing that anything was late.
    """
    sources = {release.source.key: release.source for release in releases}
    truth = _counts_of(sources.values())
    few = [
        terms for terms in _between(list(sources.values())) if 0 < abs(_difference(terms, truth)) < THRESHOLD
    ]
    few = [terms for terms in few if among is None or terms in among]
    if not few:
        return set()
    same = [Known(terms, 0, 0) for one in sources.values() for terms in _within(one)]
    true = [known for known in same if _difference(known.terms, truth) == 0]
    reader = Reader([*dict.fromkeys(known for one in releases for known in one.known()), *true], truth)
    return {terms for terms in few if not _may_be_few(reader.interval_of(terms))}


def _may_be_few(interval: tuple[float, float]) -> bool:
    """Whether what lies in the interval could be each of 0, 1, 2, 3, 4, too many or too few."""
    low, high = interval
    return low <= 0 <= high and max(high, -low) >= THRESHOLD - 1


def reader_of(releases: Sequence[Released]) -> Reader:
    """Somebody who has all these releases."""
    sources = {release.source.key: release.source for release in releases}
    truth = _counts_of(sources.values())
    known = [known for release in releases for known in release.known()]
    return Reader([*dict.fromkeys(known), *_identities(list(sources.values()), truth)], truth)


def _identities(sources: Sequence[Source], truth: Mapping[str, int]) -> list[Known]:
    """What is true of any figures, within a report and from one to another.

    Where a correction in between keeps it from being true to the last one, the reader is taken to know how far off it
    may be: they never know more than we think.
    """
    found = [terms for one in sources for terms in _within(one)] + _between(sources)
    for one in sources:
        for other in sources:
            if one.period.SPAN != other.period.SPAN and one.key < other.key:
                found += _the_same(one, other)
    sums = [(terms, abs(_difference(terms, truth))) for terms in found]
    return [Known(terms, -off, off) for terms, off in sums]


def _within(one: Source) -> list[Terms]:
    """The ages are those of the same young people."""
    ages = [name for name in one.counts if name.startswith("age:")]
    return [total(one.named(one.parts)) + total(one.named(ages), -1)] if ages else []


def _between(sources: Sequence[Source]) -> list[Terms]:
    """What would be true from one report to a later one, were nothing ever written down late."""
    found = []
    for one in sources:
        for other in sources:
            if one.last_month.next.first in other.period and other.months:
                found.append(_what_came_and_went(one, other))
            found += _held_after(one, other)
    return found


def _counts_of(sources: Iterable[Source]) -> dict[str, int]:
    """Every group of some reports by its name among them."""
    return {
        name: count
        for source in sources
        for name, count in zip(source.named(source.counts), source.counts.values(), strict=True)
    }


def _difference(terms: Iterable[tuple[str, int]], counts: Mapping[str, int]) -> int:
    """What the groups come to, each times its factor."""
    return sum(counts[group] * factor for group, factor in terms)


def _what_came_and_went(one: Source, after: Source):
    """Open then is open before, and what came in the months between, without what was closed in them."""
    between = [month for month in after.months if month > one.last_month]
    came, closed = (after.named(in_month(group, month) for month in between) for group in ("came", "closed"))
    then = total(after.named(after.parts)) + total(one.named(one.parts), -1)
    return then + total(came, -1) + total(closed)


def _held_after(one: Source, later: Source):
    """Those asked about after three months are those who began then."""
    for month in later.months:
        if month.plus(-HELD_AFTER) in one.months:
            asked = later.named([in_month("held", month), in_month("lost", month)])
            yield total(asked) + total(one.named(one.began(month.plus(-HELD_AFTER))), -1)


def _the_same(one: Source, other: Source):
    """What two reports of periods of different kinds both tell: what happened in a month, how things stood on a day."""
    for month in one.months:
        if month in other.months:
            for group in ("came", "closed", "held", "lost"):
                name = [in_month(group, month)]
                yield total(one.named(name)) + total(other.named(name), -1)
            yield total(one.named(one.began(month))) + total(other.named(other.began(month)), -1)
    if one.last_month == other.last_month:
        for name in one.counts:
            if name in other.counts and (name in one.parts or name.startswith("age:")):
                yield total(one.named([name])) + total(other.named([name]), -1)


class _Search:
    """From the fullest forms on, table by table, until nobody can be narrowed down."""

    def __init__(self, source: Source, earlier: Sequence[Released], forms: Mapping[str, list[Form | None]]):
        self.source, self.earlier, self.forms = source, earlier, forms

    def found(self) -> Released:
        """The tables in the fullest safe forms."""
        at = dict.fromkeys(self.forms, 0)
        while wrong := self._wrong(at):
            # Showing less narrows nobody further down, so a try is asked about these alone.
            tries = [(self._still(step, *wrong), step) for step in self._further(at)]
            if not tries:
                break
            least = min(count for count, _step in tries)
            at = next(step for count, step in tries if count == least)
        return self._released(at)

    def _wrong(self, at: Mapping[str, int]) -> tuple[set[Groups], set[Terms]] | None:
        """Who is narrowed down, and where it is told that a few were late; nothing where all is well."""
        bad = self._bad(at)
        late = telling_late(self._with(at)) - telling_late(self.earlier)
        return (bad, late) if bad or late else None

    def _still(self, at: Mapping[str, int], bad: set[Groups], late: set[Terms]) -> int:
        """How many of these a reader still makes out."""
        return len(narrowed(self._with(at), bad)) + len(telling_late(self._with(at), late))

    def _further(self, at: Mapping[str, int]) -> list[dict[str, int]]:
        """Every way to show less of one table: the table given up first first, and as little less as can be."""
        return [
            {**at, name: step}
            for name in LEAST_FIRST
            if name in self.forms
            for step in range(at[name] + 1, len(self.forms[name]))
        ]

    def _bad(self, at: Mapping[str, int]) -> set[Groups]:
        """Who is narrowed down, but for those that were before: that cannot be mended by showing less now."""
        bad = narrowed(self._with(at))
        there = {name for release in self.earlier for groups in release.guarded() for name in groups}
        old = {groups for groups in bad if there.issuperset(groups)}
        return bad - narrowed(self.earlier, old) if old else bad

    def _with(self, at: Mapping[str, int]) -> list[Released]:
        return [*self.earlier, self._released(at)]

    def _released(self, at: Mapping[str, int]) -> Released:
        tables = {name: rules.told(self.forms[name][step], self.source.counts) for name, step in at.items()}
        return Released(self.source, tables)
