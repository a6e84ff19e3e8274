"""What differs between two reports, in words: the headline figures first, then group by group."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.models import Activity, BreachReason
from reports.metrics.definitions import METRICS
from reports.presentation.elements import Cell
from reports.presentation.tables import age_label, delay_labels
from reports.presentation.tiles import PART_OF
from reports.snapshots import diff
from reports.snapshots.reading import TILES

# Rows that stand there only when there is something to count: one that is missing is nought.
ONLY_WHEN_COUNTED = ("by_destination", "missed_by_why")
# Not figures: older reports, and the names of rows.
LEFT_OUT = {"history", "before", "label", "key", "label_da", "label_en"}


@dataclass
class Changed:
    """One number that differs between two reports."""

    what: str
    before: str
    after: str
    step: int | None


@dataclass
class ChangedGroup:
    """The numbers of one table that differ."""

    key: str
    title: str
    changes: list[Changed]


@dataclass
class Comparison:
    """What differs: the headline figures, and the rest by the table it stands in."""

    headline: list[Changed]
    groups: list[ChangedGroup]
    # What only one of the two reports counts, since definitions changed in between, is not told as a change.
    one_sided: bool = False

    def __len__(self) -> int:
        return len(self.headline) + sum(len(group.changes) for group in self.groups)


def compare(before: dict, after: dict, kind: str) -> Comparison:
    """What differs from one set of frozen figures to another of the same ``kind``, in words."""
    words, made = Words(before, after), Comparison(_changed_shares(before, after, kind), [])
    groups: dict[str, ChangedGroup] = {}
    for change in diff.diff(before, after):
        group, *rest = change.path
        if LEFT_OUT & {group, rest[-1] if rest else group}:
            continue
        if _one_sided(change, before, after):
            made.one_sided = True
        elif group == "numbers" and rest[0] in TILES[kind]:
            if rest[0] not in PART_OF:
                made.headline.append(_changed(str(METRICS[rest[0]].title), change, group))
        elif group in words.titles:
            there = groups.setdefault(group, ChangedGroup(group, words.titles[group], []))
            there.changes.append(_changed(words.of(group, rest), change, group))
    order = list(TILES[kind])
    titles = {str(METRICS[key].title): order.index(key) for key in order}
    made.headline.sort(key=lambda one: titles[one.what])
    made.groups = [groups[key] for key in words.titles if key in groups]
    return made


def _one_sided(change: diff.Change, before: dict, after: dict) -> bool:
    """Whether only one of the reports counts this at all; a guide or a reason that is new is a change."""
    group, *rest = change.path
    if group not in before or group not in after:
        return True
    missing = diff.MISSING in (change.before, change.after)
    return missing and (group == "numbers" or (group == "by_guide" and _is_new_column(rest, before, after)))


def _is_new_column(rest: list[str], before: dict, after: dict) -> bool:
    key, column = rest[0], rest[-1]
    rows = [next((row for row in data["by_guide"] if row["key"] == key), None) for data in (before, after)]
    return None not in rows and not all(column in row for row in rows)


def _changed(what: str, change: diff.Change, group: str) -> Changed:
    before, after = (
        0 if value is diff.MISSING and group in ONLY_WHEN_COUNTED else value
        for value in (change.before, change.after)
    )
    return Changed(what, _said(before), _said(after), diff.Change(change.path, before, after).step)


def _changed_shares(before: dict, after: dict, kind: str) -> list[Changed]:
    """The parts of another number, “7 of 8”, of which the part or the whole moved.

    No difference is told of one: ten more of ten more is no gain.
    """
    made = []
    for key in (key for key in TILES[kind] if key in PART_OF):
        both = [_share(figures["numbers"], key) for figures in (before, after)]
        if None not in both and both[0] != both[1]:
            made.append(Changed(str(METRICS[key].title), *both, step=None))
    return made


def _share(numbers: dict, key: str) -> str | None:
    """A part and its whole in words; None of a report that does not count the part."""
    if key not in numbers:
        return None
    could = numbers.get(PART_OF[key])
    said = str(Cell(numbers[key]))
    return said if could is None else _("%(held)s of %(could)s") % {"held": said, "could": Cell(could)}


def _said(value) -> str:
    return "–" if value is diff.MISSING else str(Cell(value))


class Words:
    """What the parts of a report are called: no code is shown."""

    def __init__(self, before: dict, after: dict):
        self.titles = {
            "numbers": _("Other numbers"),
            "by_guide": _("Caseload of each guide"),
            "overdue_by_delay": _("Overdue milestones by delay"),
            "missed_by_why": _("Why limits of 15–17-year-olds were missed"),
            "by_activity_in_care": _("What the young people are in"),
            "by_activity": _("What the young people are in"),
            "by_age": _("Age"),
            "by_destination": str(METRICS["destinations"].title),
            "limits": _("The unit's limits"),
        }
        language = "label_en" if get_language() == "en" else "label_da"
        activities = {a.value: str(a.label) for a in Activity} | {"unknown": _("Activity unknown")}
        both = (before, after)
        self.rows = {
            "by_guide": {row["key"]: row["label"] for data in both for row in data.get("by_guide", [])},
            "overdue_by_delay": delay_labels(),
            "missed_by_why": {**dict(BreachReason.Why.choices), "none": _("No reason given")},
            "by_activity_in_care": activities,
            "by_activity": activities,
            "by_age": {row["key"]: age_label(row["key"]) for data in both for row in data.get("by_age", [])},
            "by_destination": {
                row["key"]: row[language] for data in both for row in data.get("by_destination", [])
            },
        }

    def of(self, group: str, rest: list[str]) -> str:
        """One number of a group: “Mette Holm · Running”."""
        if group == "numbers":
            return str(METRICS[rest[0]].title)
        if group == "limits":
            field = {"fresh_days": "activity_fresh_days"}.get(rest[0], rest[0])
            return str(Unit._meta.get_field(field).verbose_name).capitalize()
        row, column = rest[0], rest[-1]
        named = str(self.rows[group][row])
        return named if column == "count" else f"{named} · {self._column(group, column)}"

    def _column(self, group: str, column: str) -> str:
        if column == "adults":
            return _("18 and over")
        key = f"{column}_missed" if group == "missed_by_why" else column
        return str(METRICS[key].title)
