"""One number month by month, from the reports that were frozen."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from core import charts
from reports.metrics.definitions import METRICS
from reports.metrics.metric import Metric
from reports.periods.rules import Month
from reports.presentation.definitions import marked, marked_points, marks, note_of
from reports.presentation.elements import Cell, Table
from reports.presentation.words import short_month
from reports.snapshots.models import ReportSnapshot


def months_of(user, last: Month) -> list[dict]:
    """Twelve months of frozen figures that the user may read, oldest first: a leader's unit's, a guide's own.

    Each is ``{"key", "report", "version"}`` and the numbers. A month without a report is left out; the last revision
    of a month takes the place of those before it.
    """
    kind = ReportSnapshot.Kind.UNIT if user.is_leader else ReportSnapshot.Kind.GUIDE
    rows = (
        ReportSnapshot.objects.visible_to(user)
        .monthly()
        .filter(kind=kind, period__gte=last.plus(-11).first, period__lte=last.first)
    )
    reports = {row.period: row for row in rows.light().order_by("period", "revision")}
    return [
        {"key": str(row.covers), "report": row.pk, "version": row.definition_version} | row.data["numbers"]
        for row in reports.values()
    ]


def series_table(metric: Metric, rows: list[dict], address: Callable[[dict, str], str]) -> Table | None:
    """The number month by month beside what it is a part of, with marks where its definition changed.

    None when no report counted it. A report from before it was counted shows a dash.
    """
    if not any(isinstance(row.get(metric.key), int) for row in rows):
        return None
    made = marks(rows, [metric.key], short_month)
    labels = [marked(short_month(row["key"]), row["key"], made) for row in rows]
    parts = [(key, str(METRICS[key].title)) for key in metric.of if key != metric.key]
    values = [row.get(metric.key) for row in rows]
    chart = charts.lines(
        labels,
        [(str(metric.title), values)],
        title=str(metric.title),
        desc=note_of(made),
        marked=marked_points(rows, made),
    )
    return Table(
        "series",
        _("The last twelve months"),
        [_("Month"), str(metric.title), *(title for _key, title in parts)],
        [
            [
                Cell(label),
                *(
                    Cell(row.get(key), address(row, key))
                    for key in (metric.key, *(key for key, _title in parts))
                ),
            ]
            for label, row in zip(labels, rows, strict=True)
        ],
        chart if len(rows) > 1 else "",
        note_of(made, _("From the frozen reports; shielded cases are counted in them.")),
    )
