"""The reports about one young person, behind the case's own door."""

from django.http import Http404
from django.shortcuts import redirect, render

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view, record_list
from cases.access.permissions import Permission
from cases.models import Case
from core import clock
from core.downloads import pdf_file
from core.pagination import BoundedPaginator
from core.text import mark_of, slug_of
from reports.casereport.pdf import render_case
from reports.casereport.reading import read_case
from reports.metrics.unit_metrics import UnitMetrics
from reports.schedules.models import Schedule, What
from reports.schedules.reading import rhythm_words
from reports.snapshots.case_figures import case_figures
from reports.snapshots.models import ReportSnapshot
from reports.status.reading import partners_of


def _reports(case):
    """The reports about the case, newest month and revision first."""
    rows = ReportSnapshot.objects.filter(kind=ReportSnapshot.Kind.CASE, subject_id=str(case.pk))
    return rows.order_by("-as_of", "-period", "-revision")


def _report(case, report_id):
    report = _reports(case).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


@role_view(Role.LEADER, Role.GUIDE)
def statuses(request):
    """The latest status of each young person with an open case: a guide's own, a leader's unit's; by name."""
    rows = (
        Case.objects.visible_to(request.user) if request.user.is_leader else Case.objects.own_of(request.user)
    )
    rows = rows.open().select_related("person").order_by("person__sort_name", "pk")
    page = BoundedPaginator(rows).get_page(request.GET.get("page"))
    latest = latest_of(page.object_list)
    schedule = Schedule.objects.of(request.user.unit)[What.CASE]
    context = {
        "page": page,
        "rows": [(case, latest.get(str(case.pk))) for case in page],
        "rhythm": rhythm_words(schedule) if schedule.made else "",
    }
    record_list("reports: statuses", by=request.user, cases=page.object_list)
    return render(request, "reports/casereport/statuses.html", context)


def latest_of(cases) -> dict[str, ReportSnapshot]:
    """The latest frozen status of each of the cases that has one, by the case's id."""
    rows = ReportSnapshot.objects.filter(
        kind=ReportSnapshot.Kind.CASE, subject_id__in=[str(case.pk) for case in cases]
    )
    return {
        row.subject_id: row for row in rows.defer("pdf", "figures").order_by("as_of", "-period", "revision")
    }


@case_view(needs=Permission.REPORT_READ)
def case_reports(request, case):
    """The frozen reports about the young person."""
    return render(
        request,
        "reports/casereport/case_reports.html",
        {
            "case": case,
            "reports": _reports(case).light()[:120],
            "partners": partners_of(case, clock.today()),
        },
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
    """One period's frozen report."""
    report = _report(case, report_id)
    context = {
        "case": case,
        "report": report,
        "reading": read_case(report),
        "month": report.named,
    }
    trail.record("report.read", by=request.user, case_id=case.pk, obj=report, relation=case.relation)
    return render(request, "reports/casereport/case_report.html", context)


@case_view(needs=Permission.REPORT_READ)
def case_report_pdf(request, case, report_id):
    """The frozen report as PDF, made now from the frozen figures: 500 of them are seconds of work nobody asks for."""
    report = _report(case, report_id)
    trail.record("report.downloaded", by=request.user, case_id=case.pk, obj=report, relation=case.relation)
    name = f"status-{slug_of(case.person.called) or 'ung'}-{report.covers}-{mark_of(report)}"
    return pdf_file(render_case(report, case.person), f"{name}.pdf")
