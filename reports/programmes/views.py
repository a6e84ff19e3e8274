"""The ledger: the unit's programmes, one in one look, and the lists behind its numbers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.exporting import Export, take_out
from accounts.models import Role
from cases.access.door import record_list
from core import clock, exports
from core.text import slug_of
from programmes.ledger.views import programme_of
from programmes.models import Programme, Staff
from reports.programmes import tables
from reports.programmes.figures import figures_of
from reports.programmes.rows import headings, ledger_of, line_of, row_of

PAGE_SIZE = 50


def list_url(programme: Programme, key: str) -> str:
    """The address of the list behind a number."""
    return f"{reverse('reports:programme_members', args=[programme.pk])}?{urlencode({'tal': key})}"


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def programme_list(request):
    """The unit's programmes; for a leader with targets and results."""
    rows = Programme.objects.of_unit(request.user.unit_id).select_related("unit")
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    lines = ledger_of(list(page), request.user, clock.today())
    context = {"page": page, "lines": lines, "today": clock.today()}
    return render(request, "reports/programmes/programme_list.html", context)


@role_view(Role.GUIDE, Role.LEADER)
@require_GET
def programme(request, programme_id):
    """One programme in one look. A guide sees what it is, and those of it whose cases they see."""
    found, today = programme_of(request.user, programme_id), clock.today()
    figures = figures_of(found, request.user, today)

    def link(key):
        return list_url(found, key)

    context = {
        "programme": found,
        "figures": figures,
        "on": today,
        "targets": [row for rows in figures.targets.values() for row in rows],
        "staff": list(Staff.objects.current().filter(programme=found).select_related("user")),
        "open": found.takes_in(today),
    }
    if request.user.is_leader:
        context |= {
            "tiles": tables.tiles(figures, link),
            "tables": [make(figures, link) for make in (tables.results, tables.held, tables.exits)],
        }
    else:
        context["rows"] = [row_of(figures, member) for member in figures.members[:PAGE_SIZE]]
        record_list(
            "programmes: own", by=request.user, cases=[row.case for row in figures.members[:PAGE_SIZE]]
        )
        context["all_url"] = link("target_group") if len(figures.members) > PAGE_SIZE else ""
    return render(request, "reports/programmes/programme.html", context)


def _file_name(found, title, on) -> str:
    return f"{slug_of(found.name)[:60]}-{slug_of(str(title))}-{on}"


@role_view(Role.GUIDE, Role.LEADER)
@require_http_methods(["GET", "POST"])
def programme_members(request, programme_id):
    """The young people behind one number; 404 for a number that does not exist."""
    found, key = programme_of(request.user, programme_id), request.GET.get("tal", "target_group")
    figures = figures_of(found, request.user, clock.today())
    try:
        members, title = figures.rows(key), tables.title_of(key)
    except KeyError:
        raise Http404 from None
    fmt, home = request.GET.get("format"), list_url(found, key)
    if fmt in exports.TYPES:
        taken = Export(
            f"programmes: {key}", fmt, _file_name(found, title, figures.on), title, home, obj=found
        )
        who = {"cases": [member.case_id for member in members]}
        lines = [line_of(row_of(figures, member)) for member in members]
        return take_out(request, taken, headings(), lines, changes=who, count=len(members))
    page = Paginator(members, PAGE_SIZE).get_page(request.GET.get("page"))
    record_list(f"programmes: {key}", by=request.user, cases=[member.case for member in page])
    context = {
        "programme": found,
        "title": title,
        "count": len(members),
        "page": page,
        "rows": [row_of(figures, member) for member in page],
        "hidden": figures.hidden if key == "target_group" else 0,
    }
    return render(request, "reports/programmes/programme_members.html", context)
