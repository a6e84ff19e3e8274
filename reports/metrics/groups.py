"""Ways to split a number into parts that never overlap and leave nobody out: by age, activity, delay, reason.

Every group has a part for what is not known, so that the parts of a number add up to it on any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.models import Activity, BreachReason, Status
from plans.models import Destination
from reports.metrics.definitions.coverage import fresh, not_known
from reports.metrics.metric import Metric
from reports.metrics.point_in_time import PointInTime
from reports.metrics.sources import CASES, DUTY, MILESTONES, OUTCOMES
from reports.periods.rules import add_months


@dataclass(frozen=True)
class Group:
    """A way to split a metric: `parts(when)` gives (key, label, condition), which never overlap.

    It fits the metrics whose rows have its columns; or, where it is asked of a few only, those.
    """

    key: str
    title: Promise
    parts: Callable[[PointInTime], list[tuple[str, object, Q]]]
    sources: tuple[str, ...]
    metrics: tuple[str, ...] = ()

    def fits(self, metric: Metric) -> bool:
        """Whether the metric can be split so."""
        return metric.source in self.sources and (not self.metrics or metric.key in self.metrics)


AGE_BANDS = ((0, 12), (13, 14), (15, 17), (18, 19), (20, 22), (23, 25), (26, 120))


def age_label(youngest: int, oldest: int) -> str:
    """A band of ages as it is written: “15–17”, and “–12” and “26+” at the ends."""
    return f"–{oldest}" if youngest == 0 else f"{youngest}+" if oldest == 120 else f"{youngest}–{oldest}"


def _ages(when):
    return [(f"{a}-{b}", age_label(a, b), when.aged(a, b)) for a, b in AGE_BANDS]


def _activities(when):
    parts = [(a.value, a.label, fresh(when) & Q(at_activity=a)) for a in Activity if a != Activity.UNKNOWN]
    return [*parts, (Activity.UNKNOWN.value, _("Activity unknown"), not_known(when))]


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


def _whys(which, _when):
    kinds = [(why.value, why.label, Q(**{f"{which}_why": why.value})) for why in BreachReason.Why]
    return [*kinds, ("none", _("No reason given"), Q(**{f"{which}_why__isnull": True}))]


def _statuses(_when):
    kinds = [(s.value, s.label, Q(at_status=s.value)) for s in Status]
    return [*kinds, ("none", _("Unknown"), Q(at_status__isnull=True))]


def _plans(when):
    under = Q(at_planned=True, at_under_plan=True)
    beside = Q(at_planned=True, at_under_plan=False)
    return [
        ("under", _("Activity is part of the plan"), under),
        ("beside", _("Has a plan, no activity in it"), beside),
        ("none", _("No plan"), Q(at_planned=False)),
    ]


def _lengths(when):
    def between(fewest, most):
        begun = Q(opened_on__lte=add_months(when.on, -fewest)) if fewest else Q()
        return begun if most is None else begun & Q(opened_on__gt=add_months(when.on, -most))

    return [
        ("0-3", _("Under 3 months"), between(0, 3)),
        ("3-6", _("3–6 months"), between(3, 6)),
        ("6-12", _("6–12 months"), between(6, 12)),
        ("12-24", _("12–24 months"), between(12, 24)),
        ("24-", _("Two years and more"), between(24, None)),
    ]


KNOWN = sorted(a.value for a in Activity if a != Activity.UNKNOWN)


def _causes(when):
    """Why the activity is unknown: of those that `not_known` counts."""
    said = Q(at_activity__in=KNOWN)
    never = Q(at_activity__isnull=True) | said & Q(at_confirmed_on__isnull=True)
    return [
        ("stale", _("Confirmed too long ago"), said & Q(at_confirmed_on__lt=when.fresh_since)),
        ("said", _("Recorded as unknown"), Q(at_activity=Activity.UNKNOWN)),
        ("never", _("Never confirmed"), never),
    ]


def _destinations(_when):
    english = get_language() == "en"
    rows = Destination.objects.order_by("position", "pk")
    return [(d.code, d.name_en if english else d.name_da, Q(destination_id=d.pk)) for d in rows]


_UNKNOWNS = ("unknown", "adults_unknown")
_OVER = ("overdue",)
_WHY_ACTIVITY = _("Why a new activity was too late")

GROUPS = {
    group.key: group
    for group in (
        Group("age", _("Age"), _ages, (CASES,)),
        Group("activity", _("Activity"), _activities, (CASES,)),
        Group("status", _("Status"), _statuses, (CASES, MILESTONES)),
        Group("plan", _("Plan"), _plans, (CASES,)),
        Group("open_for", _("How long ago the case was opened"), _lengths, (CASES,)),
        Group("cause", _("Why it is unknown"), _causes, (CASES,), _UNKNOWNS),
        Group("delay", _("Delay"), _delays, (MILESTONES,), _OVER),
        Group("destination", _("Destination"), _destinations, (OUTCOMES,)),
        Group(
            "why_contact",
            _("Why contact was too late"),
            partial(_whys, "contact"),
            (DUTY,),
            ("contact_missed",),
        ),
        Group("why_activity", _WHY_ACTIVITY, partial(_whys, "activity"), (DUTY,), ("activity_missed",)),
    )
}


def groups_of(metric: Metric) -> list[Group]:
    """The ways in which a metric can be split."""
    return [group for group in GROUPS.values() if group.fits(metric)]
