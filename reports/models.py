"""Frozen reports."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedBinaryField, EncryptedTextField


class ReportSnapshot(models.Model):
    """Figures of one month about one subject, frozen: what was published stays what was published.

    ``as_of`` is the last day the figures speak of, ``known_on`` the moment whose knowledge they rest on. A correction is a
    new ``revision``. ``figures`` is JSON; for a case it may hold text and is encrypted with the rest.
    """

    class Kind(models.TextChoices):
        """Whom the report is about."""

        UNIT = "unit", _("The unit")
        GUIDE = "guide", _("A guide")
        CASE = "case", _("A young person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    # The unit's or the guide's id, or the case's UUID.
    subject_id = models.CharField(max_length=40)
    subject_name = models.CharField(max_length=200, blank=True)
    # The first day of the month.
    period = models.DateField()
    as_of = models.DateField()
    known_on = models.DateTimeField()
    definition_version = models.PositiveSmallIntegerField(default=1)
    figures = EncryptedTextField()
    pdf = EncryptedBinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    revision = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-period", "kind", "subject_name", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "subject_id", "period", "revision"],
                name="one_report_per_subject_and_month",
            )
        ]
        indexes = [models.Index(fields=["kind", "subject_id", "-period"])]
