"""The guide's side of a promise: what passed about it, asking, and deciding what the partner proposes."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.drafts import drafting
from core import clock
from core.acting import perform
from core.http import acted, next_url, respond
from core.versions import Conflict
from plans.milestones.views import moved, one_move, one_of
from plans.promises import actions
from plans.promises.forms import AskForm, DeclineForm
from plans.promises.models import PromiseQuestion, PromiseReport, Proposal
from plans.promises.people import readers_of
from plans.promises.reading import passed

_RELATED = ("partner", "milestone__contact__partner__category", "milestone__plan")


def _row_of(model, case, pk):
    """A question or proposal of this case; 404 for anybody else's."""
    row = model.objects.filter(milestone__plan__case_id=case.pk, pk=pk).select_related(*_RELATED).first()
    if row is None:
        raise Http404
    row.milestone.plan.case = case
    return row


def promise_url(case, milestone_id) -> str:
    """The guide's page of one promise."""
    return reverse("plans:promise", args=[case.pk, milestone_id])


@case_view(needs=Permission.PLAN_READ)
@require_GET
def promise(request, case, milestone_id):
    """What passed between the guide and the partner about one milestone, what waits first."""
    milestone, today = one_of(case, milestone_id), clock.today()
    context = {
        "case": case,
        "milestone": milestone,
        "passed": passed(milestone, today),
        "is_promise": milestone.is_open
        and milestone.contact is not None
        and milestone.plan.closed_on is None,
        "readers": readers_of(milestone, today) if milestone.contact else [],
    }
    return render(request, "plans/promises/promise.html", context)


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def promise_ask(request, case, milestone_id):
    """Ask the partner something about its promise."""
    milestone, to = one_of(case, milestone_id), promise_url(case, milestone_id)
    if milestone.contact is None:
        raise Http404
    form = AskForm(request.POST or None)
    if form.is_valid():
        asked = {"question": form.cleaned_data["question"]}
        perform(form, actions.ask, milestone, by=request.user, location=to, **asked)
    drafting.follow(form, case, request.user, f"promise-{milestone.pk}")
    context = {
        "case": case,
        "milestone": milestone,
        "back": to,
        "readers": readers_of(milestone, clock.today()),
    }
    words = _("Asked. The answer stands on Min dag when it comes.")
    return respond(request, form, "plans/promises/promise_ask.html", context, to=to, words=words)


def _done(request, case, row, act, words, *, undo=None):
    """The receipt of ``act``, or why nothing was done; the page shows how it stands. ``undo`` makes of what ``act``
    returned the address that takes it back.
    """
    to = promise_url(case, row.milestone_id)
    try:
        made = act()
    except ValidationError as refused:
        return acted(request, " ".join(refused.messages), to=to, level=messages.WARNING, status=204)
    except Conflict:
        problem = _("It was changed meanwhile. This is how it stands now.")
        return acted(request, problem, to=to, level=messages.WARNING, status=409)
    return acted(request, words, to=to, undo=undo(made) if undo else "")


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def question_withdraw(request, case, question_id):
    """Take a question back."""
    row = _row_of(PromiseQuestion, case, question_id)
    return _done(
        request,
        case,
        row,
        partial(actions.withdraw_question, row, by=request.user),
        _("The question is taken back."),
    )


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def answer_read(request, case, question_id):
    """The guide has read how a question ended."""
    row = _row_of(PromiseQuestion, case, question_id)
    return _done(
        request,
        case,
        row,
        partial(actions.read_answer, row, by=request.user),
        _("Read: %(name)s.") % {"name": case.person.called},
    )


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def proposal_accept(request, case, proposal_id):
    """Say yes: the plan is changed as proposed."""
    row = _row_of(Proposal, case, proposal_id)
    words = _("Accepted. The plan is changed, and the partner is told.")

    def undo(move) -> str:
        return f"{reverse('plans:proposal_reopen', args=[case.pk, row.pk])}?move={move.pk}"

    return _done(request, case, row, partial(actions.accept, row, by=request.user), words, undo=undo)


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def proposal_reopen(request, case, proposal_id):
    """Take a yes back: the plan is as it was, and the proposal waits."""
    row = _row_of(Proposal, case, proposal_id)
    move = one_move(row.milestone, request)
    return _done(
        request,
        case,
        row,
        partial(actions.reopen, row, move, by=request.user),
        _("Undone. It is as it was."),
    )


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def milestone_undo(request, case, milestone_id):
    """Take back the latest move, whoever proposed it. Sent again it changes nothing."""
    found = one_of(case, milestone_id)
    undo = partial(actions.take_back, found, one_move(found, request), by=request.user)
    return moved(request, case, found, undo, lambda: _("Undone. It is as it was."))


@require_POST
@case_view(needs=Permission.MILESTONE_UPDATE)
def report_read(request, case, report_id):
    """The guide has read that somebody did not come."""
    row = _row_of(PromiseReport, case, report_id)
    return _done(
        request,
        case,
        row,
        partial(actions.read_report, row, by=request.user),
        _("Read: %(name)s.") % {"name": case.person.called},
    )


@case_view(needs=Permission.MILESTONE_UPDATE)
@require_http_methods(["GET", "POST"])
def proposal_decline(request, case, proposal_id):
    """Say no, with a reason."""
    row = _row_of(Proposal, case, proposal_id)
    form = DeclineForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.decline, row, by=request.user, words=form.cleaned_data["words"])
    back = next_url(request, promise_url(case, row.milestone_id))
    words = _("Declined. The partner is told why.")
    context = {"case": case, "proposal": row, "back": back}
    return respond(request, form, "plans/promises/proposal_decline.html", context, to=back, words=words)
