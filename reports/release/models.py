"""What was released: the figures of a report as they left the unit."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import may_work
from accounts.models import Role, Unit
from core import clock
from core.crypto import EncryptedTextField
from reports.periods.rules import Month
from reports.release.keeping import from_plain
from reports.release.planning import Released, Source
from reports.snapshots.models import ReportSnapshot


class ReleaseQuerySet(models.QuerySet):
    """Adjectives of releases."""

    def visible_to(self, user):
        """What somebody may read as pages: the editions of their unit, for its leader and who sees figures alone."""
        if not may_work(user) or user.role not in (Role.LEADER, Role.FIGURES):
            return self.none()
        return self.filter(unit_id=user.unit_id, kind=Release.Kind.EDITION)

    def around(self, report: ReportSnapshot):
        """Those whose numbers are bound to the report's: of its unit, of the year before and the year after."""
        first, last = Month.of(report.period).plus(-12).first, Month.of(report.as_of).plus(12).first
        rows = self.filter(unit_id=report.unit_id, report__as_of__gte=first, report__period__lte=last)
        return rows.select_related("report").defer("report__pdf").order_by("released_at", "pk")


class Release(models.Model):
    """Figures of a frozen report as they left the unit, kept for good: later releases are checked against them."""

    class Kind(models.TextChoices):
        """What was made of it."""

        EDITION = "edition", _("Edition for those outside the unit")
        FILE = "file", _("File for other municipalities")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="releases")
    report = models.ForeignKey(ReportSnapshot, models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # The tables as they are shown, and of which groups each number is the sum: nothing that is hidden.
    content = EncryptedTextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=clock.now)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-report__period", "-released_at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="report_is_released_once"),
            models.CheckConstraint(condition=Q(kind__in=["edition", "file"]), name="release_is_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.report_id}"

    def get_absolute_url(self):
        """Where the edition is read."""
        return reverse("reports:release_detail", args=[self.pk])

    @cached_property
    def released(self) -> Released:
        """Its tables, with the report that they are of."""
        return Released(source_of(self.report), from_plain(json.loads(self.content)))


def source_of(report: ReportSnapshot) -> Source:
    """A frozen report as what tables are made of."""
    return Source(report.covers, report.revision, report.data)
