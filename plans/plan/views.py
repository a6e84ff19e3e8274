"""The plan itself: dream, destination, goals, and destinations reached."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.models import Draft
from core import clock
from core.idempotency import AlreadySent, claim, settle
from core.versions import Conflict
from plans.plan import actions
from plans.plan import reading as page
from plans.plan.forms import GoalEditForm, GoalForm, OutcomeEndForm, OutcomeForm, PlanEditForm
from plans.plan.models import Goal, Outcome, Plan

DRAFT = "plan-dream"  # the key of the half-written dream in cases.Draft


def plan_url(case, anchor="") -> str:
    """The plan page's address."""
    return reverse("plans:plan", args=[case.pk]) + (f"#{anchor}" if anchor else "")


def the_plan(case) -> Plan:
    """The case's plan; 404 when it has none."""
    plan = page.open_plan_of(case)
    if plan is None:
        raise Http404
    return plan


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def plan_open(request, case):
    """Begin the plan of a case that has none."""
    try:
        actions.open_plan(case, by=request.user)
    except ValidationError as error:
        messages.info(request, error.messages[0])
    return redirect(plan_url(case))


@case_view(needs=Permission.PLAN_EDIT)
def plan_edit(request, case):
    """Change the dream, and the destination or the small step."""
    found = the_plan(case)
    form = PlanEditForm(request.POST or None, instance=found)
    draft = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_plan(
                found, by=request.user, expected_version=form.cleaned_data["version"], values=form.values
            )
        except Conflict as conflict:
            return _plan_conflict(request, case, form, conflict.current)
        _draft(case, request.user).delete()
        messages.success(request, _("Saved."))
        return redirect(plan_url(case))
    if request.method == "GET":
        draft = _draft(case, request.user).first()
        if draft and draft.text != found.dream:
            form.initial["dream"] = draft.text
        else:
            draft = None
    return render(
        request,
        "plans/plan/plan_edit.html",
        {"case": case, "plan": found, "form": form, "draft": draft},
        status=422 if form.errors else 200,
    )


def _draft(case, user):
    return Draft.objects.filter(case=case, user=user, form=DRAFT)


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def plan_draft(request, case):
    """Keep the dream that is being typed. Only its writer sees it, and saving the form removes it."""
    text = request.POST.get("dream", "")[:20_000].replace("\x00", "")
    if text.strip():
        Draft.objects.update_or_create(
            case=case, user=request.user, form=DRAFT, defaults={"text": text, "saved_at": clock.now()}
        )
    else:
        _draft(case, request.user).delete()
    at = clock.now().astimezone(clock.COPENHAGEN)
    return HttpResponse(_("Draft kept %(time)s") % {"time": at.strftime("%H.%M")})


def _plan_conflict(request, case, form, current: Plan):
    """Both texts, and a form that holds the user's own with the version they have now seen."""
    rows = [
        (form.fields[name].label, getattr(current, name), form.cleaned_data[name])
        for name in actions.PLAN_FIELDS
        if getattr(current, name) != form.cleaned_data[name]
    ]
    data = form.data.copy()
    data["version"] = current.version
    again = PlanEditForm(data, instance=current)
    return render(
        request,
        "plans/plan/plan_edit.html",
        {"case": case, "plan": current, "form": again, "conflict": rows},
        status=409,
    )


@case_view(needs=Permission.PLAN_EDIT)
def goal_add(request, case):
    """Add a goal."""
    found = the_plan(case)
    form = GoalForm(request.POST or None, instance=Goal(plan=found))
    if request.method == "POST" and form.is_valid():
        try:
            claimed = claim(form, by=request.user, location=plan_url(case, "goals"))
        except AlreadySent as sent:
            return redirect(sent.location)
        goal = actions.add_goal(Goal(plan=found, **form.values), by=request.user)
        settle(claimed, plan_url(case, f"goal-{goal.pk}"))
        return redirect(plan_url(case, "goals"))
    return render(request, "plans/plan/goal_add.html", {"case": case, "form": form})


@case_view(needs=Permission.PLAN_EDIT)
def goal_edit(request, case, goal_id):
    """Change a goal's words, or leave it behind."""
    goal = get_object_or_404(Goal, pk=goal_id, plan__case=case)
    goal.plan.case = case
    form = GoalEditForm(request.POST or None, instance=goal, initial={"version": goal.version})
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_goal(
                goal, by=request.user, expected_version=form.cleaned_data["version"], **form.values
            )
            return redirect(plan_url(case, "goals"))
        except Conflict as lost:
            conflict = [(form.fields["text"].label, lost.current.text, form.cleaned_data["text"])]
            data = form.data.copy()
            data["version"] = lost.current.version
            form = GoalEditForm(data, instance=lost.current)
    return render(
        request,
        "plans/plan/goal_edit.html",
        {"case": case, "goal": goal, "form": form, "conflict": conflict},
        status=409 if conflict else 200,
    )


@case_view(needs=Permission.PLAN_EDIT)
def outcome_add(request, case):
    """Record that a destination was reached."""
    found = page.open_plan_of(case)
    first = {"destination": found.destination if found else None}
    form = OutcomeForm(request.POST or None, instance=Outcome(case=case), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            claimed = claim(form, by=request.user, location=plan_url(case, "outcomes"))
        except AlreadySent as sent:
            return redirect(sent.location)
        actions.record_outcome(case, by=request.user, **form.values)
        settle(claimed, plan_url(case, "outcomes"))
        messages.success(request, _("Congratulations. It is written down."))
        return redirect(plan_url(case, "outcomes"))
    return render(request, "plans/plan/outcome_add.html", {"case": case, "form": form})


@case_view(needs=Permission.PLAN_EDIT)
def outcome_end(request, case, outcome_id):
    """Say when a destination ended."""
    outcome = get_object_or_404(Outcome.objects.select_related("destination"), pk=outcome_id, case=case)
    form = OutcomeEndForm(request.POST or None, outcome=outcome)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_outcome(outcome, by=request.user, on=form.cleaned_data["ended_on"])
        except ValidationError as error:
            messages.info(request, error.messages[0])
        return redirect(plan_url(case, "outcomes"))
    return render(request, "plans/plan/outcome_end.html", {"case": case, "outcome": outcome, "form": form})
