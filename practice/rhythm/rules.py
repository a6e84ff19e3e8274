"""When something that comes back is on again. Pure rules on dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.working_days import DAY, Calendar


class Every(TextChoices):
    """How often. What is weekly is left out on a holiday; the others move to the next working day."""

    WEEK = "week", _("Every week")
    WEEKS = "weeks", _("Every so many weeks")
    MONTH = "month", _("Every month")
    HALF_YEAR = "half_year", _("Twice a year")


MONTHS: dict[str, int] = {Every.MONTH: 1, Every.HALF_YEAR: 6}
# Every month has a fourth of each weekday; a fifth only some.
LAST_PLACE = 4


@dataclass(frozen=True)
class Pattern:
    """A rhythm: how often, on which weekday (Monday is 0), and from when on.

    By month it is the weekday's place in the month that comes back: the second Tuesday, say.
    """

    every: str
    weekday: int
    from_on: date
    weeks: int = 1

    @property
    def first(self) -> date:
        """The first of its weekdays on or after its beginning."""
        return self.from_on + timedelta(days=(self.weekday - self.from_on.weekday()) % 7)

    @property
    def place(self) -> int:
        """Which of the month's such weekdays it is, 1 to 4."""
        return min((self.first.day - 1) // 7 + 1, LAST_PLACE)


def next_on(pattern: Pattern, on: date, calendar: Calendar, held: date | None = None) -> date:
    """The next day on or after ``on``. ``held`` is when it was held last: its turn, a week or a month, is over then."""
    for day in _days(pattern, on):
        if held is not None and held >= _begins(pattern, day):
            continue
        shown = day
        while not calendar.is_working_day(shown) and pattern.every != Every.WEEK:
            shown += DAY
        if shown >= on and calendar.is_working_day(shown):
            return shown
    raise AssertionError("a rhythm never ends")


def _begins(pattern: Pattern, day: date) -> date:
    """When the turn of a day begins: held from then on, however early or late, it was that one."""
    return day.replace(day=1) if pattern.every in MONTHS else day - timedelta(days=day.weekday())


def _days(pattern: Pattern, on: date) -> Iterator[date]:
    """Its days by the pattern alone, in their order, from a little before ``on``."""
    first = pattern.first
    if months := MONTHS.get(pattern.every):
        begun = max(0, ((on.year - first.year) * 12 + on.month - first.month) // months - 1)
        for turn in count(begun):
            year, month = divmod(first.year * 12 + first.month - 1 + turn * months, 12)
            yield first if turn == 0 else _placed(year, month + 1, pattern)
    else:
        step = timedelta(days=7 * (1 if pattern.every == Every.WEEK else pattern.weeks))
        begun = max(0, (on - first) // step - 1)
        for turn in count(begun):
            yield first + turn * step


def _placed(year: int, month: int, pattern: Pattern) -> date:
    """The weekday in its place of the month."""
    begin = date(year, month, 1)
    return begin + timedelta(days=(pattern.weekday - begin.weekday()) % 7 + 7 * (pattern.place - 1))
