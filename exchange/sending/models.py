"""What was sent to other municipalities, and their receipts."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedBinaryField


class BundleSent(models.Model):
    """A case that was sent to another municipality: to whom, on which basis, the very bytes, and their receipt.

    This row is the record of the disclosure; rows are only ever added, and the receipt is written once.
    """

    class Basis(models.TextChoices):
        """On what ground the unit sends it."""

        YOUTH = "youth", _("Consent of the young person")
        CUSTODY = "custody", _("Consent of the young person and a custody holder")
        LAW = "law", _("A statutory rule")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="bundles_sent")
    to = models.ForeignKey("exchange.KnownInstallation", models.PROTECT, related_name="bundles")
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    basis_text = models.CharField(_("who said yes and when, or which rule"), max_length=300)
    notes = models.PositiveIntegerField(default=0)
    # The ids of the documents that went along.
    documents = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    # Whether it was sealed without the address and what gives it away.
    hides_address = models.BooleanField(default=False, editable=False)
    data = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64)
    closes_on_receipt = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    receipt = EncryptedBinaryField(null=True)
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    @property
    def is_withheld(self) -> bool:
        """Whether it holds an address that has been protected since it was sealed: it leaves no more."""
        return self.case.person.address_protected and not self.hides_address

    @property
    def refused(self) -> dict[str, str]:
        """SHA-256 of the documents that the other side did not take in → why, as their receipt says."""
        told = json.loads(bytes(self.receipt)).get("refused", []) if self.receipt else []
        return {one["sha256"]: one["why"] for one in told}
