"""The case's own facts, and its pause."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit import trail
from cases.access import actions as access_actions
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile import actions as casefile_actions
from cases.casefile.forms import CaseForm
from cases.casefile.models import Case, Status
from cases.conflicts import conflict_page
from cases.drafts import drafting as drafts
from cases.links import case_url
from core.http import see_other
from core.versions import Conflict, save_versioned


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_edit(request, case):
    """The case's own facts: why the young person came, and the KLE number."""
    form = drafts.restore(CaseForm(request.POST or None, instance=case), case, request.user, "case")
    if request.method == "GET" or not form.is_valid():
        return render(
            request,
            "cases/casefile/case_edit.html",
            {"case": case, "form": form},
            status=422 if request.POST else 200,
        )
    old = Case.objects.filter(pk=case.pk).values(*CaseForm.Meta.fields).get()
    new = {name: form.cleaned_data[name] for name in old}
    try:
        save_versioned(case, form.cleaned_data["version"], list(new))
    except Conflict as conflict:
        return conflict_page(request, case, form, conflict.current, _("the case"))
    access_actions.name_persons(case, form.cleaned_data["named"], by=request.user)
    trail.record("case.edited", by=request.user, case_id=case.pk, obj=case, changes=trail.changed(old, new))
    drafts.drop(case, request.user, "case")
    messages.success(request, _("The case is saved."))
    return see_other(case_url(case.pk))


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def case_pause(request, case):
    """Pause a running case, or let it run again."""
    status = Status.RUNNING if case.status == Status.PAUSED else Status.PAUSED
    try:
        casefile_actions.set_status(case, status, by=request.user)
        messages.success(
            request, _("The case is paused.") if status == Status.PAUSED else _("The case runs again.")
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(case_url(case.pk))
