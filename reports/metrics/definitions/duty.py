"""The statutory limits of 15–17-year-olds: running, kept and missed."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import metric
from reports.metrics.sources import DUTY


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
        "Young people under the duty where a limit has passed and what it asks for still has not been "
        "done: a talk, or a new activity."
    ),
)
def duty_late(when):
    return Q(at_late=True)


@metric(
    DUTY,
    _("Contact in time, 15–17"),
    _("Talks held in the month within the limit after we learned that the plan was not followed."),
    in_month=True,
)
def contact_met(when):
    return Q(at_contact="met")


@metric(
    DUTY,
    _("Contact too late, 15–17"),
    _("Limits for contact that passed in the month without a talk, whatever happened afterwards."),
    in_month=True,
)
def contact_missed(when):
    return Q(at_contact="missed")


@metric(
    DUTY,
    _("New activity in time, 15–17"),
    _("New activities that began in the month within the limit after contact."),
    in_month=True,
)
def activity_met(when):
    return Q(at_activity="met")


@metric(
    DUTY,
    _("New activity too late, 15–17"),
    _("Limits for a new activity that passed in the month with none begun, whatever happened afterwards."),
    in_month=True,
)
def activity_missed(when):
    return Q(at_activity="missed")
