"""The reports about one young person, behind the case's own door."""

from django.http import Http404
from django.shortcuts import redirect, render

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.models import Case
from core import clock
from reports.casereport.pdf import render_case
from reports.casereport.reading import read_case
from reports.metrics.unit_metrics import UnitMetrics
from reports.presentation.words import month_name
from reports.snapshots.case_figures import case_figures
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.pdf import pdf_response


def _reports(case):
    """The reports about the case, newest month and revision first."""
    rows = ReportSnapshot.objects.filter(kind=ReportSnapshot.Kind.CASE, subject_id=str(case.pk))
    return rows.order_by("-period", "-revision")


def _report(case, report_id):
    report = _reports(case).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


@case_view(needs=Permission.REPORT_READ)
def case_reports(request, case):
    """The monthly reports about the young person."""
    return render(
        request,
        "reports/casereport/case_reports.html",
        {"case": case, "reports": _reports(case).light()[:120]},
    )


@case_view(needs=Permission.REPORT_READ)
def case_status(request, case):
    """The same report about today: not frozen, for whoever needs it before the month is over."""
    metrics = UnitMetrics(case.unit, known=clock.now(), cases=Case.objects.filter(pk=case.pk))
    figures = case_figures([case.pk], metrics).get(case.pk)
    if figures is None:  # closed before this month: nothing stands
        return redirect("reports:case_reports", case.pk)
    live = ReportSnapshot(kind=ReportSnapshot.Kind.CASE)
    live.data = figures
    context = {"case": case, "reading": read_case(live), "today": clock.today()}
    return render(request, "reports/casereport/case_report.html", context)


@case_view(needs=Permission.REPORT_READ)
def case_report(request, case, report_id):
    """One month's frozen report."""
    report = _report(case, report_id)
    context = {
        "case": case,
        "report": report,
        "reading": read_case(report),
        "month": month_name(report.month),
    }
    trail.record("report.read", by=request.user, case_id=case.pk, obj=report, relation=case.relation)
    return render(request, "reports/casereport/case_report.html", context)


@case_view(needs=Permission.REPORT_READ)
def case_report_pdf(request, case, report_id):
    """The frozen report as PDF, made now from the frozen figures: 500 of them are seconds of work nobody asks for."""
    report = _report(case, report_id)
    trail.record("report.downloaded", by=request.user, case_id=case.pk, obj=report, relation=case.relation)
    return pdf_response(render_case(report, case.person), f"status-{report.month}")
