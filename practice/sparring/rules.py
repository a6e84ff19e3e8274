"""Which marked case is taken first, and why. Pure rules: the reasons in their order are the whole of it, no score."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

# From this weight on (1 to 3), a case is said to be heavy.
HEAVY = 2
# So many months back it is counted who brought cases.
LOOKED_BACK_MONTHS = 6


@dataclass(frozen=True)
class Facts:
    """What decides: the day of a statutory limit that is open, since when nothing has happened in a case that stands
    still, when it was marked, and how heavy it is.
    """

    marked_on: date
    weight: int
    limit_on: date | None = None
    silent_since: date | None = None


class Why(StrEnum):
    """What a case stands there for; MARKED is said of one of which nothing else can be."""

    LIMIT = "limit"
    SILENT = "silent"
    WAITED = "waited"
    WEIGHT = "weight"
    MARKED = "marked"


class Reason(NamedTuple):
    """A reason and its number: days left until a limit (below 0: past it), days of silence, weeks waited, weight."""

    what: Why
    number: int


def reasons(facts: Facts, on: date) -> list[Reason]:
    """Why a case stands where it stands, the weightiest first."""
    found = []
    if facts.limit_on is not None:
        found.append(Reason(Why.LIMIT, (facts.limit_on - on).days))
    if facts.silent_since is not None:
        found.append(Reason(Why.SILENT, (on - facts.silent_since).days))
    if weeks := weeks_waited(facts, on):
        found.append(Reason(Why.WAITED, weeks))
    if facts.weight >= HEAVY:
        found.append(Reason(Why.WEIGHT, facts.weight))
    return found or [Reason(Why.MARKED, 0)]


def weeks_waited(facts: Facts, on: date) -> int:
    """How many whole weeks it has been marked."""
    return max(0, (on - facts.marked_on).days // 7)


def place(facts: Facts, on: date) -> tuple[date, date, int, int, date]:
    """What cases are sorted by: the statutory limit that comes first, then who has stood still longest, then who has
    waited most weeks, then the heaviest; alike in all of it, who was marked first.
    """
    return (
        facts.limit_on or date.max,
        facts.silent_since or date.max,
        -weeks_waited(facts, on),
        -facts.weight,
        facts.marked_on,
    )
