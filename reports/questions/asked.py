"""What a question asks: counted by one definition, split by a group, narrowed to a part, on a day or over months."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import clock
from reports.metrics.definitions import METRICS
from reports.metrics.groups import GROUPS
from reports.metrics.metric import Metric
from reports.metrics.point_in_time import PointInTime
from reports.moments.moment import Moment
from reports.periods.rules import Month
from reports.presentation.words import month_name
from reports.questions.models import Span

# Split by guide: no group, since a guide is a column of every row.
GUIDE = "guide"


@dataclass(frozen=True)
class Asked:
    """A question: the keys of its metric and group, a part (`"age:15-17"`), and when. Empty is none."""

    metric: str
    split: str = ""
    only: str = ""
    span: str = Span.DAY
    on: dt.date | None = None
    known_on: dt.date | None = None

    @property
    def counts(self) -> Metric:
        """The number that is asked about."""
        return METRICS[self.metric]

    @property
    def day(self) -> dt.date:
        """The day asked about; of months the last day of the last of them: left out, of the latest that is over."""
        if self.on or self.span == Span.DAY:
            return self.on or clock.today()
        return Month.of(clock.today()).previous.last

    def moments(self) -> list[Moment]:
        """The days that are counted, oldest first: one, or the last days of twelve months; none after today."""
        if self.span == Span.DAY:
            return [Moment(self.day, self.known_on)]
        months = Month.of(self.day).up_to(12 if self.span == Span.YEAR else 1)
        return [Moment(min(month.last, clock.today()), self.known_on) for month in months]

    def when(self) -> str:
        """When, in words: “on 28 November 2026, as known now”."""
        last = self.moments()[-1]
        if self.span == Span.DAY:
            return _("on %(moment)s") % {"moment": last}
        words = {"month": month_name(Month.of(last.day)), "moment": last}
        if self.span == Span.MONTH:
            return _("in %(month)s (%(moment)s)") % words
        return _("in the twelve months up to %(month)s (%(moment)s)") % words

    def words(self, unit) -> str:
        """The whole question: “How many … split by … , only …, on …”."""
        parts = [_("How many: %(number)s") % {"number": self.counts.title}]
        if self.split:
            parts.append(_("split by %(group)s") % {"group": split_title(self.split).lower()})
        if self.only:
            parts.append(_("only %(part)s") % {"part": only_title(self.only, unit)})
        return ", ".join([*parts, self.when()])


def split_title(split: str) -> str:
    """What a way of splitting is called."""
    return _("Guide") if split == GUIDE else str(GROUPS[split].title)


def only_title(only: str, unit) -> str:
    """A part in words: “Age: 15–17”. Raises KeyError for a part that does not exist."""
    group, _sep, name = only.partition(":")
    labels = {part[0]: part[1] for part in GROUPS[group].parts(PointInTime.of(unit))}
    return f"{GROUPS[group].title}: {labels[name]}"
