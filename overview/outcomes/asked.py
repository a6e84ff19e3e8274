"""What is asked for: who began when, as it stood on a day and was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from overview.outcomes.figures import Figures
from reports.metrics.point_in_time import PointInTime
from reports.moments.moment import Moment
from reports.periods.rules import Month
from reports.presentation.words import month_name

# Who began in so many months is counted, when nobody asks for others.
USUAL_MONTHS = 24


@dataclass(frozen=True)
class Asked:
    """The months of the start, and the moment. Without months the last USUAL_MONTHS up to the day."""

    moment: Moment
    first: Month
    last: Month

    @classmethod
    def of(cls, moment: Moment, first: Month | None = None, last: Month | None = None) -> Asked:
        """With what is not said filled in."""
        last = last or Month.of(moment.day)
        return cls(moment, first or last.plus(1 - USUAL_MONTHS), last)

    @cached_property
    def params(self) -> dict[str, str]:
        """How it stands in an address."""
        return {"fra": str(self.first), "til": str(self.last)} | self.moment.params()

    def figures(self, user) -> Figures:
        """The numbers, of the cases that ``user`` may see."""
        when = PointInTime.of(user.unit, on=self.moment.day, known=self.moment.known)
        return Figures(user, self.first, self.last, when)

    def __str__(self):
        words = {"first": month_name(self.first), "last": month_name(self.last), "moment": self.moment}
        return _("Began %(first)s to %(last)s. As of %(moment)s.") % words
