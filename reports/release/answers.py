"""The answer to a question as it may leave the unit: rounded to the nearest five, and checked by itself.

Many questions can be put, and no count is kept of which answers left: so that two of them laid together say as little
as can be, none is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.release.reader import Known, Reader, total
from reports.release.rules import BASE, rounded
from reports.release.suppression import THRESHOLD, Released, suppress


def released_answer(table: Sequence[Sequence[int]]) -> Released:
    """The table with its totals: small numbers hidden, the others rounded. Without its totals where they would give a
    small number away; with nothing at all where that is not enough.
    """
    full = _each(suppress(table), rounded)
    none = _each(full, lambda _count: None)
    without = replace(none, cells=full.cells)
    return next((one for one in (full, without) if _is_safe(one, table)), none)


def _each(released: Released, change) -> Released:
    return Released(
        cells=tuple(tuple(change(n) for n in row) for row in released.cells),
        row_totals=tuple(change(n) for n in released.row_totals),
        column_totals=tuple(change(n) for n in released.column_totals),
        total=change(released.total),
    )


def _is_safe(released: Released, table: Sequence[Sequence[int]]) -> bool:
    """Whether each small number, and each small total, could still be any of 0–4."""
    truth = {f"{r}.{c}": n for r, row in enumerate(table) for c, n in enumerate(row)}
    rows = [[f"{r}.{c}" for c in range(len(row))] for r, row in enumerate(table)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    shown = [([name], released.cells[r][c]) for r, row in enumerate(rows) for c, name in enumerate(row)]
    shown += zip(rows, released.row_totals, strict=True)
    shown += zip(columns, released.column_totals, strict=True)
    shown += [([*truth], released.total)]
    slack = BASE // 2
    known = [Known(total(names), max(n - slack, THRESHOLD), n + slack) for names, n in shown if n is not None]
    reader = Reader(known, truth)
    small = [names for names, _n in shown if sum(truth[name] for name in names) < THRESHOLD]
    return not any(reader.narrowed(names, THRESHOLD) for names in small)
