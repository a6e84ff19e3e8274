"""Who else may see a case: with a purpose until midnight, or named on a shielded one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core import clock


class AccessGrant(models.Model):
    """A colleague opened a case that is not theirs, for a stated purpose, until midnight. The owner sees it."""

    class Purpose(models.TextChoices):
        """Why a colleague opens a case."""

        SPARRING = "sparring", _("Sparring")
        COVER = "cover", _("I cover for the guide")
        ACUTE = "acute", _("Something acute")

    case = models.ForeignKey(Case, models.PROTECT, related_name="grants")
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

    case = models.ForeignKey(Case, models.PROTECT, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="named_once")]
