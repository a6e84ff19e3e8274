"""What was handed over, kept as the very bytes."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Topic
from core import clock
from core.crypto import EncryptedBinaryField, EncryptedTextField
from core.paper import Variant


class HandoverQuerySet(models.QuerySet):
    """Adjectives of what was handed over."""

    def listed(self):
        """Without the bytes and what they say: those are opened one by one."""
        return self.defer("pdf", "content").annotate(has_content=~Q(content=""))


class Handover(models.Model):
    """What was handed over, kept as the very bytes: later downloads stream them again. Each is a numbered version."""

    class Audience(models.TextChoices):
        """For whom it was made; the audience decides the fields."""

        YOUTH = "youth", _("The young person")
        CUSTODY = "custody", _("Custody holders")
        PARTNER = "partner", _("A partner")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("plans.Plan", models.PROTECT, related_name="handovers")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, null=True, blank=True, related_name="handovers"
    )
    # Counted through the plan, whoever gets it.
    number = models.PositiveIntegerField(default=1, editable=False)
    language = models.CharField(max_length=2, default="da")
    variant = models.CharField(max_length=8, choices=Variant.choices, default=Variant.STANDARD)
    pdf = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64)
    # What the bytes say, part by part as JSON: for comparing versions in words. Empty for the oldest.
    content = EncryptedTextField(blank=True, editable=False)
    left_out = models.JSONField(default=list)
    # What it tells, as topics of a consent: a partner fetches it for as long as all of them are covered.
    topics = models.JSONField(default=list)
    # Whether it was made without the address and what gives it away. What was made before the address was protected
    # was not, and is kept from partners while it is protected.
    hides_address = models.BooleanField(default=False, editable=False)
    plan_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Why a partner got it although the case is shielded or the address protected, without what says of whom: the
    # leader reads it.
    told_reason = models.TextField(blank=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="handover_has_its_number"),
            models.CheckConstraint(
                condition=Q(told_reason="") | Q(audience="partner"), name="handover_reason_is_for_a_partner"
            ),
            models.CheckConstraint(
                condition=(Q(audience="partner") & Q(partner__isnull=False))
                | (~Q(audience="partner") & Q(partner=None)),
                name="handover_to_a_named_partner",
            ),
        ]

    # What copies told that were made before it was written down.
    TOLD_BEFORE = frozenset({Topic.PLAN, Topic.CONTACT})

    @property
    def told(self) -> frozenset[str]:
        """The topics that a partner's copy tells."""
        return frozenset(self.topics) or self.TOLD_BEFORE

    def shows_address(self, person) -> bool:
        """Whether it may show ``person``'s address, which is protected now: it is for the unit's own eyes."""
        return person.address_protected and not self.hides_address
