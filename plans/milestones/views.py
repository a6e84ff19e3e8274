"""Milestones: add, edit, move, postpone, undo, order. Each works as a page, and in place through htmx."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.idempotency import AlreadySent, claim, settle
from core.versions import Conflict
from plans.milestones import actions
from plans.milestones import reading as milestones_reading
from plans.milestones.forms import MilestoneForm, MilestoneMoveForm, MilestonePostponeForm
from plans.milestones.models import Milestone, MilestoneMove
from plans.milestones.progress import summarise
from plans.plan.views import plan_url, the_plan


def one_of(case, milestone_id) -> Milestone:
    """A milestone of this case, loaded through the case; 404 for anybody else's."""
    rows = Milestone.objects.filter(plan__case_id=case.pk).select_related("plan", "goal", "contact__partner")
    milestone = rows.filter(pk=milestone_id).first()
    if milestone is None:
        raise Http404
    milestone.plan.case = case
    milestone.undoable = None
    return milestone


def _among_others(case, milestone_id) -> tuple[Milestone, list[Milestone]]:
    """A milestone of this case, and all of its plan in order, in one query; 404 for anybody else's."""
    rows = Milestone.objects.filter(plan__case_id=case.pk).select_related("plan", "goal", "contact__partner")
    every = list(rows)
    found = next((m for m in every if m.pk == milestone_id), None)
    if found is None:
        raise Http404
    found.plan.case = case
    found.undoable = None
    return found, [m for m in every if m.plan_id == found.plan_id]


def _back(request, case, anchor="") -> str:
    """Where a form without htmx leads: the list it was sent from when that is ours, else the plan."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return plan_url(case, anchor)


def _shown(request, case, milestone: Milestone, said: str, *, move=None, beside=None, status=200, problem=""):
    """The milestone's fragment after something was done to it, with the progress out of band; or the way back."""
    if not request.htmx:
        if problem:
            messages.warning(request, problem)
        return redirect(_back(request, case, f"milestone-{milestone.pk}"))
    milestone.undoable = move
    context = {
        "case": case,
        "milestone": milestone,
        "plan": milestone.plan,
        "problem": problem,
        "changed": True,
    }
    context["row"] = row = request.POST.get("row")
    if row in (None, "", "case"):  # where the plan's progress stands beside it
        beside = beside or milestones_reading.milestones_of(milestone.plan, with_moves=False)
        context["progress"] = summarise(beside, on=clock.today())
    template = "plans/milestones/_milestone_row.html" if row else "plans/milestones/_milestone_moved.html"
    response = render(request, template, context, status=status)
    trigger_client_event(response, "announce", {"value": problem or said})
    return trigger_client_event(response, "plan-changed")


@case_view(needs=Permission.PLAN_READ)
def milestone(request, case, milestone_id):
    """One milestone as it stands: what an edit in place goes back to, and its history."""
    found = one_of(case, milestone_id)
    if request.htmx:
        return render(
            request,
            "plans/milestones/_milestone.html",
            {"case": case, "milestone": found, "plan": found.plan},
        )
    history = found.history.select_related("by")
    return render(
        request, "plans/milestones/milestone.html", {"case": case, "milestone": found, "history": history}
    )


@case_view(needs=Permission.PLAN_EDIT)
def milestone_add(request, case):
    """Add a milestone at the end of the plan."""
    plan = the_plan(case)
    form = MilestoneForm(request.POST or None, plan=plan, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            claimed = claim(form, by=request.user, location=plan_url(case))
        except AlreadySent as sent:
            return redirect(sent.location)
        try:
            made = actions.add_milestone(Milestone(plan=plan, **form.values), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            location = plan_url(case, f"milestone-{made.pk}")
            settle(claimed, location)
            if request.POST.get("another"):
                messages.success(request, _("Saved. Here is room for the next."))
                location = reverse("plans:milestone_add", args=[case.pk])
            return redirect(location)
    template = (
        "plans/milestones/_milestone_form.html" if request.htmx else "plans/milestones/milestone_add.html"
    )
    return render(request, template, {"case": case, "form": form}, status=422 if form.errors else 200)


@case_view(needs=Permission.PLAN_EDIT)
def milestone_edit(request, case, milestone_id):
    """Change a milestone, in its place in the list or on a page of its own."""
    found = one_of(case, milestone_id)
    form = MilestoneForm(request.POST or None, instance=found, plan=found.plan, case=case)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_milestone(
                found,
                by=request.user,
                expected_version=form.cleaned_data["version"],
                values=form.values,
                reason=form.cleaned_data.get("reason", ""),
            )
            return _shown(request, case, found, _("Saved."))
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as lost:
            conflict, form = _milestone_conflict(case, form, one_of(case, lost.current.pk))
    template = (
        "plans/milestones/_milestone_form.html" if request.htmx else "plans/milestones/milestone_edit.html"
    )
    status = 409 if conflict else 422 if form.errors else 200
    context = {"case": case, "milestone": found, "form": form, "conflict": conflict}
    return render(request, template, context, status=status)


def _milestone_conflict(case, form, current: Milestone):
    """What differs, in both versions, and a form with the user's own text that may be saved over what they have seen."""
    rows = [
        (form.fields[name].label, getattr(current, name), form.cleaned_data[name])
        for name in actions.MILESTONE_FIELDS
        if getattr(current, name) != form.cleaned_data[name]
    ]
    data = form.data.copy()
    data["version"] = current.version
    return rows, MilestoneForm(data, instance=current, plan=current.plan, case=case)


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_move(request, case, milestone_id):
    """Move a milestone, in one tap. Sent again it changes nothing; who comes second sees where it stands."""
    found, beside = _among_others(case, milestone_id)
    form = MilestoneMoveForm(request.POST, milestone=found)
    if not form.is_valid():
        problem = " ".join(message for errors in form.errors.values() for message in errors)
        return _shown(request, case, found, "", status=422, problem=problem)
    data = form.cleaned_data
    if data["status"] == found.status:
        return _shown(request, case, found, found.get_status_display())
    try:
        move = actions.move_milestone(
            found, data["status"], by=request.user, on=data["on"], reason=data["reason"]
        )
    except Conflict as lost:
        problem = _("Somebody else changed it meanwhile. This is how it stands now.")
        return _shown(request, case, one_of(case, lost.current.pk), "", status=409, problem=problem)
    return _shown(request, case, found, found.get_status_display(), move=move, beside=beside)


@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_postpone(request, case, milestone_id):
    """Give a milestone another day; a later one needs a reason."""
    found = one_of(case, milestone_id)
    if not found.is_open:
        return _shown(request, case, found, "", problem=_("It is not open any more."))
    form = MilestonePostponeForm(request.POST or None, milestone=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if data["due_on"] == found.due_on:
            return _shown(request, case, found, _("Saved."))
        found.version = data["version"]
        try:
            move = actions.postpone_milestone(found, data["due_on"], by=request.user, reason=data["reason"])
        except Conflict as lost:
            problem = _("Somebody else changed it meanwhile. This is how it stands now.")
            return _shown(request, case, one_of(case, lost.current.pk), "", status=409, problem=problem)
        return _shown(request, case, found, _("The day was moved."), move=move)
    template = (
        "plans/milestones/_milestone_postpone.html"
        if request.htmx
        else "plans/milestones/milestone_postpone.html"
    )
    context = {
        "case": case,
        "milestone": found,
        "form": form,
        "next": _back(request, case),
        "row": _row(request),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _row(request) -> str:
    """Whether the form was asked for from a row of another list."""
    return request.POST.get("row") or request.GET.get("row") or ""


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_undo(request, case, milestone_id):
    """Take back the latest move. Sent again it changes nothing."""
    found = one_of(case, milestone_id)
    move_id = request.POST.get("move", "")
    move = MilestoneMove.objects.filter(milestone=found, pk=move_id if move_id.isdecimal() else 0).first()
    if move is None:
        raise Http404
    try:
        actions.undo_move(found, move, by=request.user)
    except ValidationError as error:
        return _shown(request, case, found, "", problem=error.messages[0])
    except Conflict as lost:
        problem = _("Somebody else changed it meanwhile. This is how it stands now.")
        return _shown(request, case, one_of(case, lost.current.pk), "", status=409, problem=problem)
    return _shown(request, case, found, _("Undone. It is as it was."))
