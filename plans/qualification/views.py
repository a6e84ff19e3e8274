"""The guide's pages: ask a department, see how it goes, act on the answer."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core import clock
from core.acting import perform
from core.http import acted, respond
from core.versions import Conflict
from plans.milestones.views import one_of
from plans.plan.models import Goal
from plans.plan.views import plan_url
from plans.qualification import asking
from plans.qualification.forms import AskForm, WhyForm
from plans.qualification.models import Qualification
from plans.qualification.reading import history_of, seal_of
from plans.qualification.rules import days_of


@case_view(needs=Permission.PLAN_EDIT)
def qualify_milestone(request, case, milestone_id):
    """Ask a department about a milestone."""
    return _ask(request, case, one_of(case, milestone_id))


@case_view(needs=Permission.PLAN_EDIT)
def qualify_goal(request, case, goal_id):
    """Ask a department about a goal."""
    goal = get_object_or_404(Goal.objects.select_related("plan"), pk=goal_id, plan__case_id=case.pk)
    goal.plan.case = case
    return _ask(request, case, goal)


def _ask(request, case, part):
    before = asking.standing_of(part)
    form = AskForm(request.POST or None, part=part, before=before)
    send_now = "keep" not in request.POST
    if form.is_valid():
        data = form.cleaned_data
        asked = {name: data[name] for name in ("partner", "question", "paragraph", "seen")}
        act = partial(asking.ask, part, send_now=send_now, **asked)
        perform(form, act, by=request.user, location=lambda made: made.get_absolute_url())
    if not getattr(form, "done", False):
        form.look_again()
    drafting.follow(form, case, request.user, f"ask-{part._meta.model_name}-{part.pk}")
    words = (
        _("Sent. The department is told that something waits.")
        if send_now
        else _("Kept. It is not sent yet.")
    )
    context = {
        "case": case,
        "part": part,
        "is_goal": isinstance(part, Goal),
        "before": before,
        "deadline": days_of(clock.today()).due_on,
        "back": plan_url(case, f"{part._meta.model_name}-{part.pk}"),
    }
    to = form.made.get_absolute_url() if form.made else ""
    return respond(request, form, "plans/qualification/ask.html", context, to=to, words=words)


def one(case, qualification_id) -> Qualification:
    """A question about this case's plan; 404 for anybody else's."""
    rows: QuerySet = Qualification.objects.filter(plan__case_id=case.pk).select_related(
        "plan", "milestone", "goal", "partner__category", "asked_by", "taken_by", "decided_by", "reason"
    )
    row = rows.filter(pk=qualification_id).first()
    if row is None:
        raise Http404
    row.plan.case = case
    row.part.plan = row.plan
    return row


@require_GET
@case_view(needs=Permission.PLAN_READ)
def qualification(request, case, qualification_id):
    """One question: what was sent, where it is, what was answered, and everything that happened to it."""
    row = one(case, qualification_id)
    history = history_of(row)
    standing = next((found for found in history if found.is_standing), None)
    context = {
        "case": case,
        "row": row,
        "seal": seal_of(row) if row.is_standing else None,
        "history": history,
        "standing": standing,
        "on": clock.today(),
        "may_act": case.may.plan_edit and row == standing,
        "may_ask": row.is_live and not row.is_carried and not (row.is_at_department and row.is_unchanged),
        "may_ask_anew": case.may.plan_edit and standing is None and row == history[0] and row.lies_ahead,
        "back": plan_url(case, f"{'goal' if row.goal_id else 'milestone'}-{row.part.pk}"),
    }
    return render(request, "plans/qualification/qualification.html", context)


@case_view(needs=Permission.PLAN_EDIT)
def qualification_annul(request, case, qualification_id):
    """Take a question back, with a reason."""
    row = one(case, qualification_id)
    form = WhyForm(request.POST or None)
    if form.is_valid():
        perform(form, asking.annul, row, by=request.user, **form.cleaned_data)
    context, to = {"case": case, "row": row}, row.get_absolute_url()
    return respond(request, form, "plans/qualification/annul.html", context, to=to, words=_("Annulled."))


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def qualification_seen(request, case, qualification_id):
    """The answer is read; its line leaves Min dag."""
    row = one(case, qualification_id)
    return _done(
        request,
        row,
        partial(asking.mark_seen, row, by=request.user),
        _("Read: %(name)s.") % {"name": case.person.called},
    )


@require_POST
@case_view(needs=Permission.PLAN_EDIT)
def qualification_use(request, case, qualification_id):
    """Let the plan say what the department can carry."""
    row = one(case, qualification_id)
    words = _("The plan now says what the department can carry.")
    return _done(request, row, partial(asking.use_words, row, by=request.user), words)


def _done(request, row, act, words):
    """The receipt of an act in one tap, or why it was not done."""
    to = row.get_absolute_url()
    try:
        act()
    except ValidationError as error:
        return acted(request, error.messages[0], to=to, level=messages.WARNING, status=204)
    except Conflict:
        problem = _("It was changed meanwhile. This is how it stands now.")
        return acted(request, problem, to=to, level=messages.WARNING, status=409)
    return acted(request, words, to=to)
