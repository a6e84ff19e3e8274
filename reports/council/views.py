"""The council's page of a frozen report."""

from django.http import Http404

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from reports.council.pdf import render_page
from reports.snapshots.access import readable_report
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.pdf import pdf_response


@role_view(Role.LEADER)
def council(request, report_id):
    """One sheet of a quarter or a year of the unit."""
    report = readable_report(request.user, report_id)
    if report.kind != ReportSnapshot.Kind.UNIT or report.span == ReportSnapshot.Span.MONTH:
        raise Http404
    trail.record("report.downloaded", by=request.user, obj=report, purpose="council")
    return pdf_response(render_page(report), f"udvalg-{report.covers}")
