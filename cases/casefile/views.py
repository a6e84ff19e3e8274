"""The case's own facts, and its pause."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile import actions
from cases.casefile.forms import CaseForm
from cases.casefile.holding import hold
from cases.casefile.models import Status
from cases.drafts import drafting as drafts
from core.acting import perform
from core.http import respond, see_other


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def case_edit(request, case):
    """The case's own facts: why the young person came, and the KLE number."""
    form = drafts.restore(CaseForm(request.POST or None, instance=case), case, request.user, "case")
    if form.is_valid():
        facts = {"values": form.values, "named": form.cleaned_data["named"]}
        if perform(form, actions.edit_case, case, by=request.user, expected_version=form.expected, **facts):
            drafts.drop(form, case, request.user, "case")
    page, words = "cases/casefile/case_edit.html", _("The case is saved.")
    return respond(request, form, page, {"case": case}, to=case.get_absolute_url(), words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_POST
def case_pause(request, case):
    """Pause a running case, or let it run again; the button says which, so that two clicks are one."""
    status = request.POST.get("status", "")
    if status not in (Status.RUNNING, Status.PAUSED):
        status = Status.RUNNING if case.status == Status.PAUSED else Status.PAUSED
    try:
        hold(case)
        if case.status != status:
            actions.set_status(case, status, by=request.user)
        messages.success(
            request, _("The case is paused.") if status == Status.PAUSED else _("The case runs again.")
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return see_other(case.get_absolute_url())
