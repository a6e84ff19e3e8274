"""Tables that leave the unit beside the reports' releases, kept as they left: answers to questions, and the results."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence

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
from reports.presentation.elements import Cell, Table
from reports.release.beside import Count


class ExtractQuerySet(models.QuerySet):
    """Adjectives of extracts."""

    def visible_to(self, user):
        """Those of the unit, for its leader and who sees figures alone."""
        if not may_work(user) or user.role not in (Role.LEADER, Role.FIGURES):
            return self.none()
        return self.filter(unit_id=user.unit_id)


class Extract(models.Model):
    """Tables that left the unit, kept for good: what leaves later is checked against them.

    ``counted`` holds the ids of the rows behind each number, and nothing of whom they are: without them no later number
    could be held against these. It is read by the check alone.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ANSWER = "answer", _("An answer to a question")
        RESULTS = "results", _("Results")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="extracts")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # The question in words, or the period.
    title = models.CharField(max_length=400)
    content = EncryptedTextField()
    counted = EncryptedTextField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=clock.now)

    objects = ExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-released_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "sha256"], name="extract_is_kept_once"),
            models.CheckConstraint(condition=Q(kind__in=["answer", "results"]), name="extract_is_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self):
        """Where it is read."""
        return reverse("reports:extract_detail", args=[self.pk])

    @property
    def lead(self) -> str:
        """What is said above the tables."""
        return json.loads(self.content)["lead"]

    @property
    def definitions(self) -> list:
        """What the numbers count: a title and a text each."""
        return json.loads(self.content)["definitions"]

    @cached_property
    def tables(self) -> list[Table]:
        """The tables as they left."""
        return [_table(said) for said in json.loads(self.content)["tables"]]

    @cached_property
    def counts(self) -> list[Count]:
        """What its numbers were told of."""
        return [
            Count(among, frozenset(rows), low, high) for among, rows, low, high in json.loads(self.counted)
        ]


def _table(said: dict) -> Table:
    rows = [[_cell(value) for value in row] for row in said["rows"]]
    total = said["total"] and [_cell(value) for value in said["total"]]
    return Table(said["key"], said["title"], said["headings"], rows, note=said["note"], total=total)


def _cell(said) -> Cell:
    if isinstance(said, dict):
        return Cell(said.get("words"), hidden="hidden" in said, words="words" in said)
    return Cell(said)


def plain_of(tables: Sequence[Table]) -> list[dict]:
    """Tables as plain values; nothing in them leads anywhere."""

    def plain(row):
        return [_plain(cell) for cell in row]

    return [
        {
            "key": table.key,
            "title": str(table.title),
            "headings": [str(heading) for heading in table.headings],
            "rows": [plain(row) for row in table.rows],
            "total": plain(table.total) if table.total else None,
            "note": str(table.note),
        }
        for table in tables
    ]


def _plain(cell: Cell):
    """A cell as a number, a text, or a table of one: what is hidden, and words, which begin at the left."""
    if cell.hidden:
        return {"hidden": True}
    if cell.words:
        return {"words": str(cell.value)}
    return cell.value if cell.value is None or isinstance(cell.value, int | float) else str(cell.value)


def plain_counts(counts: Sequence[Count]) -> list:
    """Counts as plain values."""
    return [[one.among, sorted(one.rows), one.low, one.high] for one in counts]
