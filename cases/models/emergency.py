"""The glass of a shielded case, broken by somebody who is not named on it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core import clock
from core.crypto import EncryptedTextField


class BrokenGlass(models.Model):
    """Somebody of the unit opened a shielded case in an emergency: for an hour, to read. Rows are only ever added.

    The leader is told that it happened, by whom, when and why, and never whom it was about; the case's own trail has all of it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="broken_glasses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="broken_glasses")
    reason = EncryptedTextField(_("reason"))
    # The reason without the young person's names and numbers: what the leader reads.
    told_reason = models.TextField()
    broken_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-broken_at", "-pk"]
        indexes = [models.Index(fields=["user", "expires_at"])]
