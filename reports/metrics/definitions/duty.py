"""The statutory limits of 15–17-year-olds: running, kept and missed."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import metric
from reports.metrics.sources import DUTY


@metric(
    DUTY,
    _("Limits running, 15–17"),
    _("Young people under the duty where the limit for contact or for a new activity runs on the day."),
    why=_("The law's limits: what is to be done in the next days."),
    since=2,
    changed={3: _("Counts with whoever covers on the day; the number of the whole unit is the same.")},
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
    why=_("A limit of the law has passed and the act is still missing."),
    since=2,
)
def duty_late(when):
    return Q(at_late=True)


@metric(
    DUTY,
    _("Contact in time, 15–17"),
    _("Talks held in the month within the limit after we learned that the plan was not followed."),
    in_month=True,
    why=_("Whether young people are talked with as soon as the law asks."),
    limits=_("A talk or an activity that was written down late is in time when it happened in time."),
    of=("contact_met", "contact_missed"),
    since=2,
)
def contact_met(when):
    return Q(at_contact="met")


@metric(
    DUTY,
    _("Contact too late, 15–17"),
    _("Limits for contact that passed in the month without a talk, whatever happened afterwards."),
    in_month=True,
    why=_("Each is explained, so that the unit learns why."),
    limits=_("A talk or an activity that was written down late is in time when it happened in time."),
    of=("contact_met", "contact_missed"),
    since=2,
)
def contact_missed(when):
    return Q(at_contact="missed")


@metric(
    DUTY,
    _("New activity in time, 15–17"),
    _("New activities that began in the month within the limit after contact."),
    in_month=True,
    why=_("Whether a new activity is found as soon as the law asks."),
    limits=_("A talk or an activity that was written down late is in time when it happened in time."),
    of=("activity_met", "activity_missed"),
    since=2,
)
def activity_met(when):
    return Q(at_activity="met")


@metric(
    DUTY,
    _("New activity too late, 15–17"),
    _("Limits for a new activity that passed in the month with none begun, whatever happened afterwards."),
    in_month=True,
    why=_("Each is explained, so that the unit learns why."),
    limits=_("A talk or an activity that was written down late is in time when it happened in time."),
    of=("activity_met", "activity_missed"),
    since=2,
)
def activity_missed(when):
    return Q(at_activity="missed")
