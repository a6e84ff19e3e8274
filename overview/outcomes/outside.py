"""The edition of the results for those outside the unit, such as the council: no small number, and none that gives one
away by subtraction. Nothing leads to a list.

Percentages over time stand without the counts behind them, and a month is left out where fewer than five arrived since
the one before it, or after it, or fewer than five are followed on. How people came back is left out: beside those who
held, it would give small numbers away.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from core import charts
from overview.outcomes import rules, tables
from overview.outcomes.definitions import DEFINED, title_of
from overview.outcomes.development import Line
from overview.outcomes.efforts import Steps
from overview.outcomes.figures import MONTHS, NONE, Figures
from overview.timing.rules import Reading, in_per_cent, readings
from reports.metrics.definitions.destinations import LASTING
from reports.presentation.elements import Cell, Table
from reports.release.suppression import HIDDEN, THRESHOLD, suppress, suppress_list


def is_too_small(figures: Figures) -> bool:
    """Whether so few began, arrived or did not that nothing can be told outside."""
    return any(figures.count(key) < THRESHOLD for key in ("started", "reached", "not_reached"))


def outside_tables(figures: Figures, steps: Steps, lines: list[Line]) -> list[Table]:
    """The tables that may leave the unit; none of too few."""
    if is_too_small(figures):
        return []
    made = [_totals(figures), _time(figures), _held(figures)]
    made += [_split(figures, group) for group in figures.parts]
    made += [_without(figures), _development(lines), _efforts(steps)]
    return [table for table in made if table is not None and _tells(table)]


def _tells(table: Table) -> bool:
    """Whether any of its numbers is shown."""
    return any(not cell.hidden for row in table.rows for cell in row[1:])


def _cell(value: int | None) -> Cell:
    return Cell(value, hidden=value is HIDDEN)


def _totals(figures: Figures) -> Table:
    keys = ("started", "reached", "not_reached")
    rows = [[Cell(title_of(key)), Cell(figures.count(key))] for key in keys]
    return Table("totals", _("In all"), [_("Number"), _("How many")], rows)


def outside_sentence(figures: Figures) -> str:
    """How soon half had arrived, or the last share that stands in the table; nothing where there is neither."""
    return (
        ""
        if is_too_small(figures)
        else tables.sentence(figures, [one.months for one in shares_told(figures)])
    )


def shares_told(figures: Figures) -> list[Reading]:
    """The months of which a share may be told."""
    made = readings(list(figures.followed.values()), MONTHS)
    safe = rules.told_apart([one.reached for one in made], THRESHOLD, figures.count("reached"))
    return [
        one
        for one, may in zip(made, safe, strict=True)
        if may and one.share is not None and one.followed >= THRESHOLD
    ]


def _time(figures: Figures) -> Table:
    """Shares with their band, as a line through the months that may be told."""
    told = shares_told(figures)
    whole = [[in_per_cent(value) for value in (one.share or 0.0, one.low, one.high)] for one in told]
    labels = [_("%(n)s months") % {"n": one.months} for one in told]
    names = [_("Share that had arrived"), _("At least"), _("At most")]
    lines = [(name, [row[column] for row in whole]) for column, name in enumerate(names)]
    title = _("Share that has reached a destination, by months since the start")
    chart = charts.lines(labels, lines, title=title, unit="%") if len(told) > 1 else ""
    rows = [
        [Cell(label), *(Cell(f"{value} %") for value in row)]
        for label, row in zip(labels, whole, strict=True)
    ]
    note = _("With 95 per cent certainty the share lies between “at least” and “at most”.")
    return Table("time", _("How soon"), [_("After"), *names], rows, chart, note)


def held_told(figures: Figures) -> dict[int, rules.Held]:
    """Who held, by the months that may stand beside each other."""
    told: dict[int, rules.Held] = {}
    before = None
    for months in LASTING:
        now = rules.Held(figures.count(f"could:{months}"), figures.count(f"held:{months}"))
        if before is None:
            lately = figures.count("reached") - now.could
            safe = min(now.held, now.left) >= THRESHOLD and (lately == 0 or lately >= THRESHOLD)
        else:
            safe = rules.may_follow(now, before, THRESHOLD)
        if safe:
            told[months] = before = now
    return told


def _held(figures: Figures) -> Table:
    rows = [
        [Cell(_("%(n)s months") % {"n": months}), Cell(now.could), Cell(now.held), Cell(now.left)]
        for months, now in held_told(figures).items()
    ]
    headings = [_("After"), _("Could have held"), _("Held"), _("Left")]
    return Table("held", str(DEFINED["held"].title), headings, rows)


def _split(figures: Figures, group: str) -> Table | None:
    """One split; None where its totals would have to be hidden, which stand elsewhere."""
    parts = [(str(label), f"{group}:{key}") for key, (label, _cases) in figures.parts[group].items()]
    parts = [(label, part) for label, part in parts if figures.count("started", part)]
    title = str(DEFINED[group].title)
    if group == "road":
        counts, total = suppress_list([figures.count("reached", part) for _label, part in parts])
        if total is HIDDEN:
            return None
        rows = [[Cell(label), _cell(count)] for (label, _part), count in zip(parts, counts, strict=True)]
        return Table(group, title, [title, title_of("reached")], rows)
    safe = suppress(
        [[figures.count("reached", part), figures.count("not_reached", part)] for _label, part in parts]
    )
    if HIDDEN in (*safe.column_totals, safe.total):
        return None
    rows = [
        [Cell(label), _cell(began), _cell(row[0])]
        for (label, _part), row, began in zip(parts, safe.cells, safe.row_totals, strict=True)
    ]
    return Table(group, title, [title, title_of("started"), title_of("reached")], rows)


def _without(figures: Figures) -> Table | None:
    table = tables.without(figures, None)
    counts, total = suppress_list([row[1].value for row in table.rows])
    if total is HIDDEN:
        return None
    table.rows = [[row[0], _cell(count)] for row, count in zip(table.rows, counts, strict=True)]
    table.total = None
    return table


def _development(lines: list[Line]) -> Table:
    """Medians and words, without how many answered."""
    table = tables.development(lines)
    counted = 2
    table.headings = table.headings[:counted] + table.headings[counted + 1 :]
    table.rows = [row[:counted] + row[counted + 1 :] for row in table.rows]
    return table


def _efforts(steps: Steps) -> Table:
    """Kinds behind five steps or more; the steps in all only where neither part of them is small."""
    table = tables.efforts(steps, None)
    none = len(steps.of(NONE))
    kinds = [row for row in table.rows[:-1] if row[1].value >= THRESHOLD]
    told = min(none, len(steps.all) - none) >= THRESHOLD
    table.rows = [*kinds, *(table.rows[-1:] if told else [])]
    table.total = table.total if told else None
    return table
