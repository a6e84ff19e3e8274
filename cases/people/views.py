"""What is done to the case itself: activity, who carries it, its end; opening it with a purpose; who has seen it."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from audit import trail
from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.conflicts import conflict_page
from cases.links import case_url
from cases.people import actions
from cases.people.forms import GuardianAddForm, GuardianEditForm, GuardianForm, PersonEditForm
from cases.people.models import Guardian
from core import idempotency
from core.http import said, see_other
from core.versions import Conflict, save_versioned


@case_view(needs=Permission.CPR_REVEAL)
@require_POST
def cpr_reveal(request, case):
    """Show the whole CPR number. That it was shown, and to whom, is on the trail."""
    number = actions.reveal_cpr(case, by=request.user)
    context = {"case": case, "number": f"{number[:6]}-{number[6:]}" if number else ""}
    if request.htmx:
        return said(render(request, "cases/people/_cpr.html", context), _("The CPR number is shown."))
    return render(request, "cases/people/cpr_reveal.html", context)


def facts(obj, names) -> dict:
    """Field values for the trail; a CPR number is said to be there and no more."""
    return {name: bool(getattr(obj, name)) if name == "cpr" else getattr(obj, name) for name in names}


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def person_edit(request, case):
    """Change the young person's facts. Who saves second gets both texts."""
    person = case.person
    names = list(PersonEditForm.Meta.fields)
    old, old_cpr = facts(person, names), person.cpr
    form = PersonEditForm(request.POST or None, instance=person, unit=case.unit)
    if request.method == "GET" or not form.is_valid():
        return render(
            request,
            "cases/people/person_edit.html",
            {"case": case, "form": form},
            status=422 if request.POST else 200,
        )
    person.derive()
    try:
        with transaction.atomic():
            save_versioned(
                person, form.cleaned_data["version"], [*names, "search_name", "sort_name", "cpr_index"]
            )
    except Conflict as conflict:
        return conflict_page(request, case, form, conflict.current, _("the young person's facts"))
    except IntegrityError:
        form.add_error("cpr", _("A young person with this CPR number is already known in the unit."))
        return render(request, "cases/people/person_edit.html", {"case": case, "form": form}, status=422)
    changes = trail.changed(old, facts(person, names))
    if person.cpr != old_cpr:
        changes["cpr"] = [_("a number") if old_cpr else "", _("another number")]
    trail.record("person.edited", by=request.user, case_id=case.pk, obj=person, changes=changes)
    for warning in form.warnings:
        messages.warning(request, warning)
    messages.success(request, _("The facts are saved."))
    return see_other(case_url(case.pk))


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def guardian_add(request, case):
    """Add a parent or another adult around the young person."""
    form = GuardianAddForm(request.POST or None)
    url = reverse("cases:network", args=[case.pk])
    if request.method == "GET" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "cases/people/guardian_add.html", context, status=422 if request.POST else 200)
    try:
        with transaction.atomic():
            idempotency.claim(form, by=request.user, location=url)
            form.instance.person = case.person
            guardian = form.save()
            trail.record("guardian.added", by=request.user, case_id=case.pk, obj=guardian)
    except idempotency.AlreadySent:
        return see_other(url)
    messages.success(request, _("%(name)s is added.") % {"name": guardian.name})
    return see_other(url)


@case_view(needs=Permission.CASE_EDIT)
@require_http_methods(["GET", "POST"])
def guardian_edit(request, case, guardian_id):
    """Change somebody around the young person."""
    guardian = Guardian.objects.filter(person=case.person, pk=guardian_id).first()
    if guardian is None:
        raise Http404
    names = GuardianForm.Meta.fields
    old = facts(guardian, names)
    form = GuardianEditForm(request.POST or None, instance=guardian)
    if request.method == "GET" or not form.is_valid():
        context = {"case": case, "form": form, "guardian": guardian}
        return render(
            request, "cases/people/guardian_edit.html", context, status=422 if request.POST else 200
        )
    try:
        save_versioned(guardian, form.cleaned_data["version"], names)
    except Conflict as conflict:
        return conflict_page(request, case, form, conflict.current, guardian.name)
    changes = trail.changed(old, facts(guardian, names))
    trail.record("guardian.edited", by=request.user, case_id=case.pk, obj=guardian, changes=changes)
    messages.success(request, _("The facts are saved."))
    return see_other(reverse("cases:network", args=[case.pk]))
