"""Frozen reports."""

import json
import uuid
from datetime import UTC
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from core import clock
from core.crypto import EncryptedBinaryField, EncryptedTextField
from core.ordering import Danish
from reports.periods.rules import Period, period_of
from reports.presentation.words import period_name
from reports.snapshots.canonical import fingerprint
from reports.snapshots.querysets import ReportSnapshotQuerySet

# What two revisions of one report have in common.
SAME = ("unit_id", "kind", "subject_id", "span", "period", "as_of")


class ReportSnapshot(models.Model):
    """Figures of one period about one subject, frozen: what was published stays what was published.

    ``as_of`` is the last day of the period, of which the figures speak, ``known_on`` the moment whose knowledge they
    rest on. A correction is a new ``revision``. ``figures`` is JSON; for a case it may hold text and is encrypted with
    the rest.
    """

    class Kind(models.TextChoices):
        """Whom the report is about."""

        UNIT = "unit", _("The unit")
        GUIDE = "guide", _("A guide")
        CASE = "case", _("A young person")
        PROGRAMME = "programme", _("A programme")
        PARTNERSHIP = "partnership", _("A partnership")

    class Span(models.TextChoices):
        """What kind of period the report is about."""

        MONTH = "month", _("Month")
        QUARTER = "quarter", _("Quarter")
        YEAR = "year", _("Year")
        DAYS = "days", _("By rhythm")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    # The id of the unit, guide or partner, or the UUID of the case or programme.
    subject_id = models.CharField(max_length=40)
    subject_name = models.CharField(max_length=200, blank=True)
    span = models.CharField(max_length=7, choices=Span.choices, default=Span.MONTH)
    # The first day of the period.
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

    objects = ReportSnapshotQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "kind", Danish("subject_name"), "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "subject_id", "span", "period", "as_of", "revision"],
                name="one_report_per_subject_and_period",
            ),
            models.CheckConstraint(condition=Q(as_of__gte=F("period")), name="report_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["kind", "subject_id", "-period"])]

    def __str__(self):
        return f"{self.kind} {self.covers}"

    def get_absolute_url(self):
        """Where it is read: on its own page, or among its case's."""
        if self.kind == self.Kind.CASE:
            return reverse("reports:case_report", args=[self.subject_id, self.pk])
        return reverse("reports:detail", args=[self.pk])

    @property
    def covers(self) -> Period:
        """The period it is about."""
        return period_of(self.span, self.period, self.as_of)

    @property
    def named(self) -> str:
        """The period in words: “October 2026”, “4. quarter 2026”."""
        return period_name(self.covers)

    @cached_property
    def data(self) -> dict:
        """What was counted, read once from the text that is sealed."""
        return json.loads(self.figures)

    def seal(self) -> str:
        """The SHA-256 of the figures and of all that says what they are; equals `sha256` unless tampered with."""
        return fingerprint(
            {
                "unit": self.unit_id,
                "kind": str(self.kind),
                "subject_id": self.subject_id,
                "subject_name": self.subject_name,
                "period": str(self.covers),
                "as_of": self.as_of.isoformat(),
                "known_on": self.known_on.astimezone(UTC).isoformat(),
                "definition_version": self.definition_version,
                "revision": self.revision,
                "figures": sha256(self.figures.encode()).hexdigest(),
            }
        )

    @property
    def is_intact(self) -> bool:
        """Whether the row still is what was frozen."""
        return self.seal() == self.sha256

    def _revisions(self):
        same = {name: getattr(self, name) for name in SAME}
        return type(self).objects.filter(**same).order_by("-revision")

    def earlier_revision(self):
        """The revision before this one, or None."""
        return self._revisions().filter(revision__lt=self.revision).first()

    def corrected_by(self):
        """The last revision, where it came after this one, or None."""
        return self._revisions().filter(revision__gt=self.revision).defer("pdf", "figures").first()
