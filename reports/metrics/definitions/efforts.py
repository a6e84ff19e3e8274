"""Efforts: those that ended within a year, for what they contributed."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.metrics.metric import metric
from reports.metrics.sources import EFFORTS
from reports.periods.rules import add_months

MONTHS = 12


@metric(
    EFFORTS,
    _("Efforts that ended"),
    _(
        "Efforts whose last day lies within the twelve months up to the day, broken off ones too. One that never began "
        "counts nowhere; “unknown” is what nobody has said yet."
    ),
    why=_("What efforts contribute is asked when they are over."),
    limits=_("Few efforts say little: read the list behind the number."),
    since=3,
)
def efforts_ended(when):
    return Q(at_last_on__gt=add_months(when.on, -MONTHS))  # what is not over by then is none of EFFORTS
