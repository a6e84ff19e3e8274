"""Enhedens dag: Min dag over the whole unit, for its leader."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import role_view
from accounts.models import Role
from cases.access import door as access
from core import clock
from core.pagination import BoundedPaginator
from workspace.day import day
from workspace.day.views import AWAY_SHOWN, away_line
from workspace.unitday.filters import UnitDayFilterSet
from workspace.unitday.unit_day import unit_day


@role_view(Role.LEADER)
@require_GET
def unit_day_page(request):
    """Where somebody waits: the lines of every guide's day, counted by age of delay; every count opens its list."""
    today = clock.today()
    filters = UnitDayFilterSet(request.GET, today=today)
    found = unit_day(request.user, today, filters)
    look = day.Page(request.path, may_act=False, with_guide=True)
    page = BoundedPaginator(found.lines).get_page(request.GET.get("page"))
    away = found.put_off if request.GET.get("vis") == "alle" else found.put_off[:AWAY_SHOWN]
    seen = {task.case.pk: task.case for task in [*page.object_list, *(one.task for one in away)]}
    access.record_list("enhedens-dag", by=request.user, cases=seen.values())
    context = {
        "today": today,
        "found": found,
        "filters": filters,
        "page": page,
        "lines": [task.line(today, look) for task in page.object_list],
        "put_off": [away_line(one, today, look) for one in away],
        "away": len(found.put_off),
    }
    return render(request, "workspace/unitday/unit_day.html", context)
