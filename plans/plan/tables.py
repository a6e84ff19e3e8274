"""The table of destinations: an administrator says what counts, and from where that is known."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core.versions import Conflict, save_versioned
from plans.plan.forms import GROUPS, DestinationForm
from plans.plan.models import Destination


@role_view(Role.ADMIN)
def destination_list(request):
    """All destinations, those out of use last."""
    rows = list(Destination.objects.order_by("-is_active", "position", "code"))
    for row in rows:
        row.group_name = GROUPS.get(row.group, row.group)
    return render(request, "plans/plan/destination_list.html", {"destinations": rows})


@role_view(Role.ADMIN)
def destination_add(request):
    """Add a destination."""
    form = DestinationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                made = form.save()
                trail.record(
                    "destination.added", by=request.user, obj=made, changes={"name": [None, made.name_da]}
                )
        except IntegrityError:
            form.add_error("code", _("This code is taken."))
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:destination_list")
    return render(
        request, "plans/plan/destination_add.html", {"form": form}, status=422 if form.errors else 200
    )


@role_view(Role.ADMIN)
def destination_edit(request, destination_id):
    """Change a destination; what stood before is kept in the trail."""
    found = get_object_or_404(Destination, pk=destination_id)
    old = {name: getattr(found, name) for name in DestinationForm.Meta.fields}
    form = DestinationForm(request.POST or None, instance=found)
    conflict = None
    if request.method == "POST" and form.is_valid():
        changes = trail.changed(old, {n: form.cleaned_data[n] for n in old if n in form.cleaned_data})
        try:
            with transaction.atomic():
                if changes:
                    expected = form.cleaned_data["version"] or 0
                    save_versioned(found, expected, list(changes))
                    trail.record("destination.edited", by=request.user, obj=found, changes=changes)
            messages.success(request, _("Saved."))
            return redirect("plans:destination_list")
        except Conflict as lost:
            conflict = [
                (form.fields[name].label, getattr(lost.current, name), form.cleaned_data[name])
                for name in form.cleaned_data
                if name in old and getattr(lost.current, name) != form.cleaned_data[name]
            ]
            data = form.data.copy()
            data["version"] = lost.current.version
            form = DestinationForm(data, instance=lost.current)
    status = 409 if conflict else 422 if form.errors else 200
    context = {"form": form, "destination": found, "conflict": conflict}
    return render(request, "plans/plan/destination_edit.html", context, status=status)
