"""How every list of people is taken out: with a purpose when it is long, and a row on the trail.

A report of figures names nobody and goes its own way (`reports.snapshots.views`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render

from audit import trail
from core import exports

# More people than this do not leave the house without a stated purpose.
ASK_PURPOSE_OVER = 50


@dataclass(frozen=True)
class Export:
    """A list that somebody takes out: its name on the trail, its file, and the page that it is taken from.

    What that page was asked for stands in the file's name as a mark: two lists of one kind and day are two files.
    """

    what: str
    fmt: str
    filename: str
    title: str
    home: str
    action: str = "cases.exported"
    sheet: str = ""
    # The row that the list is of, for the trail.
    obj: Model | None = None
    # What the form that asks for the purpose sends along.
    hidden: Iterable[tuple] = ()
    # What stands beside the list in a workbook, such as what its numbers count: `core.exports.workbook`'s sheets.
    beside: Sequence[tuple] = ()


def _file_name(export: Export) -> str:
    asked = export.home.partition("?")[2]
    return f"{export.filename}-{sha256(export.home.encode()).hexdigest()[:6]}" if asked else export.filename


def home_of(request) -> str:
    """The page that a list is taken out of: the same address without the format."""
    kept = request.GET.copy()
    kept.pop("format", None)
    return f"{request.path}?{kept.urlencode()}"


def take_out(
    request, export: Export, headings, lines: Iterable, *, changes: Mapping, count: int
) -> HttpResponse:
    """The file; or, for a ``count`` of more than ASK_PURPOSE_OVER without a purpose, the page that asks for it.

    ``changes`` is what the trail keeps of the content: the cases where they are known, else how many rows. The page is
    sent by POST to the same address; the purpose that it gives stands on the trail beside the list's name.
    """
    purpose = request.POST.get("formaal", "").replace("\x00", "").strip()[:200]
    if count > ASK_PURPOSE_OVER and not purpose:
        missing = request.method == "POST" and "formaal" in request.POST
        context = {"export": export, "count": count, "here": request.get_full_path(), "missing": missing}
        page = "accounts/exports/export_purpose.html"
        return render(request, page, context, status=422 if missing else 200)
    trail.record(
        export.action,
        by=request.user,
        obj=export.obj,
        purpose=f"{export.what}: {purpose}" if purpose else export.what,
        changes=changes,
    )
    return exports.rows_response(
        lines, headings, export.fmt, _file_name(export), sheet=export.sheet, beside=export.beside
    )
