"""The tables that leave the unit, in which forms they may, and what a form shows. Pure rules.

A table has forms from the fullest to none. A step further merges neighbouring ages, rounds to the nearest five or drops
the total; the last is that the table is left out. Which form is safe beside everything else that was released is asked
in `reports.release.planning`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reports.release.reader import Known
from reports.release.suppression import THRESHOLD, suppress_linked, suppress_list

# Rounded numbers are multiples of this, so that no subtraction of two of them leaves 1–4.
BASE = 5
# The ages of the first form: the ends stand always, so that a row of few does not tell by being there.
AGE_FORMS = (
    (("0-12", "13-14"), ("15-17",), ("18-19",), ("20-22",), ("23-25", "26-120")),
    (("0-12", "13-14", "15-17"), ("18-19", "20-22"), ("23-25", "26-120")),
    (("0-12", "13-14", "15-17"), ("18-19", "20-22", "23-25", "26-120")),
)
COVERAGE, FLOW, LASTING, AGES, DESTINATIONS = "coverage", "flow", "lasting", "by_age", "by_destination"
# What is given up first when not all can be shown.
LEAST_FIRST = (AGES, DESTINATIONS, LASTING, FLOW, COVERAGE)
# The row that takes what is too small to be named.
OTHER = "other"


@dataclass(frozen=True)
class Form:
    """One way to show a table: its cells, each the groups that it is the sum of, and what all of them come to."""

    cells: Mapping[str, tuple[str, ...]]
    # What all cells together are called, and whether that number is shown.
    total: str = ""
    shows_total: bool = True
    # Cells that are counted and never shown: what the others leave of the total.
    silent: tuple[str, ...] = ()
    base: int = 1
    # Numbers that no sum binds: a small one hides all of them.
    linked: bool = False
    merged: bool = False

    def groups(self, name: str) -> tuple[str, ...]:
        """The groups that a cell, or the total, is the sum of."""
        if name == self.total:
            return tuple(group for groups in self.cells.values() for group in groups)
        return self.cells[name]

    @property
    def names(self) -> tuple[str, ...]:
        """What is shown: its cells and its total."""
        total = (self.total,) if self.total and self.shows_total else ()
        return (*(name for name in self.cells if name not in self.silent), *total)


@dataclass(frozen=True)
class Told:
    """A table in a form, as it is shown: None is hidden, which is not nought. Without a form it is left out."""

    form: Form | None
    shown: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def word(self) -> str:
        """How it is shown: `full`, `merged`, `rounded` or `out`."""
        if self.form is None:
            return "out"
        if self.form.base > 1:
            return "rounded"
        return "merged" if self.form.merged else "full"


def rounded(count: int | None, base: int = BASE) -> int | None:
    """A released number, rounded to the nearest multiple; hidden stays so. Raises ValueError for a small number."""
    if count is None or base == 1:
        return count
    if count < base:
        raise ValueError(count)
    return (count + base // 2) // base * base


def told(form: Form | None, counts: Mapping[str, int]) -> Told:
    """What a form shows of these numbers: small ones hidden, with those that would give them away."""
    if form is None:
        return Told(None)
    sums = {name: sum(counts[group] for group in groups) for name, groups in form.cells.items()}
    shown: dict[str, int | None]
    if form.linked:
        shown = suppress_linked(sums)
    else:
        cells, total = suppress_list(list(sums.values()))
        shown = dict(zip(sums, cells, strict=True)) | {form.total: total}
    return Told(form, {name: rounded(shown[name], form.base) for name in form.names})


def knowledge(table: Told) -> list[Known]:
    """What somebody who reads the table knows: a rounded number within two, a full one exactly."""
    found = []
    for name, count in table.shown.items():
        if count is None or table.form is None:
            continue
        slack = table.form.base // 2
        terms = tuple((group, 1) for group in table.form.groups(name))
        found.append(Known(terms, max(count - slack, THRESHOLD), count + slack))
    return found


def guarded(form: Form, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The groups of a form that are under five, alone or as a cell: what nobody may narrow down."""
    every = [(group,) for groups in form.cells.values() for group in groups]
    cells = [tuple(groups) for groups in form.cells.values()]
    whole = [form.groups(form.total)] if form.total else []
    small = {
        groups for groups in (*every, *cells, *whole) if sum(counts[group] for group in groups) < THRESHOLD
    }
    return sorted(small)


def coverage_forms(parts: Sequence[str], *, exact: bool) -> list[Form | None]:
    """Where the young people stand: in full, rounded, rounded without the total, left out."""
    cells = {part: (part,) for part in parts}
    rounds = [
        Form(cells, "in_unit", base=BASE),
        Form(cells, "in_unit", base=BASE, shows_total=False),
        None,
    ]
    return [Form(cells, "in_unit"), *rounds] if exact else [*rounds]


def in_month(group: str, month: object) -> str:
    """The name of those whom something happened to in a month."""
    return f"{group}@{month}"


def _of_each(group: str, months: Sequence[object]) -> tuple[str, ...]:
    return tuple(in_month(group, month) for month in months)


def flow_forms(months: Sequence[object], *, exact: bool) -> list[Form | None]:
    """Who came and who left, in all months together; nothing where one of them has no report."""
    if not months:
        return [None]
    cells = {"came": _of_each("came", months), "closed": _of_each("closed", months)}
    rounds = [Form(cells, linked=True, base=BASE), None]
    return [Form(cells, linked=True), *rounds] if exact else [*rounds]


def lasting_forms(months: Sequence[object], *, exact: bool) -> list[Form | None]:
    """Of those who began three months before, how many held; who did not is never shown."""
    if not months:
        return [None]
    cells = {"destinations_held": _of_each("held", months), "destinations_lost": _of_each("lost", months)}
    total, silent = "destinations_three_months_ago", ("destinations_lost",)
    rounds = [Form(cells, total, silent=silent, base=BASE), None]
    return [Form(cells, total, silent=silent), *rounds] if exact else [*rounds]


def age_forms(bands: Sequence[str], *, exact: bool) -> list[Form | None]:
    """The ages, then fewer and fewer of them, then two of them rounded. Nothing for ages that are split otherwise."""
    ways = [_ages(way) for way in AGE_FORMS]
    if {band for groups in AGE_FORMS[0] for band in groups} != {*bands}:
        return [None]
    full = [Form(cells, "in_unit", shows_total=False, merged=n > 0) for n, cells in enumerate(ways)]
    rounds = [Form(cells, "in_unit", shows_total=False, base=BASE, merged=True) for cells in ways[1:]]
    return [*full, *rounds, None] if exact else [*rounds, None]


def _ages(way: Sequence[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """`{"0-14": ("age:0-12", "age:13-14"), …}`."""
    return {
        f"{bands[0].split('-')[0]}-{bands[-1].split('-')[1]}": tuple(f"age:{band}" for band in bands)
        for bands in way
    }


def began_forms(months: Sequence[object], *, exact: bool) -> list[Form | None]:
    """The destinations that began in all months together, as one number."""
    if not months:
        return [None]
    cells = {"destinations": _of_each("began", months)}
    rounds = [Form(cells, linked=True, base=BASE), None]
    return [Form(cells, linked=True), *rounds] if exact else [*rounds]


def destination_forms(counts: Mapping[str, int], *, exact: bool) -> list[Form | None]:
    """The destinations that began; those of fewer than five are one row, which always stands there. Rounded; left out.

    A row of its own would say that there was at least one.
    """
    named = {key: (f"destination:{key}",) for key, count in counts.items() if count >= THRESHOLD}
    small = tuple(f"destination:{key}" for key, count in counts.items() if count < THRESHOLD)
    # The last are those that nobody reached, of which the report says nothing.
    cells = named | {OTHER: (*small, "destination:")}
    # Said whether there are any or not: to say nothing would tell that nobody is in the last row.
    rounds = [Form(cells, "destinations", shows_total=False, base=BASE, merged=True), None]
    full = Form(cells, "destinations", shows_total=False, merged=True)
    return [full, *rounds] if exact else [*rounds]
