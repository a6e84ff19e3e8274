"""A metric: one number's definition, stated once as a condition on the columns that `reports.metrics.sources` names.

A metric is called with a unit and a month or a day, and gives a `Number`: the value, and the queryset of exactly the
rows it counts. The definitions themselves lie in `reports.metrics.definitions`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cases.models import Case
from reports.metrics.point_in_time import PointInTime
from reports.metrics.sources import ROWS_AT
from reports.periods.rules import Period


@dataclass(frozen=True)
class Number:
    """One number, and the rows it counts: `value == rows.count()`."""

    key: str
    value: int
    on: dt.date
    period: Period
    rows: QuerySet = field(repr=False, compare=False)


@dataclass(frozen=True)
class Metric:
    """What one number counts. Call it with a unit and a month (`period`) or a day (`on`)."""

    key: str
    source: str
    title: Promise
    definition: Promise
    condition: Callable[[PointInTime], Q]
    # Counts what happened in the month, not how things stood: its title names the month.
    in_month: bool = False
    # Why the unit looks at it, and what it does not say.
    why: Promise | str = ""
    limits: Promise | str = ""
    # The numbers that it is a part of, whose sum is its denominator; none for what is no part of anything counted.
    of: tuple[str, ...] = ()
    # The version of the definitions it came with, and what it counts otherwise since a later one.
    since: int = 1
    changed: Mapping[int, Promise] = field(default_factory=dict, hash=False)
    # Templates call what can be called; this one is to be shown.
    do_not_call_in_templates = True

    def __call__(self, unit, *, period=None, on=None, known=None, cases=None) -> Number:
        """The number for `unit`, and its rows; `cases` narrows it to those that somebody may see."""
        when = PointInTime.of(unit, on=on, period=period, known=known)
        cases = Case.objects.filter(unit=unit) if cases is None else cases
        rows = ROWS_AT[self.source](cases, when).filter(self.condition(when))
        return Number(self.key, rows.count(), when.on, when.period, rows)

    def title_in(self, month: str) -> str:
        """The title with the month it counts: “New in November 2026”; of a number that has none, the title."""
        if not self.in_month:
            return str(self.title)
        return _("%(number)s in %(month)s") % {"number": self.title, "month": month}

    @property
    def __doc__(self):
        return str(self.definition)


def metric(source: str, title, definition, *, in_month: bool = False, **said):
    """Make a condition a metric; its definition is its docstring and what users read, as is what else is ``said``."""

    def define(condition: Callable[[PointInTime], Q]) -> Metric:
        return Metric(condition.__name__, source, title, definition, condition, in_month, **said)

    return define
