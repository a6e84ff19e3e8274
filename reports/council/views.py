"""The council's page of released figures."""

from django.http import Http404
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core.downloads import pdf_file
from core.text import mark_of
from reports.council.pdf import render_page
from reports.release.access import readable_release
from reports.snapshots.models import ReportSnapshot


@role_view(Role.LEADER, Role.FIGURES)
@require_GET
def council(request, release_id):
    """One sheet of a quarter or a year of the unit."""
    release = readable_release(request.user, release_id)
    if release.report.span == ReportSnapshot.Span.MONTH:
        raise Http404
    trail.record("figures.downloaded", by=request.user, obj=release, purpose="council")
    return pdf_file(render_page(release), f"udvalg-{release.report.covers}-{mark_of(release)}.pdf")
