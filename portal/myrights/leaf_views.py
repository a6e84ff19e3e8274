"""The pages that only tell, the young person's papers to take along, and what the guide sees of it all."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.text import slug_of
from plans.handover.views import copy_as_pdf
from portal.myplan.door import my_plan_view
from portal.myrights.everything import everything_of
from portal.myrights.leaves import LEAVES
from portal.myrights.papers import own_copies
from portal.myrights.shown import shown_to_them


def _leaf(request, case, name):
    leaf = LEAVES[name]
    context = {"case": case, "leaf": leaf} | leaf.context(case, clock.today())
    return render(request, "portal/myrights/my_leaf.html", context)


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_road(request, case):
    """What was reached, left and taken up again."""
    return _leaf(request, case, "vejen")


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_progress(request, case):
    """How it goes, in pictures, sentences and tables."""
    return _leaf(request, case, "udvikling")


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_papers(request, case):
    """Every plan that was handed over, and minutes written to them."""
    return _leaf(request, case, "papirer")


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_paper(request, case, handover_id):
    """A plan that they were handed, byte for byte."""
    row = get_object_or_404(own_copies(case), pk=handover_id)
    trail.record("plan.handover_fetched", by=request.user, case_id=case.pk, obj=row, relation=case.relation)
    return copy_as_pdf(row, case)


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_everything(request, case):
    """All of it in one file: the papers, and what is written about them here."""
    trail.record("my_plan.taken_along", by=request.user, case_id=case.pk, relation=case.relation)
    data = everything_of(case, reader=request.user, on=clock.today())
    name = f"min-plan-{slug_of(case.person.called) or 'ung'}-{clock.today():%Y-%m-%d}.zip"
    response = FileResponse(data, as_attachment=True, filename=name, content_type="application/zip")
    response["Cache-Control"] = "no-store, private"
    return response


@case_view(needs=Permission.PLAN_READ)
@require_GET
def my_plan_shown(request, case, leaf=""):
    """The guide sees exactly what the young person sees now, prints it, and when they last looked."""
    if leaf and leaf not in LEAVES:
        raise Http404
    today = clock.today()
    shown = shown_to_them(case, leaf, by=request.user, on=today)
    context = {"case": case, "shown": shown, "leaf": leaf, "leaves": LEAVES, "on": today}
    return render(request, "portal/myrights/my_plan_shown.html", context)
