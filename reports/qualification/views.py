"""The departments' answers, and the list behind each number."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access.door import record_list
from core import clock
from core.http import number_in
from reports.qualification import figures

PAGE_SIZE = 50


@role_view(Role.LEADER)
@require_GET
def qualifications(request):
    """How many questions each department was sent, what came of them, and how long the answers took."""
    on = clock.today()
    rows = list(figures.rows_of(request.user, on))
    context = {
        "on": on,
        "columns": figures.COLUMNS.items(),
        "lines": figures.by_department(rows, on),
        "total": figures.total_of(rows, on),
    }
    return render(request, "reports/qualification/qualifications.html", context)


@role_view(Role.LEADER)
@require_GET
def qualification_rows(request):
    """The questions that a number counts (a key of `figures.LISTS`): of a department, or of all; without one, all."""
    on, department = clock.today(), number_in(request.GET, "afdeling")
    column = request.GET.get("svar", "")
    if column and column not in figures.LISTS:
        raise Http404
    rows = list(figures.rows_of(request.user, on))
    if department:
        rows = [row for row in rows if row.partner_id == department]
        if not rows:
            raise Http404
    name = rows[0].partner.name if department else ""
    rows = [row for row in rows if not column or column in figures.counted_in(row, on)]
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    record_list("afdelingernes_svar", by=request.user, cases=[row.plan.case for row in page])
    chips = [("afdeling", department, name)] if department else []
    chips += [("svar", column, figures.LISTS[column])] if column else []
    context = {
        "page": page,
        "rows": [(row, figures.response_days(row)) for row in page],
        "chips": chips,
        "count": page.paginator.count,
    }
    return render(request, "reports/qualification/qualification_rows.html", context)
