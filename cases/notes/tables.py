"""The table of kinds of notes: what the unit calls them, and the template that each offers."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from accounts.table_rows import save_row
from audit import trail
from cases.notes.forms import NoteKindForm
from cases.notes.models import NoteKind
from core.http import see_other
from core.text import fold
from core.versions import Conflict


@role_view(Role.ADMIN)
@require_GET
def note_kind_list(request):
    """Every kind, those out of use last."""
    rows = NoteKind.objects.order_by("-is_active", "position", "name_da", "pk")
    return render(request, "cases/notes/note_kind_list.html", {"kinds": rows})


def _unused_code(name: str) -> str:
    """A code from the name; it never changes afterwards, however the name does."""
    stem = slugify(fold(name))[:34] or "slags"
    code, number = stem, 1
    while NoteKind.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}-{number}"
    return code


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def note_kind_add(request):
    """Add a kind."""
    form = NoteKindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.instance.code = _unused_code(form.cleaned_data["name_da"])
            made = form.save()
            trail.record("note_kind.added", by=request.user, obj=made, changes={"name": [None, made.name_da]})
        messages.success(request, _("Saved."))
        return see_other(reverse("cases:note_kind_list"))
    return render(request, "cases/notes/note_kind.html", {"form": form}, status=422 if form.errors else 200)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def note_kind_edit(request, kind_id):
    """Change a kind's names and template. Notes that have it keep it, under its new name."""
    found = get_object_or_404(NoteKind, pk=kind_id)
    old = {name: getattr(found, name) for name in NoteKindForm.Meta.fields}
    form = NoteKindForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_row(form, found, old, by=request.user, action="note_kind.edited")
        except Conflict as conflict:
            return _conflict(request, form, conflict.current)
        messages.success(request, _("Saved."))
        return see_other(reverse("cases:note_kind_list"))
    context = {"form": form, "kind": NoteKind.objects.get(pk=kind_id)}
    return render(request, "cases/notes/note_kind.html", context, status=422 if form.errors else 200)


def _conflict(request, form, current):
    rows = [
        {
            "name": name,
            "label": form.fields[name].label,
            "theirs": getattr(current, name),
            "field": form[name],
            "changed": form.cleaned_data[name] != getattr(current, name),
        }
        for name in form.Meta.fields
    ]
    context = {
        "what": _("the kind of note"),
        "rows": rows,
        "hidden": [],
        "version": current.version,
        "action": request.path,
        "back": reverse("cases:note_kind_list"),
    }
    return render(request, "components/conflict_page.html", context, status=409)
