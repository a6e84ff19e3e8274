"""Text messages as rows."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedTextField


class OutboxSms(models.Model):
    """A text message as a row, written in the transaction that causes it and sent by a worker afterwards.

    Messages never hold case content. ``still_wanted`` names a check that is asked again just before sending.
    """

    class State(models.TextChoices):
        """Where the message is. SENDING without an end means it may have left: it is not sent again by itself."""

        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("No longer wanted")

    # What the gateway calls it by when it tells whether it arrived.
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    to = EncryptedTextField()
    body = EncryptedTextField()
    still_wanted = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    # When the gateway last told how it went.
    reported_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"], name="sms_due")]
