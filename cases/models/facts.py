"""The dated facts about a case: who carries it, its status, activity, and who takes part."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.dated import Dated
from cases.models.case import Activity, Case, Status
from partners.models import Contact, Partner


class Assignment(Dated):
    """Who carries the case, or stands in, and when."""

    class Kind(models.TextChoices):
        """Owner or deputy."""

        GUIDE = "guide", _("Guide")
        DEPUTY = "deputy", _("Deputy")

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.GUIDE)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(until_on=None, superseded_at=None),
                name="one_active_guide_and_deputy",
            ),
        ]


class StatusPeriod(Dated):
    """The status of a case over time."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_periods")
    status = models.CharField(max_length=8, choices=Status.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, superseded_at=None), name="one_present_status"
            ),
        ]
        indexes = [models.Index(fields=["status", "from_on", "until_on"])]


class ActivityPeriod(Dated):
    """What the young person is under way with over time, and when somebody last confirmed it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="activity_periods")
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="activity_periods"
    )
    hours_per_week = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(until_on=None, superseded_at=None), name="one_present_activity"
            ),
        ]


class Participation(Dated):
    """A partner (and one of its people) carrying a part around the young person."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participations")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="participations")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="participations")
    role = models.CharField(_("part"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "partner"],
                condition=Q(until_on=None, superseded_at=None),
                name="partner_takes_part_once",
                violation_error_message=_("This partner already takes part."),
            ),
        ]
