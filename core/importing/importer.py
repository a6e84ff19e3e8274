"""What every kind of list has in common: find the table, plan the rows, write them in one transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.importing.files import ImportFile
from core.jobs import queue as jobs
from core.spreadsheets.cells import Sheet
from core.spreadsheets.columns import Field
from core.spreadsheets.detection import Table, find_table
from core.spreadsheets.results import RowResult, RowStatus

Progress = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """For those who do not watch."""


class Importer:
    """A kind of list. Subclasses say which fields it has, what each row becomes, and how the rows are written."""

    kind = ""
    urls = ""  # the stem of its URL names: `urls`, `urls`_file, `urls`_preview, `urls`_result, `urls`_report
    title: Any = ""
    intro: Any = ""
    done: tuple[str, Any] = ("", "")  # URL name and words of the page that shows what came in
    means: Any = ""  # what else comes with each new row, where that has to be said
    undo = ""  # URL name of the page that takes an import back, where there is one
    fields: Sequence[Field] = ()

    def table(self, sheets: Sequence[Sheet], *, sheet: str = "", **how) -> Table:
        """The table in the file, its columns recognised; ``how`` as `find_table` takes it. Raises TableError."""
        return find_table(sheets, self.fields, sheet_name=sheet, **how)

    def table_of(self, file: ImportFile, **how) -> Table:
        """The table of an upload, as its owner has chosen sheet, columns and rows so far. Raises TableError."""
        chosen = {"sheet": file.sheet, "mapping": file.mapping, "choices": file.choices, "by_letter": True}
        return self.table(file.sheets(), **(chosen | how))

    def missing(self, table: Table) -> list[str]:
        """Sentences about columns without which nothing can be imported."""
        return []

    def may(self, user) -> bool:
        """Whether the user may (still) import such a list; asked again when the job runs."""
        raise NotImplementedError

    def plan(self, table: Table, *, unit, by, progress: Progress = no_progress) -> list[RowResult]:
        """What each row becomes. Writes nothing."""
        raise NotImplementedError

    def write(self, outcomes: Sequence[RowResult], *, unit, by, source: str, file_id=None) -> None:
        """Write what was planned, inside the caller's transaction. `source` names the list in what is written.

        `file_id`: the upload, when there is one."""
        raise NotImplementedError

    def shown(self, outcomes: Sequence[RowResult], *, by) -> None:
        """The rows were shown to a person; a list about people writes that to the trail."""

    def left(self, file_id) -> int:
        """Of a list that was taken back: how many of the rows that it made are still here."""
        return 0

    def follow_up(self, report: dict) -> tuple[str, str] | None:
        """Where somebody should go next about the rows to look at, and what the link says."""
        return None

    # The job

    @property
    def job_kind(self) -> str:
        """The name its jobs go by."""
        return f"import.{self.kind}"

    def register(self) -> "Importer":
        """Let the workers know this kind of list; returns itself."""
        jobs.job_handler(self.job_kind)(self.run_job)
        return self

    def run_job(self, job) -> dict:
        """Check every row with progress, then write all of them or, when anything stops it, none.

        Safe to run again: the upload says whether it was imported, in the same transaction as the rows."""
        file = ImportFile.objects.filter(pk=job.args["file"]).first()
        if file is None:
            raise jobs.JobFailed(_("The file is no longer here. Upload it again."))
        result = {"url": reverse(f"{self.urls}_result", args=[file.pk])}
        if file.finished_at:
            return result
        user = get_user_model().objects.select_related("unit").get(pk=job.owner_id)
        if not (user.is_active and user.unit_id == file.unit_id and self.may(user)):
            raise jobs.JobFailed(_("You may no longer import this list."))
        with translation.override(user.language):
            table = self.table_of(file)
            outcomes = self.plan(
                table,
                unit=user.unit,
                by=user,
                progress=lambda done, total: jobs.report_progress(job, done, total, _("Checking the rows")),
            )
            if file.all_or_nothing and any(outcome.result == RowStatus.REJECTED for outcome in outcomes):
                raise jobs.JobFailed(
                    _("Some rows have errors, and you asked for all or nothing. Nothing was imported.")
                )
            jobs.report_progress(job, len(outcomes), len(outcomes), _("Writing everything at once"))
            with transaction.atomic():
                jobs.renew_lease(job)
                self.write(outcomes, unit=user.unit, by=user, source=file.filename, file_id=file.pk)
                file.finish(outcomes)
        return result
