"""When an occasion takes answers, when they may be read, and how many it holds. Pure rules."""

from datetime import date

# So many answers an occasion holds: what a public address takes has an end.
MOST_ANSWERS = 2_000
# As many people as answer together at one station.
MOST_PEOPLE = 99


def takes_answers(from_on: date, until_on: date, closed_on: date | None, on: date) -> bool:
    """Whether an occasion of these days takes answers on the day ``on``: its first and its last day do."""
    return closed_on is None and from_on <= on <= until_on


def may_be_read(with_names: bool, until_on: date, closed_on: date | None, on: date) -> bool:
    """Whether the answers may be read on the day ``on``.

    With names at once. Without names when the occasion is over: who sees answers come in sees who just wrote.
    """
    return with_names or closed_on is not None or on > until_on


def has_room(answers: int, more: int) -> bool:
    """Whether an occasion with so many answers holds ``more``."""
    return answers + more <= MOST_ANSWERS
