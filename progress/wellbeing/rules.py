"""WHO-5: from five answers to a number, and what the number tells. Pure arithmetic by the published rules.

Sources: the Danish form of Region Hovedstadens Psykiatri; Topp et al. 2015 (doi 10.1159/000376585); etf.dk for the
bands; CORC for the age. The numbers stand in ``who5.json`` beside the wording.
"""

from collections.abc import Sequence
from datetime import date

ITEMS, MOST = 5, 5
# Each raw point counts four, so that the number runs from 0 to 100.
WEIGHT = 4
# A raw sum below this is low; the database holds every low answer to its follow-up by the same number.
LOW_BELOW_RAW = 13
LOW_BELOW = LOW_BELOW_RAW * WEIGHT
# Up to and with this many of a hundred.
BANDS = (35, 50, 100)
# Less is no change one could tell from chance.
CHANGE = 10
FROM_AGE = 9


def score(answers: Sequence[int]) -> int:
    """The number from 0 to 100. Raises ValueError unless there are five answers from 0 to 5."""
    if len(answers) != ITEMS or any(not 0 <= answer <= MOST for answer in answers):
        raise ValueError("five answers from 0 to 5")
    return sum(answers) * WEIGHT


def band(value: int) -> int:
    """0 for the lowest band (0–35), 1 for 36–50, 2 above. Raises StopIteration for what is no score."""
    return next(place for place, most in enumerate(BANDS) if 0 <= value <= most)


def is_low(value: int) -> bool:
    """Whether somebody is to call."""
    return value < LOW_BELOW


def moved(earlier: int, later: int) -> int:
    """-1, 0 or 1: worse, not to be told from chance, better."""
    change = later - earlier
    return (change >= CHANGE) - (change <= -CHANGE)


def is_late(follow_up_by: date, today: date) -> bool:
    """Whether a leader is told: one working day has gone by since the answer."""
    return today >= follow_up_by
