"""Vores aftaler: a partner's promises over all its young people, and the three acts: answer, propose, report."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.consents import disclosure as sharing
from cases.models import Disclosure, Topic
from core import clock
from core.acting import perform
from core.http import acted, respond, see_other
from plans.handover.scope import name_told
from plans.milestones.reading import reasons_told
from plans.milestones.views import one_of
from plans.models import Milestone, PromiseQuestion, Proposal
from plans.promises import actions
from plans.promises.forms import AnswerForm, ProposeForm, ReportForm
from plans.promises.people import is_promise_of
from plans.promises.reading import passed
from portal.promises.filters import PromiseFilterSet
from portal.promises.outcomes import outcomes_of
from portal.promises.reading import hider_of, told_promises, write_down

PAGE = 50


@role_view(Role.PARTNER)
@require_GET
@transaction.atomic
def promise_list(request):
    """Every promise that the reader may be told of, soonest first; the look is on the log of each case listed."""
    today = clock.today()
    rows = told_promises(request.user, today)
    filters = PromiseFilterSet(request.GET, rows, request=request)
    found = filters.narrow(rows)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    write_down(page, by=request.user, on=today)
    late = sum(one.late for one in rows)
    context = {"page": page, "filters": filters, "all": len(rows), "late": late, "today": today}
    return render(request, "portal/promises/promise_list.html", context)


def _promise_of(request, case, milestone_id) -> Milestone:
    """A milestone that is, or was to the end, the reader's partner's promise, and that a basis covers; 404 otherwise.

    Writes down that it is told.
    """
    milestone = one_of(case, milestone_id)
    if not is_promise_of(milestone, request.user, clock.today()):
        raise Http404
    partner = request.user.partner_contact.partner
    covered = sharing.coverage(case, partner, clock.today()).topics
    topics = {Topic.PLAN, *milestone.topics, *({Topic.CONTACT} & covered)}
    how = {"kind": Disclosure.Kind.PAGE, "what": _("Looked at an agreement")}
    sharing.disclose(case, partner, by=request.user, topics=topics, **how)
    changes = {"topics": [None, sorted(topics)]}
    trail.record(
        "promise.look",
        by=request.user,
        case_id=case.pk,
        obj=milestone,
        relation=case.relation,
        changes=changes,
    )
    milestone.told_name = name_told(case.person, covered)
    # As it is told, and never saved: every act reads the promise anew.
    milestone.hide = hider_of(case, milestone.plan, partner)
    milestone.cannot_because = reasons_told([milestone]).get(milestone.pk, "")
    for name in ("own_words", "professional", "cannot_because"):
        setattr(milestone, name, milestone.hide(getattr(milestone, name)))
    return milestone


def _passed(milestone: Milestone, partner):
    """What passed with the partner, the guide's words as they may be told."""
    found = passed(milestone, clock.today(), partner=partner)
    for row in found.questions:
        row.question = milestone.hide(row.question)
    for row in found.proposals:
        row.decided_words = milestone.hide(row.decided_words)
    return found


def _url(case, milestone) -> str:
    return reverse("portal:promise", args=[case.pk, milestone.pk])


@case_view(needs=Permission.PLAN_SHARED)
@require_GET
def promise(request, case, milestone_id):
    """One promise: what was agreed, what the guide asks, and what the partner has proposed and told."""
    milestone = _promise_of(request, case, milestone_id)
    partner = request.user.partner_contact.partner
    context = {
        "case": case,
        "milestone": milestone,
        "passed": _passed(milestone, partner),
        "is_open": milestone.is_open and milestone.plan.closed_on is None,
    }
    return render(request, "portal/promises/promise.html", context)


@case_view(needs=Permission.PLAN_SHARED)
@require_http_methods(["GET", "POST"])
def promise_answer(request, case, milestone_id, question_id):
    """Answer what the guide asks."""
    milestone = _promise_of(request, case, milestone_id)
    rows = PromiseQuestion.objects.filter(
        milestone=milestone, partner=request.user.partner_contact.partner_id
    )
    question = rows.select_related("asked_by").filter(pk=question_id).first()
    if question is None:
        raise Http404
    question.milestone, to = milestone, _url(case, milestone)
    question.question = milestone.hide(question.question)
    if not question.waits and request.method == "GET":
        messages.info(request, _("The question waits no longer: it is answered, or taken back."))
        return see_other(to)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        text = form.cleaned_data["answer"]
        perform(form, actions.answer, question, by=request.user, location=to, text=text)
    context = {"case": case, "milestone": milestone, "question": question, "back": to}
    words = _("Thank you. The youth guide sees your answer today.")
    return respond(request, form, "portal/promises/promise_answer.html", context, to=to, words=words)


def _act(request, case, milestone_id, form, action, page: str, words):
    """A form about an open promise, and what it does."""
    milestone = _promise_of(request, case, milestone_id)
    to = _url(case, milestone)
    if not milestone.is_open:
        messages.info(request, _("It is not open any more."))
        return see_other(to)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "submit_key"}
        perform(form, action, milestone, by=request.user, location=to, **said)
    context = {"case": case, "milestone": milestone, "back": to}
    return respond(request, form, f"portal/promises/{page}.html", context, to=to, words=words)


@case_view(needs=Permission.PLAN_SHARED)
@require_http_methods(["GET", "POST"])
def promise_propose(request, case, milestone_id):
    """Propose another day, more time, or an end. A new proposal takes the place of one that waits."""
    kind = request.GET.get("hvad", "")
    form = ProposeForm(request.POST or None, initial={"kind": kind} if kind else None)
    words = _("Sent. You see here what the youth guide answers.")
    return _act(request, case, milestone_id, form, actions.propose, "promise_propose", words)


@case_view(needs=Permission.PLAN_SHARED)
@require_http_methods(["GET", "POST"])
def promise_report(request, case, milestone_id):
    """Report that somebody came or did not, that there was contact, or that it still is under way."""
    kind = request.GET.get("hvad", "")
    form = ReportForm(request.POST or None, initial={"kind": kind} if kind else None)
    words = _("Thank you. It stands in the young person's case now.")
    return _act(request, case, milestone_id, form, actions.report, "promise_report", words)


@require_POST
@case_view(needs=Permission.PLAN_SHARED)
def proposal_withdraw(request, case, milestone_id, proposal_id):
    """Take a proposal of the reader's partner back while it waits."""
    milestone = _promise_of(request, case, milestone_id)
    rows = Proposal.objects.filter(milestone=milestone, partner=request.user.partner_contact.partner_id)
    row = rows.filter(pk=proposal_id).first()
    if row is None:
        raise Http404
    words, level = _("The proposal is taken back."), messages.SUCCESS
    try:
        actions.withdraw_proposal(row, by=request.user)
    except ValidationError as refused:
        words, level = " ".join(refused.messages), messages.WARNING
    return acted(request, words, to=_url(case, milestone), level=level)


@role_view(Role.PARTNER)
@require_POST
@transaction.atomic
def outcome_seen(request, proposal_id):
    """The reader has seen how a proposal ended. It may be about a case that they can open no longer."""
    row = outcomes_of(request.user).filter(pk=proposal_id).first()
    if row is None:
        raise Http404
    actions.see_outcome(row, by=request.user)
    return acted(request, _("Marked as read."), to=reverse("portal:partner_inbox"))
