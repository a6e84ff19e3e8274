"""The uploaded list, kept encrypted and only until it has been imported."""

import json
import uuid
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.crypto import EncryptedBinaryField, EncryptedTextField
from core.spreadsheets import results
from core.spreadsheets.cells import Sheet
from core.spreadsheets.readers import read_sheets

KEPT = timedelta(hours=24)  # how long an upload waits for its owner


class ImportFileQuerySet(models.QuerySet):
    """Adjectives of uploaded lists."""

    def of(self, user, kind: str):
        """The user's own uploads of a kind: nobody sees another's."""
        return self.filter(owner_id=user.pk, unit_id=user.unit_id, kind=kind)

    def of_unit(self, unit_id: int, kind: str):
        """The lists of a kind that anybody brought into the unit."""
        return self.filter(unit_id=unit_id, kind=kind)

    def forgotten(self):
        """Uploaded, and never imported within a day."""
        return self.filter(finished_at=None, created_at__lt=clock.now() - KEPT)


class ImportFile(models.Model):
    """An uploaded list on its way in: its bytes until it is imported, and afterwards the report.

    The report holds row numbers, codes and sentences; who the rows are about stands only in the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    unit_id = models.BigIntegerField()
    owner_id = models.BigIntegerField()
    filename = models.CharField(_("file"), max_length=200)
    content = EncryptedBinaryField(null=True, editable=True)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    mapping = models.JSONField(default=dict)
    # What its owner chose in the preview: hidden rows, and what of rows about people who are known.
    choices = models.JSONField(default=dict)
    all_or_nothing = models.BooleanField(default=False)
    job_id = models.UUIDField(null=True)
    report_text = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    # Taken back again, by whom: what was new in it is gone.
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True, default="")

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner_id", "kind", "-created_at"])]

    def __str__(self):
        return self.filename

    @property
    def report(self) -> dict:
        """`{"counts", "report", "rows"}` once imported, else empty."""
        return json.loads(self.report_text) if self.report_text else {}

    def sheets(self) -> list[Sheet]:
        """The file read again; raises TableError as `read_sheets` does."""
        return read_sheets(self.content or b"", self.filename)

    def finish(self, outcomes) -> None:
        """Keep the report and let go of the file, in the transaction that imported it."""
        report = {
            "counts": results.count(outcomes),
            "report": results.report(outcomes),
            "rows": [
                {
                    "row": outcome.row,
                    "result": outcome.result,
                    "code": outcome.code,
                    "message": outcome.message,
                    "warnings": [str(warning.message) for warning in outcome.warnings],
                }
                for outcome in outcomes
            ],
        }
        self.report_text = json.dumps(report, ensure_ascii=False)
        self.content, self.finished_at = None, clock.now()
        self.save(update_fields=["report_text", "content", "finished_at"])
