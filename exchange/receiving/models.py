"""What other municipalities sent here."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.crypto import EncryptedBinaryField


class BundleReceived(models.Model):
    """A bundle that was opened here: from whom, what was in it, and the case it became once a leader took it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="bundles_received")
    sender = models.ForeignKey("exchange.KnownInstallation", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    content = EncryptedBinaryField()
    plan_pdf = EncryptedBinaryField(null=True)
    # The bundle as it came, for the documents in it; emptied when the case is taken in and they lie in the vault.
    sealed = EncryptedBinaryField(null=True)
    # The documents that were not taken in: ``{"sha256", "why"}``, by the bytes that were sent.
    refused = models.JSONField(default=list)
    # Which former consents and partners have been asked about here, or put aside: ``consent-0``, ``partner-2``.
    settled = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="origin")
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="bundle_received_once"),
            models.CheckConstraint(
                condition=Q(case=None, taken_in_at=None) | Q(case__isnull=False, taken_in_at__isnull=False),
                name="bundle_taken_in_has_a_case",
            ),
        ]
