"""The limits that casework stands on, and the rules with the limits of the day filled in."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.people import rules
from core.limits import Limit, declare, limit

DUTY = _("Duty 15–17")


WORKING_DAYS = _("What counts as a working day")


AGES = _("Age transitions")


STALLED = _("Stalled cases")


declare(
    "duty_youngest_age",
    group=DUTY,
    title=_("The duty begins at"),
    explanation=_("The age from which a young person must be in education, job or activity."),
    unit=Limit.Unit.YEARS,
    least=10,
    most=18,
)


declare(
    "duty_oldest_age",
    group=DUTY,
    title=_("The duty lasts to the end of the age of"),
    explanation=_("The last age at which the duty applies; it ends on the next birthday."),
    unit=Limit.Unit.YEARS,
    least=15,
    most=25,
)


declare(
    "duty_contact_days",
    group=DUTY,
    title=_("Contact with the young person within"),
    explanation=_("Counted from the day on which the unit learned that the plan is not followed."),
    unit=Limit.Unit.WORKING_DAYS,
    least=1,
    most=60,
)


declare(
    "duty_activity_days",
    group=DUTY,
    title=_("A new activity within"),
    explanation=_("Counted from the day on which contact was established."),
    unit=Limit.Unit.DAYS,
    least=1,
    most=365,
)


declare(
    "summer_first_day",
    group=DUTY,
    title=_("The summer period begins"),
    explanation=_("The first day of the period in which little can begin."),
    unit=Limit.Unit.DAY_OF_YEAR,
)


declare(
    "summer_last_day",
    group=DUTY,
    title=_("The summer period ends"),
    explanation=_("The last day of the period."),
    unit=Limit.Unit.DAY_OF_YEAR,
)


declare(
    "summer_stops_activity",
    group=DUTY,
    title=_("The summer period stops the clock for a new activity"),
    explanation=_("Yes: days in the summer period are not counted among the days for a new activity."),
    unit=Limit.Unit.YES_NO,
)


declare(
    "summer_stops_contact",
    group=DUTY,
    title=_("The summer period stops the clock for contact"),
    explanation=_(
        "Yes: days in the summer period are no working days when the days for contact are counted."
    ),
    unit=Limit.Unit.YES_NO,
)


declare(
    "free_1_may",
    group=WORKING_DAYS,
    title=_("1 May is free"),
    explanation=_("Yes: the day is no working day when limits are counted."),
    unit=Limit.Unit.YES_NO,
)


declare(
    "free_5_june",
    group=WORKING_DAYS,
    title=_("5 June (Constitution Day) is free"),
    explanation=_("Yes: the day is no working day when limits are counted."),
    unit=Limit.Unit.YES_NO,
)


declare(
    "free_24_december",
    group=WORKING_DAYS,
    title=_("24 December is free"),
    explanation=_("Yes: the day is no working day when limits are counted."),
    unit=Limit.Unit.YES_NO,
)


declare(
    "free_31_december",
    group=WORKING_DAYS,
    title=_("31 December is free"),
    explanation=_("Yes: the day is no working day when limits are counted."),
    unit=Limit.Unit.YES_NO,
)


declare(
    "transition_months_before",
    group=AGES,
    title=_("A transition is prepared from"),
    explanation=_(
        "So many months before an age at which something changes, it stands on Min dag and on the board."
    ),
    unit=Limit.Unit.MONTHS,
    least=1,
    most=24,
)


declare(
    "target_below_age",
    group=AGES,
    title=_("The law's target group is those under"),
    explanation=_("Who is older can be taken in, with a warning: the right to a plan has ended."),
    unit=Limit.Unit.YEARS,
    least=18,
    most=30,
)


declare(
    "consent_youngest_age",
    group=AGES,
    title=_("A young person can say yes to sharing alone from"),
    explanation=_("Below this age a custody holder has to say yes before a partner is told anything."),
    unit=Limit.Unit.YEARS,
    least=12,
    most=18,
)


declare(
    "stalled_days",
    group=STALLED,
    title=_("A case is proposed as stalled after"),
    explanation=_(
        "So many days without a talk, a confirmed activity, a milestone that moved or a change of status."
    ),
    unit=Limit.Unit.DAYS,
    least=14,
    most=365,
)


declare(
    "rest_days",
    group=STALLED,
    title=_("A stalled case may rest for at most"),
    explanation=_("So many days ahead somebody may say that it is all right, before it is proposed again."),
    unit=Limit.Unit.DAYS,
    least=7,
    most=366,
)


declare(
    "summary_fresh_days",
    group=_("Notes"),
    title=_("The pinned summary is fresh for"),
    explanation=_("After that it fades, and its guide is asked whether it still holds."),
    unit=Limit.Unit.DAYS,
    least=7,
    most=730,
)


def has_education_duty(birth_date: date, on: date) -> bool:
    """Whether the duty to education, job or activity applies on the day ``on`` (LBK 953/2024 § 2 a)."""
    youngest, oldest = limit("duty_youngest_age", on=on), limit("duty_oldest_age", on=on)
    return rules.within_age(birth_date, on, youngest=youngest, oldest=oldest)


def duty_ends_at(on: date) -> int:
    """The age in years at which the duty ends, by the limit of the day ``on``."""
    return limit("duty_oldest_age", on=on) + 1


def prepared_until(on: date) -> date:
    """Who reaches an age by this day is to be prepared for it on the day ``on``."""
    return rules.birthday(on, limit("transition_months_before", on=on))
