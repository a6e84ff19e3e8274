"""The duty of 15–17-year-olds on one case: its clocks, their history, and exemptions."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import limits
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.duty import actions
from cases.duty import clocks as duty
from cases.duty import rules as duty_rules
from cases.duty.forms import BreachForm, DecisionForm, ExemptionForm, FollowAgainForm, MissedForm, MistakeForm
from cases.duty.models import BreachReason, DutyDecision, DutyExemption
from cases.people import rules
from core import clock
from core.acting import perform
from core.http import respond, see_other
from core.limits import in_words, limit


def how_it_counts(on) -> dict:
    """The limits of the day in words, for the page's explanation."""
    free = (
        ("free_1_may", _("1 May")),
        ("free_5_june", _("5 June")),
        ("free_24_december", _("24 December")),
        ("free_31_december", _("31 December")),
    )
    return {
        "contact_limit": in_words(limit("duty_contact_days", on=on), "working_days"),
        "activity_limit": in_words(limit("duty_activity_days", on=on), "days"),
        "summer_first": in_words(limit("summer_first_day", on=on), "day_of_year"),
        "summer_last": in_words(limit("summer_last_day", on=on), "day_of_year"),
        "summer_stops_activity": limit("summer_stops_activity", on=on),
        "summer_stops_contact": limit("summer_stops_contact", on=on),
        "free_days": _in_a_row([words for code, words in free if limit(code, on=on)]),
    }


def _in_a_row(days: list[str]) -> str:
    """1 May, 5 June and 24 December."""
    *first, last = days or [""]
    return _(" and ").join(filter(None, (", ".join(first), last)))


def _breach(case, breach_id):
    """The case's breach as it holds now, else 404."""
    found = case.breaches.current().filter(pk=breach_id, mistake="").first()
    if found is None:
        raise Http404
    found.case = case
    return found


@case_view(needs=Permission.CASE_READ)
@require_GET
def duty_clocks(request, case):
    """The duty on one page: whether it applies, what runs, what was met and missed and why, and exemptions."""
    today, born = clock.today(), case.person.birth_date
    pairs = duty.clocks([case], today).get(case.pk, [])
    running = actions.running_breach(case, today)
    exemptions = list(case.exemptions.current())
    tried = case.notes.attempts().order_by("happened_on").values_list("happened_on", flat=True).distinct()
    tried = list(tried)
    context = {
        "case": case,
        "pairs": [
            {
                "breach": contact.breach,
                "clocks": [contact, activity],
                "runs": running == contact.breach,
                "tried": duty_rules.attempts_within(
                    tried, contact.begins_on, contact.met_on or contact.stopped_on
                ),
            }
            for contact, activity in pairs
        ],
        "runs": running is not None,
        "applies": limits.has_education_duty(born, today),
        "exempt": next((row for row in exemptions if row.holds(today)), None),
        "exemptions": exemptions,
        "decisions": list(case.duty_decisions.all()),
        "ends_on": rules.birthday(born, 12 * limits.duty_ends_at(today)),
        "begins_on": rules.birthday(born, 12 * limit("duty_youngest_age")),
        "today": today,
        "base": _clocks(case),
        "stops": {code: words() for code, words in duty.STOPS.items()},
        **how_it_counts(today),
    }
    return render(request, "cases/duty/duty_clocks.html", context)


def _answer(request, case, form, *, headline, lead="", send="", done):
    """The page of a form about the duty, or back to the clocks when it is done."""
    context = {"case": case, "headline": headline, "lead": lead, "send": send}
    return respond(request, form, "cases/duty/duty_form.html", context, to=_clocks(case), words=done)


def _clocks(case) -> str:
    return reverse("cases:duty_clocks", args=[case.pk])


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_add(request, case):
    """Write that we learned that the plan is not followed."""
    form = BreachForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.report_breach, case, by=request.user, location=_clocks(case), **form.facts)
    headline = _("%(name)s does not follow the plan") % {"name": case.person.called}
    lead = _("Two limits begin: contact, and then a new activity. They stand on Min dag until they are met.")
    words = {"lead": lead, "send": _("Start the limits"), "done": _("Written. The limits run.")}
    return _answer(request, case, form, headline=headline, **words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def breach_edit(request, case, breach_id):
    """Correct when and how we learned it; what stood before is kept."""
    breach = _breach(case, breach_id)
    known = {name: getattr(breach, name) for name in ("learned_on", "how", "note")}
    form = BreachForm(request.POST or None, initial=known)
    if form.is_valid():
        perform(form, actions.correct_breach, breach, by=request.user, location=_clocks(case), **form.facts)
    lead = _("What stood before is kept. The limits are counted from the new day.")
    words = {"lead": lead, "done": _("Corrected.")}
    return _answer(request, case, form, headline=_("Correct when we learned it"), **words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def breach_mistake(request, case, breach_id):
    """Say that it was a mistake: neither limit ran."""
    breach = _breach(case, breach_id)
    form = MistakeForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.take_back_breach, breach, by=request.user, why=form.cleaned_data["why"])
    lead = _("The limits stop as if they had never run. That they stood here is kept, with your reason.")
    words = {"lead": lead, "send": _("Stop the limits"), "done": _("The limits are stopped.")}
    return _answer(request, case, form, headline=_("It was a mistake"), **words)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_followed(request, case, breach_id):
    """Say that the young person follows the plan again, with no new activity."""
    breach = _breach(case, breach_id)
    form = FollowAgainForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.follow_again, breach, by=request.user, on=form.cleaned_data["on"])
    headline = _("%(name)s follows the plan again") % {"name": case.person.called}
    lead = _("Use this when they are back at the same. A new activity is written as an activity instead.")
    words = {"lead": lead, "send": _("Follows the plan again"), "done": _("Good. The limits are stopped.")}
    return _answer(request, case, form, headline=headline, **words)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_explain(request, case, breach_id, which):
    """Say why a limit was missed."""
    if which not in BreachReason.Which.values:
        raise Http404
    breach = _breach(case, breach_id)
    given = breach.reasons.filter(which=which, superseded_at=None).first()
    form = MissedForm(request.POST or None, initial={"why": given.why, "text": given.text} if given else {})
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("why", "text")}
        perform(form, actions.explain_missed, breach, which, by=request.user, **said)
    lead = _("The reason is counted in the unit's figures, so that the unit can do something about it.")
    words = {"lead": lead, "done": _("Thank you. The reason is kept with the limit.")}
    return _answer(request, case, form, headline=_("Why was the limit missed?"), **words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def decision_add(request, case):
    """Write down what the authority decided about the duty or about youth allowance."""
    form = DecisionForm(request.POST or None, instance=DutyDecision(case=case))
    if form.is_valid():
        perform(form, actions.record_decision, form.instance, by=request.user, location=_clocks(case))
    lead = _("The decision itself is made, and can be appealed, at the authority. Here it is written down.")
    words = {"lead": lead, "done": _("The decision is written down.")}
    return _answer(request, case, form, headline=_("Decision about the duty"), **words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def decision_mistake(request, case, decision_id):
    """Say that a decision was written down by mistake."""
    decision = get_object_or_404(case.duty_decisions, pk=decision_id, mistake="")
    form = MistakeForm(request.POST or None)
    if form.is_valid():
        perform(form, actions.take_back_decision, decision, by=request.user, why=form.cleaned_data["why"])
    lead = _("That it stood here is kept, with your reason.")
    words = {"lead": lead, "send": _("It was a mistake"), "done": _("The decision is marked as a mistake.")}
    return _answer(request, case, form, headline=_("The decision was a mistake"), **words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def exemption_add(request, case):
    """Write that the young person is exempted from the duty."""
    form = ExemptionForm(request.POST or None, instance=DutyExemption(case=case))
    if form.is_valid():
        row, last = form.instance, form.cleaned_data["last_day"]
        row.until_on = last + timedelta(days=1) if last else None
        perform(form, actions.exempt, row, by=request.user, field="last_day", location=_clocks(case))
    lead = _("Limits that run stop on the first day of the exemption.")
    words = {"lead": lead, "done": _("The exemption is written.")}
    return _answer(request, case, form, headline=_("Exempted from the duty"), **words)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def exemption_end(request, case, exemption_id):
    """The duty applies again from today."""
    row = case.exemptions.current().filter(pk=exemption_id).first()
    if row is None:
        raise Http404
    if row.until_on is None or row.until_on > clock.today():
        actions.end_exemption(row, by=request.user)
    messages.success(request, _("The exemption has ended."))
    return see_other(_clocks(case))
