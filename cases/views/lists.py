"""The lists of young people, and the search."""

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases import access, search
from cases.filters import ORDERS, CaseFilterForm
from cases.models import Activity, Case
from cases.rows import LIST_COLUMNS, case_rows
from core import clock, exports
from core.http import see_other
from core.listing import page_number, paginate

EXPORT_LIMIT = 5_000


def _list(request, rows, *, title, intro, what, default_sort, with_guide=False):
    """A list of cases: filtered, sorted, one page of it or a file. What was shown or taken out is on the trail."""
    form = CaseFilterForm(request.GET, user=request.user, with_guide=with_guide)
    sort = request.GET.get("sort", default_sort)
    order = ORDERS.get(sort, ORDERS[default_sort])
    rows = form.narrow(rows).select_related("person", "guide").only(*LIST_COLUMNS).order_by(*order)
    if request.GET.get("format") in ("csv", "xlsx"):
        return _export(request, rows, what)
    page = paginate(rows, page_number(request))
    access.record_list(what, by=request.user, cases=page.rows)
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "chips": form.chips(),
        "page": page.replace(case_rows(page.rows, request.user.unit.activity_fresh_days)),
        "sort": default_sort,
        "with_guide": with_guide,
        "here": request.get_full_path(),
    }
    return render(request, "cases/case_list.html", context)


def _export(request, rows, what):
    """The filtered list as a file; cells that begin like a formula are made harmless by `core.exports`."""
    cases = list(rows[:EXPORT_LIMIT])
    labels = dict(Activity.choices)
    headings = [
        _("Name"),
        _("Age"),
        _("Status"),
        _("Doing now"),
        _("Confirmed on"),
        _("Next date"),
        _("Last contact"),
        _("Guide"),
    ]
    lines = [
        [
            case.person.name,
            case.person.age(),
            case.get_status_display(),
            str(labels.get(case.activity, case.activity)),
            case.activity_confirmed_on,
            case.earliest_open_due,
            case.last_contact_on,
            case.guide.name if case.guide_id else "",
        ]
        for case in cases
    ]
    trail.record(
        "cases.exported", by=request.user, purpose=what, changes={"cases": [case.pk for case in cases]}
    )
    return exports.rows_response(lines, headings, request.GET["format"], f"{what}-{clock.today():%Y-%m-%d}")


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def mine(request):
    """The cases one carries or stands in for."""
    rows = Case.objects.own_of(request.user)
    return _list(request, rows, title=_("My young people"), intro="", what="mine-unge", default_sort="navn")


@role_view(Role.LEADER)
@require_GET
def unit_list(request):
    """Every young person of the unit that the leader may see, most overdue first."""
    rows = Case.objects.visible_to(request.user)
    return _list(
        request,
        rows,
        title=_("The unit's young people"),
        intro=_("Opening a case is recorded, and its guide can see it."),
        what="enhedens-unge",
        default_sort="frist",
        with_guide=True,
    )


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def case_search(request):
    """Find a young person by name, phone or CPR number.

    A CPR number is only taken by POST, so that it never stands in an address or a log; names go on to a GET.
    """
    asked = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()
    is_cpr = search.looks_like_cpr(asked)
    if request.method == "POST" and not is_cpr and not request.htmx:
        return see_other(f"{reverse('cases:search')}?{search.as_query(asked)}")
    hits, notice = [], ""
    if is_cpr and request.method == "GET":
        messages.warning(request, _("Search for CPR numbers with the box below, never in the address bar."))
        return see_other(reverse("cases:search"))
    if asked:
        hits = search.find(request.user, asked)
        notice = _("Found by CPR number.") if is_cpr else ""
        access.record_list("search", by=request.user, cases=[hit.case for hit in hits])
    context = {"asked": "" if is_cpr else asked, "searched": bool(asked), "hits": hits, "notice": notice}
    return render(request, "cases/_hits.html" if request.htmx else "cases/search.html", context)
