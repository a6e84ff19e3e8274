"""A programme in numbers. Each number is the length of a list of members; the page, the list and the export ask here.

What counts as a positive destination, and as one that held, is `reports.metrics.definitions.destinations`: the same as
everywhere. A participant counts once, with the first positive destination that began after their own first day, and at
the latest RESULT_MONTHS after their last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cases.models import Case
from plans.models import Outcome
from programmes.members.choices import Exit
from programmes.models import Aim, Member, Programme, Target
from reports.metrics.definitions.destinations import LASTING, POSITIVE, could_last, lasted
from reports.metrics.point_in_time import PointInTime
from reports.metrics.querysets import outcomes_at
from reports.programmes.rules import in_window, last_day

# In place of a group: destinations that no target is set for.
OTHER_AIM = "other"

# Exits that nobody has written down: the case is closed all the same.
UNSAID = "unsaid"


def _members(programmes: list[Programme], cases, on: date) -> list[Member]:
    """Those of the target groups whose cases the reader sees, by name; two queries."""
    rows = Member.objects.standing().filter(programme__in=programmes, case__in=cases, found_on__lte=on)
    rows = rows.select_related("case__person", "case__guide").prefetch_related("stays")
    return sorted(rows, key=lambda row: (row.case.person.sort_name, str(row.pk)))


def _positive(unit, cases: list, on: date) -> list[Outcome]:
    """The positive destinations of these cases by the day, the first one first; one query."""
    rows = outcomes_at(Case.objects.filter(pk__in=cases), PointInTime.of(unit, on=on)).filter(POSITIVE)
    return list(rows.select_related("destination").order_by("started_on", "pk"))


@dataclass
class Figures:
    """The numbers of a programme on a day, of the cases that a reader sees."""

    programme: Programme
    cases: object
    on: date
    _kept: dict = field(default_factory=dict, repr=False)

    @classmethod
    def of_several(cls, programmes: list[Programme], cases, on: date) -> list[Figures]:
        """The numbers of several programmes of one unit, in as many queries as those of one."""
        made = [cls(programme, cases, on) for programme in programmes]
        if made:
            members = _members(programmes, cases, on)
            known = _positive(programmes[0].unit, [row.case_id for row in members], on)
            for figures in made:
                figures.members = [row for row in members if row.programme_id == figures.programme.pk]
                figures._known = known
        return made

    @cached_property
    def members(self) -> list[Member]:
        """The target group, as far as the reader sees it."""
        return _members([self.programme], self.cases, self.on)

    @cached_property
    def _known(self) -> list[Outcome]:
        return _positive(self.programme.unit, [row.case_id for row in self.members], self.on)

    @cached_property
    def hidden(self) -> int:
        """How many more belong to the target group, of cases that the reader does not see."""
        rows = Member.objects.standing().filter(programme=self.programme, found_on__lte=self.on)
        return rows.count() - len(self.members)

    @cached_property
    def _began(self) -> dict:
        """Each participant's first day and, when they have left, their last, by member."""
        found = {}
        for member in self.members:
            stays = [stay for stay in member.standing_stays if stay.from_on <= self.on]
            if stays:
                left_on = last_day([stay.last_on for stay in stays], member.case.closed_on, self.on)
                found[member.pk] = (stays[0].from_on, left_on)
        return found

    @cached_property
    def results(self) -> dict:
        """The result of each participant that has one, by member."""
        by_case = {member.case_id: member.pk for member in self.members if member.pk in self._began}
        found: dict[object, Outcome] = {}
        for row in self._known:
            pk = by_case.get(row.case_id)
            if pk is not None and pk not in found and in_window(row.started_on, *self._began[pk]):
                found[pk] = row
        return found

    def aim_of(self, member: Member) -> str:
        """The aim that the member's result counts for; "" without a result."""
        row = self.results.get(member.pk)
        if row is None:
            return ""
        return row.destination.group if row.destination.group in Aim.values else OTHER_AIM

    def _holding(self, months: int, *, held: bool) -> set:
        """Members whose result could have lasted so many months, or did: by the definition of all reports."""
        rows = list(self.results.values())
        days = sorted({row.started_on for row in rows})
        condition = could_last(days, months, self.on)
        if held:
            condition &= lasted(days, months)
        cases = Case.objects.filter(pk__in=[row.case_id for row in rows])
        asked = outcomes_at(cases, PointInTime.of(self.programme.unit, on=self.on))
        asked = asked.filter(pk__in=[row.pk for row in rows])
        pks = set(asked.filter(condition).order_by().values_list("pk", flat=True))
        return {pk for pk, row in self.results.items() if row.pk in pks}

    def held(self, months: int) -> set:
        """The ids of members whose result held so many months."""
        return self._once(("held", months), lambda: self._holding(months, held=True))

    def could(self, months: int) -> set:
        """The ids of members whose result could have held so many months by now."""
        return self._once(("could", months), lambda: self._holding(months, held=False))

    def _once(self, key, ask):
        if key not in self._kept:
            self._kept[key] = ask()
        return self._kept[key]

    def exit_of(self, member: Member) -> str:
        """Why the member left; "" for who takes part still or never did."""
        stays = [stay for stay in member.standing_stays if stay.from_on <= self.on]
        if not stays:
            return ""
        latest = stays[-1]
        if latest.last_on is not None and latest.last_on <= self.on:
            return latest.exit
        closed_on = member.case.closed_on
        return UNSAID if closed_on is not None and closed_on <= self.on else ""

    def rows(self, key: str) -> list[Member]:
        """The members behind a number. Raises KeyError for a number that does not exist."""
        name, _sep, part = key.partition(":")
        if name in ("held", "could") and part not in map(str, LASTING):
            raise KeyError(key)
        asked = {
            "target_group": lambda row: True,
            "took_part": lambda row: row.pk in self._began,
            "not_begun": lambda row: row.pk not in self._began,
            "now": lambda row: row.pk in self._began and not self.exit_of(row),
            "left": lambda row: bool(self.exit_of(row)),
            "result": lambda row: row.pk in self.results,
            "no_result": lambda row: row.pk in self._began and row.pk not in self.results,
            "aim": lambda row: self.aim_of(row) == part,
            "exit": lambda row: self.exit_of(row) == part,
            "held": lambda row: row.pk in self.held(int(part)),
            "could": lambda row: row.pk in self.could(int(part)),
        }[name]
        parts = {"aim": {*Aim.values, OTHER_AIM}, "exit": {*Exit.values, UNSAID}}
        if (name in parts and part not in parts[name]) or (name not in (*parts, "held", "could") and part):
            raise KeyError(key)
        return [row for row in self.members if asked(row)]

    def count(self, key: str) -> int:
        """The number: the length of its list."""
        return len(self.rows(key))

    @cached_property
    def targets(self) -> dict[str, list[Target]]:
        """The targets of each aim, the original first; one query."""
        found: dict[str, list[Target]] = {}
        for target in self.programme.targets.select_related("recorded_by"):
            if target.set_on <= self.on or target.revision == 0:
                found.setdefault(target.aim, []).append(target)
        return found


def figures_of(programme: Programme, user, on: date) -> Figures:
    """The numbers of a programme as ``user`` may see them."""
    return Figures(programme, Case.objects.visible_to(user), on)
