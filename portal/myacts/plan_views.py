"""Whether the plan is theirs, and their own words in it."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.permissions import Permission
from core import clock
from core.acting import perform
from core.http import respond
from plans.agreement.reading import standing
from plans.models import Plan
from plans.plan.reading import open_plan_of
from portal.myacts import actions
from portal.myacts.forms import PlanAnswerForm, WordsForm
from portal.myacts.reading import hider_for, part_for
from portal.myplan.door import my_plan_view
from portal.myplan.sections import Page


def _plan(case) -> Plan:
    plan = open_plan_of(case)
    if plan is None:
        raise Http404
    plan.case = case
    return plan


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_answer(request, case):
    """The plan on one page, and whether it is theirs."""
    plan, to = _plan(case), reverse("portal:my_plan")
    stands = standing(plan)
    form = PlanAnswerForm(request.POST or None, standing=stands)
    if form.is_valid():
        perform(form, actions.answer_plan, plan, by=request.user, field="answer", location=to, **form.values)
        if getattr(form, "overtaken", False):
            form.look_again()
    page = Page(case, request.user, clock.today())
    steps = page.sheet.open_steps if page.sheet else ()
    context = {"case": case, "page": page, "standing": stands, "steps": steps}
    words = _("Thank you. Your guide can see what you answered.")
    return respond(request, form, "portal/myacts/my_answer.html", context, to=to, words=words)


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_dream(request, case):
    """Their dream in their own words."""
    return _words(request, case, _plan(case), to=reverse("portal:my_plan"))


@my_plan_view(Permission.MY_PLAN_WRITE)
@require_http_methods(["GET", "POST"])
def my_words(request, case, kind, ref):
    """A goal or a step in their own words."""
    part = part_for(case, kind, ref, to_change=True)
    return _words(request, case, part, to=reverse("portal:my_talk", args=[kind, ref]))


def _words(request, case, part, *, to: str):
    """The form of own words. What tells of a protected address is changed together with the guide, off the screen."""
    stands = getattr(part, actions.own_words_of(part))
    if hider_for(case)(stands) != stands:
        return respond(request, None, "portal/myacts/my_words.html", {"case": case, "back": to})
    form = WordsForm(request.POST or None, part=part, case=case)
    if form.is_valid():
        perform(
            form, actions.change_words, part, form.cleaned_data["words"], by=request.user,
            expected_version=form.expected, field="words",
        )  # fmt: skip
    context = {"case": case, "back": to, "is_dream": isinstance(part, Plan)}
    words = _("Saved. Your guide can see that you wrote it.")
    if form.is_bound and not form.cleaned_data.get("words"):
        words = _("Saved. Nothing stands here any more, and your guide can see it.")
    if form.is_bound and form.cleaned_data.get("words") == stands:
        words = _("Nothing was changed.")
    return respond(request, form, "portal/myacts/my_words.html", context, to=to, words=words)
