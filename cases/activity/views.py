"""What the young person is under way with: say it, add to it, correct it, end it, confirm it; and letting a
case rest.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.activity import actions
from cases.activity import page as activity_page
from cases.activity.forms import BESIDE, ActivityChangeForm, ActivityEndForm, ActivityForm, StallRestForm
from cases.activity.models import ActivityPeriod
from cases.activity.words import stalled_words
from cases.casefile.models import Activity, Case
from core import clock
from core.acting import perform
from core.http import acted, next_url, respond, see_other
from core.text import uncapitalised


def _row(case: Case, period_id: int) -> ActivityPeriod | None:
    """The row, or None when somebody has written it anew since the page was drawn. 404 for another case's."""
    row = case.activity_periods.select_related("partner").filter(pk=period_id).first()
    if row is None:
        raise Http404
    row.case = case
    return row if row.superseded_at is None else None


def _moved_on(request, case) -> HttpResponse:
    """Somebody was first: look at what stands now."""
    messages.warning(request, _("Somebody has changed this activity meanwhile. Look at it once more."))
    return see_other(reverse("cases:activities", args=[case.pk]))


@case_view(needs=Permission.CASE_READ)
@require_GET
def activities(request, case):
    """Everything the young person was and is under way with, as a picture and as a table."""
    rows = activity_page.periods_of(case)
    rests = case.stall_rests.current().select_related("recorded_by")
    context = {"case": case, "rows": rows, "rests": rests} | activity_page.now_of(case, rows)
    return render(request, "cases/activity/activities.html", context)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_POST
def activity_confirm(request, case):
    """Say that the young person still is under way with the same: one tap, for all of it or for one (``raekke``)."""
    home = next_url(request, case.get_absolute_url())
    asked = request.POST.get("raekke", "")
    row = _row(case, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    if asked and row is None:
        return _elsewhere(request, reverse("cases:activities", args=[case.pk]))
    try:
        actions.confirm_activity(case, by=request.user, row=row)
    except ValidationError as error:
        if case.activity_clash:
            messages.warning(request, " ".join(error.messages))
            return _elsewhere(request, reverse("cases:activities", args=[case.pk]))
        return _elsewhere(request, reverse("cases:activity_set", args=[case.pk]))
    what = row.get_activity_display() if row else case.get_activity_display()
    words = _("%(name)s: confirmed, still %(activity)s.") % {
        "name": case.person.called,
        "activity": uncapitalised(str(what)),
    }
    return acted(request, words, to=home, undo=reverse("workspace:confirmation_undo", args=[case.pk]))


def _elsewhere(request, url) -> HttpResponse:
    """Lead a form, or the whole page behind an htmx request, to another page."""
    if not request.htmx:
        return see_other(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def _say(form, case, *, by) -> None:
    """Write down what the form says: in place of the rest, beside it, or as something that is over. What is not over
    goes on today, however long ago it began."""
    data, facts = form.cleaned_data, form.facts()
    if not form.is_over:
        facts["confirmed_on"] = clock.today()
    if form.is_over or data.get("how") == BESIDE:
        until = data["until"] if form.is_over else None
        actions.add_activity(case, data["activity"], by=by, on=data["on"], until=until, **facts)
    else:
        actions.set_activity(case, data["activity"], by=by, on=data["on"], **facts)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_set(request, case):
    """Say what the young person is under way with from a day, in place of the rest or beside it; saying it
    confirms it.
    """
    home, words = next_url(request, case.get_absolute_url()), ""
    present = activity_page.present_of(activity_page.periods_of(case))
    known = [row for row in present if row.activity != Activity.UNKNOWN]
    form = ActivityForm(request.POST or None, unit=case.unit, present=known)
    if form.is_valid():
        perform(form, _say, form, case, by=request.user, location=home)
        words = _("Saved: %(activity)s.") % {"activity": Activity(form.cleaned_data["activity"]).label}
    so_far = ", ".join(str(row.get_activity_display()) for row in known)
    context = {"case": case, "next": home, "so_far": so_far}
    return respond(request, form, "cases/activity/activity_set.html", context, to=home, words=words)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_change(request, case, period_id):
    """Correct what was written about an activity. What was known before stays in earlier reports."""
    home = next_url(request, case.get_absolute_url())
    row = _row(case, period_id)
    if row is None:
        return _moved_on(request, case)
    form = ActivityChangeForm(request.POST or None, unit=case.unit, row=row)
    if form.is_valid():
        facts = {"values": form.values(), "confirm": form.cleaned_data["confirm"]}
        perform(form, actions.change_activity, row, by=request.user, **facts)
    context, words = {"case": case, "row": row, "next": home}, _("The activity is corrected.")
    return respond(request, form, "cases/activity/activity_change.html", context, to=home, words=words)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_end(request, case, period_id):
    """It is over: since when, and what takes its place."""
    home = next_url(request, case.get_absolute_url())
    row = _row(case, period_id)
    if row is None or row.until_on is not None:
        return _moved_on(request, case)
    present = activity_page.present_of(activity_page.periods_of(case))
    others = [str(other.get_activity_display()) for other in present if other.pk != row.pk]
    form = ActivityEndForm(request.POST or None, others=bool(others))
    words = _("%(what)s is over.") % {"what": row.get_activity_display()}
    if form.is_valid():
        data = form.cleaned_data
        over = {"on": data["on"], "then_nothing": data.get("then") == Activity.NONE}
        done = perform(form, actions.end_activity, row, by=request.user, field="on", **over)
        if done and data.get("then") == "new":
            messages.success(request, words)
            return see_other(f"{reverse('cases:activity_set', args=[case.pk])}?next={home}")
    context = {"case": case, "row": row, "next": home, "others": ", ".join(others)}
    return respond(request, form, "cases/activity/activity_end.html", context, to=home, words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def stall_rest(request, case):
    """Let a case that stands still rest until a day, for a reason; or (``vaek``) let it rest no longer."""
    home = next_url(request, case.get_absolute_url())
    if request.method == "POST" and request.POST.get("vaek"):
        actions.stop_rest(case, by=request.user)
        messages.success(request, _("The case rests no longer."))
        return see_other(home)
    form = StallRestForm(request.POST or None)
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("until", "reason")}
        perform(form, actions.let_rest, case, by=request.user, location=home, **data)
    context = {"case": case, "next": home, "why": stalled_words(case)}
    words = _("The case rests. It is proposed again when the day has come.")
    return respond(request, form, "cases/activity/stall_rest.html", context, to=home, words=words)
