"""What may leave the unit in a file, and when a comparison says something. Pure rules.

A figure leaves as `reports.release` releases it: under five hidden, with what would give it away, and rounded to the
nearest five. All numbers of all files are then multiples of five, so that no subtraction of any two of them, of one
quarter or two, of a file or its correction, leaves 1–4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# From so many other units their middle and range are shown: of one it would be that unit's figure, and of two each
# could work out the other's from its own.
FEWEST_OTHERS = 3
# What is measured: a part, and what it is a part of.
MEASURES = (
    ("covered", "in_unit"),
    ("in_nothing", "in_unit"),
    ("contradictory", "in_unit"),
    ("unknown", "in_unit"),
    ("waiting", "in_unit"),
    ("came", "in_unit"),
    ("closed", "in_unit"),
    ("destinations_held", "destinations_three_months_ago"),
)
# What happened in the month, and not who was there at its end: more may have come or gone than are in the unit.
FLOWS = ("came", "closed")
# Units of about the same size: fewer young people than this, or the next, or more.
MEDIUM_FROM, LARGE_FROM = 150, 400


def size_of(in_unit: int | None) -> str:
    """How large a unit is: `small`, `medium` or `large`; empty when its number is hidden."""
    if in_unit is None:
        return ""
    if in_unit < MEDIUM_FROM:
        return "small"
    return "medium" if in_unit < LARGE_FROM else "large"


def share(part: int | None, whole: int | None) -> int | None:
    """A part in whole percent, at most 100, since both are rounded; None when either is hidden."""
    return None if part is None or not whole else min(100, (part * 200 + whole) // (2 * whole))


@dataclass(frozen=True)
class Others:
    """What other units say: how many of them do, and their middle and range; None of fewer than three."""

    units: int
    middle: float | None = None
    low: float | None = None
    high: float | None = None


def of_others(values: Sequence[float | None]) -> Others:
    """The others' values together; one that is hidden is no unit behind the number."""
    known = [value for value in values if value is not None]
    if len(known) < FEWEST_OTHERS:
        return Others(len(known))
    return Others(len(known), median(known), min(known), max(known))
