"""How many cases there are, come and go."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Status
from reports.metrics.metric import metric
from reports.metrics.sources import CASES

OPEN = Q(at_status__in=(Status.WAITING, Status.RUNNING, Status.PAUSED))
OPEN_BEFORE = Q(at_before__in=(Status.WAITING, Status.RUNNING, Status.PAUSED))
# Somebody who can act carries the plan; an open case that is not in care waits.
CARRIED = Q(at_guide__isnull=False)
IN_CARE = Q(at_status__in=(Status.RUNNING, Status.PAUSED)) & CARRIED

# What version 3 changed of everything that asks for a guide who can act.
CARRIED_SINCE_3 = {3: _("A case whose guide has stopped waits, and no longer counts here.")}


@metric(
    CASES,
    _("Young people in the unit"),
    _("Cases that are open on the day: waiting, running or paused."),
    why=_(
        "How many young people the unit is responsible for: the whole that the other numbers are parts of."
    ),
)
def in_unit(when):
    return OPEN


@metric(
    CASES,
    _("Running cases"),
    _("Cases with the status running on the day, and a guide."),
    why=_("The work that goes on, and what the guides' days hold."),
    of=("in_unit",),
    changed=CARRIED_SINCE_3,
)
def running(when):
    return Q(at_status=Status.RUNNING) & CARRIED


@metric(
    CASES,
    _("Paused"),
    _("Cases with the status paused on the day, and a guide."),
    why=_("A pause is agreed and has an end: many or long ones hide that nothing happens."),
    of=("in_unit",),
    changed=CARRIED_SINCE_3,
)
def paused(when):
    return Q(at_status=Status.PAUSED) & CARRIED


@metric(
    CASES,
    _("Waiting for a guide"),
    _("Open cases that nobody carries on the day: they wait for their first guide, or for the next one."),
    why=_("Nobody is to wait without being seen: these have no guide who acts."),
    of=("in_unit",),
    changed={3: _("Counts open cases whose guide has stopped, too.")},
)
def waiting(when):
    return Q(at_status=Status.WAITING) | OPEN & Q(at_guide__isnull=True)


@metric(
    CASES,
    _("Running or paused"),
    _("Cases with the status running or paused on the day, and a guide."),
    why=_("Those whom a guide works with: the whole that the coverage of adults is a part of."),
    of=("in_unit",),
    since=3,
)
def in_care(when):
    return IN_CARE


# What there was, and what has come and gone since: opening + new + reopened − closed = in_unit, on every day.


@metric(
    CASES,
    _("Open when the month began"),
    _("Cases that were open (waiting, running or paused) on the last day of the month before."),
    why=_("What the month began with: with new, reopened and closed it gives what there is."),
    since=3,
)
def opening(when):
    return OPEN_BEFORE


@metric(
    CASES,
    _("New"),
    _("Cases opened in the month, up to the day."),
    in_month=True,
    why=_("How many come to the unit, and when in the year."),
    limits=_("A case that is reopened is not new."),
)
def new(when):
    return Q(opened_on__gte=when.period.first, opened_on__lte=when.on)


@metric(
    CASES,
    _("Reopened"),
    _("Cases that had been closed when the month began, and were opened again in it."),
    in_month=True,
    why=_("Those who come back tell whether a closing lasted."),
    limits=_("A case closed and reopened within one month is neither closed nor reopened."),
    since=3,
)
def reopened(when):
    back = OPEN | closed.condition(when)
    return Q(at_before=Status.CLOSED, opened_on__lt=when.period.first) & back


@metric(
    CASES,
    _("Closed"),
    _("Cases closed in the month and still closed on the day."),
    in_month=True,
    why=_("How many leave the unit; why stands on each case."),
    limits=_("A case closed and reopened within one month is neither closed nor reopened."),
)
def closed(when):
    return Q(at_status=Status.CLOSED, at_since__gte=when.period.first, at_since__lte=when.on)
