"""Positive destinations: reached, and whether they lasted."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.models import Destination
from reports.metrics.metric import metric
from reports.metrics.sources import OUTCOMES
from reports.periods.rules import add_months

# After how many months we ask whether a destination held: how many could have, and how many did.
LASTING = {
    3: ("destinations_three_months_ago", "destinations_held"),
    6: ("destinations_six_months_ago", "destinations_held_six"),
    12: ("destinations_twelve_months_ago", "destinations_held_twelve"),
}

# What the unit counts as positive: everybody who counts destinations counts these.
POSITIVE = Q(at_counts=Destination.Counts.YES)


def lasted(days, months: int) -> Q:
    """Those that began on one of ``days`` and lasted at least so many months: what “held” means, everywhere."""
    held = (
        Q(started_on=day) & (Q(ended_on__isnull=True) | Q(ended_on__gte=add_months(day, months)))
        for day in days
    )
    return POSITIVE & reduce(or_, held, Q(pk__in=()))


def could_last(days, months: int, on) -> Q:
    """Those that began on one of ``days``, so long ago that they could have lasted so many months by the day ``on``."""
    return POSITIVE & Q(started_on__in=[day for day in days if add_months(day, months) <= on])


def _began(when, months):
    then = when.period.months_ago(months)
    return POSITIVE & Q(started_on__gte=then.first, started_on__lte=then.last)


def _lasted(when, months):
    return lasted(when.period.months_ago(months).days(), months)


@metric(
    OUTCOMES,
    _("Positive destinations reached"),
    _("Destinations that the unit counts as positive and that began in the month, up to the day."),
    in_month=True,
    why=_("Where it leads to: education, work and other goals that the unit counts as positive."),
    limits=_(
        "Which destinations are positive is the unit's own table; a change there changes earlier months, too."
    ),
)
def destinations(when):
    return POSITIVE & Q(started_on__gte=when.period.first, started_on__lte=when.on)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted three months"),
    _("Positive destinations that began in the month three months earlier."),
    why=_("The whole that those who held are a part of."),
)
def destinations_three_months_ago(when):
    return _began(when, 3)


@metric(
    OUTCOMES,
    _("Held for three months"),
    _("Positive destinations that began in the month three months earlier and lasted at least three months."),
    why=_("A good beginning counts when it lasts."),
    limits=_("Nobody asks for the end by itself: a destination without an end recorded counts as lasting."),
    of=("destinations_three_months_ago",),
)
def destinations_held(when):
    return _lasted(when, 3)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted six months"),
    _("Positive destinations that began in the month six months earlier."),
    why=_("The whole that those who held are a part of."),
    since=2,
)
def destinations_six_months_ago(when):
    return _began(when, 6)


@metric(
    OUTCOMES,
    _("Held for six months"),
    _("Positive destinations that began in the month six months earlier and lasted at least six months."),
    why=_("A good beginning counts when it lasts."),
    limits=_("Nobody asks for the end by itself: a destination without an end recorded counts as lasting."),
    of=("destinations_six_months_ago",),
    since=2,
)
def destinations_held_six(when):
    return _lasted(when, 6)


@metric(
    OUTCOMES,
    _("Destinations that could have lasted twelve months"),
    _("Positive destinations that began in the month twelve months earlier."),
    why=_("The whole that those who held are a part of."),
    since=2,
)
def destinations_twelve_months_ago(when):
    return _began(when, 12)


@metric(
    OUTCOMES,
    _("Held for twelve months"),
    _(
        "Positive destinations that began in the month twelve months earlier and lasted at least twelve "
        "months."
    ),
    why=_("A good beginning counts when it lasts."),
    limits=_("Nobody asks for the end by itself: a destination without an end recorded counts as lasting."),
    of=("destinations_twelve_months_ago",),
    since=2,
)
def destinations_held_twelve(when):
    return _lasted(when, 12)
