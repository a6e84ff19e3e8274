"""Ask whether the plan is theirs, and the history of a plan."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core.acting import perform
from core.http import respond
from plans.agreement import actions
from plans.agreement.forms import AgreementForm
from plans.agreement.history import history_of
from plans.agreement.reading import latest_of, standing_of
from plans.milestones.reading import goals_of, milestones_of
from plans.plan.choices import STANDING_GOALS
from plans.plan.views import plan_url, the_plan


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def agreement_ask(request, case):
    """Ask the young person whether this is their plan, with the plan in front of both. Who covers may ask too."""
    plan = the_plan(case)
    goals, steps = goals_of(plan), milestones_of(plan)
    stands = standing_of(plan, goals, steps, latest_of(plan))
    form = AgreementForm(request.POST or None, standing=stands)
    to = plan_url(case, "agreement")
    if form.is_valid():
        perform(
            form, actions.record_agreement, plan, by=request.user, field="answer", location=to, **form.values
        )
        if getattr(form, "overtaken", False):
            form.look_again()
    drafting.follow(form, case, request.user, "agreement")
    context = {
        "case": case,
        "plan": plan,
        "goals": [goal for goal in goals if goal.status in STANDING_GOALS],
        "steps": [row for row in steps if row.is_open],
        "standing": stands,
    }
    return respond(request, form, "plans/agreement/agreement_ask.html", context, to=to, words=_said(form))


def _said(form) -> str:
    """What is said when the answer is saved."""
    if form.made is not None and form.made.is_to_ask_again:
        return _("It is written down. Min dag reminds you to ask again.")
    return _("It is written down.")


@case_view(needs=Permission.PLAN_READ)
@require_GET
def plan_history(request, case):
    """What happened to the plan: answers, goals that moved, words that changed and who took part."""
    plan = the_plan(case)
    context = {"case": case, "plan": plan, "entries": history_of(plan)}
    return render(request, "plans/agreement/plan_history.html", context)
