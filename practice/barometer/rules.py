"""What ten counters say of a team, and when they say nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The scale: 1 disagrees wholly, 10 agrees wholly.
LEAST, MOST = 1, 10
# Below so many answers nothing is shown: in so small a circle everybody can work out who said what.
SHOWN_FROM = 5
# So many of a round's statements are talked about because they lie lowest.
LOWEST = 2


def no_answers() -> list[int]:
    """Ten counters at zero, the first of them for 1."""
    return [0] * MOST


@dataclass(frozen=True)
class Spread:
    """What a group answered to one statement: how many gave each number, the middle, and the ends."""

    counts: tuple[int, ...]
    answers: int
    median: float
    low: int
    high: int

    @property
    def is_wide(self) -> bool:
        """Whether the answers lie so far apart that the team does not see it alike: half the scale or more."""
        return self.high - self.low >= MOST // 2


def spread(counts: Sequence[int]) -> Spread | None:
    """What the ten counters say; None below `SHOWN_FROM` answers."""
    answers = sum(counts)
    if answers < SHOWN_FROM:
        return None
    given = [value for value, count in enumerate(counts, LEAST) for _one in range(count)]
    middle = given[(answers - 1) // 2], given[answers // 2]
    return Spread(tuple(counts), answers, sum(middle) / 2, given[0], given[-1])


def with_answer(counts: Sequence[int], value: int | None) -> list[int]:
    """The counters after one more answer; as they were when it was skipped. Raises ValueError off the scale."""
    if value is None:
        return list(counts)
    if not LEAST <= value <= MOST:
        raise ValueError(value)
    return [count + (number == value) for number, count in enumerate(counts, LEAST)]


def worth_a_talk(said: Mapping[int, Spread | None]) -> set[int]:
    """Which of a round's statements a team should begin with: the `LOWEST` ones, and those it sees differently."""
    shown = [(spread.median, key) for key, spread in said.items() if spread is not None]
    return {key for _median, key in sorted(shown)[:LOWEST]} | {
        key for key, spread in said.items() if spread is not None and spread.is_wide
    }
