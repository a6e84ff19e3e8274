"""What the young person is under way with: say it, add to it, correct it, end it, confirm it; and letting a case rest."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
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
from cases.links import case_url
from core import idempotency
from core.http import back, said, see_other


def now_fragment(request, case, *, just_changed: bool, words: str) -> HttpResponse:
    """The case page's "what now", after it changed."""
    context = {"case": case, "just_changed": just_changed}
    context |= activity_page.now_of(case, activity_page.periods_of(case))
    return said(render(request, "cases/activity/_now.html", context), words)


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
    home = back(request, case_url(case.pk))
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
    words = _("Confirmed: still %(activity)s.") % {"activity": what}
    if request.htmx and request.POST.get("via") == "day":
        return said(render(request, "cases/activity/_done_row.html", {"case": case, "words": words}), words)
    if request.htmx:
        return now_fragment(request, case, just_changed=True, words=words)
    messages.success(request, words)
    return see_other(home)


def _elsewhere(request, url) -> HttpResponse:
    """Lead a form, or the whole page behind an htmx request, to another page."""
    if not request.htmx:
        return see_other(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_set(request, case):
    """Say what the young person is under way with from a day, in place of the rest or beside it; saying it confirms it."""
    home = back(request, case_url(case.pk))
    present = activity_page.present_of(activity_page.periods_of(case))
    known = [row for row in present if row.activity != Activity.UNKNOWN]
    form = ActivityForm(request.POST or None, unit=case.unit, present=known)
    if request.method == "GET" or not form.is_valid():
        so_far = ", ".join(str(row.get_activity_display()) for row in known)
        context = {"case": case, "form": form, "next": home, "so_far": so_far}
        status = 422 if request.method == "POST" else 200
        return render(request, "cases/activity/activity_set.html", context, status=status)
    data, facts = form.cleaned_data, form.facts()
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user, location=home)
            if form.is_over or data.get("how") == BESIDE:
                until = data["until"] if form.is_over else None
                actions.add_activity(
                    case, data["activity"], by=request.user, on=data["on"], until=until, **facts
                )
            else:
                actions.set_activity(case, data["activity"], by=request.user, on=data["on"], **facts)
    except idempotency.AlreadySent:
        pass
    messages.success(request, _("Saved: %(activity)s.") % {"activity": Activity(data["activity"]).label})
    return see_other(home)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_change(request, case, period_id):
    """Correct what was written about an activity. What was known before stays in earlier reports."""
    home = back(request, case_url(case.pk))
    row = _row(case, period_id)
    if row is None:
        return _moved_on(request, case)
    form = ActivityChangeForm(request.POST or None, unit=case.unit, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_activity(
                row, by=request.user, values=form.values(), confirm=form.cleaned_data["confirm"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The activity is corrected."))
            return see_other(home)
    context = {"case": case, "form": form, "row": row, "next": home}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/activity/activity_change.html", context, status=status)


@case_view(needs=Permission.ACTIVITY_CONFIRM)
@require_http_methods(["GET", "POST"])
def activity_end(request, case, period_id):
    """It is over: since when, and what takes its place."""
    home = back(request, case_url(case.pk))
    row = _row(case, period_id)
    if row is None or row.until_on is not None:
        return _moved_on(request, case)
    present = activity_page.present_of(activity_page.periods_of(case))
    others = [str(other.get_activity_display()) for other in present if other.pk != row.pk]
    form = ActivityEndForm(request.POST or None, others=bool(others))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.end_activity(
                row, by=request.user, on=data["on"], then_nothing=data.get("then") == Activity.NONE
            )
        except ValidationError as error:
            form.add_error("on", error)
        else:
            messages.success(request, _("%(what)s is over.") % {"what": row.get_activity_display()})
            if data.get("then") == "new":
                return see_other(f"{reverse('cases:activity_set', args=[case.pk])}?next={home}")
            return see_other(home)
    context = {"case": case, "form": form, "row": row, "next": home, "others": ", ".join(others)}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/activity/activity_end.html", context, status=status)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def stall_rest(request, case):
    """Let a case that stands still rest until a day, for a reason; or (``vaek``) let it rest no longer."""
    home = back(request, case_url(case.pk))
    if request.method == "POST" and request.POST.get("vaek"):
        actions.stop_rest(case, by=request.user)
        messages.success(request, _("The case rests no longer."))
        return see_other(home)
    form = StallRestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            with transaction.atomic():
                idempotency.claim(form, by=request.user, location=home)
                actions.let_rest(case, by=request.user, until=data["until"], reason=data["reason"])
        except idempotency.AlreadySent:
            return see_other(home)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The case rests. It is proposed again when the day has come."))
            return see_other(home)
    context = {"case": case, "form": form, "next": home, "why": stalled_words(case)}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/activity/stall_rest.html", context, status=status)
