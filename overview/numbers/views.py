"""What numbers count, how they stood on another day, and what changed between two days or two states of knowledge."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from core import clock
from overview.front.list_rows import beside_report
from overview.numbers.changing import changes_of, counted_otherwise, lines_of
from overview.numbers.series import months_of, series_table
from reports.metrics.definitions import METRICS, SUBJECTS, numbers_of
from reports.metrics.groups import groups_of
from reports.moments.forms import MomentForm, TwoMomentsForm, report_in
from reports.moments.moment import Moment
from reports.periods.rules import Month, year_ends
from reports.presentation.definitions import explained
from reports.presentation.links import about, linker
from reports.presentation.words import month_name, period_name

PAGE_SIZE = 50


@role_view(Role.LEADER, Role.GUIDE)
@require_GET
def number_list(request):
    """Every number by subject, and what it counts."""
    subjects = [
        (title, [(one, about(one.key)) for one in numbers_of(subject)]) for title, subject in SUBJECTS
    ]
    return render(request, "overview/numbers/number_list.html", {"subjects": subjects})


@role_view(Role.LEADER, Role.GUIDE)
@require_GET
def number_detail(request, metric):
    """What a number counts and why, how it stands on the day that is asked about, and how its year went."""
    number = _metric(metric)
    form, report = MomentForm(request.GET), report_in(request)
    ok = form.is_valid()
    moment = Moment(report=report) if report else form.moment() if ok else Moment()
    metrics, link = moment.metrics(request.user), linker(asked=moment.params())
    months = months_of(request.user, Month.of(clock.today()).previous)
    value, own = metrics.count(metric), request.user.pk if request.user.is_guide else None
    context = {
        "number": number,
        "explained": explained(number),
        "beside": beside_report(request.user, moment, value, metric, guide=own),
        "form": form,
        "report": report,
        "moment": moment,
        "title": number.title_in(period_name(metrics.when.period)),
        "value": value,
        "url": link(metric),
        "wholes": [(METRICS[key].title, metrics.count(key), link(key)) for key in number.of if key != metric],
        "changes_url": _changes_url(metric, moment, moment.as_known_now if moment.known else Moment()),
        "groups": groups_of(number),
        "series": series_table(number, months, lambda row, key: f"{linker()(key)}?rapport={row['report']}"),
    }
    return render(request, "overview/numbers/number_detail.html", context, status=200 if ok else 422)


@role_view(Role.LEADER, Role.GUIDE)
@require_GET
def then(request):
    """Every number at two moments: one day as known then and as known now, or two days. Asked nothing, it offers the
    months that have a report.
    """
    form, report = TwoMomentsForm(request.GET), report_in(request)
    ok, asked = (
        form.is_valid(),
        bool(report) or any(request.GET.get(name) for name in TwoMomentsForm.base_fields),
    )
    context = {"form": form, "report": report, "asked": asked}
    if asked and ok:
        context |= _compared(request.user, *form.moments(report))
    elif not asked:
        months = months_of(request.user, Month.of(clock.today()).previous)
        context["months"] = [
            (month_name(Month.parse(row["key"])), f"{request.path}?rapport={row['report']}")
            for row in reversed(months)
        ]
        context["year_ends"] = [
            (day, f"{request.path}?{urlencode({'pr': day.isoformat(), 'kendt': day.isoformat()})}")
            for day in year_ends(clock.today())
        ]
    return render(request, "overview/numbers/then.html", context, status=200 if ok else 422)


def _compared(user, first: Moment, second: Moment) -> dict:
    """Both moments, every number at both, and those that are not the same."""
    subjects = [
        (title, [(line, _changes_url(line.key, first, second)) for line in lines])
        for title, lines in lines_of(user, first, second)
    ]
    changed = [pair for _title, lines in subjects for pair in lines if pair[0].came or pair[0].went]
    whole = next(line for _title, lines in subjects for line, _url in lines if line.key == "in_unit")
    unlike = counted_otherwise(user, first) if first.report else []
    return {
        "first": first,
        "second": second,
        "subjects": subjects,
        "changed": changed,
        "whole": whole,
        "unlike": unlike,
    }


@role_view(Role.LEADER, Role.GUIDE)
@require_GET
def number_changes(request, metric):
    """Case by case what came into a number and went out of it between two moments; what is hidden is a number."""
    number = _metric(metric)
    form, report = TwoMomentsForm(request.GET), report_in(request)
    if not form.is_valid():  # where it is said beside the day what is wrong
        return redirect(f"{reverse('overview:then')}?{request.GET.urlencode()}")
    first, second = form.moments(report)
    changes = changes_of(request.user, metric, first, second)
    page = Paginator(changes.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = changes.shown(list(page))
    record_list(f"reports: changed {metric}", by=request.user, cases=[row.shown.case for row in rows])
    context = {
        "number": number,
        "first": first,
        "second": second,
        "changes": changes,
        "page": page,
        "rows": rows,
        "before": (changes.before.count(metric), linker(asked=first.params())(metric)),
        "after": (changes.after.count(metric), linker(asked=second.params())(metric)),
        "back": f"{reverse('overview:then')}?{urlencode(_both(first, second))}",
    }
    return render(request, "overview/numbers/number_changes.html", context)


def _metric(key: str):
    if key not in METRICS:
        raise Http404
    return METRICS[key]


def _both(first: Moment, second: Moment) -> dict[str, str]:
    """Both moments in an address. The second names its day whenever it is not the first's own successor."""
    later = second.params("til", "til_kendt")
    return first.params() | (later or {"til": second.day.isoformat()})


def _changes_url(metric: str, first: Moment, second: Moment) -> str:
    address = reverse("overview:number_changes", args=[metric])
    return f"{address}?{urlencode(_both(first, second))}"
