"""The pages of every import: file, columns, preview, result (`accounts.imports.urls`)."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.exporting import Export, take_out
from accounts.imports.forms import ImportFileForm
from accounts.users.models import User
from audit import trail
from core import clock, exports
from core.importing.files import ImportFile
from core.importing.importer import Importer
from core.jobs import queue as jobs
from core.jobs.models import Job
from core.spreadsheets import results
from core.spreadsheets.columns import IGNORE, Match
from core.spreadsheets.detection import Table
from core.spreadsheets.parsers import echo
from core.spreadsheets.readers import TableError
from core.spreadsheets.results import RowStatus
from core.text import slug_of

PAGE_SIZE = 50


TILES = {
    RowStatus.NEW: gettext_lazy("New"),
    RowStatus.UPDATE: gettext_lazy("Updated"),
    RowStatus.DUPLICATE: gettext_lazy("Already there"),
    RowStatus.REJECTED: gettext_lazy("Rejected"),
    "waits": RowStatus.WAITS,
    "warned": gettext_lazy("To look at"),
}


def _file(request, importer: Importer, file_id) -> ImportFile:
    file = ImportFile.objects.of(request.user, importer.kind).filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file


def upload(request, *, importer: Importer):
    """Step 1: the file, and the imports made so far."""
    form = ImportFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            table = importer.table(form.sheets)
        except TableError as error:
            form.add_error("file", str(error))
        else:
            with transaction.atomic():
                file = ImportFile.objects.create(
                    kind=importer.kind,
                    unit_id=request.user.unit_id,
                    owner_id=request.user.pk,
                    filename=form.cleaned_data["file"].name[-200:],
                    content=form.content,
                    sheet=table.sheet.name,
                )
                trail.record("import.uploaded", by=request.user, obj=file, purpose=importer.kind)
                _let_go_of_older(request, importer)
            return redirect(f"{importer.urls}_file", file.pk)
    earlier = (
        ImportFile.objects.of(request.user, importer.kind)
        .exclude(finished_at=None)
        .order_by("-finished_at")[:10]
    )
    context = {
        "importer": importer,
        "form": form,
        "earlier": earlier,
        "others": _of_others(request, importer),
        "undo_url": importer.undo,
        "upload_url": importer.urls,
        "result_url": f"{importer.urls}_result",
    }
    return render(request, "accounts/imports/import_upload.html", context, status=422 if form.errors else 200)


def _of_others(request, importer: Importer) -> list[ImportFile]:
    """What others brought into the unit, where it can be taken back: whoever did may be on leave."""
    if not importer.undo:
        return []
    rows = ImportFile.objects.of_unit(request.user.unit_id, importer.kind).exclude(finished_at=None)
    rows = rows.exclude(owner_id=request.user.pk).defer("content").order_by("-finished_at", "pk")[:10]
    names = dict(User.objects.filter(pk__in={row.owner_id for row in rows}).values_list("pk", "name"))
    for row in rows:
        row.by = names.get(row.owner_id, "")
    return list(rows)


def _let_go_of_older(request, importer: Importer) -> None:
    """Nobody keeps a pile of lists waiting: the newest three are enough to change one's mind."""
    ImportFile.objects.forgotten().delete()
    waiting = ImportFile.objects.of(request.user, importer.kind).filter(finished_at=None, job_id=None)
    older = waiting.order_by("-created_at", "pk").values_list("pk", flat=True)[3:]
    ImportFile.objects.filter(pk__in=list(older)).delete()


def columns(request, file_id, *, importer: Importer):
    """Step 2: what the columns were taken for; a person corrects it."""
    file = _file(request, importer, file_id)
    if _is_ordered(file):
        return redirect(f"{importer.urls}_result", file.pk)
    sheets = file.sheets()
    names = [sheet.name for sheet in sheets if sheet.rows and sheet.name]
    if request.method == "POST" and "sheet" in request.POST:
        if request.POST["sheet"] in names and request.POST["sheet"] != file.sheet:
            file.sheet, file.mapping, file.choices = request.POST["sheet"], {}, {}
            file.save(update_fields=["sheet", "mapping", "choices"])
        return redirect(f"{importer.urls}_file", file.pk)
    try:
        table = importer.table_of(file)
    except TableError as error:
        messages.error(request, str(error))
        return redirect(importer.urls)
    errors = []
    if request.method == "POST":
        mapping = {m.column.letter: request.POST.get(f"column-{m.column.letter}", "") for m in table.matches}
        table, errors = _corrected(table, file, mapping, importer)
        if not errors:
            file.mapping = mapping
            file.save(update_fields=["mapping"])
            return redirect(f"{importer.urls}_preview", file.pk)
    context = {
        "importer": importer,
        "file": file,
        "table": table,
        "sheets": names,
        "columns": [_column(match) for match in table.matches],
        "missing": [] if errors else importer.missing(table),
        "errors": errors,
        "fields": [field for field in importer.fields if field.key != IGNORE],
        "upload_url": importer.urls,
    }
    return render(request, "accounts/imports/import_columns.html", context, status=422 if errors else 200)


def _corrected(table: Table, file: ImportFile, mapping: dict[str, str], importer: Importer):
    """The table with a person's own choices of columns, and what is wrong with them."""
    try:
        errors = _twice(mapping, importer)
        table = importer.table_of(file, mapping=mapping)
    except TableError as error:
        errors = [str(error)]
    return table, errors or importer.missing(table)


def _column(match: Match) -> dict:
    samples = [echo(cell) for cell in match.column.samples]
    key = match.field.key if match.field else ""
    return {
        "letter": match.column.letter,
        "title": match.column.title,
        "samples": list(dict.fromkeys(samples))[:3],
        "chosen": "" if key == IGNORE else key,
        "guessed": bool(match.field) and key != IGNORE and not match.is_sure,
    }


def _twice(mapping: dict[str, str], importer: Importer) -> list[str]:
    single = {field.key: field.label for field in importer.fields if not field.many}
    chosen = [key for key in mapping.values() if key in single]
    return [
        _("Two columns are set to “%(field)s”. Choose one.") % {"field": single[key]}
        for key in dict.fromkeys(chosen)
        if chosen.count(key) > 1
    ]


def preview(request, file_id, *, importer: Importer):
    """Step 3: what every row will become and why. Sending the form imports."""
    file = _file(request, importer, file_id)
    if _is_ordered(file):
        return redirect(f"{importer.urls}_result", file.pk)
    try:
        table = importer.table_of(file)
    except TableError as error:
        messages.error(request, str(error))
        return redirect(importer.urls)
    if importer.missing(table):
        return redirect(f"{importer.urls}_file", file.pk)
    if request.method == "POST":
        if _choose(request.POST, file) or "choose" in request.POST:
            return redirect(request.get_full_path())
        return _run(request, importer, file, all_or_nothing=request.POST.get("all_or_nothing") == "on")
    outcomes = importer.plan(table, unit=request.user.unit, by=request.user)
    shown = _filtered(outcomes, request.GET.get("vis", ""))
    importer.shown(outcomes, by=request.user)
    context = {
        "importer": importer,
        "file": file,
        "table": table,
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "failed": job.error if (job := _job(file)) else "",
        "offers": any(outcome.offers for outcome in outcomes),
        "importable": sum(outcome.result in (RowStatus.NEW, RowStatus.UPDATE) for outcome in outcomes),
        "upload_url": importer.urls,
        "columns_url": f"{importer.urls}_file",
        **_counts(outcomes, request.GET.get("vis", "")),
    }
    return render(request, "accounts/imports/import_preview.html", context)


def _choose(sent, file: ImportFile) -> bool:
    """Keep what was chosen of the rows on the page. True when other rows are read now, which nobody has seen yet."""
    hidden = "hidden" in sent if "asks_hidden" in sent else file.choices.get("hidden", False)
    rows = {
        number: [value for value in sent.getlist(f"take-{number}") if value]
        for number in sent.getlist("row")
        if number.isdecimal()
    }
    before = file.choices.get("hidden", False)
    file.choices = {"hidden": hidden, "rows": file.choices.get("rows", {}) | rows}
    file.save(update_fields=["choices"])
    return hidden != before


def _filtered(outcomes, wanted: str):
    if wanted not in TILES:
        return outcomes
    if wanted == "warned":
        return [outcome for outcome in outcomes if outcome.warnings]
    return [outcome for outcome in outcomes if ("waits" if outcome.waits else outcome.result) == wanted]


def _counts(outcomes, wanted: str) -> dict:
    counts, asked = results.count(outcomes), sum(outcome.waits for outcome in outcomes)
    faulty = counts[RowStatus.REJECTED] - asked
    numbers = counts | {RowStatus.REJECTED: faulty, "waits": asked}
    return {
        "counts": counts,
        "asked": asked,
        "faulty": faulty,
        "tiles": [(key, label, numbers[key]) for key, label in TILES.items() if asked or key != "waits"],
        "wanted": wanted,
        "shown_label": TILES.get(wanted, _("All rows")),
    }


def _run(request, importer: Importer, file: ImportFile, *, all_or_nothing: bool):
    """Order the job once, however often the form is sent, and show its progress."""
    with transaction.atomic():
        job = jobs.enqueue(
            importer.job_kind,
            owner=request.user,
            unit=request.user.unit,
            args={"file": str(file.pk)},
            title=f"{importer.title}: {file.filename}"[:200],
            unique_key=f"import:{file.pk}",
        )
        ImportFile.objects.filter(pk=file.pk).update(job_id=job.pk, all_or_nothing=all_or_nothing)
        trail.record("import.ordered", by=request.user, obj=file, purpose=importer.kind)
    return redirect("job_detail", job.pk)


def result(request, file_id, *, importer: Importer):
    """Step 4: what became of the rows, and the report to download."""
    file = _file(request, importer, file_id)
    if not file.finished_at:
        return _unfinished(importer, file)
    report = file.report
    left = importer.left(file.pk) if file.undone_at else report["counts"]["new"]
    # What is said of rows that are gone again helps nobody.
    stands = not file.undone_at or left or report["counts"]["update"]
    context = {
        "left": left,
        "gone": report["counts"]["new"] - left,
        "importer": importer,
        "file": file,
        "counts": report["counts"],
        "rejected": [row for row in report["rows"] if row["result"] == RowStatus.REJECTED],
        "warned": [row for row in report["rows"] if row["warnings"] and stands],
        "follow_up": importer.follow_up(report["report"]),
        "report_url": f"{importer.urls}_report",
        "upload_url": importer.urls,
        "done_url": reverse(importer.done[0]) if importer.done[0] else "",
        "done_words": importer.done[1],
        "undo_url": importer.undo if report["counts"]["new"] else "",
    }
    return render(request, "accounts/imports/import_result.html", context)


def _unfinished(importer: Importer, file: ImportFile):
    """To the progress of the job; when it failed, back to the preview, for the file is still here."""
    if _is_ordered(file):
        return redirect("job_detail", file.job_id)
    return redirect(f"{importer.urls}_preview", file.pk)


def _job(file: ImportFile) -> Job | None:
    return Job.objects.filter(pk=file.job_id).first() if file.job_id else None


def _is_ordered(file: ImportFile) -> bool:
    """Whether the import has been ordered and may still come, or has come."""
    job = _job(file)
    return bool(file.finished_at or (job and job.state != Job.State.FAILED))


def report(request, file_id, form: str, *, importer: Importer):
    """The report as a file: xlsx, ods and csv to read, json for machines."""
    file = _file(request, importer, file_id)
    if not file.finished_at or form not in (*exports.TYPES, "json"):
        raise Http404
    name = f"{slug_of(str(importer.title))}-{clock.local_date(file.finished_at):%Y-%m-%d}-{file.pk}"
    if form == "json":  # row numbers and codes; the people stand in the others
        trail.record("import.report", by=request.user, obj=file, purpose=form)
        response = HttpResponse(
            json.dumps(file.report["report"], ensure_ascii=False, indent=1), "application/json"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    headings, rows = report_rows(file.report["rows"])
    home = reverse(f"{importer.urls}_result", args=[file.pk])
    taken = Export(form, form, name, str(importer.title), home, action="import.report", obj=file)
    return take_out(request, taken, headings, rows, changes={"rows": [None, len(rows)]}, count=len(rows))


def report_rows(rows) -> tuple[list[str], list[list]]:
    """The report's rows as a table."""
    headings = [_("Row"), _("Result"), _("Code"), _("Why"), _("Look at")]
    body = [
        [
            row["row"],
            str(RowStatus.LABELS[row["result"]]),
            row["code"],
            row["message"],
            " ".join(row["warnings"]),
        ]
        for row in rows
    ]
    return headings, body
