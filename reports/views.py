"""The leader's overview, the lists behind its numbers, and the frozen reports."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import record_list
from cases.models import Case
from core import clock, exports
from core.jobs.models import Job
from reports import dashboard, lists, pdf, presentation, tasks
from reports.case_views import pdf_response
from reports.metrics import METRICS, Measure
from reports.models import ReportSnapshot
from reports.periods import Month
from reports.snapshots import due

PAGE = 50


# An export is made while the reader waits; a longer list than this is no list.
LONGEST = 5_000


@role_view(Role.LEADER)
def overview(request):
    """How the unit stands today, and how the year went."""
    return render(request, "reports/overview.html", dashboard.build(request.user))


@role_view(Role.LEADER, Role.GUIDE)
def metric_list(request, metric):
    """The rows that a number counts: today's, or as a frozen report counted them. A guide sees their own."""
    asked = _asked(request, metric)
    measure, part, guide = asked["measure"], asked["part"], asked["guide"]
    rows = lists.ordered(measure, metric, part, guide, request.GET.get("sort", ""))
    source = METRICS[metric].source
    fmt = request.GET.get("format")
    if fmt in exports.TYPES:
        made = lists.shown(rows[:LONGEST], measure, asked["guides"])
        _record(request, f"export {metric} {part}".strip(), made)
        headings, cells = lists.table(made, source)
        return exports.rows_response(cells, headings, fmt, f"{metric}-{measure.when.on}")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    made = lists.shown(page, measure, asked["guides"])
    _record(request, f"{metric} {part}".strip(), made)
    context = {
        "metric": METRICS[metric],
        "source": source,
        "page": page,
        "count": page.paginator.count,
        "rows": made,
        "chips": _chips(asked),
        "on": measure.when.on,
        **asked,
    }
    return render(request, "reports/metric_list.html", context)


def _asked(request, metric) -> dict:
    """What the address asks for; 404 for a number, part, guide or report that does not exist or is not theirs."""
    user, asked = request.user, request.GET
    if metric not in METRICS:
        raise Http404
    report = _report(request, asked["rapport"]) if asked.get("rapport") else None
    when = {"period": report.month, "known": report.known_on} if report else {}
    measure = Measure(user.unit, cases=Case.objects.visible_to(user), **when)
    guides, guide, part = measure.members, asked.get("vejleder", ""), asked.get("del", "")
    if user.is_guide:
        guide = str(user.pk)
    if guide and not (guide.isdecimal() and int(guide) in guides):
        raise Http404
    try:
        measure.condition(metric, part)
        label = lists.part_label(measure, part) if part else ""
    except KeyError:
        raise Http404 from None
    return {
        "measure": measure,
        "report": report,
        "part": part,
        "part_label": label,
        "guide": int(guide) if guide else None,
        "guides": guides,
    }


def _chips(asked):
    chips = [("del", asked["part"], asked["part_label"])] if asked["part"] else []
    if asked["guide"]:
        chips.append(("vejleder", str(asked["guide"]), asked["guides"][asked["guide"]]))
    if asked["report"]:
        words = _("As the report for %(month)s counted") % {
            "month": presentation.month_name(asked["report"].month)
        }
        chips.append(("rapport", str(asked["report"].pk), words))
    return chips


def _record(request, what, made):
    record_list(f"reports: {what}", by=request.user, cases=[row.case for row in made])


def _report(request, report_id) -> ReportSnapshot:
    """A report that the user may read, else 404."""
    try:
        UUID(str(report_id))
    except ValueError:
        raise Http404 from None
    report = ReportSnapshot.objects.visible_to(request.user).filter(pk=report_id).first()
    if report is None:
        raise Http404
    return report


@role_view(Role.LEADER, Role.GUIDE)
def report_list(request):
    """What is due, what is under way, and the archive: the unit's for its leader, their own for a guide."""
    user = request.user
    context = {"running": _running(user), "due": [], "months": []}
    if request.htmx and request.headers.get("HX-Target") == "running":
        response = render(request, "reports/_running.html", context)
        if not context["running"]:
            response["HX-Refresh"] = "true"  # what was made is in the archive now
        return response
    rows = ReportSnapshot.objects.visible_to(user).latest().light().order_by("-period")
    if user.is_leader:
        rows = rows.filter(kind=ReportSnapshot.Kind.UNIT)
        under_way = {job.args["month"] for job in context["running"]}
        context["due"] = [month for month in due(user.unit) if str(month) not in under_way]
        context["correctable"] = Month.of(clock.today()).previous
    context["page"] = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/report_list.html", context)


def _running(user):
    if not user.is_leader:
        return []
    live = [Job.State.QUEUED, Job.State.RUNNING]
    return list(
        Job.objects.filter(kind=tasks.MONTH, unit_id=user.unit_id, state__in=live).order_by("created_at")
    )


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
    job = tasks.order(request.user.unit, month, by=request.user, correct=bool(request.POST.get("correct")))
    if job.owner_id != request.user.pk:
        messages.info(request, _("This report is already being made."))
        return redirect("reports:list")
    return redirect("job_detail", job.pk)


report_run = role_view(Role.LEADER)(report_run)


@role_view(Role.LEADER, Role.GUIDE)
def report_detail(request, report_id):
    """A frozen report: what it says, where its numbers come from, and what its last correction changed."""
    report = _report(request, report_id)
    same = ReportSnapshot.objects.visible_to(request.user).light()
    same = same.filter(kind=report.kind, subject_id=report.subject_id)
    earlier = report.earlier_revision()
    before = same.filter(period=report.month.previous.first).latest().first()
    around = same.latest().filter(period__in=[report.month.previous.first, report.month.next.first])
    context = {
        "report": report,
        "month": presentation.month_name(report.month),
        "reading": presentation.read(report, link=dashboard.linker(report), before=before and before.data),
        "revisions": same.filter(period=report.period).order_by("-revision"),
        "changes": presentation.changes(earlier.data, report.data) if earlier else [],
        "earlier": earlier,
        "around": {row.period: row for row in around},
        "before": before,
        "guides": _guide_reports(request.user, report),
    }
    trail.record("report.read", by=request.user, obj=report)
    return render(request, "reports/report_detail.html", context)


def _guide_reports(user, report):
    if report.kind != ReportSnapshot.Kind.UNIT:
        return []
    rows = ReportSnapshot.objects.visible_to(user).of_month(report.unit_id, report.month).light()
    return rows.filter(kind=ReportSnapshot.Kind.GUIDE).latest().order_by("subject_name")


@role_view(Role.LEADER, Role.GUIDE)
def report_pdf(request, report_id):
    """The very bytes that were frozen (a guide's are made from the frozen figures); `?udgave=ekstern` makes the edition for those outside the unit."""
    report = _report(request, report_id)
    outside = _wants_outside(request, report)
    trail.record("report.downloaded", by=request.user, obj=report, purpose="outside" if outside else "")
    data = pdf.render_outside(report) if outside else bytes(report.pdf or pdf.render(report))
    return pdf_response(data, _file_name(report, outside))


@role_view(Role.LEADER, Role.GUIDE)
def report_export(request, report_id, fmt):
    """The figures as a workbook of its tables, or as one long CSV."""
    report = _report(request, report_id)
    if fmt not in exports.TYPES:
        raise Http404
    outside = _wants_outside(request, report)
    trail.record(
        "report.downloaded", by=request.user, obj=report, purpose=f"{fmt} outside" if outside else fmt
    )
    sheets = presentation.sheets(report, outside=outside)
    if fmt == exports.XLSX:
        return exports.file_response(exports.workbook(sheets), fmt, _file_name(report, outside))
    rows = [[name, *row] for name, _headings, rows in sheets for row in _long(_headings, rows)]
    headings = [_("Table"), _("Row"), _("Column"), _("Value")]
    return exports.rows_response(rows, headings, fmt, _file_name(report, outside))


def _long(headings, rows):
    """One line for each number: row, column, value."""
    return [
        [row[0], heading, value] for row in rows for heading, value in zip(headings[1:], row[1:], strict=True)
    ]


def _wants_outside(request, report):
    return request.GET.get("udgave") == "ekstern" and report.kind == ReportSnapshot.Kind.UNIT


def _file_name(report, outside):
    name = f"status-{report.month}" + (f"-r{report.revision}" if report.revision > 1 else "")
    return f"{name}-ekstern" if outside else name


@role_view(Role.LEADER, Role.GUIDE)
def report_compare(request):
    """Two reports of the same subject side by side: what changed from the one to the other."""
    rows = ReportSnapshot.objects.visible_to(request.user).light().order_by("-period", "-revision")
    if request.user.is_leader:
        rows = rows.filter(kind=ReportSnapshot.Kind.UNIT)
    choices = list(rows.defer("pdf", "figures")[:60])
    first, second = (
        _report(request, request.GET[name]) if request.GET.get(name) else None for name in ("fra", "til")
    )
    changes = None
    if first and second:
        if (first.kind, first.subject_id) != (second.kind, second.subject_id):
            raise Http404
        changes = presentation.changes(first.data, second.data)
        trail.record("report.read", by=request.user, obj=second, purpose=f"compare {first.pk}")
    context = {"choices": choices, "first": first, "second": second, "changes": changes}
    return render(request, "reports/report_compare.html", context)
