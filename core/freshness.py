"""How long what somebody confirmed counts as known. Every other place asks here, so that none fades a day too early."""

from datetime import date, timedelta


def fresh_until(confirmed_on: date, fresh_days: int) -> date:
    """The last day on which what was confirmed on ``confirmed_on`` counts: ``fresh_days`` days after it."""
    return confirmed_on + timedelta(days=fresh_days)


def fresh_since(on: date, fresh_days: int) -> date:
    """The first day whose confirmation still counts on the day ``on``: the same rule, for the database to compare."""
    return on - timedelta(days=fresh_days)


def is_fresh(confirmed_on: date | None, on: date, fresh_days: int) -> bool:
    """Whether a confirmation still counts on the day ``on``; what was never confirmed does not."""
    return confirmed_on is not None and on <= fresh_until(confirmed_on, fresh_days)
