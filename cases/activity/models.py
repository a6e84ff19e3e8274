"""What the young person is under way with, as dated rows; and rests that somebody gave a case that stands still."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.activity.querysets import ActivityPeriodQuerySet
from cases.casefile.models import Activity
from core.dated import Dated


class ActivityPeriod(Dated):
    """Something the young person is, or was, under way with, and when somebody last confirmed it.

    Several may go on at the same time. ``expected_until`` is what was said when it began, and ends nothing by
    itself: it ends when somebody says so (``until_on``), so that no midnight changes what the columns of the case
    say.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="activity_periods")
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, null=True, blank=True, related_name="activity_periods"
    )
    hours_per_week = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    expected_until = models.DateField(_("expected until"), null=True, blank=True)
    under_plan = models.BooleanField(_("part of the plan"), default=True)
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ActivityPeriodQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]


class StallRest(Dated):
    """Somebody has looked at a case that stands still, and lets it rest until a day (``until_on``), for a reason."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="stall_rests")
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
