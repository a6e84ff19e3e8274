"""What is done to the case itself: activity, who carries it, its end; opening it with a purpose; who has seen it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit import trail
from audit.models import AuditEvent
from cases import actions, drafts, log
from cases.access import Permission, case_view
from cases.forms import AssignForm, CaseForm, PurposeForm
from cases.models import Assignment, Case, Status
from cases.rows import case_url
from core.http import back, said, see_other
from core.versions import Conflict, save_versioned


@case_view(needs=Permission.ASK_PURPOSE)
@require_http_methods(["GET", "POST"])
def case_purpose(request, case):
    """A colleague says why they open the case; it lasts until midnight, and the guide sees it."""
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.open_with_purpose(case, by=request.user, purpose=data["purpose"], reason=data["reason"])
            return see_other(case_url(case.pk))
        except ValidationError as error:
            form.add_error(None, error)
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/case_purpose.html", {"case": case, "form": form}, status=status)


@case_view(needs=Permission.CPR_REVEAL)
@require_POST
def cpr_reveal(request, case):
    """Show the whole CPR number. That it was shown, and to whom, is on the trail."""
    number = actions.reveal_cpr(case, by=request.user)
    context = {"case": case, "number": f"{number[:6]}-{number[6:]}" if number else ""}
    if request.htmx:
        return said(render(request, "cases/_cpr.html", context), _("The CPR number is shown."))
    return render(request, "cases/cpr_reveal.html", context)


@case_view(needs=Permission.LOG_READ)
@require_http_methods(["GET"])
def case_log(request, case):
    """Who has seen this case, and what they did."""
    rows = AuditEvent.objects.filter(case_id=case.pk).order_by("-at", "-pk")
    others = request.GET.get("vis") == "andre"
    if others:
        rows = rows.exclude(actor_id=request.user.pk)
    start = int(request.GET["fra"]) if request.GET.get("fra", "").isdecimal() else 0
    events = list(rows[start : start + 101])
    context = {
        "case": case,
        "events": log.lines(events[:100]),
        "older": start + 100 if len(events) > 100 else None,
        "others": others,
    }
    return render(request, "cases/case_log.html", context)


@case_view(needs=Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def case_assign(request, case):
    """Give the case a guide or a deputy from a day; the former one keeps what they wrote."""
    form = AssignForm(request.POST or None, unit=case.unit, initial={"kind": Assignment.Kind.GUIDE})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.assign(case, data["user"], by=request.user, on=data["on"], kind=data["kind"])
        except ValidationError as error:
            form.add_error("user", error)
        else:
            messages.success(request, _("The case is assigned."))
            return see_other(back(request, case_url(case.pk)))
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "form": form, "next": back(request, case_url(case.pk))}
    return render(request, "cases/case_assign.html", context, status=status)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_edit(request, case):
    """The case's own facts: why the young person came, and the KLE number."""
    form = drafts.restore(CaseForm(request.POST or None, instance=case), case, request.user, "case")
    if request.method == "GET" or not form.is_valid():
        return render(
            request, "cases/case_edit.html", {"case": case, "form": form}, status=422 if request.POST else 200
        )
    old = Case.objects.filter(pk=case.pk).values(*CaseForm.Meta.fields).get()
    new = {name: form.cleaned_data[name] for name in old}
    try:
        save_versioned(case, form.cleaned_data["version"], list(new))
    except Conflict as conflict:
        return conflict_page(request, case, form, conflict.current, _("the case"))
    actions.name_persons(case, form.cleaned_data["named"], by=request.user)
    trail.record("case.edited", by=request.user, case_id=case.pk, obj=case, changes=trail.changed(old, new))
    drafts.drop(case, request.user, "case")
    messages.success(request, _("The case is saved."))
    return see_other(case_url(case.pk))


def shown(obj, name):
    """A field's value as a person reads it."""
    value = getattr(obj, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    display = getattr(obj, f"get_{name}_display", None)
    return display() if display else value


def conflict_page(request, case, form, current, what) -> HttpResponse:
    """Somebody saved first: their text and one's own side by side, to be put together. Nothing is discarded."""
    rows = [
        {
            "name": name,
            "label": form.fields[name].label,
            "theirs": shown(current, name),
            "field": form[name],
            "changed": (form.cleaned_data.get(name) or "") != (getattr(current, name) or ""),
        }
        for name in form.Meta.fields
        if name != "cpr"
    ]
    # A number that was typed travels on unseen: it is shown nowhere but through `cpr_reveal`.
    beside = set(form.fields) - {row["name"] for row in rows} - {"version", "submit_key"}
    context = {
        "what": what,
        "rows": rows,
        "hidden": [(name, value) for name in beside for value in request.POST.getlist(name)],
        "version": current.version,
        "action": request.path,
        "back": case_url(case.pk),
    }
    return render(request, "conflict.html", context, status=409)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def case_pause(request, case):
    """Pause a running case, or let it run again."""
    status = Status.RUNNING if case.status == Status.PAUSED else Status.PAUSED
    try:
        actions.set_status(case, status, by=request.user)
        messages.success(
            request, _("The case is paused.") if status == Status.PAUSED else _("The case runs again.")
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(case_url(case.pk))
