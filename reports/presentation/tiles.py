"""One large number with its words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.presentation.elements import Link, Tile

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


def tile(key, numbers, link: Link = None, before=None) -> Tile:
    """One number with its words; `before` are last month's numbers, to say how far it moved."""
    step = ""
    if before and isinstance(before.get(key), int):
        moved = numbers[key] - before[key]
        step = _("unchanged") if not moved else f"{'+' if moved > 0 else '−'}{charts.number(abs(moved))}"
    return Tile(
        key=key,
        value=numbers[key],
        title=str(METRICS[key].title),
        definition=str(METRICS[key].definition),
        href=link(key) if link else "",
        tone=WORRYING.get(key, "") if numbers[key] else "",
        step=step,
    )
