"""The leader's overview, and the lists behind its numbers."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.exporting import Export, home_of, take_out
from accounts.models import Role
from cases.access.door import record_list
from core import clock, exports
from core.text import slug_of
from overview.front.dashboard import figures_context, overview_context
from overview.front.list_rows import beside_report, list_rows, ordered_rows, part_label, spreadsheet
from overview.front.watching import watch_context
from overview.waiting.leader import LEADER
from overview.waiting.source import total, waiting_for
from reports.metrics.definitions import METRICS
from reports.metrics.unit_metrics import NOBODY
from reports.moments.forms import MomentForm, asked_days, report_in, then_url
from reports.moments.moment import Moment
from reports.presentation.definitions import definition_sheet, limit_words
from reports.presentation.links import about
from reports.presentation.words import period_name

PAGE_SIZE = 50


# An export is made while the reader waits; a longer list than this is no list.
LONGEST_EXPORT = 5_000


@role_view(Role.LEADER)
def front(request):
    """What needs the leader, and how the unit stands; of another day (``?pr=``) all numbers as they stood then."""
    if asked_days(request):
        return redirect(then_url(request))
    waits = waiting_for(request.user, clock.today(), LEADER)
    context = {
        "waits": [one for one in waits if not one.source.to_know],
        "to_know": [one for one in waits if one.source.to_know],
        "waits_total": total(waits),
    } | overview_context(request.user)
    return render(request, "overview/front/front.html", context)


@role_view(Role.LEADER)
@require_GET
def figures(request):
    """Every figure of today beside the frozen year: tiles, each guide, and the tables."""
    if asked_days(request):
        return redirect(then_url(request))
    return render(request, "overview/front/figures.html", figures_context(request.user))


@role_view(Role.LEADER)
@require_GET
def watch(request):
    """Who carries most, fragile partnerships, departments and programmes: a part of the overview, fetched after it."""
    page = "overview/front/_watch.html" if request.htmx else "overview/front/watch.html"
    return render(request, page, watch_context(request.user, clock.today()))


@role_view(Role.LEADER, Role.GUIDE)
def metric_list(request, metric):
    """The rows that a number counts: today's, or as a frozen report counted them. A guide sees their own."""
    if metric not in METRICS:
        raise Http404
    form = MomentForm(request.GET)
    if not form.is_valid():  # where it is said beside the day what is wrong
        return redirect(about(metric, asked_days(request)))
    asked = _asked(request, metric, form)
    metrics, part, guide = asked["metrics"], asked["part"], asked["guide"]
    rows = ordered_rows(metrics, metric, part, guide, request.GET.get("sort", ""))
    source = METRICS[metric].source
    fmt = request.GET.get("format")
    if fmt in exports.TYPES:
        made = list_rows(rows[:LONGEST_EXPORT], metrics, asked["guides"])
        headings, cells = spreadsheet(made, source)
        what, title = f"reports: {metric} {part}".strip(), str(METRICS[metric].title)
        beside = [definition_sheet([METRICS[metric]], asked["moment"])]
        name = f"{slug_of(title)}-{metrics.when.on}"
        taken = Export(what, fmt, name, title, home_of(request), beside=beside)
        who = {"cases": list(dict.fromkeys(row.case.pk for row in made))}
        return take_out(request, taken, headings, cells, changes=who, count=len(who["cases"]))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    made = list_rows(page, metrics, asked["guides"])
    _record(request, f"{metric} {part}".strip(), made)
    context = {
        "metric": METRICS[metric],
        "title": METRICS[metric].title_in(period_name(metrics.when.period)),
        "beside": beside_report(request.user, asked["moment"], page.paginator.count, metric, part, guide),
        "limit_words": limit_words(METRICS[metric], metrics.when),
        "source": source,
        "page": page,
        "count": page.paginator.count,
        "rows": made,
        "chips": _chips(asked),
        "on": metrics.when.on,
        "asked": asked["moment"].params(),
        "about_url": about(metric, asked["moment"].params()),
        **asked,
    }
    return render(request, "overview/front/metric_list.html", context)


def _asked(request, metric, form) -> dict:
    """What the address asks for; 404 for a part, guide or report that does not exist or is not theirs."""
    user, asked = request.user, request.GET
    report = report_in(request)
    moment = Moment(report=report) if report else form.moment()
    metrics = moment.metrics(user)
    guides, guide, part = metrics.members, asked.get("vejleder", ""), asked.get("del", "")
    if user.is_guide:
        guide = str(user.pk)
    is_number = guide.isdecimal() and len(guide) < 19
    if guide and guide != NOBODY and not (is_number and int(guide) in guides):
        raise Http404
    try:
        metrics.condition(metric, part)
        label = part_label(metrics, part) if part else ""
    except KeyError:
        raise Http404 from None
    return {
        "metrics": metrics,
        "moment": moment,
        "report": report,
        "part": part,
        "part_label": label,
        "guide": int(guide) if is_number else guide or None,
        "guides": guides,
        "carriers": metrics.carriers,
    }


def _chips(asked):
    chips = [("del", asked["part"], asked["part_label"])] if asked["part"] else []
    if asked["guide"]:
        name = asked["guides"].get(asked["guide"]) or _("No guide, or one who has left")
        chips.append(("vejleder", str(asked["guide"]), name))
    if asked["report"]:
        words = _("As the report for %(month)s counted") % {"month": asked["report"].named}
        chips.append(("rapport", str(asked["report"].pk), words))
    elif not asked["moment"].is_now:
        # The latest of its days is what can be let go: a day that was known then cannot stand alone.
        name, value = list(asked["moment"].params().items())[-1]
        chips.append((name, value, str(asked["moment"])))
    return chips


def _record(request, what, made):
    record_list(f"reports: {what}", by=request.user, cases=[row.case for row in made])
