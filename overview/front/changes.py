"""What moved from one frozen month to the next, in sentences: the two last reports of the unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import charts
from overview.front import rules
from reports.metrics.definitions import METRICS
from reports.metrics.definitions.versions import changed_between
from reports.periods.rules import Month
from reports.presentation.links import linker
from reports.presentation.words import SentencePart, month_name, sentence

# What is said of a number that rose, and of one that fell.
WORDS = {
    "duty_late": (
        gettext_lazy("More limits of 15–17-year-olds are over: {after}, against {before} the month before."),
        gettext_lazy("Fewer limits of 15–17-year-olds are over: {after}, against {before} the month before."),
    ),
    "adults_in_nothing": (
        gettext_lazy("More over 18 are in nothing: {after}, against {before} the month before."),
        gettext_lazy("Fewer over 18 are in nothing: {after}, against {before} the month before."),
    ),
    "turning_18_alone": (
        gettext_lazy("More turn 18 soon without an adult side: {after}, against {before} the month before."),
        gettext_lazy("Fewer turn 18 soon without an adult side: {after}, against {before} the month before."),
    ),
    "waiting": (
        gettext_lazy("More wait for a guide: {after}, against {before} the month before."),
        gettext_lazy("Fewer wait for a guide: {after}, against {before} the month before."),
    ),
    "in_nothing": (
        gettext_lazy("More are in nothing: {after}, against {before} the month before."),
        gettext_lazy("Fewer are in nothing: {after}, against {before} the month before."),
    ),
    "unknown": (
        gettext_lazy("Of more nobody knows what they do: {after}, against {before} the month before."),
        gettext_lazy("Of fewer nobody knows what they do: {after}, against {before} the month before."),
    ),
    "contradictory": (
        gettext_lazy("More are recorded contradictorily: {after}, against {before} the month before."),
        gettext_lazy("Fewer are recorded contradictorily: {after}, against {before} the month before."),
    ),
    "stalled": (
        gettext_lazy("More cases have come to a halt: {after}, against {before} the month before."),
        gettext_lazy("Fewer cases have come to a halt: {after}, against {before} the month before."),
    ),
    "no_contact": (
        gettext_lazy("More have gone too long without a talk: {after}, against {before} the month before."),
        gettext_lazy("Fewer have gone too long without a talk: {after}, against {before} the month before."),
    ),
    "overdue": (
        gettext_lazy("More milestones are overdue: {after}, against {before} the month before."),
        gettext_lazy("Fewer milestones are overdue: {after}, against {before} the month before."),
    ),
    "covered": (
        gettext_lazy("More are in something under a plan: {after}, against {before} the month before."),
        gettext_lazy("Fewer are in something under a plan: {after}, against {before} the month before."),
    ),
    "in_unit": (
        gettext_lazy("There are more young people in the unit: {after}, against {before} the month before."),
        gettext_lazy("There are fewer young people in the unit: {after}, against {before} the month before."),
    ),
    "destinations": (
        gettext_lazy("More positive destinations were reached: {after}, against {before} the month before."),
        gettext_lazy("Fewer positive destinations were reached: {after}, against {before} the month before."),
    ),
    "closed": (
        gettext_lazy("More cases were closed: {after}, against {before} the month before."),
        gettext_lazy("Fewer cases were closed: {after}, against {before} the month before."),
    ),
}


@dataclass(frozen=True)
class Moved:
    """What moved between the unit's two last reports, and where both stand side by side."""

    before: str
    after: str
    compare_url: str
    sentences: list[list[SentencePart]] = field(default_factory=list)


def moved(history: list[dict]) -> Moved | None:
    """What moved in the last month of the ``history`` (as `dashboard.year_of` gives it).

    None while there are no two months on end. A number that was counted otherwise in the month before says nothing.
    """
    if len(history) < 2:
        return None
    before, after = history[-2:]
    months = [Month.parse(row["key"]) for row in (before, after)]
    if months[0].next != months[1]:
        return None
    found = rules.steps(before, after, leave_out=_counted_otherwise(before["version"], after["version"]))
    both = {"fra": before["report"], "til": after["report"]}
    return Moved(
        month_name(months[0], year=False),
        month_name(months[1], year=False),
        f"{reverse('reports:compare')}?{urlencode(both)}",
        [_said(step, before["report"], after["report"]) for step in found],
    )


def _counted_otherwise(earlier: int, later: int) -> set[str]:
    return {one.key for one in rules.WATCHED if changed_between(METRICS[one.key], *sorted((earlier, later)))}


def _said(step: rules.Step, before, after) -> list[SentencePart]:
    """The sentence of a step; each of its numbers leads to the list that its report counted."""
    more, fewer = WORDS[step.key]
    link, title = linker(), str(METRICS[step.key].title)

    def number(value: int, report) -> SentencePart:
        return SentencePart(charts.number(value), f"{link(step.key)}?rapport={report}", title)

    parts = {"before": number(step.before, before), "after": number(step.after, after)}
    return sentence(str(more if step.is_up else fewer), parts)


def corrected(history: list[dict]) -> dict | None:
    """The latest month whose report was corrected: its name, and the page that says what the correction changed."""
    found = [row for row in history if row["revision"] > 1]
    if not found:
        return None
    row = found[-1]
    address = reverse("reports:detail", args=[row["report"]])
    words = _("What was corrected in the report for %(month)s")
    return {"url": f"{address}#h-changes", "words": words % {"month": month_name(Month.parse(row["key"]))}}
