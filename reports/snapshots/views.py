"""The frozen reports: the archive, one report, two compared, and what leaves the house."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.models import Case
from core import clock, exports
from core.jobs.models import Job
from core.ordering import Danish
from core.pagination import BoundedPaginator
from reports.metrics.periods import Month
from reports.presentation.links import linker
from reports.presentation.words import month_name
from reports.snapshots import actions, pdf
from reports.snapshots.access import readable_report
from reports.snapshots.changes import compare
from reports.snapshots.filters import ReportFilterSet
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.reading import read
from reports.snapshots.sheets import long_rows, sheets_of

# So many reports are looked through without filters.
FEW = 12


@role_view(Role.LEADER, Role.GUIDE)
def report_list(request):
    """What is due, what is under way, and the archive: the unit's for its leader, their own for a guide."""
    user = request.user
    context = {"running": _running(user), "due": [], "months": []}
    if request.htmx and request.headers.get("HX-Target") == "running":
        response = render(request, "reports/snapshots/_running.html", context)
        if not context["running"]:
            response["HX-Refresh"] = "true"  # what was made is in the archive now
        return response
    filters = ReportFilterSet(
        request.GET, ReportSnapshot.objects.visible_to(user).latest().light(), request=request
    )
    context["filters"] = filters
    if user.is_leader:
        under_way = {job.args["month"] for job in context["running"]}
        context["due"] = [month for month in actions.due_months(user.unit) if str(month) not in under_way]
        context["correctable"] = Month.of(clock.today()).previous
    context["page"] = page = BoundedPaginator(filters.qs).get_page(request.GET.get("page"))
    context["needs_filters"] = bool(filters.chosen) or page.count > FEW
    return render(request, "reports/snapshots/report_list.html", context)


def _running(user):
    if not user.is_leader:
        return []
    live = [Job.State.QUEUED, Job.State.RUNNING]
    return list(
        Job.objects.filter(kind=actions.MONTH, unit_id=user.unit_id, state__in=live).order_by("created_at")
    )


@role_view(Role.LEADER)
@require_POST
def report_run(request):
    """Order a month's reports now, or (with `correct`) a new revision of them, and follow the work."""
    try:
        month = Month.parse(request.POST.get("month", ""))
    except ValueError:
        raise Http404 from None
    if month.last >= clock.today():
        messages.error(request, _("The month is not over yet, so nothing about it can be frozen."))
        return redirect("reports:list")
    if not Case.objects.filter(unit=request.user.unit, opened_on__lte=month.last).exists():
        messages.error(request, _("There were no young people in the unit that month."))
        return redirect("reports:list")
    job = actions.order_month(
        request.user.unit, month, by=request.user, correct=bool(request.POST.get("correct"))
    )
    if job.owner_id != request.user.pk:
        messages.info(request, _("This report is already being made."))
        return redirect("reports:list")
    return redirect("job_detail", job.pk)


@role_view(Role.LEADER, Role.GUIDE)
def report_detail(request, report_id):
    """A frozen report: what it says, where its numbers come from, and what its last correction changed."""
    report = readable_report(request.user, report_id)
    same = ReportSnapshot.objects.visible_to(request.user).light()
    same = same.filter(kind=report.kind, subject_id=report.subject_id)
    earlier = report.earlier_revision()
    before = same.filter(period=report.month.previous.first).latest().first()
    around = same.latest().filter(period__in=[report.month.previous.first, report.month.next.first])
    context = {
        "report": report,
        "month": month_name(report.month),
        "reading": read(report, link=linker(report), before=before and before.data),
        "revisions": same.filter(period=report.period).order_by("-revision"),
        "changes": compare(earlier.data, report.data, report.kind) if earlier else None,
        "earlier": earlier,
        "around": {row.period: row for row in around},
        "before": before,
        "guides": _guide_reports(request.user, report),
    }
    trail.record("report.read", by=request.user, obj=report)
    return render(request, "reports/snapshots/report_detail.html", context)


def _guide_reports(user, report):
    if report.kind != ReportSnapshot.Kind.UNIT:
        return []
    rows = ReportSnapshot.objects.visible_to(user).of_month(report.unit_id, report.month).light()
    return rows.filter(kind=ReportSnapshot.Kind.GUIDE).latest().order_by(Danish("subject_name"))


@role_view(Role.LEADER, Role.GUIDE)
def report_pdf(request, report_id):
    """The very bytes that were frozen; a guide's are made from the frozen figures."""
    report = readable_report(request.user, report_id)
    trail.record("report.downloaded", by=request.user, obj=report)
    return pdf.pdf_response(bytes(report.pdf or pdf.render(report)), _file_name(report))


@role_view(Role.LEADER, Role.GUIDE)
def report_export(request, report_id, fmt):
    """The figures as a workbook of its tables, or as one long CSV."""
    report = readable_report(request.user, report_id)
    if fmt not in exports.TYPES:
        raise Http404
    trail.record("report.downloaded", by=request.user, obj=report, purpose=fmt)
    sheets = sheets_of(report)
    if fmt == exports.XLSX:
        return exports.file_response(exports.workbook(sheets), fmt, _file_name(report))
    headings = [_("Table"), _("Row"), _("Column"), _("Value")]
    return exports.rows_response(long_rows(sheets), headings, fmt, _file_name(report))


def _file_name(report):
    return f"status-{report.month}" + (f"-r{report.revision}" if report.revision > 1 else "")


@role_view(Role.LEADER, Role.GUIDE)
def report_compare(request):
    """Two reports of the same subject side by side: what changed from the one to the other."""
    rows = ReportSnapshot.objects.visible_to(request.user).light().order_by("-period", "-revision")
    if request.user.is_leader:
        rows = rows.filter(kind=ReportSnapshot.Kind.UNIT)
    choices = list(rows.defer("pdf", "figures")[:60])
    asked = (request.GET.get("fra"), request.GET.get("til"))
    first, second = (readable_report(request.user, pk) if pk else None for pk in asked)
    changes = None
    if first and second:
        if (first.kind, first.subject_id) != (second.kind, second.subject_id):
            raise Http404
        changes = compare(first.data, second.data, first.kind)
        trail.record("report.read", by=request.user, obj=second, purpose=f"compare {first.pk}")
    context = {"choices": choices, "first": first, "second": second, "changes": changes}
    return render(request, "reports/snapshots/report_compare.html", context)
