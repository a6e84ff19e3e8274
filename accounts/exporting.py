"""The one way in which a list of people leaves the house: with a purpose when it is long, and a row on the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from audit import trail
from core import exports

# More people than this do not leave the house without a stated purpose.
ASK_PURPOSE_OVER = 50


@dataclass(frozen=True)
class Export:
    """A list that somebody takes out: its name on the trail, its file, and the page that it is taken from."""

    what: str
    fmt: str
    filename: str
    title: str
    home: str
    action: str = "cases.exported"
    sheet: str = ""
    # What the form that asks for the purpose sends along.
    hidden: Iterable[tuple] = ()


def take_out(request, export: Export, headings, lines: Iterable, *, who: Mapping, count: int) -> HttpResponse:
    """The file, written to the trail with ``who`` is in it; or, for more than ASK_PURPOSE_OVER, the page that asks why.

    The page is sent by POST to the same address; what it says stands on the trail with the rows.
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
        purpose=f"{export.what}: {purpose}" if purpose else export.what,
        changes=who,
    )
    return exports.rows_response(lines, headings, export.fmt, export.filename, sheet=export.sheet)
