"""What a new unit begins with: its limits from law and habit."""

from django.utils.translation import gettext_lazy

from core import limits
from core.limits import Limit

UNIT = gettext_lazy("What a new unit begins with")
_ONLY_AT_FIRST = gettext_lazy(
    "A unit begins with this; afterwards it is changed under “The unit's own choices”."
)

limits.declare(
    "unit_youngest_age",
    group=UNIT,
    title=gettext_lazy("Youngest age in the unit"),
    explanation=_ONLY_AT_FIRST,
    begins_only=True,
    unit=Limit.Unit.YEARS,
    least=10,
    most=20,
)
limits.declare(
    "unit_oldest_age",
    group=UNIT,
    title=gettext_lazy("Oldest age in the unit"),
    explanation=_ONLY_AT_FIRST,
    begins_only=True,
    unit=Limit.Unit.YEARS,
    least=18,
    most=35,
)
limits.declare(
    "activity_fresh_days",
    group=UNIT,
    title=gettext_lazy("How long a confirmed activity counts"),
    explanation=_ONLY_AT_FIRST,
    begins_only=True,
    unit=Limit.Unit.DAYS,
    least=7,
)
limits.declare(
    "contact_days",
    group=UNIT,
    title=gettext_lazy("How long there may be between talks"),
    explanation=_ONLY_AT_FIRST,
    begins_only=True,
    unit=Limit.Unit.DAYS,
    least=1,
)


def youngest_age() -> int:
    """With which youngest age a new unit begins, in years."""
    return limits.limit("unit_youngest_age")


def oldest_age() -> int:
    """With which oldest age a new unit begins, in years."""
    return limits.limit("unit_oldest_age")


def fresh_days() -> int:
    """For how many days an activity stays confirmed in a new unit."""
    return limits.limit("activity_fresh_days")


def contact_days() -> int:
    """How many days there may be between two talks in a new unit."""
    return limits.limit("contact_days")
