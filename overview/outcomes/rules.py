"""How soon destinations are reached and how sure that is, which road led there, and what may be said of few. Pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, floor, log, sqrt
from statistics import median

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.activity.rules import BUSY_KINDS, UNKNOWN
from reports.periods.rules import add_months

# Of fewer people nothing is told in per cent, and no change of what they answered.
FEWEST = 10
# A destination that begins so soon after the closing is what the case was closed for: the summer may lie between.
AFTER_CLOSING_MONTHS = 3
# So long a pause between two activities is a summer holiday, and no interruption.
PAUSE_DAYS = 45
MONTH_DAYS = 365.25 / 12
# Of a normal distribution 95 % lie within so many standard errors of the middle.
WITHIN_95 = 1.959963984540054
# What is a half or less by reckoning with fractions.
SLIP = 1e-9


@dataclass(frozen=True, slots=True)
class Followed:
    """For how many days somebody was followed, and whether a destination ended it. Otherwise they are censored: all
    that is known is that it took longer.
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
        step = by_day(steps, days_of(count)) or Step(0, 0, 0, 0.0, 0.0, 0.0)
        told = until is not None and days_of(count) <= until
        counts = where["reached"], where["followed"], where["gone"]
        found.append(Reading(count, *counts, step.share if told else None, step.low, step.high))
    return found


def counts_for(started_on: date, opened_on: date, closed_on: date | None) -> bool:
    """Whether a destination that began on ``started_on`` is the case's: begun while it was open, or soon after."""
    if started_on < opened_on:
        return False
    return closed_on is None or started_on <= add_months(closed_on, AFTER_CLOSING_MONTHS)


class Road(TextChoices):
    """How the way to a destination went."""

    STRAIGHT = "straight", _("Straight")
    WINDING = "winding", _("Winding")
    UNKNOWN = "unknown", _("Unknown")


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in an activity: from a day up to, not including, ``until_on`` (None: still)."""

    activity: str
    from_on: date
    until_on: date | None


def road_to(spells: Iterable[Spell], opened_on: date, reached_on: date, *, interrupted: bool = False) -> Road:
    """Whether one activity led from the start to the destination, or it was changed or interrupted on the way.

    What runs beside it changes nothing, nor does a pause of PAUSE_DAYS. Who was in nothing until the destination began
    went straight; where no activity is known, nor that there was none, the road is unknown. ``interrupted``: the case
    was paused, or closed and opened again, on the way.
    """
    if interrupted:
        return Road.WINDING
    if reached_on <= opened_on:
        return Road.STRAIGHT
    known = [
        Spell(row.activity, max(row.from_on, opened_on), min(row.until_on or reached_on, reached_on))
        for row in spells
        if row.activity != UNKNOWN
        and row.from_on < reached_on
        and (row.until_on is None or row.until_on > opened_on)
    ]
    busy = sorted((row for row in known if row.activity in BUSY_KINDS), key=lambda row: row.from_on)
    if not busy:
        return Road.STRAIGHT if known else Road.UNKNOWN
    leads = any(_leads(busy, kind, reached_on) for kind in {row.activity for row in busy})
    return Road.STRAIGHT if leads else Road.WINDING


def _leads(busy: Sequence[Spell], kind: str, reached_on: date) -> bool:
    """Whether the one kind goes on from the first day of any activity until the destination."""
    pause = timedelta(days=PAUSE_DAYS)
    day = busy[0].from_on
    for row in busy:
        if row.activity == kind and row.from_on <= day + pause:
            day = max(day, row.until_on or reached_on)
    return day + pause >= reached_on


def share_of(part: int, whole: int) -> int | None:
    """How many per cent ``part`` is of ``whole``, halves up; None of fewer than FEWEST."""
    return (200 * part + whole) // (2 * whole) if whole >= FEWEST else None


class Portion(TextChoices):
    """A share of a group in words, wide enough that nobody of it is told apart."""

    NEARLY_ALL = "nearly_all", pgettext_lazy("a share of a group", "all or nearly all")
    MOST = "most", pgettext_lazy("a share of a group", "most")
    HALF = "half", pgettext_lazy("a share of a group", "about half")
    SOME = "some", pgettext_lazy("a share of a group", "some")
    HARDLY_ANY = "hardly_any", pgettext_lazy("a share of a group", "none or hardly any")


def portion_of(part: int, whole: int) -> Portion:
    """The share in words. Raises ZeroDivisionError for nobody."""
    share = part / whole
    edges = (
        (0.9, Portion.NEARLY_ALL),
        (0.6, Portion.MOST),
        (0.4, Portion.HALF),
        (0.1, Portion.SOME),
    )
    return next((words for least, words in edges if share >= least), Portion.HARDLY_ANY)


@dataclass(frozen=True, slots=True)
class Moved:
    """How a group moved between its first and its latest answer."""

    people: int
    middle: float
    up: Portion
    same: Portion
    down: Portion


def moved(changes: Sequence[int], least: int = 1) -> Moved | None:
    """How the group moved; less than ``least`` either way is no change. None of fewer than FEWEST people."""
    if len(changes) < FEWEST:
        return None
    up = sum(change >= least for change in changes)
    down = sum(change <= -least for change in changes)
    whole = len(changes)
    parts = (portion_of(part, whole) for part in (up, whole - up - down, down))
    return Moved(whole, float(median(changes)), *parts)


def told_apart(counts: Iterable[int], threshold: int, whole: int) -> list[bool]:
    """Which of numbers that grow one out of the other, up to the ``whole``, may leave the unit: those that are no less
    than the threshold above the one told before, and the whole itself or no less below it. A step of nought would tell
    of nobody, which is a small number too.
    """
    told, before = [], 0
    for count in counts:
        told.append(count - before >= threshold and (count == whole or whole - count >= threshold))
        before = count if told[-1] else before
    return told


@dataclass(frozen=True, slots=True)
class Held:
    """Of those who could have held so long, how many did."""

    could: int
    held: int

    @property
    def left(self) -> int:
        """How many did not."""
        return self.could - self.held


def may_follow(now: Held, before: Held, threshold: int) -> bool:
    """Whether what held longer may leave the unit beside what held for a shorter time, ``before``.

    The difference of ``held`` are those who left in between, and those who began in between and held. Where nobody
    began in between it is the first alone; else neither follows, as long as both differences are large.
    """
    began, stopped = before.could - now.could, before.held - now.held
    return min(now.held, now.left, stopped) >= threshold and (began == 0 or began >= threshold)
