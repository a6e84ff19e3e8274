"""What the import commands share: read the file, plan, write in one transaction, leave a report."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.importing.files import ImportFile
from core.importing.importer import Importer
from core.spreadsheets.readers import TableError, read_sheets
from core.spreadsheets.results import RowResult, count, report


class ImportCommand(BaseCommand):
    """A command that imports FILE into the unit --unit."""

    importer: Importer

    def add_arguments(self, parser):
        """The arguments every import takes."""
        parser.add_argument("file", type=Path, help="the list: .xlsx, .ods or .csv")
        parser.add_argument("--unit", required=True, metavar="SLUG", help="the unit it is imported into")
        parser.add_argument(
            "--sheet", default="", metavar="NAME", help="the sheet; otherwise the most list-like"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="MAP.json", help='{"heading in the file": "field"}'
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="write what became of every row")

    def run(self, options, *, unit, by) -> list[RowResult]:
        """Import the file, or with --dry-run only say what it would become. Raises CommandError in plain words."""
        path: Path = options["file"]
        try:
            mapping = json.loads(options["mapping"].read_text("utf-8")) if options["mapping"] else None
            sheets = read_sheets(path.read_bytes(), path.name)
            table = self.importer.table(sheets, sheet=options["sheet"], mapping=mapping)
        except (OSError, ValueError, TableError) as error:
            raise CommandError(str(error)) from error
        if missing := self.importer.missing(table):
            raise CommandError(" ".join(missing))
        with transaction.atomic():
            outcomes = self.importer.plan(table, unit=unit, by=by)
            if not options["dry_run"]:
                file = self._file(path.name, unit=unit, by=by) if self.importer.undo else None
                self.importer.write(
                    outcomes, unit=unit, by=by, source=path.name, file_id=file.pk if file else None
                )
                if file:
                    file.finish(outcomes)
        if options["report"]:
            text = json.dumps(report(outcomes), ensure_ascii=False, indent=1)
            options["report"].write_text(text + "\n", "utf-8")
        for notice in (*table.notices(), *table.passed_over_rows()):
            self.stdout.write(f"  {notice}")
        self._tell(outcomes, dry_run=options["dry_run"])
        return outcomes

    def _file(self, name: str, *, unit, by) -> ImportFile:
        """What a list that can be taken back is known by; its bytes are not kept."""
        values = {"kind": self.importer.kind, "unit_id": unit.pk, "owner_id": by.pk}
        return ImportFile.objects.create(filename=name[-200:], **values)

    def _tell(self, outcomes: list[RowResult], *, dry_run: bool) -> None:
        for outcome in outcomes:
            for remark in (*outcome.reasons, *outcome.warnings):
                self.stdout.write(f"  {outcome.row}: {outcome.result} {remark.code}: {remark.message}")
        numbers = ", ".join(f"{name} {number}" for name, number in count(outcomes).items())
        self.stdout.write(("Would be: " if dry_run else "Done: ") + numbers)
