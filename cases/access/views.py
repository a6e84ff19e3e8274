"""Opening a case with a purpose, and who has seen it."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audit.models import AuditEvent
from cases.access import actions, log
from cases.access.door import case_view
from cases.access.forms import PurposeForm
from cases.access.permissions import Permission
from cases.links import case_url
from core.http import see_other


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
    return render(request, "cases/access/case_purpose.html", {"case": case, "form": form}, status=status)


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
    return render(request, "cases/access/case_log.html", context)
