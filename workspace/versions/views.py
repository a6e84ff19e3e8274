"""The versions of a plan: listed, compared in words, and confirmed by the young person."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.signin.shown import MINUTES
from cases.access.door import case_view
from cases.access.permissions import Permission
from core import clock
from core.acting import refuse
from core.http import respond
from plans.handover.models import Handover
from plans.plan.views import the_plan
from plans.versions import actions
from plans.versions.models import Confirmation
from workspace.versions.forms import CodeConfirmForm, CompareForm, PaperConfirmForm
from workspace.versions.reading import compared, versions_of


@case_view(needs=Permission.PLAN_READ)
@require_GET
def versions(request, case):
    """Every version that was handed over, and what is new from one to another."""
    plan = the_plan(case)
    rows = versions_of(plan)
    form = CompareForm(request.GET if "fra" in request.GET else None, rows)
    found = pair = None
    if form.is_valid():
        numbers = sorted({form.cleaned_data["fra"], form.cleaned_data["til"]})
        pair = [row for number in numbers for row in rows if row.number == number]
        found = compared(plan, *numbers) if len(pair) == 2 else []
    context = {"case": case, "plan": plan, "versions": rows, "form": form, "found": found, "pair": pair}
    return render(request, "workspace/versions/versions.html", context)


@case_view(needs=Permission.HAND_OVER)
@require_http_methods(["GET", "POST"])
def version_confirm(request, case, handover_id):
    """Confirm a version. The guide sees the code; the young person types it on a screen that shows little else."""
    row = Handover.objects.listed().filter(pk=handover_id, plan__case=case, audience="youth").first()
    if row is None:
        raise Http404
    row.plan.case = case
    how = Confirmation.How.CODE if request.GET.get("skaerm") == "ung" else Confirmation.How.PAPER
    form_of = CodeConfirmForm if how == Confirmation.How.CODE else PaperConfirmForm
    form = form_of(request.POST or None, initial={"on": clock.today()})
    if form.is_valid():
        try:
            actions.confirm_version(row, by=request.user, how=how, **form.cleaned_data)
            form.done, form.repeated = True, None
        except ValidationError as refused:
            refuse(form, refused)
    page = "version_type" if how == Confirmation.How.CODE else "version_confirm"
    context = {"case": case, "version": row, "code": actions.code_of(row), "minutes": MINUTES}
    to = reverse("workspace:versions", args=[case.pk])
    return respond(
        request, form, f"workspace/versions/{page}.html", context, to=to, words=_("It is written down.")
    )
