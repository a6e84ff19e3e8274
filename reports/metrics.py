"""The numbers: one definition each, and everything that shows a number counts by it.

A metric is called with a unit and a month or a day, and gives a `Number`: the value, and the queryset of exactly the rows
it counts. Tiles and frozen reports count many metrics at once through `Measure`, which fetches the rows once and asks every
metric's condition of them; the list behind a number filters by the same condition. A test holds the two together.

Changing what a metric counts means raising `DEFINITION_VERSION`: frozen reports keep the version they were made by. A new
metric changes none of the others: reports from before it say nothing of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from cases.activity.rules import BUSY_KINDS
from cases.models import Activity, BreachReason, Case, Status
from plans.models import OPEN_STATUSES, Destination, MilestoneStatus
from reports.duty import breaches_at, rows_today
from reports.periods import Month, add_months, latest_birth
from reports.predicates import Rows
from reports.standing import When, cases_at, milestones_at, outcomes_at

# 2: activities may go on side by side; “contradictory” counts all that cannot be true together, and is apart from covered.
DEFINITION_VERSION = 2


CASES, MILESTONES, OUTCOMES, DUTY = "cases", "milestones", "outcomes", "duty"


FIELDS = {
    CASES: (
        "pk", "opened_on", "at_born", "at_status", "at_since", "at_guide", "at_activity", "at_confirmed_on",
        "at_contact_on", "at_planned", "at_adult_side", "at_clash", "at_under_plan", "at_arrived", "at_moved_on",
        "at_rests_until",
    ),
    MILESTONES: (
        "pk", "at_case", "at_guide", "at_status", "at_state", "at_due_on", "at_reached_on",
    ),
    OUTCOMES: ("pk", "at_case", "at_guide", "at_counts", "destination_id", "started_on", "ended_on"),
    DUTY: ("pk", "at_case", "at_guide", "at_contact", "at_activity", "at_late", "contact_why", "activity_why"),
}  # fmt: skip


_SOURCES = {CASES: cases_at, MILESTONES: milestones_at, OUTCOMES: outcomes_at, DUTY: breaches_at}


@dataclass(frozen=True)
class Number:
    """One number, and the rows it counts: `value == rows.count()`."""

    key: str
    value: int
    on: dt.date
    period: Month
    rows: QuerySet = field(repr=False, compare=False)


@dataclass(frozen=True)
class Metric:
    """What one number counts. Call it with a unit and a month (`period`) or a day (`on`)."""

    key: str
    source: str
    title: Promise
    definition: Promise
    condition: Callable[[When], Q]
    # Templates call what can be called; this one is to be shown.
    do_not_call_in_templates = True

    def __call__(self, unit, *, period=None, on=None, known=None, cases=None) -> Number:
        """The number for `unit`, and its rows; `cases` narrows it to those that somebody may see."""
        measure = Measure(unit, period=period, on=on, known=known, cases=cases)
        rows = measure.rows_of(self.key)
        return Number(self.key, rows.count(), measure.when.on, measure.when.period, rows)

    @property
    def __doc__(self):
        return str(self.definition)


METRICS: dict[str, Metric] = {}


def metric(source, title, definition):
    """Register a condition as a metric; its definition is its docstring and what users read."""

    def register(condition) -> Metric:
        made = Metric(condition.__name__, source, title, definition, condition)
        METRICS[made.key] = made
        return made

    return register


OPEN = Q(at_status__in=(Status.WAITING, Status.RUNNING, Status.PAUSED))


IN_CARE = Q(at_status__in=(Status.RUNNING, Status.PAUSED))


def _fresh(when):
    return Q(at_confirmed_on__gte=when.fresh_since)


def _busy(when):
    return _fresh(when) & Q(at_activity__in=BUSY_KINDS)


def _not_known(when):
    stale = Q(at_confirmed_on__isnull=True) | Q(at_confirmed_on__lt=when.fresh_since)
    return stale | Q(at_activity__isnull=True) | Q(at_activity=Activity.UNKNOWN)


def _adult(when):
    return when.aged(18, 120)


@metric(
    CASES, _("Young people in the unit"), _("Cases that are open on the day: waiting, running or paused.")
)
def in_unit(when):
    return OPEN


@metric(CASES, _("Running"), _("Cases with the status running on the day."))
def running(when):
    return Q(at_status=Status.RUNNING)


@metric(CASES, _("Paused"), _("Cases with the status paused on the day."))
def paused(when):
    return Q(at_status=Status.PAUSED)


@metric(
    CASES,
    _("Waiting for a guide"),
    _("Cases with the status waiting on the day: nobody carries the plan yet."),
)
def waiting(when):
    return Q(at_status=Status.WAITING)


@metric(CASES, _("New"), _("Cases opened in the month, up to the day."))
def new(when):
    return Q(opened_on__gte=when.period.first, opened_on__lte=when.on)


@metric(CASES, _("Closed"), _("Cases closed in the month and still closed on the day."))
def closed(when):
    return Q(at_status=Status.CLOSED, at_since__gte=when.period.first, at_since__lte=when.on)


_CLASH = Q(at_clash__in=("nothing", "hours"))


_UNPLANNED = Q(at_planned=False) | Q(at_under_plan=False)


@metric(
    CASES,
    _("In something under a plan"),
    _(
        "Running or paused cases with an open plan, where an activity other than “nothing” has been confirmed recently enough, "
        "one of the present activities is part of the plan, and they do not contradict each other."
    ),
)
def covered(when):
    return IN_CARE & _busy(when) & Q(at_planned=True, at_under_plan=True, at_clash="")


@metric(
    CASES,
    _("Contradictory"),
    _(
        "Running or paused cases with a recently confirmed activity that cannot be the whole truth: “nothing” stands beside "
        "something, two full-time activities go on at once, no plan is open or the plan knows nothing of it, or a positive "
        "destination has been reached and lasts while the young person is said to be in nothing."
    ),
)
def contradictory(when):
    idle = _fresh(when) & Q(at_activity=Activity.NONE, at_arrived=True)
    return IN_CARE & (_busy(when) & (_CLASH | _UNPLANNED) | idle)


@metric(
    CASES,
    _("In something, but without a plan"),
    _(
        "The part of the contradictory where a recently confirmed activity goes on, but no plan is open or the plan knows nothing "
        "of it."
    ),
)
def unplanned(when):
    return IN_CARE & _busy(when) & Q(at_clash="") & _UNPLANNED


@metric(
    CASES,
    _("In nothing"),
    _(
        "Running or paused cases where it is recently confirmed that the young person is in nothing, and no destination reached "
        "says otherwise."
    ),
)
def in_nothing(when):
    return IN_CARE & _fresh(when) & Q(at_activity=Activity.NONE, at_arrived=False)


@metric(
    CASES,
    _("Activity unknown"),
    _(
        "Running or paused cases where nobody has confirmed the activity within the unit's limit, or it is recorded as unknown."
    ),
)
def unknown(when):
    return IN_CARE & _not_known(when)


@metric(CASES, _("Over 18"), _("Running or paused cases where the young person is 18 or more on the day."))
def adults(when):
    return IN_CARE & _adult(when)


@metric(
    CASES,
    _("Over 18, in something under a plan"),
    _("The part of those over 18 who are in something under a plan."),
)
def adults_covered(when):
    return covered.condition(when) & _adult(when)


@metric(
    CASES, _("Over 18 and in nothing"), _("The part of those over 18 who are confirmed to be in nothing.")
)
def adults_in_nothing(when):
    return in_nothing.condition(when) & _adult(when)


@metric(
    CASES, _("Over 18, contradictory"), _("The part of those over 18 whose activity contradicts something.")
)
def adults_contradictory(when):
    return contradictory.condition(when) & _adult(when)


@metric(CASES, _("Over 18, activity unknown"), _("The part of those over 18 whose activity is unknown."))
def adults_unknown(when):
    return unknown.condition(when) & _adult(when)


@metric(
    CASES,
    _("No contact for a long time"),
    _(
        "Running cases without a talk with the young person within the unit's limit (30 days unless decided otherwise)."
    ),
)
def no_contact(when):
    since = when.contact_since
    silent = Q(at_contact_on__lt=since) | Q(at_contact_on__isnull=True, opened_on__lt=since)
    return Q(at_status=Status.RUNNING) & silent


@metric(
    CASES,
    _("Stalled"),
    _(
        "Running cases without any sign for longer than the limit (60 days unless decided otherwise): no talk with the young "
        "person, no activity confirmed, no milestone added or moved, no change of status. Those that somebody lets rest for a "
        "reason are not counted."
    ),
)
def stalled(when):
    silent = Q(at_status=Status.RUNNING, at_since__lt=when.silent_since)
    for sign in ("at_contact_on", "at_confirmed_on", "at_moved_on"):
        silent &= Q(**{f"{sign}__isnull": True}) | Q(**{f"{sign}__lt": when.silent_since})
    return silent & (Q(at_rests_until__isnull=True) | Q(at_rests_until__lte=when.on))


@metric(
    CASES,
    _("Turn 18 within six months"),
    _("Open cases where the young person turns 18 in the six months after the day."),
)
def turning_18(when):
    return OPEN & Q(
        at_born__gt=latest_birth(when.on, 18), at_born__lte=latest_birth(add_months(when.on, 6), 18)
    )


@metric(
    CASES,
    _("Turn 18 without an adult side"),
    _(
        "The part of those who turn 18 within six months, where no partner from the adult side takes part: employment, "
        "benefits, adult social authority or social psychiatry."
    ),
)
def turning_18_alone(when):
    return turning_18.condition(when) & Q(at_adult_side=False)


# Every open case is in exactly one of these, and every young person of 18 or more in care in one of the adults'.
COVERAGE = ("covered", "waiting", "in_nothing", "contradictory", "unknown")


ADULT_COVERAGE = ("adults_covered", "adults_in_nothing", "adults_contradictory", "adults_unknown")


# A plan is closed with its case, and opened with it: the status of the case, as known then, says both.
_OPEN_MILESTONE = Q(at_state__in=OPEN_STATUSES) & OPEN


@metric(
    MILESTONES,
    _("Milestones overdue"),
    _("Open milestones in open plans and cases whose day lies before the day of the figures."),
)
def overdue(when):
    return _OPEN_MILESTONE & Q(at_due_on__lt=when.on)


@metric(
    MILESTONES,
    _("Milestones due"),
    _("Milestones whose day lies in the month, reached or still open in an open plan and case."),
)
def due(when):
    hoped = _OPEN_MILESTONE | Q(at_state=MilestoneStatus.REACHED)
    return hoped & Q(at_due_on__gte=when.period.first, at_due_on__lte=when.period.last)


@metric(MILESTONES, _("Milestones reached"), _("Milestones reached in the month, up to the day."))
def reached(when):
    return Q(
        at_state=MilestoneStatus.REACHED, at_reached_on__gte=when.period.first, at_reached_on__lte=when.on
    )


_POSITIVE = Q(at_counts=Destination.Counts.YES)


def _began(when, months):
    then = when.period.plus(-months)
    return _POSITIVE & Q(started_on__gte=then.first, started_on__lte=then.last)


def _lasted(when, months):
    lasted = (
        Q(started_on=day) & (Q(ended_on__isnull=True) | Q(ended_on__gte=add_months(day, months)))
        for day in when.period.plus(-months).days()
    )
    return _POSITIVE & reduce(or_, lasted)


@metric(
    OUTCOMES,
    _("Positive destinations reached"),
    _("Destinations that the unit counts as positive and that began in the month, up to the day."),
)
def destinations(when):
    return _POSITIVE & Q(started_on__gte=when.period.first, started_on__lte=when.on)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted three months"),
    _("Positive destinations that began in the month three months earlier."),
)
def destinations_three_months_ago(when):
    return _began(when, 3)


@metric(
    OUTCOMES,
    _("Held for three months"),
    _("Positive destinations that began in the month three months earlier and lasted at least three months."),
)
def destinations_held(when):
    return _lasted(when, 3)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted six months"),
    _("Positive destinations that began in the month six months earlier."),
)
def destinations_six_months_ago(when):
    return _began(when, 6)


@metric(
    OUTCOMES,
    _("Held for six months"),
    _("Positive destinations that began in the month six months earlier and lasted at least six months."),
)
def destinations_held_six(when):
    return _lasted(when, 6)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted twelve months"),
    _("Positive destinations that began in the month twelve months earlier."),
)
def destinations_twelve_months_ago(when):
    return _began(when, 12)


@metric(
    OUTCOMES,
    _("Held for twelve months"),
    _(
        "Positive destinations that began in the month twelve months earlier and lasted at least twelve months."
    ),
)
def destinations_held_twelve(when):
    return _lasted(when, 12)


# After how many months we ask whether a destination held: how many could have, and how many did.
LASTING = {
    3: ("destinations_three_months_ago", "destinations_held"),
    6: ("destinations_six_months_ago", "destinations_held_six"),
    12: ("destinations_twelve_months_ago", "destinations_held_twelve"),
}


@metric(
    DUTY,
    _("Limits running, 15–17"),
    _("Young people under the duty where the limit for contact or for a new activity runs on the day."),
)
def duty_running(when):
    return Q(at_contact="running") | Q(at_activity="running")


@metric(
    DUTY,
    _("Limits over, 15–17"),
    _(
        "Young people under the duty where a limit has passed and what it asks for still has not been done: a talk, or a new "
        "activity."
    ),
)
def duty_late(when):
    return Q(at_late=True)


@metric(
    DUTY,
    _("Contact in time, 15–17"),
    _("Talks held in the month within the limit after we learned that the plan was not followed."),
)
def contact_met(when):
    return Q(at_contact="met")


@metric(
    DUTY,
    _("Contact too late, 15–17"),
    _("Limits for contact that passed in the month without a talk, whatever happened afterwards."),
)
def contact_missed(when):
    return Q(at_contact="missed")


@metric(
    DUTY,
    _("New activity in time, 15–17"),
    _("New activities that began in the month within the limit after contact."),
)
def activity_met(when):
    return Q(at_activity="met")


@metric(
    DUTY,
    _("New activity too late, 15–17"),
    _("Limits for a new activity that passed in the month with none begun, whatever happened afterwards."),
)
def activity_missed(when):
    return Q(at_activity="missed")


@dataclass(frozen=True)
class Group:
    """A way to split a metric: `parts(when)` gives (key, label, condition), which never overlap."""

    key: str
    title: Promise
    parts: Callable[[When], list[tuple[str, object, Q]]]


AGE_BANDS = ((0, 12), (13, 14), (15, 17), (18, 19), (20, 22), (23, 25), (26, 120))


def _ages(when):
    def label(youngest, oldest):
        return f"–{oldest}" if youngest == 0 else f"{youngest}+" if oldest == 120 else f"{youngest}–{oldest}"

    return [(f"{a}-{b}", label(a, b), when.aged(a, b)) for a, b in AGE_BANDS]


def _activities(when):
    parts = [(a.value, a.label, _fresh(when) & Q(at_activity=a)) for a in Activity if a != Activity.UNKNOWN]
    return [*parts, (Activity.UNKNOWN.value, _("Activity unknown"), _not_known(when))]


def _delays(when):
    day = dt.timedelta(days=1)

    def between(fewest, most):
        late = Q(at_due_on__lte=when.on - fewest * day)
        return late if most is None else late & Q(at_due_on__gte=when.on - most * day)

    return [
        ("1-7", _("1–7 days"), between(1, 7)),
        ("8-30", _("8–30 days"), between(8, 30)),
        ("31-90", _("31–90 days"), between(31, 90)),
        ("91-", _("Over 90 days"), between(91, None)),
    ]


def _whys(which):
    def parts(_when):
        kinds = [(why.value, why.label, Q(**{f"{which}_why": why.value})) for why in BreachReason.Why]
        return [*kinds, ("none", _("No reason given"), Q(**{f"{which}_why__isnull": True}))]

    return parts


GROUPS = {
    "age": Group("age", _("Age"), _ages),
    "activity": Group("activity", _("Activity"), _activities),
    "delay": Group("delay", _("Delay"), _delays),
    "why_contact": Group("why_contact", _("Why too late"), _whys("contact")),
    "why_activity": Group("why_activity", _("Why too late"), _whys("activity")),
}


class Measure:
    """Every number of a unit on a day, from one query per kind of row.

    `cases` are those to count: all of the unit's (frozen reports), or those that somebody may see (pages). Who looks at today as
    `reader` sees what is visible to them.
    """

    def __init__(self, unit, *, period=None, on=None, known=None, cases=None, reader=None):
        self.unit, self.reader = unit, reader
        self.when = When.of(unit, on=on, period=period, known=known)
        self._cases = cases
        self._fetched: dict[str, Rows] = {}
        self._conditions: dict[str, Q] = {}
        self._guide: int | None = None

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """The cases to count."""
        if self._cases is not None:
            return self._cases
        return Case.objects.visible_to(self.reader) if self.reader else Case.objects.filter(unit=self.unit)

    def narrowed(self, guide: int) -> Measure:
        """The same numbers of one guide's cases, from the same rows."""
        part = copy(self)
        part._guide = guide
        return part

    def queryset(self, source) -> QuerySet:
        """All rows of the source, as they stood."""
        return _SOURCES[source](self.cases, self.when)

    def condition(self, key, part: str = "", guide: int | None = None) -> Q:
        """The condition of a metric, narrowed to a part (`"age:15-17"`) or to a guide's cases.

        Raises KeyError for a metric or part that does not exist.
        """
        condition = METRICS[key].condition(self.when)
        if part:
            group, _sep, name = part.partition(":")
            condition &= {p[0]: p[2] for p in GROUPS[group].parts(self.when)}[name]
        if guide is not None:
            condition &= Q(at_guide=guide)
        return condition

    def rows_of(self, key, part: str = "", guide: int | None = None) -> QuerySet:
        """The rows that the number counts: the list behind it."""
        return self.queryset(METRICS[key].source).filter(self.condition(key, part, guide))

    def fetch(self, source) -> Rows:
        """The rows of the source, fetched once."""
        if source not in self._fetched:
            names = FIELDS[source]
            if source == DUTY and self.when.live:
                rows = rows_today(self.cases, self.when)
            else:
                rows = self.queryset(source).values_list(*names)
            self._fetched[source] = Rows(names, rows)
        return self._fetched[source]

    def _bits(self, key) -> int:
        """Which of the fetched rows the metric counts."""
        if key not in self._conditions:
            self._conditions[key] = METRICS[key].condition(self.when)
        rows = self.fetch(METRICS[key].source)
        bits = rows.where(self._conditions[key])
        return bits if self._guide is None else bits & rows.where(Q(at_guide=self._guide))

    def counted(self, key) -> list[dict]:
        """The fetched rows that the metric counts."""
        return self.fetch(METRICS[key].source).picked(self._bits(key))

    def count(self, key) -> int:
        """The metric's number."""
        return self._bits(key).bit_count()

    def split(self, key, group) -> list[tuple[str, object, int]]:
        """The metric's number in each part of a group: (key, label, count)."""
        rows, bits = self.fetch(METRICS[key].source), self._bits(key)
        parts = GROUPS[group].parts(self.when)
        return [(name, label, (bits & rows.where(q)).bit_count()) for name, label, q in parts]

    def by(self, key, column) -> Counter:
        """The metric's number for each value of a column, such as `at_guide`."""
        return Counter(self.fetch(METRICS[key].source).values(column, self._bits(key)))

    def counts(self, keys: Iterable[str]) -> dict[str, int]:
        """Several numbers."""
        return {key: self.count(key) for key in keys}

    @cached_property
    def members(self) -> dict[int, str]:
        """Names of everybody of the unit, by id: whoever carries a case, or did."""
        rows = User.objects.filter(unit=self.unit).exclude(role=Role.PARTNER).order_by("name", "pk")
        self._people = list(rows.values_list("pk", "name", "role", "is_active"))
        return {pk: name for pk, name, _role, _active in self._people}

    @cached_property
    def guides(self) -> dict[int, str]:
        """Names of the unit's active guides and of whoever else carried a case on the day, by id."""
        names, carrying = self.members, set(self.fetch(CASES).values("at_guide", self.fetch(CASES).all))
        return {
            pk: names[pk]
            for pk, _name, role, active in self._people
            if pk in carrying or (active and role == "guide")
        }
