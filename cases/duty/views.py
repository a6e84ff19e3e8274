"""The duty of 15–17-year-olds on one case: its clocks, their history, and exemptions."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import limits
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.duty import actions
from cases.duty import clocks as duty
from cases.duty.forms import BreachForm, ExemptionForm, FollowAgainForm, MissedForm, MistakeForm
from cases.duty.models import BreachReason, DutyExemption
from cases.links import case_url
from cases.people import rules
from core import clock, idempotency
from core.http import see_other
from core.limits import in_words, limit


def how_it_counts(on) -> dict:
    """The limits of the day in words, for the page's explanation."""
    return {
        "contact_limit": in_words(limit("duty_contact_days", on=on), "working_days"),
        "activity_limit": in_words(limit("duty_activity_days", on=on), "days"),
        "summer_first": in_words(limit("summer_first_day", on=on), "day_of_year"),
        "summer_last": in_words(limit("summer_last_day", on=on), "day_of_year"),
        "summer_stops_activity": limit("summer_stops_activity", on=on),
        "summer_stops_contact": limit("summer_stops_contact", on=on),
        "free_days": [
            words
            for code, words in (
                ("free_1_may", _("1 May")),
                ("free_5_june", _("5 June")),
                ("free_24_december", _("24 December")),
                ("free_31_december", _("31 December")),
            )
            if limit(code, on=on)
        ],
    }


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
    context = {
        "case": case,
        "pairs": [
            {"breach": contact.breach, "clocks": [contact, activity], "runs": running == contact.breach}
            for contact, activity in pairs
        ],
        "runs": running is not None,
        "applies": limits.has_education_duty(born, today),
        "exempt": next((row for row in exemptions if row.holds(today)), None),
        "exemptions": exemptions,
        "ends_on": rules.birthday(born, 12 * (limit("duty_oldest_age") + 1)),
        "begins_on": rules.birthday(born, 12 * limit("duty_youngest_age")),
        "today": today,
        "base": f"{case_url(case.pk)}pligt/",
        "stops": {code: words() for code, words in duty.STOPS.items()},
        **how_it_counts(today),
    }
    return render(request, "cases/duty/duty_clocks.html", context)


def _form_page(request, case, form, do: Callable, *, headline, lead="", send="", done):
    """A page with one form of the duty: shown, refused beside its fields, or done once and led back to the clocks."""
    url = f"{case_url(case.pk)}pligt/"
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if "submit_key" in form.fields:
                    idempotency.claim(form, by=request.user, location=url)
                do(form.cleaned_data)
        except idempotency.AlreadySent:
            return see_other(url)
        except ValidationError as refused:
            _say(form, refused)
        else:
            messages.success(request, done)
            return see_other(url)
    context = {"case": case, "form": form, "headline": headline, "lead": lead, "send": send}
    return render(
        request, "cases/duty/duty_form.html", context, status=422 if request.method == "POST" else 200
    )


def _say(form, refused: ValidationError) -> None:
    """Put what a verb refused beside the fields it is about."""
    if not hasattr(refused, "error_dict"):
        form.add_error(None, refused)
        return
    for name, said in refused.error_dict.items():
        form.add_error("last_day" if name == "until_on" else name if name in form.fields else None, said)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_add(request, case):
    """Write that we learned that the plan is not followed."""

    def do(data):
        actions.report_breach(
            case, by=request.user, how=data["how"], learned_on=data["learned_on"], note=data["note"]
        )

    return _form_page(
        request,
        case,
        BreachForm(request.POST or None),
        do,
        headline=_("%(name)s does not follow the plan") % {"name": case.person.called},
        lead=_(
            "Two limits begin: contact, and then a new activity. They stand on Min dag until they are met."
        ),
        send=_("Start the limits"),
        done=_("Written. The limits run."),
    )


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def breach_edit(request, case, breach_id):
    """Correct when and how we learned it; what stood before is kept."""
    breach = _breach(case, breach_id)
    known = {name: getattr(breach, name) for name in ("learned_on", "how", "note")}

    def do(data):
        wanted = {name: data[name] for name in known}
        if wanted != known:
            actions.correct_breach(breach, by=request.user, **wanted)

    return _form_page(
        request,
        case,
        BreachForm(request.POST or None, initial=known),
        do,
        headline=_("Correct when we learned it"),
        lead=_("What stood before is kept. The limits are counted from the new day."),
        done=_("Corrected."),
    )


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def breach_mistake(request, case, breach_id):
    """Say that it was a mistake: neither limit ran."""
    breach = _breach(case, breach_id)
    return _form_page(
        request,
        case,
        MistakeForm(request.POST or None),
        lambda data: actions.take_back_breach(breach, by=request.user, why=data["why"]),
        headline=_("It was a mistake"),
        lead=_("The limits stop as if they had never run. That they stood here is kept, with your reason."),
        send=_("Stop the limits"),
        done=_("The limits are stopped."),
    )


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_followed(request, case, breach_id):
    """Say that the young person follows the plan again, with no new activity."""
    breach = _breach(case, breach_id)
    return _form_page(
        request,
        case,
        FollowAgainForm(request.POST or None),
        lambda data: actions.follow_again(breach, by=request.user, on=data["on"]),
        headline=_("%(name)s follows the plan again") % {"name": case.person.called},
        lead=_("Use this when they are back at the same. A new activity is written as an activity instead."),
        send=_("Follows the plan again"),
        done=_("Good. The limits are stopped."),
    )


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def breach_explain(request, case, breach_id, which):
    """Say why a limit was missed."""
    if which not in BreachReason.Which.values:
        raise Http404
    breach = _breach(case, breach_id)
    given = breach.reasons.filter(which=which, superseded_at=None).first()
    initial = {"why": given.why, "text": given.text} if given else {}

    def do(data):
        actions.explain_missed(breach, which, by=request.user, why=data["why"], text=data["text"])

    return _form_page(
        request,
        case,
        MissedForm(request.POST or None, initial=initial),
        do,
        headline=_("Why was the limit missed?"),
        lead=_("The reason is counted in the unit's figures, so that the unit can do something about it."),
        done=_("Thank you. The reason is kept with the limit."),
    )


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def exemption_add(request, case):
    """Write that the young person is exempted from the duty."""
    form = ExemptionForm(request.POST or None, instance=DutyExemption(case=case))

    def do(data):
        row = form.instance
        row.until_on = data["last_day"] + timedelta(days=1) if data["last_day"] else None
        actions.exempt(row, by=request.user)

    return _form_page(
        request,
        case,
        form,
        do,
        headline=_("Exempted from the duty"),
        lead=_("Limits that run stop on the first day of the exemption."),
        done=_("The exemption is written."),
    )


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
    return see_other(f"{case_url(case.pk)}pligt/")
