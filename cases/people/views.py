"""The young person's facts, the CPR number, and who is around."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.people import actions
from cases.people.forms import GuardianAddForm, GuardianEditForm, PersonEditForm
from cases.people.models import Guardian
from core.acting import perform
from core.http import announce, respond


@case_view(needs=Permission.CPR_REVEAL)
@require_POST
def cpr_reveal(request, case):
    """Show the whole CPR number. That it was shown, and to whom, is on the trail."""
    number = actions.reveal_cpr(case, by=request.user)
    context = {"case": case, "number": f"{number[:6]}-{number[6:]}" if number else ""}
    if request.htmx:
        return announce(render(request, "cases/people/_cpr.html", context), _("The CPR number is shown."))
    return render(request, "cases/people/cpr_reveal.html", context)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def person_edit(request, case):
    """Change the young person's facts. Who saves second gets both texts."""
    form = PersonEditForm(request.POST or None, instance=case.person, unit=case.unit)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        if perform(form, actions.edit_person, case, by=request.user, **changed):
            for warning in form.warnings:
                messages.warning(request, warning)
    page, words = "cases/people/person_edit.html", _("The facts are saved.")
    return respond(request, form, page, {"case": case}, to=case.get_absolute_url(), words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def guardian_add(request, case):
    """Add a parent or another adult around the young person."""
    form = GuardianAddForm(request.POST or None)
    url = reverse("cases:network", args=[case.pk])
    if form.is_valid():
        perform(form, actions.add_guardian, case, form.edited, by=request.user, location=url)
    words = form.made and _("%(name)s is added.") % {"name": form.made.name}
    return respond(request, form, "cases/people/guardian_add.html", {"case": case}, to=url, words=words)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def guardian_edit(request, case, guardian_id):
    """Change somebody around the young person."""
    guardian = get_object_or_404(Guardian, person=case.person, pk=guardian_id)
    form = GuardianEditForm(request.POST or None, instance=guardian)
    if form.is_valid():
        changed = {"expected_version": form.expected, "values": form.values}
        perform(form, actions.edit_guardian, case, guardian, by=request.user, **changed)
    context, url = {"case": case, "guardian": guardian}, reverse("cases:network", args=[case.pk])
    page, words = "cases/people/guardian_edit.html", _("The facts are saved.")
    return respond(request, form, page, context, to=url, words=words)
