"""The installation's own keys, and the installations it knows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedBinaryField
from core.ordering import Danish
from exchange.bundle.sealing import Card, Secrets, spoken


class InstallationKey(models.Model):
    """This installation's key pair; `manage.py make_installation_key` makes it.

    The private halves are encrypted at rest.
    """

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
        ordering = [Danish("name"), "pk"]
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
