"""What somebody outside can work out from everything that was released, laid side by side.

What they know are sums of young people with a lowest and a highest value: a number that is shown is both, one rounded
to five is four apart, and what is true of all numbers (the ages add up to the young people, who came and who left
explain the difference between two months) is known too. A hidden number is safe when, by all that, it could still be
each of 0, 1, 2, 3 and 4. That is asked of whole numbers of people, so `highspy` solves it as an integer program: a
linear one alone would call numbers possible that no whole people add up to.

Nothing here knows what the numbers count.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# Groups, each with the factor that it counts with.
Terms = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Known:
    """That these groups, each times its factor, add up to a number from ``low`` to ``high``."""

    terms: Terms
    low: int
    high: int


def total(groups: Iterable[str], factor: int = 1) -> Terms:
    """The sum of some groups, as terms."""
    return tuple((group, factor) for group in groups)


class Reader:
    """Somebody who knows all of it, and that no group has fewer than nobody in it. ``truth`` is how it really is."""

    def __init__(self, known: Sequence[Known], truth: Mapping[str, int]):
        self._known, self._truth = known, truth
        self._groups = sorted({group for one in known for group, _factor in one.terms} | {*truth})
        self._place = {group: place for place, group in enumerate(self._groups)}
        # Ways in which it could be; how it really is is the first of them.
        self._possible = [[truth[group] for group in self._groups]]

    def could_be(self, groups: Sequence[str], count: int) -> bool:
        """Whether the groups together could be so many."""
        places = [self._place[group] for group in groups]
        if any(sum(way[place] for place in places) == count for way in self._possible):
            return True
        self._ask(total(groups), count, count)
        return self._solved()

    def interval(self, groups: Sequence[str]) -> tuple[float, float]:
        """The fewest and the most that the groups together could be; without end where nothing bounds them."""
        return self.interval_of(total(groups))

    def interval_of(self, terms: Terms) -> tuple[float, float]:
        """The lowest and the highest that the groups, each times its factor, could come to."""
        found = []
        for fewest in (True, False):
            self._ask(terms, -math.inf, math.inf)
            self._solver.changeObjectiveSense(self._sense(fewest))
            for group, factor in terms:
                self._solver.changeColCost(self._place[group], float(factor))
            bounded = self._solved()
            value = self._solver.getInfo().objective_function_value if bounded else 0.0
            found.append(round(value) if bounded else -math.inf if fewest else math.inf)
            for group, _factor in terms:
                self._solver.changeColCost(self._place[group], 0.0)
        return found[0], found[1]

    def narrowed(self, groups: Sequence[str], threshold: int) -> bool:
        """Whether the reader can rule out that the groups together are one of 0, 1 … up to under the threshold."""
        return not all(self.could_be(groups, count) for count in range(threshold))

    @cached_property
    def _solver(self) -> Any:
        """The program: a column for each group, a row for each thing known, and a last row for what is asked."""
        import highspy

        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        for place in range(len(self._groups)):
            solver.addVar(0.0, highspy.kHighsInf)
            solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        for one in self._known:
            places = [self._place[group] for group, _factor in one.terms]
            factors = [float(factor) for _group, factor in one.terms]
            solver.addRow(float(one.low), float(one.high), len(places), places, factors)
        solver.addRow(0.0, highspy.kHighsInf, 0, [], [])
        self._asked: tuple[str, ...] = ()
        return solver

    def _ask(self, terms: Terms, low: float, high: float) -> None:
        """Make the last row say that the groups, each times its factor, come to something from ``low`` to ``high``."""
        solver, row = self._solver, len(self._known)
        for group in self._asked:
            solver.changeCoeff(row, self._place[group], 0.0)
        for group, factor in terms:
            solver.changeCoeff(row, self._place[group], float(factor))
        solver.changeRowBounds(row, float(low), float(high))
        self._asked = tuple(group for group, _factor in terms)

    def _solved(self) -> bool:
        """Whether there is a way in which all of it is true; it is kept, since it answers other questions too."""
        import highspy

        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        self._possible.append([round(value) for value in self._solver.getSolution().col_value])
        return True

    @staticmethod
    def _sense(fewest: bool) -> Any:
        import highspy

        return highspy.ObjSense.kMinimize if fewest else highspy.ObjSense.kMaximize
