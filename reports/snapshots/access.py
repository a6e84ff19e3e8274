"""Which frozen reports somebody may read."""

from uuid import UUID

from django.http import Http404

from reports.snapshots.models import ReportSnapshot


def readable_report(user, report_id) -> ReportSnapshot:
    """A report that the user may read, else 404."""
    try:
        UUID(str(report_id))
    except ValueError:
        raise Http404 from None
    report = ReportSnapshot.objects.visible_to(user).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report
