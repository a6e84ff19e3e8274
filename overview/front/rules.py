"""Which numbers moved so much that a leader is told, and by how much a guide carries more than the others. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from statistics import median

# A number has to move by this share of what it was, and by its own least step: 30 of 300 is told, 5 of 300 is not.
SHARE = 10
# More sentences than this nobody reads.
MOST = 6


@dataclass(frozen=True, slots=True)
class Watched:
    """A number that is watched, and by how many it has to move at least."""

    key: str
    least: int


@dataclass(frozen=True, slots=True)
class Step:
    """A number that moved."""

    key: str
    before: int
    after: int

    @property
    def is_up(self) -> bool:
        """Whether there are more now."""
        return self.after > self.before


# In the order in which they are told: what the law asks first, then who is in nothing, then how the unit moves.
WATCHED = (
    Watched("duty_late", 1),
    Watched("adults_in_nothing", 2),
    Watched("turning_18_alone", 2),
    Watched("waiting", 2),
    Watched("in_nothing", 3),
    Watched("unknown", 3),
    Watched("contradictory", 3),
    Watched("stalled", 3),
    Watched("no_contact", 5),
    Watched("overdue", 5),
    Watched("covered", 5),
    Watched("in_unit", 5),
    Watched("destinations", 3),
    Watched("closed", 5),
)


def matters(before: int, after: int, least: int) -> bool:
    """Whether a step is told: at least ``least``, and at least SHARE per cent of what there was."""
    step = abs(after - before)
    return step >= least and step * 100 >= before * SHARE


def steps(
    before: Mapping[str, object],
    after: Mapping[str, object],
    *,
    leave_out: Collection[str] = (),
    watched: Sequence[Watched] = WATCHED,
) -> list[Step]:
    """The watched numbers that moved enough from one month to the other, at most MOST of them.

    A number that one of the months does not count, or that is to be left out, says nothing.
    """
    found = []
    for one in watched:
        old, new = before.get(one.key), after.get(one.key)
        if one.key in leave_out or not isinstance(old, int) or not isinstance(new, int):
            continue
        if matters(old, new, one.least):
            found.append(Step(one.key, old, new))
    return found[:MOST]


def above_the_middle(weight: int, weights: Sequence[int]) -> int:
    """How much of a guide's weight would have to go for them to be at the middle of the unit; 0 for who is there."""
    return max(floor(weight - median(weights)), 0)
