"""How cases, milestones and outcomes stood on a day: the rows that every number counts.

Each function takes the cases to look at and a `When`, and returns a queryset whose `at_…` columns say what held on that
day, as known at that moment. For today the columns that `cases` keeps beside the dated rows are read instead of the rows
themselves (a test holds the two together), so that the leader's front page costs a plain scan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case as Choose
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models import When as Chosen
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from cases.activity.rules import BUSY_KINDS, FULL_TIME_HOURS, FULL_TIME_KINDS
from cases.models import (
    Activity,
    ActivityPeriod,
    Assignment,
    Case,
    Note,
    Participation,
    StallRest,
    StatusPeriod,
)
from core import clock
from core.limits import limit
from partners.rules import ADULT_SIDE
from plans.models import OPEN_STATUSES, Destination, Milestone, MilestoneMove, MilestoneStatus, Outcome, Plan
from reports.periods import Month, add_months, born_between, latest_birth


@dataclass(frozen=True)
class When:
    """A day, the month it is seen in, and what we knew: `known` is a moment, or None for everything known by now."""

    on: dt.date
    period: Month
    known: dt.datetime | None = None
    # From the unit: how long a confirmation counts, and how long one may go without contact.
    fresh_days: int = 90
    contact_days: int = 30
    # After so many days without any sign a running case has come to a halt.
    silent_days: int = 60

    @classmethod
    def of(cls, unit, *, on=None, period=None, known=None) -> When:
        """The last day of `period`, or the day `on` in its own month; never later than today."""
        on = min(period.last, clock.today()) if on is None and period else on or clock.today()
        return cls(
            on,
            period or Month.of(on),
            known,
            unit.activity_fresh_days,
            unit.contact_days,
            limit("stalled_days", on=on),
        )

    @property
    def live(self) -> bool:
        """Whether this is today as known now, which the cases' own columns say."""
        return self.known is None and self.on == clock.today()

    @property
    def moment(self) -> dt.datetime:
        """The moment of knowledge."""
        return self.known or clock.now()

    @property
    def fresh_since(self) -> dt.date:
        """The first day on which a confirmation still counts."""
        return self.on - dt.timedelta(days=self.fresh_days)

    @property
    def contact_since(self) -> dt.date:
        """Contact before this day is too long ago."""
        return self.on - dt.timedelta(days=self.contact_days)

    @property
    def silent_since(self) -> dt.date:
        """A running case without any sign of something happening on or after this day has come to a halt."""
        return self.on - dt.timedelta(days=self.silent_days)

    def aged(self, youngest: int, oldest: int) -> Q:
        """The condition for being of that age, both ends included."""
        first, last = born_between(self.on, youngest, oldest)
        return Q(at_born__gte=first, at_born__lte=last)


def _first(rows, field):
    """The field of the first of `rows`, as a column."""
    return Subquery(rows.values(field)[:1])


def _held(model, when: When, path: str, **narrowed):
    """The dated rows of the case at `path` that held on the day, as known then, latest first."""
    rows = model.objects.filter(case=OuterRef(path), **narrowed).holding(when.on)
    rows = rows.current() if when.known is None else rows.known_on(when.known)
    return rows.order_by("-from_on", "-pk")


def _activity_facts(when: When) -> dict:
    """What the case is under way with on a day that is not today: what counts most, and what the activities say together.

    The same as `cases.activity_rules.standing`, asked of the database.
    """
    held = _held(ActivityPeriod, when, "pk")
    most = held.counting_most_first()
    full_time = Q(hours_per_week__gte=FULL_TIME_HOURS) | Q(
        hours_per_week=None, activity__in=sorted(FULL_TIME_KINDS)
    )
    together = (
        held.order_by()
        .values("case_id")
        .annotate(
            idle=Count("pk", filter=Q(activity=Activity.NONE)),
            busy=Count("pk", filter=Q(activity__in=BUSY_KINDS)),
            full=Count("pk", filter=full_time),
        )
        .annotate(
            clash=Choose(
                Chosen(idle__gt=0, busy__gt=0, then=Value("nothing")),
                Chosen(full__gt=1, then=Value("hours")),
                default=Value(""),
            )
        )
    )
    return {
        "at_activity": _first(most, "activity"),
        # To say that nobody knows confirms nothing; it comes last, so without it the first is the same.
        "at_confirmed_on": _first(most.exclude(activity=Activity.UNKNOWN), "confirmed_on"),
        "at_clash": Coalesce(_first(together, "clash"), Value("")),
        "at_under_plan": Exists(held.filter(under_plan=True, activity__in=BUSY_KINDS)),
    }


def guide_and_status(when: When, path: str) -> dict:
    """`at_guide` and `at_status` of the case at `path` (its primary key)."""
    if when.live:
        prefix = path.removesuffix("pk")
        return {"at_guide": F(f"{prefix}guide_id"), "at_status": F(f"{prefix}status")}
    return {
        "at_guide": _first(_held(Assignment, when, path, kind=Assignment.Kind.GUIDE), "user_id"),
        "at_status": _first(_held(StatusPeriod, when, path), "status"),
    }


def _known(rows: QuerySet, when: When) -> QuerySet:
    """Only rows that had been written down by then."""
    return rows if when.known is None else rows.filter(recorded_at__lte=when.known)


def cases_at(cases: QuerySet[Case], when: When) -> QuerySet[Case]:
    """The cases opened by that day, with status, guide, activity, contact and plan as they stood.

    Those that had been closed before the month are left out: no number counts them.
    """
    plans = Plan.objects.filter(case=OuterRef("pk"), opened_on__lte=when.on)
    facts = {"at_born": F("person__birth_date"), "at_planned": Exists(plans)} | guide_and_status(when, "pk")
    arrived = Outcome.objects.filter(
        case=OuterRef("pk"), started_on__lte=when.on, destination__counts_as_positive=Destination.Counts.YES
    )
    facts["at_arrived"] = Exists(_known(arrived.filter(Q(ended_on=None) | Q(ended_on__gte=when.on)), when))
    if when.live:
        facts |= {
            "at_since": Coalesce(F("status_since"), F("closed_on"), F("opened_on")),
            "at_activity": F("activity"),
            "at_confirmed_on": F("activity_confirmed_on"),
            "at_clash": F("activity_clash"),
            "at_under_plan": F("activity_under_plan"),
            "at_contact_on": F("last_contact_on"),
            "at_moved_on": F("last_move_on"),
            "at_rests_until": F("stall_rests_until"),
        }
    else:
        talks = Note.objects.known_on(when.moment).of_contact()
        talks = talks.filter(case=OuterRef("pk"), with_youth=True, happened_on__lte=when.on)
        talks = talks.order_by("-happened_on")
        moves = MilestoneMove.objects.filter(milestone__plan__case=OuterRef("pk"), on__lte=when.on)
        moves = _known(moves, when).exclude(old_status=F("new_status"))
        facts |= _activity_facts(when) | {
            "at_since": _first(_held(StatusPeriod, when, "pk"), "from_on"),
            "at_contact_on": _first(talks, "happened_on"),
            "at_moved_on": _first(moves.order_by("-on"), "on"),
            "at_rests_until": _first(_held(StallRest, when, "pk"), "until_on"),
        }
    # Asked only about those for whom it matters: the database stops at the birth date.
    near = Q(person__birth_date__gt=latest_birth(when.on, 18))
    near &= Q(person__birth_date__lte=latest_birth(add_months(when.on, 6), 18))
    grown = _held(Participation, when, "pk", partner__category__code__in=ADULT_SIDE)
    # The first row in place of "exists", for which PostgreSQL would gather the adult side of every unit's cases beforehand.
    near &= Q(GreaterThan(_first(grown, "pk"), 0))
    facts["at_adult_side"] = Choose(Chosen(near, then=True), default=False)
    alive = Q(closed_on=None) | Q(closed_on__gte=when.period.first)
    if when.known is not None:
        # Closed with effect from before the month, but written down only after the moment we ask about.
        alive |= Exists(StatusPeriod.objects.filter(case=OuterRef("pk"), recorded_at__gt=when.known))
    return _known(cases.filter(alive, opened_on__lte=when.on), when).annotate(**facts)


def milestones_at(cases: QuerySet[Case], when: When) -> QuerySet[Milestone]:
    """The milestones that count in the period: overdue by that day, due in the month, or reached in the month.

    What a milestone was on a day is told by its last move up to then. A milestone that has not moved since is still what it
    was, so moves are looked up only for the few that have.
    """
    reached = Q(reached_on__gte=when.period.first, reached_on__lte=when.on)
    due = Q(due_on__gte=when.period.first, due_on__lte=when.period.last)
    overdue = Q(status__in=OPEN_STATUSES, due_on__lt=when.on)
    counts = reached | due | overdue
    rows = Milestone.objects.filter(plan__case__in=cases)
    facts = {"at_case": F("plan__case_id")}
    facts |= guide_and_status(when, "plan__case__pk")
    if when.live:
        facts |= {"at_state": F("status"), "at_due_on": F("due_on"), "at_reached_on": F("reached_on")}
        return rows.filter(counts).annotate(**facts)
    moves = MilestoneMove.objects.filter(milestone=OuterRef("pk"))
    later = Q(on__gt=when.on) if when.known is None else Q(on__gt=when.on) | Q(recorded_at__gt=when.known)
    up_to = _known(moves.filter(on__lte=when.on), when).order_by("-on", "-pk")
    facts |= {
        "at_state": _first(up_to, "new_status"),
        "at_due_on": _first(up_to, "new_due_on"),
        "at_reached_on": _first(up_to.filter(new_status=MilestoneStatus.REACHED), "on"),
    }
    return _known(rows.filter(counts | Exists(moves.filter(later))), when).annotate(**facts)


def outcomes_at(cases: QuerySet[Case], when: When) -> QuerySet[Outcome]:
    """The destinations reached by that day, of which we knew."""
    facts = {"at_case": F("case_id"), "at_counts": F("destination__counts_as_positive")}
    facts |= guide_and_status(when, "case__pk")
    rows = Outcome.objects.filter(case__in=cases, started_on__lte=when.on)
    return _known(rows, when).annotate(**facts)
