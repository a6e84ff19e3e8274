"""Who else may see a case: with a purpose until midnight, named on a shielded one, or in an emergency for an hour."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedTextField


class BrokenGlass(models.Model):
    """Somebody of the unit opened a shielded case in an emergency: for an hour, to read. Rows are only ever added.

    The leader is told that it happened, by whom, when and why, and never whom it was about; the case's own trail
    has all of it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="broken_glasses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="broken_glasses")
    reason = EncryptedTextField(_("reason"))
    # The reason without the young person's names and numbers: what the leader reads.
    told_reason = models.TextField()
    broken_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-broken_at", "-pk"]
        indexes = [models.Index(fields=["user", "expires_at"])]


class AccessGrant(models.Model):
    """A colleague opened a case that is not theirs, for a stated purpose, until midnight. The owner sees it."""

    class Purpose(models.TextChoices):
        """Why a colleague opens a case."""

        SPARRING = "sparring", _("Sparring")
        COVER = "cover", _("I cover for the guide")
        ACUTE = "acute", _("Something acute")

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    reason = models.CharField(_("in your own words"), max_length=200)
    granted_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-granted_at"]
        indexes = [models.Index(fields=["user", "expires_at"])]


class NamedAccess(models.Model):
    """Somebody named as allowed to see a shielded case."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="named_once")]
