"""Which destination counts, which road led there, and what may be said of few. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.activity.rules import BUSY_KINDS, UNKNOWN
from overview.timing.rules import FEWEST
from reports.periods.rules import add_months

# A destination that begins so soon after the closing is what the case was closed for: the summer may lie between.
AFTER_CLOSING_MONTHS = 3
# So long a pause between two activities is a summer holiday, and no interruption.
PAUSE_DAYS = 45


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
