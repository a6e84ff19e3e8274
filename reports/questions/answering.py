"""The answer to a question: a table of numbers, each with the list behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import charts
from core.text import sort_key
from reports.metrics.unit_metrics import NOBODY, UnitMetrics
from reports.moments.moment import Moment
from reports.periods.rules import Month
from reports.presentation.elements import Cell, Table
from reports.presentation.links import linker
from reports.presentation.words import short_month
from reports.questions.asked import GUIDE, Asked, split_title
from reports.questions.models import Span


@dataclass(frozen=True)
class Column:
    """One day of the answer: the number of each part, and of all together, with the numbers of that day."""

    moment: Moment
    metrics: UnitMetrics
    parts: dict[str, int]
    total: int
    # The same parts of those whom the question leaves out, which a reader could find by subtraction.
    rest: dict[str, int]


@dataclass(frozen=True)
class Answer:
    """The columns, and what their parts are called, in order: those that anybody is in, and every one."""

    asked: Asked
    columns: list[Column]
    labels: dict[str, str]
    every: dict[str, str]

    @property
    def total(self) -> int:
        """The number of the last day."""
        return self.columns[-1].total


def answer(asked: Asked, user) -> Answer:
    """Count what is asked of the cases that ``user`` may see; a guide's are their own."""
    labels: dict[str, str] = {}
    columns = []
    for moment in asked.moments():
        metrics = moment.metrics(user)
        parts, said = _parts(asked, metrics)
        labels |= {key: label for key, label in said.items() if key not in labels}
        total = metrics.count(asked.metric, asked.only)
        columns.append(Column(moment, metrics, parts, total, _rest(asked, metrics, parts)))
    if asked.split == GUIDE:
        labels = dict(sorted(labels.items(), key=lambda item: (item[0] == NOBODY, sort_key(item[1]))))
    empty = {key for key in labels if not any(column.parts.get(key) for column in columns)}
    return Answer(asked, columns, {key: label for key, label in labels.items() if key not in empty}, labels)


def _parts(asked: Asked, metrics: UnitMetrics) -> tuple[dict[str, int], dict[str, str]]:
    """The number of each part, and what the parts are called."""
    if not asked.split:
        return {}, {}
    if asked.split == GUIDE:
        counted = metrics.count_by(asked.metric, "at_guide", asked.only)
        return _by_guide(counted, metrics.guides)
    rows = metrics.split(asked.metric, asked.split, asked.only)
    return {key: n for key, _label, n in rows}, {key: str(label) for key, label, _n in rows}


def _by_guide(counted: Counter, guides: dict[int, str]) -> tuple[dict[str, int], dict[str, str]]:
    parts = {str(pk): counted[pk] for pk in guides}
    parts[NOBODY] = counted.total() - sum(parts.values())
    labels = {str(pk): name for pk, name in guides.items()}
    return parts, labels | {NOBODY: _("No guide, or one who has left")}


def _rest(asked: Asked, metrics: UnitMetrics, parts: dict[str, int]) -> dict[str, int]:
    if not asked.only:
        return {}
    whole, _labels = _parts(Asked(asked.metric, asked.split), metrics)
    rest = {key: whole[key] - n for key, n in parts.items()}
    return rest or {"": metrics.count(asked.metric) - metrics.count(asked.metric, asked.only)}


def table_of(made: Answer) -> Table:
    """The answer as a table: a row for each part and one for all."""
    return laid_out(made, made.labels, [_linked(made, column) for column in made.columns], _chart(made))


def laid_out(made: Answer, labels: dict[str, str], shown: list[dict], chart: str = "") -> Table:
    """A table of these parts, of the cells of each column; that of all together stands under None."""
    asked = made.asked
    rows = [[Cell(label), *(cells[key] for cells in shown)] for key, label in labels.items()]
    total = [Cell(_("All together") if rows else str(asked.counts.title)), *(cells[None] for cells in shown)]
    return Table(
        "answer",
        str(asked.counts.title),
        [split_title(asked.split) if asked.split else _("Number"), *map(_heading(asked), made.columns)],
        rows or [total],
        chart,
        total=total if rows else None,
    )


def _heading(asked: Asked):
    def said(column: Column) -> str:
        month = Month.of(column.moment.day)
        return date_format(column.moment.day) if asked.span == Span.DAY else short_month(str(month))

    return said


def _linked(made: Answer, column: Column) -> dict:
    asked = made.asked
    link = linker(asked=column.moment.params())

    def href(key: str) -> str:
        if asked.split == GUIDE:
            return link(asked.metric, part=asked.only, guide=key)
        return link(asked.metric, part=",".join(filter(None, (f"{asked.split}:{key}", asked.only))))

    cells: dict = {key: Cell(column.parts.get(key, 0), href(key)) for key in made.labels}
    return cells | {None: Cell(column.total, link(asked.metric, part=asked.only))}


def _chart(made: Answer):
    """Bars of one day's parts, or a line of the months' numbers."""
    title = str(made.asked.counts.title)
    if len(made.columns) > 1:
        labels = [_heading(made.asked)(column) for column in made.columns]
        return charts.lines(labels, [(title, [column.total for column in made.columns])], title=title)
    column = made.columns[0]
    cells = _linked(made, column)
    rows = [(label, column.parts.get(key, 0), cells[key].href) for key, label in made.labels.items()]
    return charts.bars(rows, title=title) if len(rows) > 1 else ""
