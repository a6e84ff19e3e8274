"""Reading what left the unit beside the reports: answers to questions, and the results."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import clock, exports
from core.http import see_other
from core.text import mark_of
from reports.release.extracting import NotAsSeen, release_extract
from reports.release.extracts import Extract
from reports.snapshots.sheets import long_rows


def _readable(user, extract_id) -> Extract:
    rows = Extract.objects.visible_to(user).select_related("unit", "by")
    return get_object_or_404(rows, pk=extract_id)


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def extract_detail(request, extract_id):
    """It as it left, with what its numbers count."""
    found = _readable(request.user, extract_id)
    trail.record("figures.read", by=request.user, obj=found)
    return render(request, "reports/release/extract_detail.html", {"extract": found})


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def extract_export(request, extract_id, fmt):
    """It as a file: a workbook of its tables, or one long CSV."""
    if fmt not in exports.TYPES:
        raise Http404
    found = _readable(request.user, extract_id)
    trail.record("figures.downloaded", by=request.user, obj=found, purpose=fmt)
    about = [[_("What it is"), found.title], [_("How it is shown"), found.lead], ["SHA-256", found.sha256]]
    sheets = [
        *((table.title, table.headings, [*table.plain_rows, *_remark(table)]) for table in found.tables),
        (_("About"), [_("Fact"), _("Value")], about),
        (_("Definitions"), [_("Number"), _("What it counts")], found.definitions),
    ]
    name = f"{found.kind}-{clock.local_date(found.released_at):%Y-%m-%d}-{mark_of(found)}-ekstern"
    if fmt != exports.CSV:
        return exports.file_response(exports.book(sheets, fmt), fmt, name)
    headings = [_("Table"), _("Row"), _("Column"), _("Value")]
    return exports.rows_response(long_rows(sheets), headings, fmt, name)


def let_leave(request, kind: str, title: str, make, *, back: str, done: str, **said):
    """The answer to a yes under a preview: what was looked at is kept and shown, or the preview at ``back`` anew.

    That is when the numbers have changed since. ``make`` and ``said`` are as `release_extract` takes them.
    """
    user, seen = request.user, request.POST.get("seen", "")
    try:
        made = release_extract(user.unit, kind, title, make, seen=seen, by=user, **said)
    except NotAsSeen:
        messages.warning(
            request, _("The numbers have changed since you looked. Nothing is released: look at them again.")
        )
        return see_other(back)
    messages.success(request, done)
    return see_other(made.get_absolute_url())


def _remark(table) -> list[list[str]]:
    if not table.note:
        return []
    return [[_("How it is shown"), table.note, *[""] * (len(table.headings) - 2)]]
