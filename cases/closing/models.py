"""The end of a case, and after: who asks and who decides, what the young person took along, and how it went."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import CloseReason, Status, StatusPeriod
from core import clock
from core.crypto import EncryptedBinaryField


class ClosingRequestQuerySet(models.QuerySet):
    """Adjectives of requests to close a case."""

    def speaking(self):
        """The last request about a case while it waits, or was sent back to a case that was not closed since."""
        since = StatusPeriod.objects.filter(case=OuterRef("case"), recorded_at__gte=OuterRef("decided_at"))
        later = self.model.objects.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
        rows = self.filter(decision__in=("", self.model.Decision.SENT_BACK))
        return rows.exclude(Exists(since.filter(status=Status.CLOSED))).exclude(Exists(later))


class ClosingRequest(models.Model):
    """A guide asks to close a case; the leader closes it, or sends it back with words.

    Each asking is a row of its own.
    """

    class Decision(models.TextChoices):
        """What became of it; empty while it waits."""

        CLOSED = "closed", _("Closed")
        SENT_BACK = "sent_back", _("Sent back")
        DROPPED = "dropped", _("The case goes on")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="closing_requests")
    reason = models.CharField(_("reason for closing"), max_length=20, choices=CloseReason.choices)
    note = models.TextField(_("in your own words"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    words = models.TextField(_("what is missing"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ClosingRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(decision=""), name="one_closing_request_waits"
            ),
            models.CheckConstraint(
                condition=Q(reason="destination") | ~Q(note=""), name="closing_request_says_why"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="closing_request_decided_some_day",
            ),
        ]

    @property
    def waits(self) -> bool:
        """Whether the leader has not decided yet."""
        return self.decision == ""


class ClosingSummary(models.Model):
    """What the young person was given at the end of support, kept as the very bytes."""

    class Audience(models.TextChoices):
        """For whom it was made; the audience decides the fields."""

        YOUTH = "youth", _("The young person")
        CUSTODY = "custody", _("Custody holders")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="closing_summaries")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    words = models.TextField(_("what we did together"), blank=True)
    pdf = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64)
    left_out = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]


class FollowUp(models.Model):
    """How it went, some months after a case was closed; asked once for each point in time."""

    MONTHS = (3, 6, 12)

    class Result(models.TextChoices):
        """What we learned."""

        STILL = "still", _("Still in it")
        OTHER = "other", _("In something else")
        NOTHING = "nothing", _("In nothing at present")
        NOT_REACHED = "not_reached", _("Could not be reached")
        DECLINED = "declined", _("Does not want to be asked")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="follow_ups")
    closed_on = models.DateField()
    months = models.PositiveSmallIntegerField(choices=[(n, str(n)) for n in MONTHS])
    asked_on = models.DateField(_("asked on"))
    result = models.CharField(_("how it goes"), max_length=11, choices=Result.choices)
    note = models.CharField(_("remark"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["closed_on", "months"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "closed_on", "months"],
                name="followed_up_once",
                violation_error_message=_("This is written down already."),
            ),
            models.CheckConstraint(condition=Q(months__in=(3, 6, 12)), name="followed_up_at_3_6_12"),
        ]
