"""Ways to split a number into parts that never overlap: by age, activity, delay, reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Activity, BreachReason
from reports.metrics.definitions.coverage import fresh, not_known
from reports.metrics.point_in_time import PointInTime


@dataclass(frozen=True)
class Group:
    """A way to split a metric: `parts(when)` gives (key, label, condition), which never overlap."""

    key: str
    title: Promise
    parts: Callable[[PointInTime], list[tuple[str, object, Q]]]


AGE_BANDS = ((0, 12), (13, 14), (15, 17), (18, 19), (20, 22), (23, 25), (26, 120))


def _ages(when):
    def label(youngest, oldest):
        return f"–{oldest}" if youngest == 0 else f"{youngest}+" if oldest == 120 else f"{youngest}–{oldest}"

    return [(f"{a}-{b}", label(a, b), when.aged(a, b)) for a, b in AGE_BANDS]


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


GROUPS = {
    "age": Group("age", _("Age"), _ages),
    "activity": Group("activity", _("Activity"), _activities),
    "delay": Group("delay", _("Delay"), _delays),
    "why_contact": Group("why_contact", _("Why too late"), partial(_whys, "contact")),
    "why_activity": Group("why_activity", _("Why too late"), partial(_whys, "activity")),
}
