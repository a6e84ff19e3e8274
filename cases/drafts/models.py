"""What somebody is still writing on a case."""

from django.conf import settings
from django.db import models

from core import clock
from core.crypto import EncryptedTextField


class Draft(models.Model):
    """What somebody was typing on a case, kept on the server until they send it. Only they see it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=80)
    text = EncryptedTextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user", "form"], name="one_draft_per_form")]
