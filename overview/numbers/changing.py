"""What changed between two moments: number by number, and for one number case by case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.models import Activity, Status
from core.templatetags.kui import day as day_words
from overview.front.list_rows import ListRow, list_rows, ordered_rows
from plans.models import MilestoneStatus
from reports.metrics.definitions import METRICS, SUBJECTS, numbers_of
from reports.metrics.metric import Metric
from reports.metrics.sources import CASES, DUTY, MILESTONES, OUTCOMES
from reports.metrics.unit_metrics import UnitMetrics
from reports.moments.moment import Moment
from reports.presentation.links import linker
from reports.snapshots.figures import figure_of


@dataclass(frozen=True)
class Line:
    """One number at both moments, each with the list behind it."""

    key: str
    title: str
    before: int
    after: int
    before_url: str
    after_url: str
    # How many rows only the second moment counts, and how many only the first: both may be there with no step.
    came: int
    went: int


def lines_of(user, first: Moment, second: Moment) -> list[tuple[str, list[Line]]]:
    """Every number at both moments, by subject, as ``user`` may count them."""
    before, after = (moment.metrics(user) for moment in (first, second))
    links = [linker(asked=moment.params()) for moment in (first, second)]

    def line(one: Metric) -> Line:
        old, new = before.keys(one.key), after.keys(one.key)
        urls = [link(one.key) for link in links]
        return Line(one.key, str(one.title), len(old), len(new), *urls, len(new - old), len(old - new))

    return [(str(title), [line(one) for one in numbers_of(subject)]) for title, subject in SUBJECTS]


def counted_otherwise(user, moment: Moment) -> list[tuple[str, int, int]]:
    """The numbers of a report that cannot be counted again, since what it rests on was corrected: ``(title, what the
    report told, what is counted now)``.
    """
    whole, own = moment.whole(user), user.pk if user.is_guide else None
    told = {key: figure_of(moment.report, key, guide=own) for key in METRICS}
    return [
        (str(METRICS[key].title), number, whole.count(key))
        for key, number in told.items()
        if number not in (None, whole.count(key))
    ]


@dataclass(frozen=True)
class Fact:
    """A fact of a row that is not the same at both moments, in words."""

    label: str
    before: str
    after: str


@dataclass
class Changed:
    """One row that only one of the moments counts."""

    shown: ListRow
    came: bool
    # Whether the other moment knew the row at all.
    was_there: bool
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Changes:
    """What came into a number and what went out of it, in the order of its list: ``(key of the row, whether it came)``.

    ``hidden`` are how many more came and went that the reader may not see: ``(came, went)``.
    """

    metric: str
    before: UnitMetrics
    after: UnitMetrics
    rows: list
    came: int
    went: int
    hidden: tuple[int, int] = (0, 0)

    def shown(self, page: list) -> list[Changed]:
        """A page of the rows with everything in words."""
        sides = {True: (self.after, self.before), False: (self.before, self.after)}
        made = []
        for came in (True, False):
            here, there = sides[came]
            source = METRICS[self.metric].source
            mine, others = _by_key(here, source), _by_key(there, source)
            for shown in list_rows([row for row, side in page if side is came], here, here.members):
                pk = shown.row.pk
                pair = (others.get(pk), mine[pk]) if came else (mine[pk], others.get(pk))
                facts = facts_of(source, *pair, here.members) if pk in others else []
                made.append(Changed(shown, came, pk in others, facts))
        return made


def _by_key(metrics: UnitMetrics, source: str) -> dict:
    rows = metrics.fetch(source)
    return {row["pk"]: row for row in rows.picked(rows.all)}


def changes_of(user, metric: str, first: Moment, second: Moment) -> Changes:
    """The rows that only one of the moments counts, and how many of them are out of the reader's sight."""
    before, after = first.metrics(user), second.metrics(user)
    came, went = _apart(before, after, metric)
    rows = [
        (row, side)
        for metrics, keys, side in ((after, came, True), (before, went, False))
        if keys
        for row in ordered_rows(metrics, metric, "", None, "").filter(pk__in=keys)
    ]
    everybody = _apart(first.whole(user), second.whole(user), metric)
    hidden = (len(everybody[0] - came), len(everybody[1] - went))
    return Changes(metric, before, after, rows, len(came), len(went), hidden)


def _apart(before: UnitMetrics, after: UnitMetrics, metric: str) -> tuple[set, set]:
    old, new = before.keys(metric), after.keys(metric)
    return new - old, old - new


def _day(value) -> str:
    return day_words(value)


_STATUS, _ACTIVITY, _STATE = dict(Status.choices), dict(Activity.choices), dict(MilestoneStatus.choices)


def _words(source: str, members: dict) -> dict[str, tuple[str, Callable]]:
    """The facts worth telling of a source's rows: by column what it is called, and how a value is said."""
    guide = {"at_guide": (_("Guide"), lambda value: members.get(value, "–"))}
    status = {"at_status": (_("Status"), lambda value: str(_STATUS.get(value, "–")))}
    own = {
        CASES: {
            **status,
            "at_activity": (_("Activity"), lambda value: str(_ACTIVITY.get(value, "–"))),
            "at_confirmed_on": (_("Confirmed"), _day),
            "at_contact_on": (_("Last contact"), _day),
            "at_planned": (_("Plan"), _yes_or_no),
            "at_under_plan": (_("Activity is part of the plan"), _yes_or_no),
            "at_arrived": (_("At a positive destination"), _yes_or_no),
        },
        MILESTONES: {
            **status,
            "at_state": (_("Its status"), lambda value: str(_STATE.get(value, "–"))),
            "at_due_on": (_("Done by"), _day),
        },
        OUTCOMES: {"started_on": (_("Began"), _day), "ended_on": (_("Ended"), _day)},
        DUTY: {"at_late": (_("Limit over"), _yes_or_no)},
    }
    return own[source] | guide


def _yes_or_no(value) -> str:
    return _("yes") if value else _("no")


def facts_of(source: str, before: dict, after: dict, members: dict) -> list[Fact]:
    """What of a row is not the same at both moments. None when it is time alone that has passed."""
    return [
        Fact(label, said(before[name]), said(after[name]))
        for name, (label, said) in _words(source, members).items()
        if before[name] != after[name]
    ]
