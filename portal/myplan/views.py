"""Min plan's first page."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit import trail
from core import clock
from portal.myplan.door import my_plan_view
from portal.myplan.sections import Page, sections_of


@my_plan_view()
@require_GET
def my_plan(request, case):
    """What the plan is now, in the young person's own words, and what comes next."""
    page = Page(case, request.user, clock.today())
    trail.record("my_plan.look", by=request.user, case_id=case.pk, relation=case.relation)
    context = {"case": case, "page": page, "sections": sections_of(page)}
    return render(request, "portal/myplan/my_plan.html", context)
