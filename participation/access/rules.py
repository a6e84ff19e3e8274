"""Pure rules about entering Min plan. Every function takes the day it is asked about."""

from datetime import date, timedelta

from cases.people.rules import OF_AGE, birthday

# After the case is closed Min plan can be read for so many days; nothing can be written there. No limit of the table:
# it stands in queries that are kept.
READ_DAYS = 30


def may_enter_at(birth_date: date, on: date, *, youngest: int) -> bool:
    """Whether somebody is ``youngest`` years or more on the day ``on``, and so old enough for a Min plan of their own.

    Younger than that, the plan is gone through together, on paper.
    """
    return birthday(birth_date, 12 * youngest) <= on


def parents_enter_until(birth_date: date) -> date:
    """The day on which custody no longer lets a parent in: the young person is of age (forældreansvarsloven § 1)."""
    return birthday(birth_date, OF_AGE)


def closed_since(on: date) -> date:
    """The day after which a case must have been closed to be read still on the day ``on``."""
    return on - timedelta(days=READ_DAYS)


def readable_until(closed_on: date) -> date:
    """The first day on which a case that was closed on that day is read no more."""
    return closed_on + timedelta(days=READ_DAYS)
