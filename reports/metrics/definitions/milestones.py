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
)
def overdue(when):
    return OPEN & overdue_q(when.on, status="at_state", due_on="at_due_on")


@metric(
    MILESTONES,
    _("Milestones due"),
    _("Milestones whose day lies in the month, reached or still open in an open plan and case."),
    in_month=True,
)
def due(when):
    hoped = _OPEN_MILESTONE | _REACHED
    return hoped & Q(at_due_on__gte=when.period.first, at_due_on__lte=when.period.last)


@metric(
    MILESTONES,
    _("Reached of the milestones due"),
    _("The part of the milestones whose day lies in the month that had been reached by the day."),
    in_month=True,
)
def due_reached(when):
    return due.condition(when) & _REACHED


@metric(
    MILESTONES,
    _("Milestones reached"),
    _("Milestones reached in the month, up to the day, whenever they were due."),
    in_month=True,
)
def reached(when):
    return _REACHED & Q(at_reached_on__gte=when.period.first, at_reached_on__lte=when.on)
