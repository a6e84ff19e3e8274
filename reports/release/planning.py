"""In which form each table of a report may leave the unit, beside everything that was released before.

Pure: the same figures and the same earlier releases give the same answer. See `docs/adr/figures-outside.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.metrics.periods import Month
from reports.presentation.words import coverage_parts
from reports.release import rules
from reports.release.reader import Known, Reader, total
from reports.release.rules import AGES, COVERAGE, DESTINATIONS, FLOW, LASTING, LEAST_FIRST, Form, Told
from reports.release.suppression import THRESHOLD

# Young people counted together, by the names that their groups have among those of all reports.
Groups = tuple[str, ...]
# A destination that began is asked about again so many months later.
HELD_AFTER = 3


@dataclass(frozen=True)
class Source:
    """A frozen report of a unit: the month, which revision, and its figures."""

    month: Month
    revision: int
    data: Mapping

    @property
    def key(self) -> str:
        """What its groups are called by among those of other reports."""
        return f"{self.month}.{self.revision}"

    @cached_property
    def counts(self) -> dict[str, int]:
        """The groups that its tables are made of, none of them overlapping within a table."""
        numbers = self.data["numbers"]
        counts = {part: numbers[part] for part in self.parts}
        counts |= {"came": numbers["new"] + numbers.get("reopened", 0), "closed": numbers["closed"]}
        held = numbers["destinations_held"]
        counts |= {"held": held, "lost": numbers["destinations_three_months_ago"] - held}
        counts |= {f"age:{row['key']}": row["count"] for row in self.data["by_age"]}
        counts |= {f"destination:{key}": count for key, count in self.destinations.items()}
        return counts | {"destination:": 0}

    @property
    def parts(self) -> tuple[str, ...]:
        """What the young people fall into."""
        return coverage_parts(self.data["numbers"])

    @property
    def destinations(self) -> dict[str, int]:
        """The destinations that began, by their code."""
        return {row["key"]: row["count"] for row in self.data["by_destination"]}

    def forms(
        self, *, tables: Iterable[str] = LEAST_FIRST, exact: bool = True
    ) -> dict[str, list[Form | None]]:
        """The forms of each table, the fullest first; not ``exact``, from the rounded ones on."""
        bands = [row["key"] for row in self.data["by_age"]]
        made = {
            COVERAGE: rules.coverage_forms(self.parts, exact=exact),
            FLOW: rules.flow_forms(exact=exact),
            LASTING: rules.lasting_forms(exact=exact),
            AGES: rules.age_forms(bands, exact=exact),
            DESTINATIONS: rules.destination_forms(self.destinations, exact=exact),
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


def narrowed(releases: Sequence[Released], among: Iterable[Groups] | None = None) -> set[Groups]:
    """The small groups of which a reader of all these releases can rule out that they are one of 0, 1, 2, 3, 4; asked
    ``among`` some, or else of every one of the releases.
    """
    reader = reader_of(releases)
    if among is None:
        among = {groups for release in releases for groups in release.guarded()}
    return {groups for groups in sorted(among) if reader.narrowed(groups, THRESHOLD)}


def reader_of(releases: Sequence[Released]) -> Reader:
    """Somebody who has all these releases."""
    sources = {release.source.key: release.source for release in releases}
    truth = {
        name: count
        for source in sources.values()
        for name, count in zip(source.named(source.counts), source.counts.values(), strict=True)
    }
    known = [known for release in releases for known in release.known()]
    return Reader([*dict.fromkeys(known), *_identities(list(sources.values()), truth)], truth)


def _identities(sources: Sequence[Source], truth: Mapping[str, int]) -> list[Known]:
    """What is true of any figures, within a report and from one month to another.

    Where a correction in between keeps it from being true to the last one, the reader is taken to know how far off it
    may be: they never know more than we think.
    """
    found = []
    for one in sources:
        ages = [name for name in one.counts if name.startswith("age:")]
        if ages:
            found.append(total(one.named(one.parts)) + total(one.named(ages), -1))
        for next_one in sources:
            if next_one.month == one.month.next:
                came, closed = next_one.named(["came", "closed"])
                after = total(next_one.named(next_one.parts)) + ((came, -1), (closed, 1))
                found.append(after + total(one.named(one.parts), -1))
            if next_one.month == one.month.plus(HELD_AFTER):
                began = [name for name in one.counts if name.startswith("destination:")]
                found.append(total(next_one.named(["held", "lost"])) + total(one.named(began), -1))
    sums = [(terms, sum(truth[group] * factor for group, factor in terms)) for terms in found]
    return [Known(terms, -abs(off), abs(off)) for terms, off in sums]


class _Search:
    """From the fullest forms on, table by table, until nobody can be narrowed down."""

    def __init__(self, source: Source, earlier: Sequence[Released], forms: Mapping[str, list[Form | None]]):
        self.source, self.earlier, self.forms = source, earlier, forms

    def found(self) -> Released:
        """The tables in the fullest safe forms."""
        at = dict.fromkeys(self.forms, 0)
        while bad := self._bad(at):
            # Showing less narrows nobody further down, so a try is asked about these alone.
            tries = [(len(narrowed(self._with(step), bad)), step) for step in self._further(at)]
            if not tries:
                break
            least = min(count for count, _step in tries)
            at = next(step for count, step in tries if count == least)
        return self._released(at)

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
