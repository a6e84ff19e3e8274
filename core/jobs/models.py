"""Long work as rows that show its progress, and when a worker was last heard from."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedBinaryField


class Job(models.Model):
    """A piece of long work, as a row that shows its progress and survives whatever stops.

    ``lease_until`` is the worker's promise to be heard from again; when it has passed, anybody may take the job over.
    Handlers are idempotent: they may be run again from the start.
    """

    class State(models.TextChoices):
        """Where the job is."""

        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed – try again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    unit_id = models.BigIntegerField(null=True)
    owner_id = models.BigIntegerField(null=True)
    args = models.JSONField(default=dict)
    upload = EncryptedBinaryField(null=True, editable=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # One live job per key: ordering the same report twice gives the same job.
    unique_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(unique_key=""),
                name="one_live_job_per_key",
            )
        ]
        indexes = [
            models.Index(fields=["state", "lease_until"]),
            models.Index(fields=["owner_id", "-created_at"]),
        ]

    def __str__(self):
        return f"{self.kind} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (self.State.DONE, self.State.FAILED)


class Heartbeat(models.Model):
    """When a kind of process was last heard from."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
