"""How cases, milestones, efforts and outcomes stood on a day: the rows that every number counts.

Each function takes the cases to look at and a `PointInTime`, and returns a queryset whose `at_…` columns say what held
on that day, as known at that moment. For today the columns that `cases` keeps beside the dated rows are read instead of
the rows themselves (a test holds the two together), so that the leader's front page costs a plain scan.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db.models import Case as CaseWhen
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from accounts.models import carries_q
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
from core.kept import GivenIds
from core.querysets import built_once
from partners.categories.rules import ADULT_SIDE
from plans.efforts.rules import never_began_q
from plans.milestones.rules import overdue_q
from plans.models import Destination, Effort, Milestone, MilestoneMove, MilestoneStatus, Outcome, Plan
from reports.metrics.point_in_time import PointInTime
from reports.periods.rules import add_months, latest_birth


def _first(rows, field):
    """The field of the first of `rows`, as a column."""
    return Subquery(rows.values(field)[:1])


def _held(model, when: PointInTime, path: str, **narrowed):
    """The dated rows of the case at `path` that held on the day, as known then, latest first."""
    rows = model.objects.filter(case=OuterRef(path), **narrowed).holding(when.on)
    rows = rows.current() if when.known is None else rows.known_on(when.known)
    return rows.order_by("-from_on", "-pk")


def _activity_facts(when: PointInTime) -> dict:
    """What the case was under way with on a day that is not today.

    What counts most, and what the activities say together: as `cases.activity.rules.standing`, asked of the database.
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
            clash=CaseWhen(
                When(idle__gt=0, busy__gt=0, then=Value("nothing")),
                When(full__gt=1, then=Value("hours")),
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


def guide_and_status(when: PointInTime, path: str, *, acting: bool = False) -> dict:
    """`at_guide` and `at_status` of the case at `path` (its primary key).

    The guide is who carries the case; with ``acting`` whoever had it that day, as `Case.acting_guide`: who covers has
    what is to be done. Today an open case whose guide has stopped has none, as `without_acting_guide` says.
    """
    if when.live:
        prefix = path.removesuffix("pk")
        there = Q(**{f"{prefix}closed_on__isnull": False}) | carries_q(f"{prefix}guide__")
        whose = [When(there, then=F(f"{prefix}guide_id"))]
        if acting:
            covered = Q(**{f"{prefix}cover_from__lte": when.on, f"{prefix}cover_until__gt": when.on})
            whose.insert(0, When(covered & carries_q(f"{prefix}cover__"), then=F(f"{prefix}cover_id")))
        who = CaseWhen(*whose)
        return {"at_guide": who, "at_status": F(f"{prefix}status")}
    who = _first(_held(Assignment, when, path, kind=Assignment.Kind.GUIDE), "user_id")
    if acting:
        who = Coalesce(_first(_held(Assignment, when, path, kind=Assignment.Kind.COVER), "user_id"), who)
    return {"at_guide": who, "at_status": _first(_held(StatusPeriod, when, path), "status")}


def _known(rows: QuerySet, when: PointInTime) -> QuerySet:
    """Only rows that had been written down by then."""
    return rows if when.known is None else rows.filter(recorded_at__lte=when.known)


def within(path: str, cases: QuerySet[Case] | GivenIds) -> Q:
    """The condition for the case at ``path`` to be one of these."""
    return Q(**{f"{path}__{'among' if isinstance(cases, GivenIds) else 'in'}": cases})


def cases_at(cases: QuerySet[Case], when: PointInTime) -> QuerySet[Case]:
    """The cases opened by that day, with status, guide, activity, contact and plan as they stood.

    Those that had been closed before the month are left out: no number counts them.
    """
    if when.live:
        return _cases_today(when).filter(within("pk", cases))
    return _cases_of(cases, when)


@built_once
def _cases_today(when: PointInTime) -> QuerySet[Case]:
    return _cases_of(Case.objects.all(), when)


def _cases_of(cases: QuerySet[Case], when: PointInTime) -> QuerySet[Case]:
    plans = Plan.objects.filter(case=OuterRef("pk"), opened_on__lte=when.on)
    facts = {"at_born": F("person__birth_date"), "at_planned": Exists(plans)} | guide_and_status(when, "pk")
    facts["at_arrived"] = _has_arrived(when)
    facts["at_before"] = _status_before(when)
    facts |= _kept_facts(when) if when.live else _dated_facts(when)
    facts["at_adult_side"] = _has_adult_side(when)
    alive = Q(closed_on=None) | Q(closed_on__gte=when.period.first)
    if when.known is not None:
        # Closed with effect from before the month, but written down only after the moment we ask about.
        alive |= Exists(StatusPeriod.objects.filter(case=OuterRef("pk"), recorded_at__gt=when.known))
    return _known(cases.filter(alive, opened_on__lte=when.on), when).annotate(**facts)


def _status_before(when: PointInTime) -> CaseWhen:
    """The status on the last day before the month; none of what was opened in it.

    Looked up only for the few whose status has changed since.
    """
    first = when.period.first
    told = _first(_held(StatusPeriod, replace(when, on=first - timedelta(days=1)), "pk"), "status")
    still = [When(status_since__lt=first, then=F("status"))] if when.live else []
    return CaseWhen(When(opened_on__gte=first, then=Value("")), *still, default=told)


def _kept_facts(when: PointInTime) -> dict:
    """Today's facts, from the columns that `cases` keeps beside the dated rows.

    Only whether somebody recorded that it is unknown, or nobody recorded anything, is asked of the rows.
    """
    said = _held(ActivityPeriod, when, "pk", activity=Activity.UNKNOWN)
    known = sorted(set(Activity) - {Activity.UNKNOWN})
    return {
        "at_since": Coalesce(F("status_since"), F("closed_on"), F("opened_on")),
        "at_activity": CaseWhen(
            When(activity__in=known, then=F("activity")), default=_first(said, "activity")
        ),
        "at_confirmed_on": F("activity_confirmed_on"),
        "at_clash": F("activity_clash"),
        "at_under_plan": F("activity_under_plan"),
        "at_contact_on": F("last_contact_on"),
        "at_moved_on": F("last_move_on"),
        "at_rests_until": F("stall_rests_until"),
    }


def _dated_facts(when: PointInTime) -> dict:
    """The same facts of another day, or as known at another moment, from the dated rows."""
    talks = Note.objects.known_on(when.moment).of_contact()
    talks = talks.filter(case=OuterRef("pk"), happened_on__lte=when.on)
    talks = talks.order_by("-happened_on")
    moves = MilestoneMove.objects.filter(milestone__plan__case=OuterRef("pk"), on__lte=when.on)
    moves = _known(moves, when).exclude(old_status=F("new_status"))
    return _activity_facts(when) | {
        "at_since": _first(_held(StatusPeriod, when, "pk"), "from_on"),
        "at_contact_on": _first(talks, "happened_on"),
        "at_moved_on": _first(moves.order_by("-on"), "on"),
        "at_rests_until": _first(_held(StallRest, when, "pk"), "until_on"),
    }


def _has_arrived(when: PointInTime) -> Exists:
    """Whether a positive destination had been reached and still lasted."""
    arrived = Outcome.objects.filter(
        case=OuterRef("pk"), started_on__lte=when.on, destination__counts_as_positive=Destination.Counts.YES
    )
    return Exists(_known(arrived.filter(Q(ended_on=None) | Q(ended_on__gte=when.on)), when))


def _has_adult_side(when: PointInTime) -> CaseWhen:
    """Whether somebody from the adult side took part.

    Asked only about those for whom it matters: the database stops at the birth date.
    """
    near = Q(person__birth_date__gt=latest_birth(when.on, 18))
    near &= Q(person__birth_date__lte=latest_birth(add_months(when.on, 6), 18))
    grown = _held(Participation, when, "pk", partner__category__code__in=ADULT_SIDE)
    # The first row in place of "exists", for which PostgreSQL would gather the adult side of every unit's cases
    # beforehand.
    near &= Q(GreaterThan(_first(grown, "pk"), 0))
    return CaseWhen(When(near, then=True), default=False)


def milestones_at(cases: QuerySet[Case], when: PointInTime) -> QuerySet[Milestone]:
    """The milestones that count in the period: overdue by that day, due in the month, or reached in the month.

    What a milestone was on a day is told by its last move up to then. A milestone that has not moved since is still
    what it was, so moves are looked up only for the few that have.
    """
    rows = _milestones_today(when) if when.live else _milestones_of(when)
    return rows.filter(within("plan__case", cases))


@built_once
def _milestones_today(when: PointInTime) -> QuerySet[Milestone]:
    return _milestones_of(when)


def _milestones_of(when: PointInTime) -> QuerySet[Milestone]:
    reached = Q(reached_on__gte=when.period.first, reached_on__lte=when.on)
    due = Q(due_on__gte=when.period.first, due_on__lte=when.period.last)
    counts = reached | due | overdue_q(when.on)
    rows = Milestone.objects.all()
    facts = {"at_case": F("plan__case_id")}
    facts |= guide_and_status(when, "plan__case__pk", acting=True)
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


def outcomes_at(cases: QuerySet[Case], when: PointInTime) -> QuerySet[Outcome]:
    """The destinations reached by that day, of which we knew."""
    rows = _outcomes_today(when) if when.live else _outcomes_of(when)
    return rows.filter(within("case", cases))


@built_once
def _outcomes_today(when: PointInTime) -> QuerySet[Outcome]:
    return _outcomes_of(when)


def _outcomes_of(when: PointInTime) -> QuerySet[Outcome]:
    facts = {"at_case": F("case_id"), "at_counts": F("destination__counts_as_positive")}
    facts |= guide_and_status(when, "case__pk")
    rows = Outcome.objects.filter(started_on__lte=when.on)
    return _known(rows, when).annotate(**facts)


# What nobody has said of an effort that is over.
UNKNOWN = "unknown"


def efforts_at(cases: QuerySet[Case], when: PointInTime) -> QuerySet[Effort]:
    """The efforts that were over on that day, with their kind, last day and what they contributed, as known now.

    One that never began is none; of one whose end nobody has written down, the last planned day counts.
    """
    over = Effort.objects.ended(when.on) | Effort.objects.broken_off(when.on)
    facts = {
        "at_case": F("plan__case_id"),
        "at_kind": F("kind_id"),
        "at_last_on": Coalesce("ended_on", "until_on"),
        "at_contribution": CaseWhen(When(contribution="", then=Value(UNKNOWN)), default=F("contribution")),
    }
    facts |= guide_and_status(when, "plan__case__pk")
    rows = over.standing().exclude(never_began_q()).filter(plan__case__in=cases)
    return _known(rows, when).annotate(**facts)
