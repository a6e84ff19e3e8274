"""An answer as it may leave the unit: small numbers hidden, the others rounded, and none that gives a few away beside
what left before. Every part has its row, since one that stands there would tell that somebody is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.presentation.elements import Cell
from reports.questions.answering import Answer, Column, laid_out
from reports.release.answers import released_answer
from reports.release.beside import Count, count_of
from reports.release.extracting import ProposedExtract, earlier_than_now, on_day, safest, withheld_words

# The numbers of a column by part, that of all together under None.
Shown = dict[str | None, int | None]


def outside_answer(made: Answer, unit) -> ProposedExtract:
    """The answer for those outside, each day of it in the fullest way that is safe."""
    earlier = earlier_than_now(unit, {_among(made, column) for column in made.columns})
    columns, counts, withheld = [], [], False
    for column in made.columns:
        ways = _ways(_alone(made, column))
        told = [_counts(made, column, way) for way in ways]
        place = safest(told, earlier)
        columns.append({key: Cell(n, hidden=n is None) for key, n in ways[place].items()})
        counts += told[place]
        withheld = withheld or place > 0
    table = laid_out(made, made.every, columns)
    return ProposedExtract([replace(table, note=withheld_words()) if withheld else table], counts, withheld)


def _alone(made: Answer, column: Column) -> Shown:
    """The column by itself, rounded: checked with whom the question leaves out as a row beside, so that neither follows
    from the other.
    """
    keys = list(made.every) or [""]
    mine = [column.parts.get(key, 0) for key in keys] if made.every else [column.total]
    released = released_answer([mine, [column.rest.get(key, 0) for key in keys]] if column.rest else [mine])
    cells: Shown = dict(zip(keys, released.cells[0], strict=True))
    return cells | {None: released.row_totals[0]}


def _ways(alone: Shown) -> Sequence[Shown]:
    """The column as it is, without its total, its total alone, nothing."""
    none: Shown = dict.fromkeys(alone)
    return [alone, alone | {None: None}, none | {None: alone[None]}, none]


def _among(made: Answer, column: Column) -> str:
    return on_day(column.moment.day, made.asked.counts.source)


def _counts(made: Answer, column: Column, shown: Shown) -> list[Count]:
    """What each number of a column is told of."""
    asked, among = made.asked, _among(made, column)

    def rows(key: str | None) -> set:
        part = f"{asked.split}:{key}" if key else ""
        return column.metrics.keys(asked.metric, ",".join(filter(None, (part, asked.only))))

    return [count_of(among, rows(key), n) for key, n in shown.items()]
