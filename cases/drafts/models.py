"""What somebody is still writing on a case."""

from django.conf import settings
from django.db import models

from core import clock
from core.crypto import EncryptedTextField


class Draft(models.Model):
    """What somebody was typing on a case, kept on the server until they send it. Only they see it.

    ``key`` is that of the form it is typed in: two windows have one each. ``revision`` counts what was kept under it,
    so that a window whose text another one took up does not write over it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    key = models.CharField(max_length=64, blank=True, default="")
    revision = models.PositiveIntegerField(default=1)
    text = EncryptedTextField(blank=True)
    # The version and the fingerprints of what was being edited (core.versions.VersionedForm).
    over = models.CharField(max_length=4_100, blank=True, default="")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user", "form", "key"], name="one_draft_per_window")
        ]
