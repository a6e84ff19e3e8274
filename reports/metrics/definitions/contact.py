"""Where nothing has been heard or done for too long."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Status
from reports.metrics.metric import metric
from reports.metrics.sources import CASES


@metric(
    CASES,
    _("No contact for a long time"),
    _(
        "Running cases without a talk with the young person within the unit's limit (30 days unless "
        "decided otherwise)."
    ),
    why=_("A talk is what the rest rests on; a long silence is seen before it becomes longer."),
    limits=_("Notes of other kinds, and messages, are no talk."),
    of=("running",),
)
def no_contact(when):
    since = when.contact_since
    silent = Q(at_contact_on__lt=since) | Q(at_contact_on__isnull=True, opened_on__lt=since)
    return Q(at_status=Status.RUNNING) & silent


@metric(
    CASES,
    _("Stalled"),
    _(
        "Running cases without any sign for longer than the limit (60 days unless decided otherwise): no "
        "talk with the young person, no activity confirmed, no milestone added or moved, no change of "
        "status. Those that somebody lets rest for a reason are not counted."
    ),
    why=_("Cases that nobody has touched are forgotten ones until somebody says why."),
    of=("running",),
    since=2,
)
def stalled(when):
    silent = Q(at_status=Status.RUNNING, at_since__lt=when.silent_since)
    for sign in ("at_contact_on", "at_confirmed_on", "at_moved_on"):
        silent &= Q(**{f"{sign}__isnull": True}) | Q(**{f"{sign}__lt": when.silent_since})
    return silent & (Q(at_rests_until__isnull=True) | Q(at_rests_until__lte=when.on))
