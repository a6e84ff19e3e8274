"""When an act of the young person's that nobody has looked at is late. Pure: a day in, a day out."""

from datetime import date, timedelta

# After so many days an act that nobody has looked at is late.
SEEN_WITHIN = 10


def late_from(day: date) -> date:
    """The day on which an act of ``day`` that nobody has looked at is late."""
    return day + timedelta(days=SEEN_WITHIN)
