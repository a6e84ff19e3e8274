"""Asking the sources: what they ask is put together and planned once a day, for everybody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.utils.translation import get_language

from accounts.access import may_work
from accounts.models import Role
from core import clock
from core.kept import Given, GivenIds, GivenUser, Kept
from workspace.lines.source import About, Source, Told, types


@dataclass(frozen=True)
class Asking:
    """What stands for `About` when the rows of the sources are put together, once for each day: whose day it is, and
    about which cases, is told when they are asked. All that they read of `About` apart from that is here.
    """

    # The day that is asked about, and the present one.
    today: date
    present: date
    language: str
    role: str
    over_unit: bool
    cases = GivenIds("cases")
    unit = Given("unit_of_day")

    @cached_property
    def user(self) -> GivenUser:
        """Who looks."""
        user = GivenUser(self.role)
        user.is_leader = self.role == Role.LEADER
        return user

    @classmethod
    def of(cls, about: About) -> "Asking":
        """What the rows of this day are kept under."""
        return cls(about.today, clock.today(), get_language(), about.user.role, about.over_unit)


def given(about: About) -> dict:
    """The values for what `Asking` leaves open."""
    user = about.user
    return {"cases": about.cases, "unit_of_day": about.unit.pk, "user": user.pk, "unit": user.unit_id}


@lru_cache(maxsize=32)
def _together(sources: tuple[Source, ...], asking: Asking) -> Kept:
    return Kept(types().union(*(part for source in sources for part in source.parts(asking)), all=True))


@lru_cache(maxsize=64)
def _alone(source: Source, asking: Asking) -> Kept:
    return Kept(source.rows(asking))


def ask(sources: Iterable[Source], about: About) -> dict[str, list]:
    """The rows of all these under their names: one query for those made by `told`, and one for each of the others.
    Whoever may not work has no day.
    """
    asking, values, found = Asking.of(about), given(about), defaultdict(list)
    if not may_work(about.user):
        return found
    sources = [source for source in sources if source.rows]
    together = tuple(source for source in sources if source.told)
    for row in _together(together, asking).ask(**values) if together else ():
        found[row[0]].append(Told._make(row))
    for source in sources:
        if source.anew:
            found[source.name] = list(source.rows(about))
        elif not source.told:
            found[source.name] = _alone(source, asking).ask(**values)
    return found
