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
from core.downloads import pdf_file
from core.jobs.models import Job
from core.ordering import Danish
from core.pagination import BoundedPaginator
from core.text import slug_of
from reports.periods.rules import Days, parse_period
from reports.presentation.links import linker
from reports.presentation.words import period_name
from reports.snapshots import actions, pdf
from reports.snapshots.access import readable_report
from reports.snapshots.changes import compare
from reports.snapshots.filters import OTHERS, ReportFilterSet
from reports.snapshots.models import ReportSnapshot
from reports.snapshots.reading import TILES, read
from reports.snapshots.sheets import long_rows, sheets_of

# So many reports are looked through without filters.
FEW = 12


@role_view(Role.LEADER, Role.GUIDE)
def report_list(request):
    """What is due, what is under way, and the archive: the unit's for its leader, their own for a guide."""
    user = request.user
    context = {"running": _running(user), "due": []}
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
        under_way = {job.args["period"] for job in context["running"]}
        due = [period for period in actions.due_periods(user.unit) if str(period) not in under_way]
        context["due"] = [(period, period_name(period)) for period in due]
    about = filters.chosen.get("om")
    context["named"] = bool(about or filters.chosen.get("hvem"))
    context["in_numbers"] = about not in OTHERS
    context["page"] = page = BoundedPaginator(filters.qs).get_page(request.GET.get("page"))
    context["needs_filters"] = bool(filters.chosen) or page.count > FEW
    return render(request, "reports/snapshots/report_list.html", context)


def _running(user):
    if not user.is_leader:
        return []
    live = [Job.State.QUEUED, Job.State.RUNNING]
    return list(
        Job.objects.filter(kind=actions.TAKE, unit_id=user.unit_id, state__in=live).order_by("created_at")
    )


@role_view(Role.LEADER)
@require_POST
def report_run(request):
    """Order a period's reports now, or (with `correct`) a new revision of them, and follow the work."""
    try:
        period = parse_period(request.POST.get("period", ""))
    except ValueError:
        raise Http404 from None
    if isinstance(period, Days) and period not in actions.due_periods(request.user.unit):
        raise Http404
    if period.last >= clock.today():
        messages.error(request, _("The period is not over yet, so nothing about it can be frozen."))
        return redirect("reports:list")
    if not Case.objects.filter(unit=request.user.unit, opened_on__lte=period.last).exists():
        messages.error(request, _("There were no young people in the unit in that period."))
        return redirect("reports:list")
    job = actions.order_report(
        request.user.unit, period, by=request.user, correct=bool(request.POST.get("correct"))
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
    same = same.filter(kind=report.kind, subject_id=report.subject_id, span=report.span)
    earlier, covers = report.earlier_revision(), report.covers
    before = same.filter(period=covers.previous.first).latest().first()
    around = same.latest().filter(period__in=[covers.previous.first, covers.next.first])
    context = {
        "report": report,
        "reading": read(report, link=linker(report), before=before and before.data),
        "revisions": same.filter(period=report.period).order_by("-revision"),
        "changes": compare(earlier.data, report.data, report.kind)
        if earlier and report.kind in TILES
        else None,
        "earlier": earlier,
        "around": {row.period: row for row in around},
        "before": before,
        "beneath": _beneath(request.user, report),
    }
    trail.record("report.read", by=request.user, obj=report)
    return render(request, "reports/snapshots/report_detail.html", context)


def _beneath(user, report):
    """The reports of the same period that stand beside the unit's: of its guides, programmes and partnerships."""
    if report.kind != ReportSnapshot.Kind.UNIT:
        return []
    rows = ReportSnapshot.objects.visible_to(user).of_period(report.unit_id, report.covers).light()
    return rows.exclude(kind=ReportSnapshot.Kind.UNIT).latest().order_by("kind", Danish("subject_name"), "pk")


@role_view(Role.LEADER, Role.GUIDE)
def report_pdf(request, report_id):
    """The very bytes that were frozen; a guide's are made from the frozen figures."""
    report = readable_report(request.user, report_id)
    trail.record("report.downloaded", by=request.user, obj=report)
    return pdf_file(bytes(report.pdf or pdf.render(report)), f"{_file_name(report)}.pdf")


@role_view(Role.LEADER, Role.GUIDE)
def report_export(request, report_id, fmt):
    """The figures as a workbook of its tables, or as one long CSV."""
    report = readable_report(request.user, report_id)
    if fmt not in exports.TYPES:
        raise Http404
    trail.record("report.downloaded", by=request.user, obj=report, purpose=fmt)
    sheets = sheets_of(report)
    if fmt in exports.BOOKS:
        return exports.file_response(exports.book(sheets, fmt), fmt, _file_name(report))
    headings = [_("Table"), _("Row"), _("Column"), _("Value")]
    return exports.rows_response(long_rows(sheets), headings, fmt, _file_name(report))


def _file_name(report):
    """A guide's says whose it is: the leader takes out both."""
    whose = f"-{slug_of(report.subject_name)}" if report.kind == ReportSnapshot.Kind.GUIDE else ""
    return f"status{whose}-{report.covers}" + (f"-r{report.revision}" if report.revision > 1 else "")


@role_view(Role.LEADER, Role.GUIDE)
def report_compare(request):
    """Two reports of the same subject side by side: what changed from the one to the other."""
    rows = ReportSnapshot.objects.visible_to(request.user).light().order_by("-as_of", "period", "-revision")
    if request.user.is_leader:
        rows = rows.filter(kind=ReportSnapshot.Kind.UNIT)
    choices = list(rows.defer("pdf", "figures")[:60])
    asked = (request.GET.get("fra"), request.GET.get("til"))
    first, second = (readable_report(request.user, pk) if pk else None for pk in asked)
    changes, unlike = None, bool(first and second and first.span != second.span)
    if first and second and not unlike:
        if (first.kind, first.subject_id) != (second.kind, second.subject_id) or first.kind not in TILES:
            raise Http404
        changes = compare(first.data, second.data, first.kind)
        trail.record("report.read", by=request.user, obj=second, purpose=f"compare {first.pk}")
    context = {"choices": choices, "first": first, "second": second, "changes": changes, "unlike": unlike}
    status = 422 if unlike else 200
    return render(request, "reports/snapshots/report_compare.html", context, status=status)
