"""The young person's own steps: done, not done after all, not yet, and now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond, see_other
from plans.handover.parts import key_of
from plans.handover.sheet import Step
from plans.milestones.choices import MilestoneStatus
from plans.models import Milestone, MilestoneMove
from portal.myacts import actions
from portal.myacts.forms import CannotForm
from portal.myplan.door import my_plan_view
from portal.myplan.sections import Page


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A step of theirs as it may be read, the id of its row, and what they may say of it."""

    step: Step
    pk: str
    late: bool
    may_undo: bool


def own_steps(page: Page) -> list[OwnStep]:
    """The steps that they do themselves, by day, those without one last; one query beside those of the sheet."""
    if page.sheet is None:
        return []
    moves = MilestoneMove.objects.filter(milestone__plan=page.plan, milestone__status=MilestoneStatus.REACHED)
    by = dict(moves.order_by("recorded_at", "pk").values_list("milestone_id", "by_id"))
    theirs = {f"milestone-{pk}" for pk, user_id in by.items() if user_id == page.user.pk}
    late = page.sheet.late_steps
    return [
        OwnStep(step, step.key.removeprefix("milestone-"), step in late, step.key in theirs)
        for step in sorted(page.sheet.steps, key=lambda step: step.due_on or date.max)
        if step.mine
    ]


@my_plan_view(Permission.MY_PLAN_ALONE)
@require_GET
def my_steps(request, case):
    """Their steps: ahead, not yet, done."""
    steps = own_steps(Page(case, request.user, clock.today()))
    context = {
        "case": case,
        "ahead": [own for own in steps if not own.step.reached and not own.step.cannot_yet],
        "waiting": [own for own in steps if own.step.cannot_yet],
        "done": [own for own in steps if own.step.reached],
    }
    return render(request, "portal/myacts/my_steps.html", context)


def _step_of(case, step_id) -> Milestone:
    """A step that the young person does themselves, of their open plan; 404 for any other."""
    rows = Milestone.objects.filter(
        plan__case=case, plan__closed_on=None, responsible=Milestone.Responsible.YOUTH
    )
    step = get_object_or_404(rows.exclude(status=MilestoneStatus.DROPPED).select_related("plan"), pk=step_id)
    step.plan.case = case
    return step


def _act(request, case, step_id, act: Callable, words):
    """Do it, say so, and show the steps. What somebody else did meanwhile stands, and is shown."""
    try:
        act(_step_of(case, step_id), by=request.user)
    except ValidationError as refused:
        messages.warning(request, refused.messages[0])
    else:
        messages.success(request, words)
    return see_other(reverse("portal:my_steps"))


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_step_done(request, case, step_id):
    """The step is done."""
    return _act(request, case, step_id, actions.step_done, _("Well done. Your guide can see it."))


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_step_undone(request, case, step_id):
    """It is not done after all."""
    return _act(request, case, step_id, actions.step_undone, _("The step stands as not done."))


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_POST
def my_step_can(request, case, step_id):
    """What could not be done can be done now."""
    return _act(request, case, step_id, actions.can_now, _("Good. Your guide can see it."))


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_step_cannot(request, case, step_id):
    """It cannot be done yet, and why."""
    row = _step_of(case, step_id)
    steps = own_steps(Page(case, request.user, clock.today()))
    own = next((one for one in steps if one.step.key == key_of(row)), None)
    form, to = CannotForm(request.POST or None), reverse("portal:my_steps")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        perform(form, actions.cannot_yet, row, reason, by=request.user, location=to, field="reason")
    words = _("Thank you for saying so. Your guide can see it.")
    context = {"case": case, "own": own}
    return respond(request, form, "portal/myacts/my_step_cannot.html", context, to=to, words=words)
