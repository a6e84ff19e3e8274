"""What the parts of a plan tell of: a guide confirms, so that each partner is told no more than a basis covers."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from core.acting import perform
from core.http import respond
from plans.efforts.reading import tellable_parts
from plans.plan.views import plan_url, the_plan
from plans.topics.actions import confirm_topics
from plans.topics.forms import PlanTopicsForm


@case_view(needs=Permission.PLAN_EDIT)
@require_http_methods(["GET", "POST"])
def plan_topics(request, case):
    """What each goal and milestone tells of, and the plan's head."""
    plan = the_plan(case)
    form = PlanTopicsForm(request.POST or None, parts=tellable_parts(plan))
    if form.is_valid():
        perform(form, confirm_topics, case, form.answers, by=request.user)
    return respond(
        request,
        form,
        "plans/topics/plan_topics.html",
        {"case": case},
        to=plan_url(case),
        words=_("Saved."),
    )
