"""Mail as rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedTextField


class OutboxMail(models.Model):
    """A mail as a row, written in the transaction that causes it and sent by a worker afterwards.

    Mails never hold case content: they say that something waits, and link to it. ``dedupe_key`` makes a mail once.
    ``still_wanted`` names a check that is asked again just before sending.
    """

    class State(models.TextChoices):
        """Where the mail is. SENDING without an end means it may have left: it is not sent again by itself."""

        QUEUED = "queued", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("No longer wanted")

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = EncryptedTextField()
    # Who it is from; empty for the installation's own address.
    sender = models.CharField(max_length=400, blank=True)
    # An event for the recipient's calendar (RFC 5545) and what it asks for: REQUEST or CANCEL.
    calendar = EncryptedTextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 – null is never a duplicate
    still_wanted = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["to"], name="outbox_to"),  # the list of users says how the last mail went
        ]
