"""The plan itself: dream, destination, goals, and destinations reached."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core.acting import perform
from core.http import respond
from plans.plan import actions
from plans.plan import reading as page
from plans.plan.forms import GoalEditForm, GoalForm, GoalMoveForm, OutcomeEndForm, OutcomeForm, PlanEditForm
from plans.plan.models import Goal, Outcome, Plan
from plans.plan.templates import PartTemplate, begin


def plan_url(case, anchor="") -> str:
    """The plan page's address."""
    return reverse("workspace:plan", args=[case.pk]) + (f"#{anchor}" if anchor else "")


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
    else:
        messages.success(request, _("The plan is begun."))
    return redirect(plan_url(case))


@case_view(needs=Permission.PLAN_EDIT)
def plan_edit(request, case):
    """Change the dream, and the destination or the small step."""
    found = the_plan(case)
    form = PlanEditForm(request.POST or None, instance=found)
    drafting.restore(form, case, request.user, "plan")
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values, "took_part": form.part}
        if perform(form, actions.edit_plan, found, by=request.user, **changed):
            drafting.drop(form, case, request.user, "plan")
    template = "plans/plan/plan_edit.html"
    words = _("Saved.") if getattr(form, "made", False) else _("Nothing was changed.")
    return respond(request, form, template, {"case": case}, to=plan_url(case), words=words)


@case_view(needs=Permission.PLAN_EDIT)
def goal_add(request, case):
    """Add a goal."""
    found, url = the_plan(case), plan_url(case, "goals")
    form = begin(request, PartTemplate.Kind.GOAL, GoalForm, instance=Goal(plan=found))
    if form.is_valid():
        new, part = Goal(plan=found, **form.values), form.part
        perform(form, actions.add_goal, new, by=request.user, location=url, took_part=part)
    return respond(request, form, "plans/plan/goal_add.html", {"case": case}, to=url, words=_("Saved."))


@case_view(needs=Permission.PLAN_EDIT)
def goal_edit(request, case, goal_id):
    """Change a goal's words."""
    goal = _goal_of(case, goal_id)
    form = GoalEditForm(request.POST or None, instance=goal)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values, "took_part": form.part}
        perform(form, actions.edit_goal, goal, by=request.user, **changed)
    template, to = "plans/plan/goal_edit.html", plan_url(case, "goals")
    words = _("Saved.") if getattr(form, "made", False) else _("Nothing was changed.")
    return respond(request, form, template, {"case": case}, to=to, words=words)


def _goal_of(case, goal_id) -> Goal:
    """A goal of this case; 404 for anybody else's."""
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id, plan__case=case)
    goal.plan.case = case
    return goal


def _sent_again(request, case, goal_id, refused: GoalMoveForm) -> tuple[GoalMoveForm, Goal]:
    """The form of somebody who came second, over the goal as it stands now, with what they wrote."""
    goal = _goal_of(case, goal_id)
    data = request.POST.copy()
    data["version"] = str(goal.version)
    form = GoalMoveForm(data, goal=goal)
    form.add_error(None, refused.non_field_errors())
    form.overtaken = True
    return form, goal


@case_view(needs=Permission.PLAN_EDIT)
def goal_move(request, case, goal_id):
    """Say that a goal is for now, for later, reached or removed; or take it up again."""
    goal = _goal_of(case, goal_id)
    first = {"status": request.GET.get("til", "")}
    form = GoalMoveForm(request.POST or None, goal=goal, initial=first)
    if form.is_valid():
        data = form.cleaned_data
        said = {"reason": data["reason"], "on": data["on"], "took_part": form.part}
        said |= {"expected_version": data["version"]}
        perform(form, actions.move_goal, goal, data["status"], by=request.user, **said)
        if getattr(form, "overtaken", False):
            form, goal = _sent_again(request, case, goal_id, form)
    words = _("%(status)s: %(goal)s") % {"status": goal.get_status_display(), "goal": goal.text}
    context = {"case": case, "goal": goal}
    to = plan_url(case, "goals")
    return respond(request, form, "plans/plan/goal_move.html", context, to=to, words=words)


@case_view(needs=Permission.PLAN_EDIT)
def outcome_add(request, case):
    """Record that a destination was reached."""
    found, url = page.open_plan_of(case), plan_url(case, "outcomes")
    first = {"destination": found.destination if found else None}
    form = OutcomeForm(request.POST or None, instance=Outcome(case=case), initial=first)
    if form.is_valid():
        perform(form, actions.record_outcome, case, by=request.user, location=url, **form.values)
    words = form.made and (
        _("Congratulations. It is written down.")
        if form.made.destination.is_wished_for
        else _("It is written down.")
    )
    return respond(request, form, "plans/plan/outcome_add.html", {"case": case}, to=url, words=words)


@case_view(needs=Permission.PLAN_EDIT)
def outcome_end(request, case, outcome_id):
    """Say when a destination ended."""
    outcome = get_object_or_404(Outcome.objects.select_related("destination"), pk=outcome_id, case=case)
    form = OutcomeEndForm(request.POST or None, outcome=outcome)
    if form.is_valid():
        perform(form, actions.end_outcome, outcome, by=request.user, on=form.cleaned_data["ended_on"])
    context, to, words = (
        {"case": case, "outcome": outcome},
        plan_url(case, "outcomes"),
        _("It is written down."),
    )
    return respond(request, form, "plans/plan/outcome_end.html", context, to=to, words=words)
