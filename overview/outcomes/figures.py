"""Results in numbers. Each number is the length of a list of cases; page, chart, list and export ask here.

What a positive destination is, and whether it held, is `reports.metrics.definitions.destinations`: the same as
everywhere. A case counts once, for the unit that opened it, with the first positive destination that began after that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cases.activity.rules import BUSY_KINDS
from cases.models import Case, CloseReason
from cases.people.rules import age_on
from core.ordering import Danish
from overview.outcomes import reading, rules
from overview.timing.rules import Followed, status_after
from programmes.models import Programme
from reports.metrics.definitions.destinations import LASTING, could_last, lasted
from reports.metrics.fetched_rows import FetchedRows
from reports.metrics.groups import AGE_BANDS, age_label
from reports.metrics.point_in_time import PointInTime
from reports.periods.rules import Month

# After how many months the curve is read.
MONTHS = (3, 6, 12, 18, 24)
# In place of a part: nobody has said, or there is none.
UNKNOWN, NONE = "unknown", "none"
BACK = ("destination", "activity", "case", NONE)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The destination that a case counts with."""

    pk: int
    started_on: dt.date
    ended_on: dt.date | None


class Figures:
    """The numbers of who began between two months, on a day, of the cases that a reader sees."""

    def __init__(self, user, first: Month, last: Month, when: PointInTime):
        self.user, self.first, self.last, self.when = user, first, last, when
        seen = Case.objects.visible_to(user, why=False).filter(unit=user.unit_id)
        self.cases = reading.started(seen, first, last, when)

    @cached_property
    def starts(self) -> dict[UUID, reading.Start]:
        """Who began, the first one first."""
        return {start.case: start for start in reading.starts_of(self.cases)}

    @cached_property
    def hidden(self) -> int:
        """How many more began: cases that the reader does not see."""
        whole = reading.started(Case.objects.filter(unit=self.user.unit_id), self.first, self.last, self.when)
        return whole.count() - len(self.starts)

    @cached_property
    def courses(self) -> dict[UUID, reading.Course]:
        """The status of each case over time."""
        found = reading.courses_of(self.cases, self.when)
        return {case: found.get(case, reading.Course()) for case in self.starts}

    @cached_property
    def _positive(self) -> FetchedRows:
        """The positive destinations that count for the case, the first one first."""
        names = reading.OUTCOME_FIELDS
        case, began = names.index("at_case"), names.index("started_on")
        rows = [
            row
            for row in reading.positive_of(self.cases, self.when)
            if rules.counts_for(
                row[began], self.starts[row[case]].opened_on, self.courses[row[case]].closed_on
            )
        ]
        return FetchedRows(names, rows)

    @cached_property
    def arrived(self) -> dict[UUID, Arrival]:
        """The destination of each case that has reached one."""
        found: dict[UUID, Arrival] = {}
        for row in self._positive.picked(self._positive.all):
            found.setdefault(row["at_case"], Arrival(row["pk"], row["started_on"], row["ended_on"]))
        return found

    @cached_property
    def followed(self) -> dict[UUID, Followed]:
        """How long each was followed: until the destination, the closing, or the day."""
        return {case: self._followed(start) for case, start in self.starts.items()}

    def _followed(self, start: reading.Start) -> Followed:
        arrival = self.arrived.get(start.case)
        until = arrival.started_on if arrival else self.courses[start.case].closed_on or self.when.on
        return Followed((until - start.opened_on).days, arrival is not None)

    @cached_property
    def stays(self) -> dict[UUID, Followed]:
        """How long each who arrived was followed in the destination: until it ended, or the day."""
        found = {}
        for case, row in self.arrived.items():
            ended = row.ended_on is not None and row.ended_on <= self.when.on
            until = row.ended_on if ended and row.ended_on else self.when.on
            found[case] = Followed((until - row.started_on).days, ended)
        return found

    def _holding(self, months: int, *, held: bool) -> set[UUID]:
        """Cases whose destination could have lasted so many months, or did: by the definition of all reports."""
        days = sorted({row.started_on for row in self.arrived.values()})
        condition = could_last(days, months, self.when.on)
        if held:
            condition &= lasted(days, months)
        first = {row.pk for row in self.arrived.values()}
        rows = self._positive.picked(self._positive.where(condition))
        return {row["at_case"] for row in rows if row["pk"] in first}

    @cached_property
    def sets(self) -> dict[str, set[UUID]]:
        """The cases behind each number, by its key."""
        everybody, arrived = set(self.starts), set(self.arrived)
        found = {"started": everybody, "reached": arrived, "not_reached": everybody - arrived}
        for months in LASTING:
            could = self._holding(months, held=False)
            held = self._holding(months, held=True)
            found |= {f"could:{months}": could, f"held:{months}": held, f"lost:{months}": could - held}
        for months in MONTHS:
            where = {case: status_after(row, months) for case, row in self.followed.items()}
            for state in ("reached", "followed", "gone"):
                found[f"{state}:{months}"] = {case for case, one in where.items() if one == state}
        return found | self._without() | self._returns()

    def _without(self) -> dict[str, set[UUID]]:
        """Those without a destination: open still, or closed, by the reason."""
        found: dict[str, set[UUID]] = {"open": set()} | {
            f"closed:{reason}": set()
            for reason in (*CloseReason.values, UNKNOWN)
            if reason != CloseReason.MISTAKE
        }
        for case in self.starts.keys() - self.arrived.keys():
            closed = self.courses[case].closed_on is not None
            found[f"closed:{self.starts[case].reason or UNKNOWN}" if closed else "open"].add(case)
        return found

    def _returns(self) -> dict[str, set[UUID]]:
        """Whose destination has ended, and how they came back; and whose case was opened again."""
        ended = {
            case: row.ended_on
            for case, row in self.arrived.items()
            if row.ended_on is not None and row.ended_on <= self.when.on
        }
        again: dict[UUID, list[dt.date]] = defaultdict(list)
        for row in self._positive.picked(self._positive.all):
            again[row["at_case"]].append(row["started_on"])
        found: dict[str, set[UUID]] = {f"back:{how}": set() for how in BACK}
        for case, day in ended.items():
            found[f"back:{self._back(case, day, again[case])}"].add(case)
        reopened = {case for case, course in self.courses.items() if course.reopened}
        return found | {"ended": set(ended), "reopened": reopened}

    def _back(self, case: UUID, ended_on: dt.date, destinations: list[dt.date]) -> str:
        """How somebody came back after a destination ended; the strongest of the ways."""
        if any(day > ended_on for day in destinations):
            return "destination"
        if any(
            spell.activity in BUSY_KINDS and spell.from_on > ended_on for spell in self._spells.get(case, ())
        ):
            return "activity"
        reopened = any(
            from_on > ended_on and place and self.courses[case].periods[place - 1][0] == "closed"
            for place, (_status, from_on, _until) in enumerate(self.courses[case].periods)
        )
        return "case" if reopened else NONE

    @cached_property
    def _spells(self) -> dict[UUID, list[rules.Spell]]:
        return reading.spells_of(self.cases, self.when)

    @cached_property
    def roads(self) -> dict[UUID, rules.Road]:
        """The road of each that has arrived."""
        return {
            case: rules.road_to(
                self._spells.get(case, ()),
                self.starts[case].opened_on,
                row.started_on,
                interrupted=self.courses[case].interrupted_before(row.started_on),
            )
            for case, row in self.arrived.items()
        }

    @cached_property
    def programmes(self) -> dict[UUID, UUID]:
        """The first programme that each took part in before they arrived, for those who did."""
        found = {}
        for case, ((from_on, programme), *_later) in reading.stays_of(self.cases, self.when).items():
            arrival = self.arrived.get(case)
            if arrival is None or from_on <= arrival.started_on:
                found[case] = programme
        return found

    @cached_property
    def parts(self) -> dict[str, dict[str, tuple[object, set[UUID]]]]:
        """Each way to split: by the part's key what it is called, and its cases. Every case is in one part of each."""
        return {"road": self._by_road(), "programme": self._by_programme(), "age": self._by_age()}

    def _by_road(self) -> dict:
        return {
            road.value: (road.label, {case for case, one in self.roads.items() if one == road})
            for road in rules.Road
        }

    def _by_programme(self) -> dict:
        names = Programme.objects.filter(unit=self.user.unit_id).order_by("-from_on", Danish("name"), "pk")
        found = {
            str(pk): (name, {case for case, one in self.programmes.items() if one == pk})
            for pk, name in names.values_list("pk", "name")
        }
        rest = (_("In no programme"), self.starts.keys() - self.programmes.keys())
        return {key: part for key, part in found.items() if part[1]} | {NONE: rest}

    def _by_age(self) -> dict:
        ages = {
            case: age_on(start.born, start.opened_on)
            for case, start in self.starts.items()
            if start.born <= start.opened_on  # else a date is wrong, and the age is not known
        }
        found = {
            f"{low}-{high}": (
                age_label(low, high),
                {case for case, age in ages.items() if low <= age <= high},
            )
            for low, high in AGE_BANDS
        }
        known = set().union(*(cases for _label, cases in found.values()))
        return {key: part for key, part in found.items() if part[1]} | {
            UNKNOWN: (_("Unknown"), self.starts.keys() - known)
        }

    def rows(self, key: str, part: str = "") -> set[UUID]:
        """The cases behind a number, or behind a part of it (``age:15-17``). Raises KeyError for what is not there."""
        found = self.sets[key]
        if part:
            group, _sep, name = part.partition(":")
            found = found & self.parts[group][name][1]
        return found

    def count(self, key: str, part: str = "") -> int:
        """The number: the length of its list."""
        return len(self.rows(key, part))
