"""Small numbers in tables that leave the unit.

A cell under five can point at one young person, so it is not released. Hiding it alone does not help: whoever knows
the total and the other cells finds it by subtraction. `suppress` therefore hides further cells until

1. no subtraction of released numbers along a row or a column gives 0–4 (nor an exact hidden cell), and
2. no hidden cell can be found by combining several rows and columns.

Nothing here knows the database. The rule is the same for a list of groups with a total (one row) and for a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

THRESHOLD = 5
HIDDEN = None


@dataclass(frozen=True)
class Released:
    """A table as it may leave the unit: hidden numbers are None."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def suppress(table: Sequence[Sequence[int]]) -> Released:
    """The table with its totals, small cells hidden and as few others as the simple rule manages.

    Totals are added as one more row and column, and are cells like the others: a total under the threshold is hidden
    too. Raises ValueError on negative counts or rows of unequal length.
    """
    rows = len(table)
    columns = len(table[0]) if rows else 0
    if any(len(row) != columns for row in table) or any(cell < 0 for row in table for cell in row):
        raise ValueError("a table needs rows of equal length and no negative counts")
    full = [[*row, sum(row)] for row in table]
    full.append([sum(row[c] for row in full) for c in range(columns + 1)])
    hidden = {(r, c) for r in range(rows + 1) for c in range(columns + 1) if full[r][c] < THRESHOLD}
    while cell := _next_to_hide(full, hidden):
        hidden.add(cell)

    def shown(r, c):
        return HIDDEN if (r, c) in hidden else full[r][c]

    return Released(
        cells=tuple(tuple(shown(r, c) for c in range(columns)) for r in range(rows)),
        row_totals=tuple(shown(r, columns) for r in range(rows)),
        column_totals=tuple(shown(rows, c) for c in range(columns)),
        total=shown(rows, columns),
    )


def suppress_list(counts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """One list of groups that add up to a total: the groups and the total as they may leave the unit."""
    released = suppress([list(counts)])
    return list(released.cells[0]), released.row_totals[0]


def suppress_linked(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Numbers bound by an equation known from elsewhere (before + new − closed = now): small ones hide all of them."""
    if any(count < THRESHOLD for count in counts.values()):
        return dict.fromkeys(counts, HIDDEN)
    return dict(counts)


def _next_to_hide(full, hidden):
    """One more cell that has to be hidden, or None when the table is safe."""
    rows, columns = range(len(full)), range(len(full[0]))
    lines = [[(r, c) for c in columns] for r in rows] + [[(r, c) for r in rows] for c in columns]
    for line in lines:
        inside = [cell for cell in line if cell in hidden]
        unsafe = inside and (len(inside) == 1 or _gap(full, line, hidden) < THRESHOLD)
        found = _smallest(full, [cell for cell in line if cell not in hidden]) if unsafe else None
        if found:
            return found
    for r, c in sorted(hidden):
        if _is_bridge(hidden, (r, c)):
            around = [cell for line in lines if (r, c) in line for cell in line if cell not in hidden]
            found = _smallest(full, around)
            if found:
                return found
    return None


def _gap(full, line, hidden):
    """What a reader gets by subtracting the line's released numbers from each other.

    The last cell of a line is its total and counts against the others; when it is hidden, the reader learns a
    difference of two unknowns, which may be any size, so only the hidden group cells' sum matters then.
    """
    *groups, total = line
    hidden_groups = sum(full[r][c] for r, c in groups if (r, c) in hidden)
    if total in hidden:
        # total − hidden groups = the released groups' sum, which the reader already has: nothing new is learnt.
        return float("inf")
    return hidden_groups


def _smallest(full, cells):
    """The cell that costs the reader least: the smallest, groups before totals."""
    last_row, last_column = len(full) - 1, len(full[0]) - 1
    return min(
        cells,
        key=lambda cell: ((cell[0] == last_row) + (cell[1] == last_column), full[cell[0]][cell[1]], cell),
        default=None,
    )


def _is_bridge(hidden, cell):
    """Whether a hidden cell follows from the released ones by combining rows and columns.

    Every hidden cell is an unknown that occurs in exactly two equations, its row's and its column's. It is determined
    exactly when, drawn as an edge between its row and its column, it lies on no cycle.
    """
    start, goal = ("row", cell[0]), ("column", cell[1])
    neighbours: dict = {}
    for r, c in hidden - {cell}:
        neighbours.setdefault(("row", r), set()).add(("column", c))
        neighbours.setdefault(("column", c), set()).add(("row", r))
    seen, queue = {start}, [start]
    while queue:
        for node in neighbours.get(queue.pop(), ()):
            if node == goal:
                return False
            if node not in seen:
                seen.add(node)
                queue.append(node)
    return True
