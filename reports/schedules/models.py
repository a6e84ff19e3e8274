"""Which reports are to be made for a unit, and who is told that one is there."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.versions import Versioned
from reports.periods.rules import Month
from reports.schedules.rules import LONGEST_RHYTHM


class What(models.TextChoices):
    """A kind of report that is made by itself."""

    UNIT_MONTH = "unit-month", _("The unit, each month")
    GUIDE_MONTH = "guide-month", _("Each guide, each month")
    CASE = "case", _("Status of each young person")
    UNIT_QUARTER = "unit-quarter", _("The unit, each quarter")
    UNIT_YEAR = "unit-year", _("The unit, each year")


class ScheduleQuerySet(models.QuerySet):
    """Schedules as adjectives."""

    def of(self, unit) -> dict[str, Schedule]:
        """Every kind of report with what the unit has decided about it, or what holds until somebody decides."""
        decided = {row.what: row for row in self.filter(unit=unit).order_by()}
        return {
            what: decided.get(what) or Schedule(unit=unit, what=what, **BEGINS_WITH[what]) for what in What
        }


class Schedule(Versioned):
    """Whether a unit has one kind of report made, from when, how often, and who is told. A kind without a row is made
    as `BEGINS_WITH` says.
    """

    class Step(models.TextChoices):
        """What a rhythm counts."""

        MONTH = "month", _("months")
        WEEK = "week", _("weeks")

    class Told(models.TextChoices):
        """Whom a mail tells that the report is there, unless they do not want it."""

        NOBODY = "nobody", _("Only those who have asked for it")
        LEADERS = "leaders", _("The leaders")
        GUIDES = "guides", _("The guides, each of their own")
        BOTH = "both", _("The leaders and the guides")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="report_schedules", editable=False)
    what = models.CharField(max_length=12, choices=What.choices, editable=False)
    made = models.BooleanField(_("made by itself"), default=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    every = models.PositiveSmallIntegerField(
        _("how often"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_RHYTHM)],
    )
    step = models.CharField(_("weeks or months"), max_length=5, choices=Step.choices, default=Step.MONTH)
    told = models.CharField(_("who is told"), max_length=7, choices=Told.choices, default=Told.NOBODY)

    told_outside = models.BooleanField(_("partners and young people are told"), default=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "what"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "what"],
                name="one_schedule_per_kind_of_report",
                violation_error_message=_(
                    "Somebody else has decided about this report meanwhile. Look at it once more."
                ),
            ),
            models.CheckConstraint(
                condition=Q(made=True, from_on=None) | ~Q(what=What.UNIT_MONTH),
                name="the_units_month_is_always_made",
            ),
            models.CheckConstraint(
                condition=Q(what=What.CASE) | Q(every=1, step="month"), name="only_a_status_has_a_rhythm"
            ),
            models.CheckConstraint(
                condition=Q(what=What.CASE) | Q(told_outside=False), name="only_a_status_is_told_outside"
            ),
            models.CheckConstraint(
                condition=Q(every=1, step="month") | Q(from_on__isnull=False),
                name="a_rhythm_counts_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(every__gte=1, every__lte=LONGEST_RHYTHM), name="a_rhythm_is_of_weeks_or_months"
            ),
        ]

    def __str__(self):
        return f"{self.what} {self.unit_id}"

    @property
    def with_the_month(self) -> bool:
        """Whether a status goes with the month's reports, and not by a rhythm of its own."""
        return self.every == 1 and self.step == self.Step.MONTH

    def goes_with(self, month: Month) -> bool:
        """Whether a status of each young person is made with this month's reports: by a rhythm of its own only of the
        months up to the one in which it begins, so that no days are left out.
        """
        if self.with_the_month:
            return self.holds_for(month.first)
        return self.made and month.first < self.from_on

    def holds_for(self, first) -> bool:
        """Whether a report is made of the period that begins on the day ``first``."""
        return self.made and (self.from_on is None or self.from_on <= first)


# What holds until a leader decides otherwise: the months, as ever.
BEGINS_WITH: dict[str, dict] = {
    What.UNIT_MONTH: {"told": Schedule.Told.LEADERS},
    What.GUIDE_MONTH: {},
    What.CASE: {},
    What.UNIT_QUARTER: {"made": False, "told": Schedule.Told.LEADERS},
    What.UNIT_YEAR: {"made": False, "told": Schedule.Told.LEADERS},
}


class Subscription(models.Model):
    """That somebody wants to be told of one kind of report, or does not, whatever the unit's schedule says."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_subscriptions")
    what = models.CharField(max_length=12, choices=What.choices)
    wanted = models.BooleanField()
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["user", "what"]
        constraints = [
            models.UniqueConstraint(fields=["user", "what"], name="one_subscription_per_kind_of_report")
        ]

    def __str__(self):
        return f"{self.what} {'yes' if self.wanted else 'no'}"
