"""What numbers count, in words: for their own pages, for spreadsheets, and as marks where a definition changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.metrics.definitions import METRICS
from reports.metrics.definitions.coverage import ADULT_COVERAGE, COVERAGE
from reports.metrics.definitions.versions import changed_between, history
from reports.metrics.metric import Metric
from reports.metrics.point_in_time import PointInTime
from reports.metrics.sources import CASES, DUTY, EFFORTS, MILESTONES, OUTCOMES

# What stands behind the label of a month from which a number is counted otherwise.
MARK = "*"

# Where the rows of a source come from, and what nobody can ask of them.
SOURCES = {
    CASES: (
        gettext_lazy("The cases: status, guide, activity, talks and plan, each a row with its days."),
        gettext_lazy(
            "A date of birth that is corrected, and the unit's own limits, are seen as they are now on every day; "
            "only the lists behind a report keep the limits that the report counted by."
        ),
    ),
    MILESTONES: (
        gettext_lazy("The milestones of the plans, and every move of them."),
        gettext_lazy("A milestone's words are seen as they are now; its status and its day as they were."),
    ),
    OUTCOMES: (
        gettext_lazy("The destinations recorded on the cases, with the days on which they began and ended."),
        gettext_lazy("The end of a destination is seen as it is known now, also when an earlier knowledge is asked."),
    ),
    DUTY: (
        gettext_lazy("What the unit learned of 15–17-year-olds, and what was done about it."),
        gettext_lazy("Working days and holidays are counted by the calendar as it is now."),
    ),
    EFFORTS: (
        gettext_lazy("The efforts of the plans that are over."),
        gettext_lazy("What an effort contributed is seen as it is known now."),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Explained:
    """A number's definition in words, and how its definition went."""

    metric: Metric
    # What it is a part of, in words; "" for what is no part of anything counted.
    denominator: str
    source: str
    limits: list[str]
    history: list[tuple]

    @property
    def numerator(self) -> str:
        """What is counted."""
        return str(self.metric.definition)


def explained(metric: Metric) -> Explained:
    """Everything that is to be said about what a number counts."""
    source, limits = SOURCES[metric.source]
    denominator = " + ".join(str(METRICS[key].title) for key in metric.of)
    own = [str(metric.limits)] if metric.limits else []
    return Explained(metric, denominator, str(source), [*own, str(limits)], history(metric))


# Which limit a number is counted by: the point in time knows its days.
_COUNTED_BY = {
    "no_contact": "contact_days",
    "stalled": "silent_days",
    **dict.fromkeys({*COVERAGE, *ADULT_COVERAGE, "unplanned"} - {"waiting"}, "fresh_days"),
}


def limit_words(metric: Metric, when: PointInTime) -> str:
    """How many days the unit's limit has that the number is counted by; "" where there is none."""
    days = getattr(when, _COUNTED_BY[metric.key]) if metric.key in _COUNTED_BY else 0
    return (
        ngettext("The limit here is %(n)s day.", "The limit here is %(n)s days.", days) % {"n": days}
        if days
        else ""
    )


def definition_sheet(metrics: Iterable[Metric], moment="") -> tuple[str, list[str], list[list]]:
    """The sheet of definitions that goes with numbers out of the house: `core.exports.workbook`'s."""
    headings = [
        _("Number"),
        _("What it counts"),
        _("Why"),
        _("Part of"),
        _("Source"),
        _("What it does not say"),
        _("Definition"),
    ]
    rows = []
    for one in map(explained, metrics):
        changes = "; ".join(
            _("version %(n)s from %(day)s: %(words)s") % {"n": n, "day": date_format(day), "words": words}
            for n, day, words in one.history
        )
        about = [one.numerator, str(one.metric.why), one.denominator, one.source, " ".join(one.limits)]
        rows.append([str(one.metric.title), *about, changes])
    if moment:
        rows.append([_("The numbers are of"), str(moment)])
    return _("Definitions"), headings, rows


@dataclass(frozen=True)
class Mark:
    """A month from which a number is counted otherwise than in the month before it in the row, and how."""

    key: str
    label: str
    words: str


def marks(rows: list[dict], keys: Iterable[str], label) -> list[Mark]:
    """The marks of a row of months, each ``{"key": month, "version": …}``; ``label`` says a month.

    A month of which the version is not known has none.
    """
    found = []
    for earlier, later in zip(rows, rows[1:], strict=False):
        versions = earlier.get("version"), later.get("version")
        if None in versions or versions[0] == versions[1]:
            continue
        said = [
            f"{METRICS[key].title}: {words}"
            for key in keys
            for words in changed_between(METRICS[key], *versions)
        ]
        if said:
            found.append(Mark(later["key"], label(later["key"]), " ".join(said)))
    return found


def marked(label: str, key: str, made: list[Mark]) -> str:
    """A month's label, with the mark when it has one."""
    return f"{label} {MARK}" if key in {mark.key for mark in made} else label


def marked_points(rows: list[dict], made: list[Mark]) -> list[int]:
    """Which months of a row have a mark, by their place: where a chart has its stars."""
    keys = {mark.key for mark in made}
    return [place for place, row in enumerate(rows) if row["key"] in keys]


def note_of(made: list[Mark], otherwise: str = "") -> str:
    """The marks in words, for beneath a table, and what else stands there."""
    since = _("From %(month)s")
    said = [f"{MARK} {since % {'month': mark.label}}: {mark.words}" for mark in made]
    return " ".join([*said, otherwise] if otherwise else said)
