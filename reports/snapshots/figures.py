"""Figures of a month, as plain JSON values: for the unit and for each guide.

What is frozen are counts, codes and dates; never a name, a CPR number, an address or a place of the young person.
"""

from __future__ import annotations

from plans.models import Destination
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import NOBODY, UnitMetrics

PER_GUIDE = (
    "running", "new", "closed", "overdue", "due", "reached", "no_contact", "unknown", "in_nothing",
    "destinations",
)  # fmt: skip

# Where a report tells a number in parts: by the number and its group, the table and the column.
_IN_PARTS = {
    ("in_unit", "age"): ("by_age", "count"),
    ("in_care", "activity"): ("by_activity_in_care", "count"),
    ("adults", "activity"): ("by_activity_in_care", "adults"),
    ("overdue", "delay"): ("overdue_by_delay", "count"),
    ("contact_missed", "why_contact"): ("missed_by_why", "contact"),
    ("activity_missed", "why_activity"): ("missed_by_why", "activity"),
}


def figure_of(report, key: str, part: str = "", guide: int | str | None = None) -> int | None:
    """What the frozen report says of a number, of a part of it, or of a guide's; None where it says nothing."""
    data = report.data
    if report.kind == "guide":
        if str(guide) != report.subject_id:
            return None
        guide = None
    if guide is not None:
        table, column, wanted = ("", "", "") if part else ("by_guide", key, str(guide))
    elif part:
        group, _sep, wanted = part.partition(":")
        table, column = _IN_PARTS.get((key, group), ("", ""))
    else:
        return data["numbers"].get(key)
    rows = {row["key"]: row.get(column) for row in data.get(table, ())}
    if guide == NOBODY and key in PER_GUIDE and not part:
        return data["numbers"][key] - sum(count or 0 for count in rows.values())
    return rows.get(wanted)


def unit_figures(metrics: UnitMetrics) -> dict:
    """Everything that the unit's report says."""
    figures = _numbers(metrics)
    counted = {key: metrics.count_by(key, "at_guide") for key in PER_GUIDE}
    figures["by_guide"] = [
        {"key": str(pk), "label": name} | {key: counted[key][pk] for key in PER_GUIDE}
        for pk, name in metrics.guides.items()
    ]
    return figures


def guide_figures(metrics: UnitMetrics, only: int | None = None) -> dict[int, dict]:
    """What each guide's report says, by the guide's id: the same numbers of their own cases; ``only`` one guide's."""
    return {pk: _numbers(metrics.narrowed(pk)) for pk in metrics.guides if only in (None, pk)}


def _numbers(metrics: UnitMetrics) -> dict:
    codes = {d.pk: d for d in Destination.objects.all()} if metrics.count("destinations") else {}
    reached = metrics.count_by("destinations", "destination_id")
    return {
        "numbers": metrics.counts(METRICS),
        "limits": {"fresh_days": metrics.when.fresh_days, "contact_days": metrics.when.contact_days},
        "by_age": split_rows(metrics, "in_unit", "age"),
        "by_activity_in_care": split_rows(metrics, "in_care", "activity", adults="adults"),
        "overdue_by_delay": split_rows(metrics, "overdue", "delay"),
        "missed_by_why": missed_by_why(metrics),
        "by_destination": [
            {
                "key": codes[pk].code,
                "label_da": codes[pk].name_da,
                "label_en": codes[pk].name_en,
                "count": count,
            }
            for pk, count in sorted(reached.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def missed_by_why(metrics: UnitMetrics) -> list[dict]:
    """Why statutory limits were missed in the month: the reasons that were given, and how often."""
    contact = metrics.split("contact_missed", "why_contact")
    activity = metrics.split("activity_missed", "why_activity")
    return [
        {"key": key, "contact": count, "activity": other}
        for (key, _label, count), (_key, _label2, other) in zip(contact, activity, strict=True)
        if count or other
    ]


def split_rows(metrics, key, group, **more) -> list[dict]:
    """A number in each part of a group, as rows; `more` adds columns of other metrics in the same parts."""
    rows = [{"key": name, "count": count} for name, _label, count in metrics.split(key, group)]
    for column, other in more.items():
        for row, (_name, _label, count) in zip(rows, metrics.split(other, group), strict=True):
            row[column] = count
    return rows
