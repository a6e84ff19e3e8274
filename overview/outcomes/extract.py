"""The results as they may leave the unit, table by table: held against all editions before, with whom each counts."""

from __future__ import annotations

from overview.outcomes.definitions import title_of
from overview.outcomes.development import development_of
from overview.outcomes.efforts import Steps
from overview.outcomes.figures import NONE, Figures
from overview.outcomes.outside import held_told, outside_tables, shares_told
from reports.presentation.elements import Cell, Table
from reports.release.beside import Count, count_of
from reports.release.extracting import ProposedExtract, earlier_than_now, safest

YOUNG, STEPS, HELD = "results", "results: steps", ("could", "held", "lost")
# What is given up first when not all may be told; the rest holds no numbers of people.
LEAST_FIRST = ("programme", "age", "road", "without", "efforts", "held", "time", "totals")


def extract_of(figures: Figures, unit) -> ProposedExtract:
    """The tables that may leave now, and what each number of them is told of."""
    steps = Steps(figures)
    made = outside_tables(figures, steps, development_of(figures))
    counted = {table.key: _counts(table, figures, steps) for table in made}
    gone = [LEAST_FIRST[:n] for n in range(len(LEAST_FIRST) + 1)]
    ways = [[one for key, counts in counted.items() if key not in out for one in counts] for out in gone]
    earlier = earlier_than_now(unit, {YOUNG, STEPS})
    place = safest(ways, earlier)
    # Of those given up on the way, each is told after all where it gives nothing away by itself.
    out, counts = set(gone[place]), ways[place]
    for key in reversed(gone[place]):
        if key in counted and safest([[*counts, *counted[key]], []], earlier) == 0:
            out.discard(key)
            counts = [*counts, *counted[key]]
    kept = [table for table in made if table.key not in out]
    return ProposedExtract(kept, counts, withheld=len(kept) < len(made))


def _exact(among: str, rows, cell: Cell | None = None) -> Count:
    return count_of(among, rows, None if cell and cell.hidden else len(rows), base=1)


def _counts(table: Table, figures: Figures, steps: Steps) -> list[Count]:
    """The numbers of a table; a share over time is read as the number that it comes from."""
    if table.key == "totals":
        return [_exact(YOUNG, figures.rows(key)) for key in ("started", "reached", "not_reached")]
    if table.key == "time":
        return [_exact(YOUNG, figures.rows(f"reached:{one.months}")) for one in shares_told(figures)]
    if table.key == "held":
        return [_exact(YOUNG, figures.rows(f"{key}:{n}")) for n in held_told(figures) for key in HELD]
    if table.key in figures.parts:
        return _of_split(table, figures)
    if table.key == "without":
        keys = {title_of(key): key for key in figures.sets if key == "open" or key.startswith("closed:")}
        return [_exact(YOUNG, figures.rows(keys[str(row[0].value)]), row[1]) for row in table.rows]
    return _of_efforts(table, steps) if table.key == "efforts" else []


def _of_split(table: Table, figures: Figures) -> list[Count]:
    parts = {str(label): f"{table.key}:{key}" for key, (label, _cases) in figures.parts[table.key].items()}
    keys = ("reached",) if table.key == "road" else ("started", "reached")
    return [
        _exact(YOUNG, figures.rows(key, parts[str(row[0].value)]), cell)
        for row in table.rows
        for key, cell in zip(keys, row[1:], strict=True)
    ]


def _of_efforts(table: Table, steps: Steps) -> list[Count]:
    kinds = {str(kind): str(kind.pk) for kind in steps.kinds}
    shown = [steps.of(kinds.get(str(row[0].value), NONE)) for row in table.rows]
    return [_exact(STEPS, rows) for rows in [*shown, *([steps.all] if table.total else [])]]
