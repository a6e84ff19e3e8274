"""The table of partner categories: labels are the unit's own to edit."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.access import role_view
from accounts.models import Role
from audit import trail
from core import idempotency
from core.text import fold
from partners.forms import CategoryForm
from partners.models import PartnerCategory, Side

FIELDS = ["name_da", "name_en", "side", "source", "is_active"]


@role_view(Role.ADMIN)
def category_list(request):
    """Every category with its source, whether it may be chosen, and how many partners have it."""
    own = Q(partners__unit=request.user.unit_id, partners__merged_into=None, partners__is_active=True)
    rows = list(
        PartnerCategory.objects.annotate(count=Count("partners", filter=own)).order_by("side", "name_da")
    )
    sides = [(label, [row for row in rows if row.side == side]) for side, label in Side.choices]
    return render(request, "partners/category_list.html", {"sides": sides})


@role_view(Role.ADMIN)
def category_edit(request, pk):
    """Change a category's labels, source or use."""
    category = get_object_or_404(PartnerCategory, pk=pk)
    old = {name: getattr(category, name) for name in FIELDS}
    form = CategoryForm(request.POST or None, instance=category)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            changes = trail.changed(old, {name: form.cleaned_data[name] for name in FIELDS})
            trail.record("category.change", by=request.user, obj=category, changes=changes)
        messages.success(request, _("Saved."))
        return redirect("partners:category_list")
    return render(
        request, "partners/category_form.html", {"form": form, "category": PartnerCategory.objects.get(pk=pk)}
    )


def _unused_code(name: str) -> str:
    """A code from the name; it never changes afterwards, however the labels do."""
    stem = slugify(fold(name))[:40] or "category"
    code, number = stem, 1
    while PartnerCategory.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}-{number}"
    return code


@role_view(Role.ADMIN)
def category_add(request):
    """Add a kind of partner."""
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                idempotency.claim(form, by=request.user)
                form.instance.code = _unused_code(form.cleaned_data["name_da"])
                category = form.save()
                changes = {name: [None, form.cleaned_data[name]] for name in FIELDS}
                trail.record("category.create", by=request.user, obj=category, changes=changes)
        except idempotency.AlreadySent:
            return redirect("partners:category_list")
        messages.success(request, _("%(name)s is added.") % {"name": category})
        return redirect("partners:category_list")
    return render(request, "partners/category_form.html", {"form": form})
