"""The dated facts about a case: who carries it, its status, activity, and who takes part."""

from django.conf import settings
from django.db import models
from django.db.models import Case as Choose
from django.db.models import F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases import activity_rules
from cases.dated import Dated, DatedQuerySet
from cases.models.case import Activity, Case, Status
from partners.models import Contact, Partner


class Assignment(Dated):
    """Who carries the case, or stands in, and when.

    A cover has its last day from the start: on the day after, the case is its guide's alone again.
    """

    class Kind(models.TextChoices):
        """Owner, deputy, or who covers for the owner for a while."""

        GUIDE = "guide", _("Guide")
        DEPUTY = "deputy", _("Deputy")
        COVER = "cover", _("Covers")

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
            models.CheckConstraint(
                condition=~Q(kind="cover") | Q(until_on__isnull=False),
                name="cover_has_a_last_day",
                violation_error_message=_("Say how long the cover lasts."),
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


class ActivityPeriodQuerySet(DatedQuerySet):
    """Adjectives of activities."""

    def present(self):
        """Those that go on, as we know it now. A day that is to come ends nothing, so this is the same as holding today."""
        return self.current().filter(until_on=None)

    def counting_most_first(self):
        """In the order of `activity_rules.weight`."""
        return self.order_by(_HOURS.desc(), _KIND.asc(), "-from_on", "-pk")


_HOURS = Coalesce(
    F("hours_per_week"),
    Choose(
        *[When(activity=kind, then=Value(hours)) for kind, hours in activity_rules.USUAL_HOURS.items()],
        default=Value(0),
        output_field=models.IntegerField(),
    ),
    output_field=models.IntegerField(),
)
_KIND = Choose(
    *[When(activity=kind, then=Value(place)) for place, kind in enumerate(activity_rules.KIND_ORDER)],
    default=Value(len(activity_rules.KIND_ORDER)),
    output_field=models.IntegerField(),
)


class ActivityPeriod(Dated):
    """Something the young person is, or was, under way with, and when somebody last confirmed it.

    Several may go on at the same time. ``expected_until`` is what was said when it began, and ends nothing by itself: it ends
    when somebody says so (``until_on``), so that no midnight changes what the columns of the case say.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="activity_periods")
    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    place = models.CharField(_("place"), max_length=120, blank=True)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="activity_periods"
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

    case = models.ForeignKey(Case, models.PROTECT, related_name="stall_rests")
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]


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


class ColleagueRole(Dated):
    """Somebody of the unit who takes part around the young person beside the guide: co-guide, job consultant, mentor.

    It says who is there, and opens nothing: who reads the case is decided by guide, deputy, purpose and name alone.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="colleague_roles")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="colleague_roles", verbose_name=_("colleague")
    )
    role = models.CharField(_("their part"), max_length=120)

    class Meta(Dated.Meta):
        ordering = ["-from_on", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(until_on=None, superseded_at=None),
                name="colleague_takes_part_once",
                violation_error_message=_("This colleague already takes part."),
            ),
        ]
