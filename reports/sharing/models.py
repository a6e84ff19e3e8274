"""Stories of what went well and what did not, and the files that came from other municipalities."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedTextField
from reports.sharing.reading import read
from reports.sharing.shape import Shared, StoryKind, Theme


class Story(models.Model):
    """What others can learn from, without persons. Who wrote it is known here, and stands in no file."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stories")
    theme = models.CharField(_("theme"), max_length=12, choices=Theme.choices)
    kind = models.CharField(_("how it went"), max_length=8, choices=StoryKind.choices)
    text = EncryptedTextField(_("the story"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_on = models.DateField(default=clock.today, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["-written_on", "-pk"]

    def __str__(self):
        return f"{self.theme} {self.kind}"


class SharedFileQuerySet(models.QuerySet):
    """Adjectives of files that came."""

    def counting(self):
        """Neither replaced by a newer one nor taken back; the same as `SharedFile.counts`."""
        return self.filter(replaced_at=None, taken_back_at=None)

    def taken_back(self):
        """Taken back, and no newer one of the same unit and quarter has come since."""
        return self.filter(replaced_at=None, taken_back_at__isnull=False)


class SharedFile(models.Model):
    """A file as it came: what another unit says of a quarter. A newer one replaces it, and it stays as history."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="shared_files")
    # Who it speaks of: the municipality's code and the unit's name, folded so that a capital makes no other unit.
    municipality = models.CharField(max_length=4)
    sender = models.CharField(max_length=120)
    sender_key = models.CharField(max_length=140)
    quarter = models.CharField(max_length=7)
    made_at = models.DateTimeField()
    content = EncryptedTextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=clock.now)
    replaced_at = models.DateTimeField(null=True)
    # Taken back: that it came stays, what it said does not.
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SharedFileQuerySet.as_manager()

    class Meta:
        ordering = ["municipality", "sender_key", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "sha256"], name="shared_file_once"),
            models.UniqueConstraint(
                fields=["unit", "municipality", "sender_key", "quarter"],
                condition=models.Q(replaced_at=None, taken_back_at=None),
                name="one_shared_file_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None, taken_back_by=None)
                | models.Q(taken_back_at__isnull=False, taken_back_by__isnull=False, content=""),
                name="shared_file_taken_back_is_empty",
            ),
        ]

    def __str__(self):
        return f"{self.sender} {self.quarter}"

    @property
    def counts(self) -> bool:
        """Whether it stands among the others; the same as the queryset's `counting`."""
        return self.replaced_at is None and self.taken_back_at is None

    @cached_property
    def shared(self) -> Shared:
        """What it says."""
        return read(self.content.encode())
