"""The limits that Min plan stands on."""

from django.utils.translation import gettext_lazy as _

from core.limits import Limit, declare

OWN_ACCESS = "own_access_age"

declare(
    OWN_ACCESS,
    group=_("Min plan"),
    title=_("Min plan of one's own from the age of"),
    explanation=_("Younger than this nobody is invited: the plan is gone through together, on paper."),
    unit=Limit.Unit.YEARS,
    least=10,
    most=18,
)
