"""Milestones: overdue, due and reached."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from plans.milestones.rules import overdue_q
from plans.models import OPEN_STATUSES, MilestoneStatus
from reports.metrics.definitions.cases import OPEN
from reports.metrics.metric import metric
from reports.metrics.sources import MILESTONES

# A plan is closed with its case, and opened with it: the status of the case, as known then, says both.
_REACHED = Q(at_state=MilestoneStatus.REACHED)
_OPEN_MILESTONE = Q(at_state__in=OPEN_STATUSES) & OPEN


@metric(
    MILESTONES,
    _("Milestones overdue"),
    _("Open milestones in open plans and cases whose day lies before the day of the figures."),
    why=_("A step past its day is to be done, put off or dropped, with a reason."),
    changed={3: _("Counts with whoever covers on the day; the number of the whole unit is the same.")},
)
def overdue(when):
    return OPEN & overdue_q(when.on, status="at_state", due_on="at_due_on")


@metric(
    MILESTONES,
    _("Milestones due"),
    _("Milestones whose day lies in the month, reached or still open in an open plan and case."),
    in_month=True,
    why=_("What was promised for this month: the whole that “reached of the milestones due” is a part of."),
    changed={3: _("Counts with whoever covers on the day; the number of the whole unit is the same.")},
)
def due(when):
    hoped = _OPEN_MILESTONE | _REACHED
    return hoped & Q(at_due_on__gte=when.period.first, at_due_on__lte=when.period.last)


@metric(
    MILESTONES,
    _("Reached of the milestones due"),
    _("The part of the milestones whose day lies in the month that had been reached by the day."),
    in_month=True,
    why=_("Whether days that were agreed are kept."),
    limits=_("A milestone put off to another month is not due in this one."),
    of=("due",),
    since=3,
)
def due_reached(when):
    return due.condition(when) & _REACHED


@metric(
    MILESTONES,
    _("Milestones reached"),
    _("Milestones reached in the month, up to the day, whenever they were due."),
    in_month=True,
    why=_("Steps that young people have taken."),
    limits=_("Milestones are of very different size: two units are not compared by them."),
    changed={3: _("Counts with whoever covers on the day; the number of the whole unit is the same.")},
)
def reached(when):
    return _REACHED & Q(at_reached_on__gte=when.period.first, at_reached_on__lte=when.on)
