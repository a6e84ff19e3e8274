"""One large number with its words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.destinations import LASTING
from reports.periods.rules import Days, Period
from reports.presentation.elements import Link, Tile
from reports.presentation.links import about
from reports.presentation.words import period_name, since_before

# Numbers that should be nought: a tile says so by its tone, and by its words.
WORRYING = {
    "waiting": "warn",
    "overdue": "danger",
    "no_contact": "warn",
    "unknown": "warn",
    "contradictory": "warn",
    "stalled": "warn",
    "adults_in_nothing": "danger",
    "turning_18_alone": "warn",
    "duty_late": "danger",
}


# Parts of another number, which no other tile says: each is shown as “7 of 8”.
PART_OF = {"due_reached": "due"} | {held: could for could, held in LASTING.values()}

_MONTHS_BEFORE = {held: months for months, (_could, held) in LASTING.items()}


def tile(key, numbers, period: Period, link: Link = None, before=None, *, year=True) -> Tile:
    """One number with its words and the period it counts; `before` are the numbers of the one before, to say how far it
    moved.
    """
    step, whole = "", numbers.get(PART_OF.get(key))
    if before and isinstance(before.get(key), int) and key not in PART_OF:
        moved = numbers[key] - before[key]
        step = _("unchanged") if not moved else f"{'+' if moved > 0 else '−'}{charts.number(abs(moved))}"
    return Tile(
        key=key,
        value=numbers[key],
        of=whole,
        title=_title(key, period, year),
        definition=str(METRICS[key].definition),
        href=link(key) if link else "",
        tone=WORRYING.get(key, "") if numbers[key] else "",
        step=step,
        since=since_before(period),
        about=about(key) if link else "",
    )


def _title(key: str, period: Period, year: bool) -> str:
    """What the number counts, and in which period; whether something held is asked of what began months ago."""
    if key in _MONTHS_BEFORE:
        began = period.months_ago(_MONTHS_BEFORE[key])
        words = {"number": METRICS[key].title, "month": period_name(began)}
        if isinstance(began, Days):
            return _("%(number)s of those begun %(month)s") % words
        return _("%(number)s of those begun in %(month)s") % words
    return METRICS[key].title_in(period_name(period, year=year))
