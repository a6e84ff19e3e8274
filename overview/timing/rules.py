"""How soon something happens to people who are followed, and how sure that is: Kaplan and Meier's estimate. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, floor, log, sqrt
from typing import TypeVar

# Of fewer people nothing is told in per cent, and no change of what they answered.
FEWEST = 10
MONTH_DAYS = 365.25 / 12
# Of a normal distribution 95 % lie within so many standard errors of the middle.
WITHIN_95 = 1.959963984540054
# What is a half or less by reckoning with fractions.
SLIP = 1e-9


@dataclass(frozen=True, slots=True)
class Followed:
    """For how many days somebody was followed, and whether what is asked about happened then: a destination was
    reached, or ended. Otherwise they are censored: all that is known is that it took longer.
    """

    days: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which somebody arrived: how many were followed until then, how many arrived, and the share that has
    arrived by the day, with its 95 % band.
    """

    day: int
    followed: int
    reached: int
    share: float
    low: float
    high: float


def arrivals(rows: Iterable[Followed]) -> list[Step]:
    """The Kaplan–Meier estimate of the share that has arrived, with Greenwood's band on the log-log scale.

    Who is censored on a day was still followed on it. When everybody who is followed has arrived, nothing is left to
    reckon a band of: it then reaches from where it was to all.
    """
    rows = list(rows)
    days = sorted(row.days for row in rows)
    reached = Counter(row.days for row in rows if row.reached)
    steps: list[Step] = []
    left, spread, low = 1.0, 0.0, 0.0
    for day in sorted(reached):
        at_risk, events = len(days) - bisect_left(days, day), reached[day]
        high = 1.0
        if events == at_risk:
            left = 0.0
        else:
            left *= 1 - events / at_risk
            spread += events / (at_risk * (at_risk - events))
            width = WITHIN_95 * sqrt(spread) / abs(log(left))
            low, high = 1 - left ** exp(-width), 1 - left ** exp(width)
        steps.append(Step(day, at_risk, events, 1 - left, low, high))
    return steps


def by_day(steps: Sequence[Step], day: int) -> Step | None:
    """The last step up to the day; None while nobody has arrived."""
    found = [step for step in steps if step.day <= day]
    return found[-1] if found else None


def days_of(months: int) -> int:
    """The days of so many months, a month being the twelfth part of a year."""
    return floor(months * MONTH_DAYS)


def in_months(days: int) -> int:
    """So many days in whole months, halves up."""
    return floor(days / MONTH_DAYS + 0.5)


def told_until(rows: Sequence[Followed]) -> int | None:
    """The last day of which a share may be told; None where too few began.

    FEWEST are followed until then, or nobody has left sight before it, so that the share is of all who began.
    """
    days = sorted(row.days for row in rows)
    if len(days) < FEWEST:
        return None
    return max(days[-FEWEST], min((row.days for row in rows if not row.reached), default=days[-1]))


@dataclass(frozen=True, slots=True)
class Half:
    """The day by which half have arrived, and its 95 % interval; ``high`` is None where it cannot be told yet."""

    day: int
    low: int
    high: int | None


def half_of(steps: Sequence[Step], until: int | None) -> Half | None:
    """When half had arrived; None when half had not by the last day of which a share may be told."""

    def first(name: str) -> int | None:
        days = (step.day for step in steps if getattr(step, name) >= 0.5 - SLIP)
        return next((day for day in days if until is not None and day <= until), None)

    day, low = first("share"), first("high")
    return None if day is None or low is None else Half(day, low, first("low"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How it stood after so many months. ``reached``, ``followed`` on and ``gone`` out of sight are all who began.

    The share is of all, those out of sight taken to be like the others; None where too few are followed to tell.
    """

    months: int
    reached: int
    followed: int
    gone: int
    share: float | None
    low: float
    high: float
    # Whether there is a band: until it has happened to somebody there is nothing to reckon one of.
    banded: bool = True


def in_per_cent(share: float) -> int:
    """A share in whole per cent, halves up as people round; what a float cannot hold exactly is no less than it."""
    return floor(round(100 * share, 6) + 0.5)


def status_after(row: Followed, months: int) -> str:
    """Where somebody was after so many months: ``reached``, ``followed`` or ``gone``."""
    day = days_of(months)
    if row.reached and row.days <= day:
        return "reached"
    return "followed" if row.days >= day else "gone"


def readings(rows: Sequence[Followed], months: Iterable[int]) -> list[Reading]:
    """How it stood after each of these numbers of months."""
    steps, until, found = arrivals(rows), told_until(rows), []
    for count in months:
        where = Counter(status_after(row, count) for row in rows)
        there = by_day(steps, days_of(count))
        step = there or Step(0, 0, 0, 0.0, 0.0, 0.0)
        told = until is not None and days_of(count) <= until
        counts = where["reached"], where["followed"], where["gone"]
        found.append(
            Reading(count, *counts, step.share if told else None, step.low, step.high, there is not None)
        )
    return found


Told = TypeVar("Told", Step, Reading)


def turned(one: Told) -> Told:
    """The same of those whom it has not happened to: the share that is left, with its band."""
    share = None if one.share is None else 1 - one.share
    return replace(one, share=share, low=1 - one.high, high=1 - one.low)
