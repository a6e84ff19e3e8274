"""A template of points, and the lists that are gone through with somebody who begins or leaves."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.fields import FIRST_DAY, LAST_DAY
from core.versions import Versioned
from practice.onboarding.rules import NEW_AFTER, NEW_BEFORE, Direction, is_late

LONGEST = 365  # days from the first day, or to the last


class TemplatePoint(Versioned):
    """A point that lists of the unit begin with. What was begun does not remember it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="introduction_template", editable=False)
    direction = models.CharField(_("for"), max_length=8, choices=Direction.choices)
    text = models.CharField(_("what is to be done"), max_length=200)
    link = models.CharField(_("page to read"), max_length=300, blank=True)
    days = models.PositiveSmallIntegerField(_("days"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["direction", "days", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="template_point_says_something"),
            models.CheckConstraint(
                condition=Q(days__lte=LONGEST),
                name="template_point_within_a_year",
                violation_error_message=_("A year at most: 365 days."),
            ),
        ]

    def __str__(self):
        return self.text


class IntroductionQuerySet(models.QuerySet):
    """Adjectives of lists."""

    def running(self):
        """Not ended; the same as `Introduction.is_running`."""
        return self.filter(ended_on=None)

    def newcomers(self, on: date):
        """Of those who are new on the day, before their first day and for some weeks after it, whether or not their
        list has ended; for how long is `practice.onboarding.rules.is_new`.
        """
        first, last = on - timedelta(days=NEW_AFTER), on + timedelta(days=NEW_BEFORE)
        rows = self.filter(direction=Direction.JOINING, day__gte=first, day__lte=last, user__is_active=True)
        return rows.select_related("user").order_by("day", "pk")

    def seen_by(self, user):
        """Those a colleague may open: one's own, those one is the mentor of, and all of the unit for who leads it."""
        rows = self.filter(unit=user.unit_id)
        return rows if user.is_leader else rows.filter(Q(user=user) | Q(mentor=user))


class Introduction(Versioned):
    """A list that is gone through with somebody: ``day`` is the first day of who begins, the last of who leaves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="introductions", editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="introductions", editable=False
    )
    direction = models.CharField(max_length=8, choices=Direction.choices, editable=False)
    day = models.DateField()
    # Who goes along to the first cases.
    mentor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="mentored", editable=False
    )
    welcome = models.CharField(_("a line to colleagues"), max_length=300, blank=True)
    started_on = models.DateField(default=clock.today, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    ended_on = models.DateField(null=True, editable=False)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "direction"],
                condition=Q(ended_on=None),
                name="one_running_introduction",
                violation_error_message=_("Such a list runs already for this colleague."),
            ),
            models.CheckConstraint(
                condition=Q(day__gte=FIRST_DAY, day__lte=LAST_DAY), name="introduction_day_is_a_day"
            ),
            models.CheckConstraint(
                condition=Q(mentor=None) | ~Q(mentor=F("user")),
                name="mentor_is_another",
                violation_error_message=_("The mentor is another than the new colleague."),
            ),
        ]

    def __str__(self):
        return f"{self.get_direction_display()} {self.day:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        """Not ended; the same as the queryset's `running`."""
        return self.ended_on is None

    @property
    def is_leaving(self) -> bool:
        """Whether it is of somebody who leaves."""
        return self.direction == Direction.LEAVING


class PointQuerySet(models.QuerySet):
    """Adjectives of points."""

    def open(self):
        """Not ticked, on a list that runs."""
        return self.filter(ticked_on=None, introduction__ended_on=None)

    def late(self, on: date):
        """Open, and its last day has passed; the same as `Point.is_late` on a list that runs."""
        return self.open().filter(due_on__lt=on)


class Point(models.Model):
    """One thing to do, ticked by whoever of the two did it, with the day."""

    introduction = models.ForeignKey(Introduction, models.PROTECT, related_name="points")
    text = models.CharField(max_length=200)
    link = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    ticked_on = models.DateField(null=True)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = PointQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ticked_on=None, ticked_by=None)
                | Q(ticked_on__isnull=False, ticked_by__isnull=False),
                name="point_ticked_by_somebody",
            )
        ]

    def __str__(self):
        return self.text

    def is_late(self, on: date) -> bool:
        """Not done, and its last day has passed; the same as the queryset's `late` on a list that runs."""
        return is_late(self.due_on, self.ticked_on, on)


class WelcomeRead(models.Model):
    """A colleague has read that somebody new comes; it is told no more."""

    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="read_by")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introduction", "user"], name="welcome_read_once"),
        ]
