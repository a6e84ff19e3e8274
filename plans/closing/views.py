"""The end of a case: ask, decide, give the young person a summary; and look back after 3, 6 and 12 months."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.access.probing import met_shielded
from cases.casefile import actions as casefile_actions
from cases.closing import actions as closing_actions
from cases.closing.forms import CloseForm
from cases.drafts import drafting as drafts
from cases.models import Case, CloseReason, ClosingRequest, ClosingSummary, FollowUp
from core import clock, idempotency
from core.acting import perform
from core.downloads import pdf_file
from core.http import next_url, respond, see_other
from core.versions import Conflict
from plans.closing import summary as closing
from plans.closing.actions import close_case, reopen_case
from plans.closing.forms import ClosingAskForm, FollowUpForm, SendBackForm, SummaryForm
from plans.closing.loose_ends import loose_ends
from plans.handover.scope import NotAllowed
from plans.paper.names import file_name
from plans.plan.actions import end_outcome
from plans.plan.models import Outcome


def latest_request(case) -> ClosingRequest | None:
    """The latest asking about the case, whatever became of it."""
    return case.closing_requests.select_related("asked_by", "decided_by").first()


@case_view(needs=Permission.CLOSE_ASK)
@require_http_methods(["GET", "POST"])
def closing_ask(request, case):
    """The guide asks the leader to close the case. A destination must have been written down first."""
    latest = case.closing_requests.speaking().select_related("asked_by", "decided_by").first()
    outcome = Outcome.objects.filter(case=case, ended_on=None).select_related("destination").first()
    first = {"reason": CloseReason.DESTINATION if outcome else ""}
    form = ClosingAskForm(request.POST or None, initial=first)
    drafts.restore(form, case, request.user, "closing")
    home = case.get_absolute_url()
    if form.is_valid():
        why = {name: form.cleaned_data[name] for name in ("reason", "note")}
        if why["reason"] == CloseReason.DESTINATION and outcome is None:
            words = _("Write down which destination was reached first: on the plan, under Reached.")
            form.add_error("reason", words)
        elif perform(form, closing_actions.ask_to_close, case, by=request.user, location=home, **why):
            drafts.drop(form, case, request.user, "closing")
    context = {"case": case, "latest": latest, "outcome": outcome, "ends": loose_ends(case, request.user)}
    page, words = "plans/closing/closing_ask.html", _("The leader has been asked. You hear on Min dag.")
    return respond(request, form, page, context, to=home, words=words)


@case_view(needs=Permission.CLOSE_ASK)
@require_POST
def closing_drop(request, case):
    """The case goes on: nobody asks to close it any more."""
    latest = latest_request(case)
    if latest is not None:
        try:
            closing_actions.drop_closing(latest, by=request.user)
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        else:
            messages.success(request, _("The case goes on."))
    return see_other(next_url(request, case.get_absolute_url()))


@case_view(needs=Permission.CLOSE)
@require_http_methods(["GET", "POST"])
def closing_send_back(request, case):
    """The leader does not close yet, and says what is missing."""
    latest, home = latest_request(case), case.get_absolute_url()
    form = SendBackForm(request.POST or None)
    if latest is None or not (latest.waits or form.is_bound):
        told = closing_actions.became_of(latest) if latest else _("Nobody asks to close this case.")
        messages.info(request, told)
        return see_other(home)
    if form.is_valid():
        words = form.cleaned_data["words"]
        perform(form, closing_actions.send_back_closing, latest, by=request.user, location=home, words=words)
    drafts.follow(form, case, request.user, "send-back")
    page, words = "plans/closing/closing_send_back.html", _("Sent back. The guide sees it on Min dag.")
    return respond(request, form, page, {"case": case, "latest": latest}, to=home, words=words)


@case_view(needs=Permission.CLOSE)
@require_http_methods(["GET", "POST"])
def case_close(request, case):
    """Close the case, with a reason. Everything stays readable, and it can be opened again."""
    asked = case.closing_requests.filter(decision="").select_related("asked_by").first()
    first = {"reason": asked.reason, "note": asked.note[:200], "answers": asked.pk} if asked else {}
    form = CloseForm(request.POST or None, initial=first)
    if form.is_valid() and not perform(form, close_case, case, by=request.user, **form.cleaned_data):
        # Who reads what was decided meanwhile, and closes it all the same, answers what waits now.
        form.data = form.data.copy()
        form.data["answers"] = asked.pk if asked else ""
    page, words = "plans/closing/case_close.html", _("The case is closed.")
    to = case.get_absolute_url()
    context = {"case": case, "asked": asked, "ends": loose_ends(case, request.user)}
    return respond(request, form, page, context, to=to, words=words)


@case_view(needs=Permission.REOPEN)
@require_POST
def case_reopen(request, case):
    """Open a closed case again, with everything in place."""
    try:
        reopen_case(case, by=request.user)
        messages.success(request, _("The case is open again."))
    except casefile_actions.AlreadyKnown as known:
        messages.warning(request, _("The young person already has another open case."))
        other = Case.objects.filter(pk=known.case.pk)
        met_shielded(other, by=request.user, how="reopened")
        case = other.known_to(request.user).first() or case
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(case.get_absolute_url())


@case_view(needs=Permission.FOLLOW_UP)
@require_http_methods(["GET", "POST"])
def follow_up(request, case, months):
    """How it goes 3, 6 or 12 months after. It is all that is left to do for who was the guide."""
    if months not in FollowUp.MONTHS:
        raise Http404
    form = FollowUpForm(request.POST or None)
    home = next_url(request, reverse("workspace:my_day"))
    outcome = Outcome.objects.filter(case=case, ended_on=None).select_related("destination").first()
    if form.is_valid():
        perform(form, _look_back, case, months, outcome, form.cleaned_data, by=request.user, location=home)
    earlier = list(case.follow_ups.filter(closed_on=case.closed_on).select_related("by"))
    context = {"case": case, "months": months, "earlier": earlier, "outcome": outcome, "next": home}
    page, words = "plans/closing/follow_up.html", _("Written down. Thank you for looking back.")
    return respond(request, form, page, context, to=home, words=words)


def _look_back(case, months: int, outcome: Outcome | None, data: dict, *, by) -> None:
    """Write down how it goes; a destination that did not last ends some day before we asked."""
    said = {"result": data["result"], "note": data["note"], "on": data["asked_on"]}
    closing_actions.record_follow_up(case, months, by=by, **said)
    if outcome and data["result"] in (FollowUp.Result.OTHER, FollowUp.Result.NOTHING):
        # The reports' "held for three months" reads the outcome.
        end_outcome(outcome, by=by, on=max(data["asked_on"], outcome.started_on))


def _audience(request, choices) -> str:
    asked = request.POST.get("til") or request.GET.get("til", "")
    return asked if asked in dict(choices) else choices[0][0]


@case_view(needs=Permission.CLOSING_SUMMARY)
@require_http_methods(["GET", "POST"])
def closing_summary(request, case):
    """What the young person takes along: write it, see it as each audience gets it, and keep what was given."""
    today = clock.today()
    choices = closing.audiences(case, today)
    audience = _audience(request, choices)
    given = list(case.closing_summaries.defer("pdf").select_related("by")[:20])
    for row in given:
        row.is_internal = closing.shows_address(row, case.person)
    first = given[0].words if given else closing.first_words(case)
    form = SummaryForm(request.POST if request.method == "POST" else None, initial={"words": first})
    words, status = first, 200
    if form.is_valid():
        words = form.cleaned_data["words"]
        if request.POST.get("step") == "give" and (answer := _give(request, case, audience, form)):
            return answer
    summary = closing.summary_for(case, audience, words=words, on=today)
    if form.is_bound:
        status = 200 if form.is_valid() else 422
        form.data = form.data.copy()
        form.data["seen"] = closing.fingerprint(summary)
    else:
        form.initial["seen"] = closing.fingerprint(summary)
    drafts.restore(form, case, request.user, "closing-summary")
    context = {
        "case": case,
        "form": form,
        "s": summary,
        "choices": choices,
        "audience": audience,
        "given": given,
        "fresh": next((row for row in given if str(row.pk) == request.GET.get("ny")), None),
    }
    return render(request, "plans/closing/closing_summary.html", context, status=status)


def _give(request, case, audience, form):
    """The PDF is made and kept; None when it is refused: the form says why, with its words in place."""
    page = reverse("plans:closing_summary", args=[case.pk])
    data = form.cleaned_data
    try:
        with transaction.atomic():
            claimed = idempotency.claim(form, by=request.user, location=page)
            row = closing.give_summary(
                case, audience, by=request.user, words=data["words"], seen=data["seen"]
            )
            url = f"{page}?til={audience}&ny={row.pk}"
            idempotency.settle(claimed, url)
    except idempotency.AlreadySent as sent:
        return see_other(sent.location)
    except Conflict:
        form.add_error(None, _("Something has changed since you looked. See it once more, then give it."))
        return None
    except NotAllowed as reason:
        form.add_error(None, str(reason))
        return None
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return None
    drafts.drop(form, case, request.user, "closing-summary")
    return see_other(url)


@case_view(needs=Permission.CLOSING_SUMMARY)
@require_GET
def closing_summary_pdf(request, case, summary_id):
    """What was given, byte for byte."""
    row = ClosingSummary.objects.filter(pk=summary_id, case=case).first()
    if row is None:
        raise Http404
    trail.record("closing.summary_fetched", by=request.user, case_id=case.pk, obj=row)
    day, internal = clock.local_date(row.created_at), closing.shows_address(row, case.person)
    return pdf_file(bytes(row.pdf), file_name("afslutning", case, row, day=day, internal=internal))
