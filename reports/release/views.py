"""Releasing a report's figures, and reading what was released: for the leader and for who sees figures alone."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import exports
from core.downloads import pdf_file
from core.http import see_other
from reports.presentation.words import meant_by_month
from reports.release import pdf
from reports.release.access import readable_release
from reports.release.actions import prepared, release_figures
from reports.release.extracts import Extract
from reports.release.models import Release
from reports.release.outside import definitions_of, tables_of
from reports.release.sheets import sheets_of
from reports.snapshots.access import readable_report
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.sheets import long_rows

EDITION = Release.Kind.EDITION
# So many answers and results stand in the list, the newest.
MOST = 100


@role_view(Role.LEADER)
@require_http_methods(["GET", "POST"])
def release(request, report_id):
    """What would leave the unit of a report, to look at; sent, it is released and stays so."""
    report = readable_report(request.user, report_id)
    if report.kind != ReportSnapshot.Kind.UNIT:
        raise Http404
    if request.method == "POST":
        made = release_figures(report, EDITION, by=request.user)
        messages.success(request, _("The figures are released. Who sees figures alone can read them now."))
        return see_other(made.get_absolute_url())
    if made := Release.objects.filter(report=report, kind=EDITION).first():
        return redirect(made)
    context = {
        "report": report,
        "month": report.named,
        "tables": tables_of(prepared(report, EDITION)),
    }
    trail.record("report.read", by=request.user, obj=report, purpose="outside")
    return render(request, "reports/release/release.html", context)


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def release_list(request):
    """The figures that were released, the newest first."""
    rows = Release.objects.visible_to(request.user).select_related("report", "by")
    # As the archive has it: a quarter where it ended, before its last month.
    rows = rows.order_by("-report__as_of", "report__period", "-released_at", "pk")
    rows = rows.defer("content", "report__figures", "report__pdf")
    page = Paginator(rows, 24).get_page(request.GET.get("page"))
    extracts = Extract.objects.visible_to(request.user).select_related("by").defer("content", "counted")
    context = {"page": page, "extracts": extracts[:MOST]}
    return render(request, "reports/release/release_list.html", context)


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def release_detail(request, release_id):
    """One period as it was released."""
    found = readable_release(request.user, release_id)
    trail.record("figures.read", by=request.user, obj=found)
    context = {
        "release": found,
        "report": found.report,
        "month": found.report.named,
        "meant": meant_by_month(found.report.covers),
        "tables": tables_of(found.released),
        "definitions": definitions_of(found.released),
    }
    return render(request, "reports/release/release_detail.html", context)


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def release_pdf(request, release_id):
    """It as paper."""
    found = readable_release(request.user, release_id)
    trail.record("figures.downloaded", by=request.user, obj=found, purpose="pdf")
    return pdf_file(pdf.render(found), f"{_file_name(found)}.pdf")


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def release_export(request, release_id, fmt):
    """It as a workbook of its tables, or as one long CSV."""
    found = readable_release(request.user, release_id)
    if fmt not in exports.TYPES:
        raise Http404
    trail.record("figures.downloaded", by=request.user, obj=found, purpose=fmt)
    sheets = sheets_of(found)
    if fmt in exports.BOOKS:
        return exports.file_response(exports.book(sheets, fmt), fmt, _file_name(found))
    headings = [_("Table"), _("Row"), _("Column"), _("Value")]
    return exports.rows_response(long_rows(sheets), headings, fmt, _file_name(found))


def _file_name(found: Release) -> str:
    report = found.report
    return f"tal-{report.covers}" + (f"-r{report.revision}" if report.revision > 1 else "") + "-ekstern"
