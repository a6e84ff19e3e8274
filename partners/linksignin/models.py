"""A sign-in by mailed link and told code: two channels, for a partner's people who come too seldom for a password."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class SignInLink(models.Model):
    """A link that somebody asked for by mail, and the code that the youth unit told them. Kept only as fingerprints."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(code_hash="") & Q(told_by=None)) | (~Q(code_hash="") & Q(told_by__isnull=False)),
                name="sign_in_code_told_by_somebody",
            ),
            # Without a code that somebody told, nobody is let in.
            models.CheckConstraint(
                condition=Q(used_at=None) | ~Q(code_hash=""), name="sign_in_link_used_with_a_code"
            ),
        ]
