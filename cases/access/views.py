"""Opening a case with a purpose, and who has seen it."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audit.models import AuditEvent
from cases.access import actions, log
from cases.access.door import case_view
from cases.access.forms import PurposeForm
from cases.access.permissions import Permission
from core.acting import perform
from core.http import number_in, respond


@case_view(needs=Permission.ASK_PURPOSE)
@require_http_methods(["GET", "POST"])
def case_purpose(request, case):
    """A colleague says why they open the case; it lasts until midnight, and the guide sees it."""
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        why = {name: form.cleaned_data[name] for name in ("purpose", "reason")}
        perform(form, actions.open_with_purpose, case, by=request.user, **why)
    page = "cases/access/case_purpose.html"
    return respond(request, form, page, {"case": case}, to=case.get_absolute_url())


@case_view(needs=Permission.LOG_READ)
@require_http_methods(["GET"])
def case_log(request, case):
    """Who has seen this case, and what they did."""
    rows = AuditEvent.objects.filter(case_id=case.pk).order_by("-at", "-pk")
    others = request.GET.get("vis") == "andre"
    if others:
        rows = rows.exclude(actor_id=request.user.pk)
    start = number_in(request.GET, "fra") or 0
    events = list(rows[start : start + 101])
    context = {
        "case": case,
        "events": log.lines(events[:100]),
        "older": start + 100 if len(events) > 100 else None,
        "others": others,
    }
    return render(request, "cases/access/case_log.html", context)
