"""Efforts: add, read, change, end, break off, judge anew, and take back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import acted, next_url, respond
from core.versions import Conflict
from plans.efforts import actions
from plans.efforts.forms import BreakOffForm, EffortForm, EndForm, JudgeAnewForm
from plans.efforts.models import Effort
from plans.plan.views import plan_url, the_plan


def one_of(case, effort_id) -> Effort:
    """An effort of this case that stands, loaded through the case; 404 for anybody else's."""
    rows = Effort.objects.standing().filter(plan__case_id=case.pk)
    rows = rows.select_related("plan", "kind", "law", "contact__partner__category")
    effort = rows.filter(pk=effort_id).first()
    if effort is None:
        raise Http404
    effort.plan.case = case
    return effort


def _place(case, effort: Effort) -> str:
    """The effort's place on the plan."""
    return plan_url(case, f"effort-{effort.pk}")


@case_view(needs=Permission.PLAN_READ)
def effort(request, case, effort_id):
    """One effort: what it is, how it ended, and what has happened to it."""
    found = one_of(case, effort_id)
    history = list(found.history.select_related("by"))
    context = {
        "case": case,
        "effort": found,
        "steps": found.milestones.all(),
        "history": history,
        "can_take_back": actions.can_take_back(found),
        "can_take_back_end": actions.can_take_back_end(found, history[0] if history else None),
    }
    return render(request, "plans/efforts/effort.html", context)


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def effort_add(request, case):
    """Add an effort to the plan."""
    plan = the_plan(case)
    form = EffortForm(request.POST or None, plan=plan, case=case)
    if form.is_valid():
        new = Effort(plan=plan, **form.values)
        where = {"milestones": form.served, "location": lambda made: _place(case, made)}
        perform(form, actions.add_effort, new, by=request.user, **where)
    to = _place(case, form.made) if form.made else plan_url(case, "efforts")
    return respond(request, form, "plans/efforts/effort_add.html", {"case": case}, to=to, words=_("Saved."))


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def effort_edit(request, case, effort_id):
    """Change what is said of an effort."""
    found = one_of(case, effort_id)
    form = EffortForm(request.POST or None, instance=found, plan=found.plan, case=case)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values, "milestones": form.served}
        perform(form, actions.edit_effort, found, by=request.user, **changed)
    context, to = {"case": case, "effort": found}, _place(case, found)
    words = _("Saved.") if getattr(form, "made", False) else _("Nothing was changed.")
    return respond(request, form, "plans/efforts/effort_edit.html", context, to=to, words=words)


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def effort_end(request, case, effort_id):
    """End an effort, with what it contributed."""
    found = one_of(case, effort_id)
    if found.ended_on is not None:
        return _refused(request, case, found, _("It has ended already."))
    return _closed(request, case, found, EndForm, actions.end_effort, "end")


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def effort_break_off(request, case, effort_id):
    """Break an effort off, with a reason."""
    found = one_of(case, effort_id)
    if found.ended_on is not None:
        return _refused(request, case, found, _("It has ended already."))
    return _closed(request, case, found, BreakOffForm, actions.break_off_effort, "break_off")


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def effort_judge(request, case, effort_id):
    """Say anew what an effort contributed."""
    found = one_of(case, effort_id)
    if found.ended_on is None or found.never_began:
        return _refused(request, case, found, _("It has not ended yet."))
    return _closed(request, case, found, JudgeAnewForm, actions.judge_effort, "judge")


def _closed(request, case, found: Effort, form_of, action, act: str):
    """The answer to a form about how an effort ended; the receipt holds the way back."""
    form = form_of(request.POST or None, instance=found)
    if form.is_valid() and perform(form, action, found, by=request.user, **form.said):
        undo = ""
        if act != "judge":
            undo = reverse("plans:effort_reopen", args=[case.pk, found.pk])
        said = _("%(effort)s: written down.") % {"effort": found.name}
        return acted(request, form.receipt(said, request.user, case.pk), to=_place(case, found), undo=undo)
    context = {"case": case, "effort": found, "next": next_url(request, _place(case, found))}
    return respond(request, form, f"plans/efforts/effort_{act}.html", context)


def _refused(request, case, found: Effort, problem: str):
    return acted(request, problem, to=_place(case, found), level=messages.WARNING)


def _taken_back(request, case, found: Effort, action, words: str, to: str):
    try:
        action(found, by=request.user)
    except ValidationError as error:
        return _refused(request, case, found, error.messages[0])
    except Conflict:
        return _refused(request, case, found, _("It was changed meanwhile. This is how it stands now."))
    return acted(request, words, to=to)


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def effort_reopen(request, case, effort_id):
    """Take back, within the hour, that an effort has ended. Sent again it changes nothing."""
    found = one_of(case, effort_id)
    words = _("Undone. It is as it was.")
    return _taken_back(request, case, found, actions.take_back_end, words, _place(case, found))


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def effort_take_back(request, case, effort_id):
    """Take back, within the hour, an effort that was written down by mistake."""
    found = one_of(case, effort_id)
    words = _("%(effort)s is taken back.") % {"effort": found.name}
    return _taken_back(request, case, found, actions.take_back_effort, words, plan_url(case, "efforts"))
