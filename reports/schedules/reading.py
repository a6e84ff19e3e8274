"""The page of schedules as lines: what is made, when next, who is told, and whether the reader is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import clock
from reports.periods.rules import CalendarPeriod, Month, Period, Quarter, Year
from reports.presentation.words import period_name
from reports.schedules.models import Schedule, What
from reports.schedules.recipients import wants
from reports.schedules.rules import coming, coming_stretches, latest_stretch, made_on

PERIODS: dict[str, type[CalendarPeriod]] = {
    What.UNIT_MONTH: Month,
    What.GUIDE_MONTH: Month,
    What.CASE: Month,
    What.UNIT_QUARTER: Quarter,
    What.UNIT_YEAR: Year,
}
# So many of the next reports stand on the page.
SHOWN = 3


@dataclass
class Line:
    """One kind of report."""

    schedule: Schedule
    # The next reports: the day each is made, and its period in words.
    next: list[tuple[dt.date, str]]
    wanted: bool

    @property
    def what(self) -> str:
        """Its key in addresses."""
        return str(self.schedule.what)

    @property
    def title(self) -> str:
        """What is made."""
        return str(What(self.schedule.what).label)

    @property
    def rhythm(self) -> str:
        """How often a status is made, where the unit may choose."""
        return rhythm_words(self.schedule) if self.schedule.what == What.CASE else ""


def rhythm_words(schedule: Schedule) -> str:
    """“every 2 weeks”, “with the month's reports”."""
    if schedule.with_the_month:
        return _("with the month's reports")
    if schedule.step == Schedule.Step.WEEK:
        words = ngettext("every week", "every %(n)s weeks", schedule.every)
    else:
        words = ngettext("every month", "every %(n)s months", schedule.every)
    return words % {"n": schedule.every}


def current(schedule: Schedule, today: dt.date) -> Period:
    """The period whose report comes next."""
    return next_periods(schedule, today, 1)[0]


def latest_status(schedule: Schedule, today: dt.date) -> Period:
    """The latest period of which a status of each young person is due. Without a rhythm of its own a calendar month,
    also where the unit has none made: whoever reads counts from some day.
    """
    if schedule.made and not schedule.with_the_month:
        rhythm = (schedule.from_on, schedule.every, schedule.step)
        if (part := latest_stretch(*rhythm, today=today)) is not None:
            return part
    return Month.latest_over(today)


def next_periods(schedule: Schedule, today: dt.date, count: int = SHOWN) -> list[Period]:
    """The periods whose reports come next."""
    if schedule.what == What.CASE and not schedule.with_the_month:
        rhythm = (schedule.from_on, schedule.every, schedule.step)
        return [*coming_stretches(*rhythm, today=today, count=count)]
    return [*coming(PERIODS[schedule.what], from_on=schedule.from_on, today=today, count=count)]


def lines_of(user: User) -> list[Line]:
    """The kinds of report that somebody may read, in the order of the page."""
    today, schedules = clock.today(), Schedule.objects.of(user.unit)
    return [
        Line(
            schedules[what],
            [(made_on(one.last), period_name(one)) for one in next_periods(schedules[what], today)]
            if schedules[what].made
            else [],
            wanted,
        )
        for what, wanted in wants(user).items()
    ]
