"""What differs between two reports, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Activity
from reports.metrics.definitions import METRICS
from reports.presentation.elements import Cell
from reports.snapshots import diff


@dataclass
class Changed:
    """One number that differs between two reports."""

    where: str
    before: str
    after: str
    step: int | None


def changes_between(before: dict, after: dict) -> list[Changed]:
    """What differs from one set of frozen figures to another, in words.

    The year's history is left out: it is older reports.
    """
    names = {row["key"]: row["label"] for data in (before, after) for row in data.get("by_guide", [])}
    left_out = {"history", "label", "key", "label_da", "label_en"}
    return [
        Changed(_where(change.path, names), _said(change.before), _said(change.after), change.step)
        for change in diff.diff(before, after)
        if not left_out & {change.path[0], change.path[-1]}
    ]


def _where(path, names):
    """The path to a number in words: “Caseload of each guide · Mette Holm · Running”."""
    group, *rest = path
    words = {
        "numbers": [],
        "limits": [_("The unit's limits")],
        "by_guide": [_("Caseload of each guide")],
        "by_age": [_("Age")],
        "by_activity": [_("Activity")],
        "overdue_by_delay": [_("Delay")],
        "by_destination": [_("Destination")],
    }.get(group, [group])
    activities = dict(Activity.choices)
    for name in rest:
        if name == "count":
            continue
        words.append(
            str(METRICS[name].title if name in METRICS else activities.get(name) or names.get(name, name))
        )
    return " · ".join(words)


def _said(value):
    return "–" if value is diff.MISSING else str(Cell(value))
