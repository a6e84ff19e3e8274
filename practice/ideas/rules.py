"""When ideas are shown, and when an answer is late. Pure rules."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from practice.postcards.rules import in_months

# Ideas are shown together: one alone tells who was here lately.
TOGETHER = 3
# … but nobody's waits longer than so many months for others.
LONGEST_MONTHS = 3
# So many days after it is shown, a leader is reminded of an idea that nobody has answered.
IDEA_ANSWER_DAYS = 14


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def shown_from(months: Iterable[date], on: date) -> dict[date, tuple[date, date]]:
    """For each month whose ideas are shown on the day ``on``: the last month of those shown together, and since when.

    ``months`` has the month of each idea of a unit, one for one. Months are kept back until they are over, and until
    TOGETHER ideas have gathered, or LONGEST_MONTHS have begun since the first. What was shown once stays so.
    """
    shown: dict[date, tuple[date, date]] = {}
    pool: list[date] = []
    counts = Counter(month for month in months if in_months(month, 1) <= on)
    for month in sorted(counts):
        if pool and _latest(pool) <= month:
            shown |= dict.fromkeys(pool, (pool[-1], _latest(pool)))
            pool = []
        pool.append(month)
        if sum(counts[gathered] for gathered in pool) >= TOGETHER:
            shown |= dict.fromkeys(pool, (month, in_months(month, 1)))
            pool = []
    if pool and _latest(pool) <= on:
        shown |= dict.fromkeys(pool, (pool[-1], _latest(pool)))
    return shown


def _latest(pool: list[date]) -> date:
    """The day on which the ideas of these months are shown, however few they are."""
    return in_months(pool[0], LONGEST_MONTHS)


def is_late(since: date, on: date) -> bool:
    """Whether an idea shown from the day ``since`` has waited for its answer too long."""
    return since + timedelta(days=IDEA_ANSWER_DAYS) <= on
