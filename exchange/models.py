"""The installation's own keys, the installations it knows, and what was sent to them and received from them."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedBinaryField
from exchange.sealing import Card, Secrets, spoken


class InstallationKey(models.Model):
    """This installation's key pair; `manage.py make_installation_key` makes it. The private halves are encrypted at rest."""

    name = models.CharField(max_length=120)
    signing = EncryptedBinaryField()
    sealing = EncryptedBinaryField()
    created_at = models.DateTimeField(default=clock.now)
    # An old pair is kept, since bundles under way are sealed for it.
    retired_at = models.DateTimeField(null=True)

    @property
    def secrets(self) -> Secrets:
        """The private halves."""
        return Secrets(bytes(self.signing), bytes(self.sealing))

    @property
    def card(self) -> Card:
        """The public halves."""
        return self.secrets.card(self.name)


class KnownInstallation(models.Model):
    """Another municipality's installation, whose card an administrator has compared by telephone."""

    name = models.CharField(_("name"), max_length=120)
    signing_public = models.BinaryField()
    sealing_public = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    compared_with = models.CharField(_("compared by telephone with"), max_length=120)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(removed_at=None),
                name="installation_known_once",
                violation_error_message=_("This installation is known already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def card(self) -> Card:
        """Their public keys."""
        return Card(self.name, bytes(self.signing_public), bytes(self.sealing_public))

    @property
    def spoken(self) -> str:
        """The fingerprint in groups of digits."""
        return spoken(self.fingerprint)


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
    to = models.ForeignKey(KnownInstallation, models.PROTECT, related_name="bundles")
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices)
    basis_text = models.CharField(_("who said yes and when, or which rule"), max_length=300)
    notes = models.PositiveIntegerField(default=0)
    # The ids of the documents that went along.
    documents = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
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
    def refused(self) -> dict[str, str]:
        """SHA-256 of the documents that the other side did not take in → why, as their receipt says."""
        told = json.loads(bytes(self.receipt)).get("refused", []) if self.receipt else []
        return {one["sha256"]: one["why"] for one in told}


class BundleReceived(models.Model):
    """A bundle that was opened here: from whom, what was in it, and the case it became once a leader took it in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, related_name="bundles_received")
    sender = models.ForeignKey(KnownInstallation, models.PROTECT, related_name="+")
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
