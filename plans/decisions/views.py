"""Formal decisions on the plan: write one down, mark one as a mistake."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond
from plans.decisions import actions
from plans.decisions.forms import DecisionForm, MistakeForm
from plans.decisions.models import FormalDecision
from plans.plan.views import plan_url, the_plan


@case_view(needs=Permission.PLAN_EDIT)
def decision_add(request, case):
    """Write down a decision that an authority has made."""
    plan, url = the_plan(case), plan_url(case, "decisions")
    form = DecisionForm(request.POST or None, instance=FormalDecision(plan=plan), case=case)
    if form.is_valid():
        decision = FormalDecision(plan=plan, **form.values)
        perform(form, actions.record_decision, decision, by=request.user, location=url)
    context, words = {"case": case, "back": url}, _("Saved.")
    return respond(request, form, "plans/decisions/decision_add.html", context, to=url, words=words)


@case_view(needs=Permission.PLAN_EDIT)
def decision_mistaken(request, case, decision_id):
    """It was written down by mistake."""
    rows = FormalDecision.objects.select_related("plan").filter(plan__case_id=case.pk)
    decision, url = get_object_or_404(rows, pk=decision_id), plan_url(case, "decisions")
    form = MistakeForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.mark_mistaken, decision, by=request.user, **form.cleaned_data)
    context, words = {"case": case, "decision": decision, "back": url}, _("Saved.")
    return respond(request, form, "plans/decisions/decision_mistaken.html", context, to=url, words=words)
