"""Who comes of age soon.

The six months are part of the definition: a unit that prepares earlier or later (`transition_months_before`) counts the
same as the others.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reports.metrics.definitions.cases import OPEN
from reports.metrics.metric import metric
from reports.metrics.sources import CASES
from reports.periods.rules import add_months, latest_birth


@metric(
    CASES,
    _("Turn 18 within six months"),
    _("Open cases where the young person turns 18 in the six months after the day."),
    why=_("At 18 the law, the income and the department change: it is prepared half a year ahead."),
    limits=_("A unit that prepares earlier or later counts the same six months."),
    of=("in_unit",),
)
def turning_18(when):
    return OPEN & Q(
        at_born__gt=latest_birth(when.on, 18), at_born__lte=latest_birth(add_months(when.on, 6), 18)
    )


@metric(
    CASES,
    _("Turn 18 without an adult side"),
    _(
        "The part of those who turn 18 within six months, where no partner from the adult side takes part: "
        "employment, benefits, adult social authority or social psychiatry."
    ),
    why=_("Whoever turns 18 without the adult side meets a gap."),
    limits=_("Only partners recorded as taking part are known."),
    of=("turning_18",),
    since=2,
)
def turning_18_alone(when):
    return turning_18.condition(when) & Q(at_adult_side=False)
