"""Pure rules about what a young person is under way with: what counts most, and what contradicts.

Every function takes plain facts, and the day it is asked about where time matters. `reports.metrics.querysets` asks the
same of the database for any day; tests hold the two together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

# From so many hours a week something fills the week. 37 is the Danish full working week; education counts in lessons.
FULL_TIME_HOURS = 30


# What a kind usually takes a week, when nobody has said how many hours. 0: it fills no week by itself.
USUAL_HOURS: dict[str, int] = {
    "school": 30,
    "tenth_grade": 30,
    "fgu": 30,
    "eud": 37,
    "upper_secondary": 35,
    "other_education": 35,
    "job": 37,
    "spare_time_job": 8,
    "internship": 20,
    "course": 15,
    "treatment": 10,
    "leave": 0,
    "none": 0,
    "unknown": 0,
}


# What weighs the same is taken in this order; what is nothing comes last.
KIND_ORDER: tuple[str, ...] = tuple(USUAL_HOURS)


FULL_TIME_KINDS = frozenset(kind for kind, hours in USUAL_HOURS.items() if hours >= FULL_TIME_HOURS)


NOTHING, UNKNOWN = "none", "unknown"


BUSY_KINDS = tuple(kind for kind in KIND_ORDER if kind not in (NOTHING, UNKNOWN))


class Going(Protocol):
    """What the rules read of an activity; `cases.models.ActivityPeriod` is one."""

    pk: int
    activity: str
    hours_per_week: int | None
    from_on: date
    confirmed_on: date
    under_plan: bool


def hours_of(activity: str, hours_per_week: int | None) -> int:
    """The hours a week: as stated, else what the kind usually takes."""
    return USUAL_HOURS[activity] if hours_per_week is None else hours_per_week


def weight(going: Going) -> tuple[int, int, int, int]:
    """The key to sort by, what counts most first: hours, then kind, then what began last."""
    hours = hours_of(going.activity, going.hours_per_week)
    return -hours, KIND_ORDER.index(going.activity), -going.from_on.toordinal(), -going.pk


@dataclass(frozen=True)
class Standing:
    """What the lists say of a case: the activity that counts most, and whether the present ones contradict
    each other.
    """

    activity: str = UNKNOWN
    confirmed_on: date | None = None
    clash: str = ""
    under_plan: bool = False


def standing(present: Iterable[Going]) -> Standing:
    """How the activities that go on at the same time stand together."""
    rows = sorted(present, key=weight)
    if not rows:
        return Standing()
    most = rows[0]
    return Standing(
        most.activity,
        None if most.activity == UNKNOWN else most.confirmed_on,
        clash(rows),
        any(row.under_plan for row in rows if row.activity in BUSY_KINDS),
    )


def is_full_time(activity: str, hours_per_week: int | None) -> bool:
    """Whether it fills a week."""
    return hours_of(activity, hours_per_week) >= FULL_TIME_HOURS


def clash(present: Sequence[Going]) -> str:
    """Why the present activities cannot all be true: `nothing` beside something, two that each fill the week
    (`hours`), or "".
    """
    if any(row.activity == NOTHING for row in present) and any(row.activity in BUSY_KINDS for row in present):
        return "nothing"
    full = sum(is_full_time(row.activity, row.hours_per_week) for row in present)
    return "hours" if full > 1 else ""


# Those that the metric `contradictory` counts, in the order in which they are told.
COUNTED = ("nothing", "hours", "arrived", "no_plan", "outside_plan")


def contradictions(
    now: Standing,
    *,
    fresh: bool,
    has_plan: bool,
    arrived: bool,
    left: Sequence[str] = (),
    ended: bool = False,
) -> list[str]:
    """What does not fit together, as codes; empty when all fits.

    ``fresh``: the activity has been confirmed lately enough to be known. ``arrived``: a positive destination
    was reached and lasts. ``left``: partners where a milestone is said to be under way though the activity
    there has ended. ``ended``: an activity's expected last day has passed. The last two ask for a look; the
    others are counted as contradictory.
    """
    found = []
    if fresh and now.activity != UNKNOWN:
        if now.clash:
            found.append(now.clash)
        if now.activity == NOTHING and arrived:
            found.append("arrived")
        if now.activity in BUSY_KINDS and not now.clash:
            if not has_plan:
                found.append("no_plan")
            elif not now.under_plan:
                found.append("outside_plan")
    if left:
        found.append("left")
    if ended:
        found.append("ended")
    return found
