"""The feed by which somebody's own calendar shows their meetings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock


class CalendarFeed(models.Model):
    """A secret address that a calendar subscribes to: times and case numbers only. Off until somebody makes one.

    Only the hash of the secret is kept. A new address ends the old one; the row of it stays, with when.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="calendar_feed_one_at_a_time"
            )
        ]
