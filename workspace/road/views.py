"""Vejen: the page of the road so far."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.access.door import case_view
from cases.access.permissions import Permission
from workspace.road.road import road_of


@case_view(needs=Permission.PLAN_READ)
@require_GET
def road(request, case):
    """What was reached, left and taken up again, in order of time; printed it is one page."""
    return render(request, "workspace/road/road.html", {"case": case, "stops": road_of(case)})
