"""The estimate as a line in its band: one that rises to those who arrived, or falls to those who stayed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from core import charts
from overview.timing import rules
from overview.timing.rules import Followed, Reading, Step
from overview.timing.words import banded

# Gives the address of the list behind a number of months; "" where nothing leads anywhere.
Href = Callable[[int], str]


def arriving(
    rows: Sequence[Followed], months: Sequence[int], href: Href, *, of: str = "", top: float = 0
) -> str:
    """The share that has arrived, up to the last of the months or of which a share may be told; "" of too few. Beside
    others they have an axis to the same ``top``.
    """
    desc = _(
        "The line rises at each arrival; the band around it is where the share lies with 95 per cent certainty. "
        "The thin line shows when half had arrived. The table has the same numbers."
    )
    title = _("Share that has reached a destination, by months since the start")
    said = _("After %(months)s months: %(share)s")
    return _picture(rows, months, href, title=_titled(title, of), desc=desc, said=said, top=top)


def staying(rows: Sequence[Followed], months: Sequence[int], href: Href, *, of: str = "") -> str:
    """The share that is still in the destination, up to the last of the months; "" of too few."""
    desc = _(
        "The line falls when somebody leaves their destination; the band around it is where the share lies with 95 per "
        "cent certainty. The table has the same numbers."
    )
    title = _("Share that is still in the destination, by months since it began")
    said = _("Still there after %(months)s months: %(share)s")
    return _picture(rows, months, href, title=_titled(title, of), desc=desc, said=said, falls=True)


def _titled(title: str, of: str) -> str:
    return f"{of}: {title}" if of else title


def highest(rows: Sequence[Followed], months: Sequence[int]) -> float:
    """How high the picture of those who arrive reaches, its band included, in per cent."""
    return max((100 * step.high for step in _drawn(rows, months)[1]), default=0)


def _drawn(rows: Sequence[Followed], months: Sequence[int]) -> tuple[int, list[Step]]:
    """The last day that is drawn, and the steps up to it; the day is 0 where no month may be told."""
    until = rules.told_until(rows)
    if until is None or until < rules.days_of(months[0]):
        return 0, []
    last = min(until, rules.days_of(months[-1]))
    return last, [step for step in rules.arrivals(rows) if step.day <= last]


def _picture(
    rows: Sequence[Followed], months: Sequence[int], href: Href, *, title, desc, said, falls=False, top=0.0
) -> str:
    last, steps = _drawn(rows, months)
    if not last:
        return ""
    made = [one for one in rules.readings(rows, months) if one.share is not None]
    if falls:
        steps, made = [rules.turned(one) for one in steps], [rules.turned(one) for one in made]
    points = [
        (step.day, *(round(100 * share, 2) for share in (step.share, step.low, step.high))) for step in steps
    ]
    return charts.curve(
        points,
        until=last,
        ticks=_ticks(made, href, said),
        title=title,
        desc=desc,
        mark=None if falls else 50,
        begins=100 if falls else 0,
        top=top,
    )


def _ticks(made: Sequence[Reading], href: Href, said: str) -> list[tuple]:
    """The months below the picture, each with a dot that opens its list; the last says that they are months."""
    ticks = [(0, "0", "", "")]
    for one in made:
        words = said % {"share": banded(one), "months": one.months}
        label = _("%(n)s mths") % {"n": one.months} if one is made[-1] else str(one.months)
        ticks.append((rules.days_of(one.months), label, href(one.months), words))
    return ticks
