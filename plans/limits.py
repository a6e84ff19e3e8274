"""The limits that the plan stands on."""

from django.utils.translation import gettext_lazy as _

from core.limits import Limit, declare

QUALIFICATION = "qualification_days"

declare(
    QUALIFICATION,
    group=_("The plan"),
    title=_("A department answers a question of clarification within"),
    explanation=_(
        "Counted from the day after it is sent. Half way and on the last day the department is reminded; the day after "
        "that it is told to both leaders. Silence is never a yes."
    ),
    unit=Limit.Unit.WORKING_DAYS,
    least=2,
    most=60,
)
