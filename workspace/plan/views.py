"""The plan page, the picture alone, and the order of its milestones."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from cases.access.door import case_view
from cases.access.permissions import Permission
from plans.milestones import actions
from plans.milestones.views import one_of
from plans.plan.views import plan_url, the_plan
from programmes.members.reading import members_of
from workspace.plan import page


@case_view(needs=Permission.PLAN_READ)
def plan(request, case):
    """The plan, or how to begin one."""
    found = page.load(case, tag=request.GET.get("tag", ""))
    if found is None:
        return render(request, "workspace/plan/plan_none.html", {"case": case})
    context = {"case": case, "page": found, "plan": found.plan, "memberships": members_of(case)}
    return render(request, "workspace/plan/plan.html", context)


@case_view(needs=Permission.PLAN_READ)
def lanes(request, case):
    """The picture alone: fetched again after a milestone moved. Without htmx it is part of the page."""
    found = page.load(case, tag=request.GET.get("tag", ""))
    if found is None or not request.htmx:
        return redirect(plan_url(case))
    return render(request, "workspace/plan/_figure.html", {"case": case, "page": found, "plan": found.plan})


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def milestone_shift(request, case, milestone_id):
    """One place up or down, by button: the keyboard's and everybody's way to order the list."""
    found = one_of(case, milestone_id)
    step = -1 if request.POST.get("direction") == "up" else 1
    place = actions.shift_milestone(found, step, by=request.user)
    return _list(request, case, f"milestone-{found.pk}", place)


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def milestones_order(request, case):
    """The whole order at once, after a drag."""
    plan = the_plan(case)
    actions.order_milestones(plan, request.POST.getlist("milestone")[:500], by=request.user)
    return _list(request, case, "milestones", None)


def _list(request, case, anchor, place):
    if not request.htmx:
        return redirect(plan_url(case, anchor))
    found = page.load(case)
    response = render(
        request,
        "plans/milestones/_milestones.html",
        {"case": case, "page": found, "plan": found.plan, "progress": found.progress},
    )
    said = (
        _("Number %(place)s of %(total)s") % {"place": place, "total": len(found.milestones)}
        if place
        else _("Saved.")
    )
    return trigger_client_event(response, "announce", {"value": said})
