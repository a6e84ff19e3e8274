"""The tables of intake, for the administrator: target groups, departments, and what guides may know about."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from accounts.table_rows import save_row
from audit import trail
from cases.models import Knowledge
from core import idempotency
from core.http import see_other
from core.text import fold
from core.versions import Conflict
from intake.inquiries.models import Department, TargetGroup

HOME = "/tabeller/visitation/"


_NAMES = ["name_da", "name_en", "position", "is_active"]


# Address → model, heading, what is edited.
TABLES = {
    "maalgrupper": (TargetGroup, gettext_lazy("Target groups"), [*_NAMES, "knowledge", "source"]),
    "afdelinger": (Department, gettext_lazy("Departments"), [*_NAMES, "category"]),
    "kendskab": (Knowledge, gettext_lazy("What guides know about"), _NAMES),
}


class RowForm(forms.ModelForm):
    """A row of one of the tables. Out of use, it stays where it is used and is chosen no more."""

    def _post_clean(self):
        """Nothing: the view sets the row, so that a conflict still knows what stood there."""


class NewRowForm(RowForm, idempotency.SubmitKeyForm):
    """A new row."""


class EditRowForm(RowForm):
    """A row that is there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def _table(name: str):
    if name not in TABLES:
        raise Http404
    return TABLES[name]


@role_view(Role.ADMIN)
@require_GET
def table_list(request):
    """The three tables on one page."""
    tables = [
        (name, title, list(model.objects.order_by("-is_active", "position", "code")))
        for name, (model, title, _fields) in TABLES.items()
    ]
    return render(request, "intake/tables/table_list.html", {"tables": tables})


def _unused_code(model, name: str) -> str:
    """A code from the name; it never changes afterwards, however the labels do."""
    stem = slugify(fold(name))[:40] or "row"
    code, number = stem, 1
    while model.objects.filter(code=code).exists():
        number += 1
        code = f"{stem}-{number}"
    return code


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def table_add(request, table):
    """Add a row."""
    model, title, fields = _table(table)
    form = forms.modelform_factory(model, NewRowForm, fields=fields)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in fields}
        try:
            with transaction.atomic():
                idempotency.claim(form, by=request.user)
                row = model(code=_unused_code(model, values["name_da"]), **values)
                row.save(force_insert=True)
                trail.record("table.row_added", by=request.user, obj=row, changes=trail.changed({}, values))
        except idempotency.AlreadySent:
            return see_other(HOME)
        messages.success(request, _("Saved."))
        return see_other(HOME)
    context = {"form": form, "title": title}
    return render(request, "intake/tables/table_row.html", context, status=422 if request.POST else 200)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def table_edit(request, table, row_id):
    """Change a row; what stood before is kept in the trail. Who saves second gets both texts."""
    model, title, fields = _table(table)
    row = model.objects.filter(pk=row_id).first()
    if row is None:
        raise Http404
    made = forms.modelform_factory(model, EditRowForm, fields=fields)
    form = made(request.POST or None, instance=row, initial={"version": row.version})
    status, conflict = 422 if request.POST else 200, None
    if request.method == "POST" and form.is_valid():
        old = {name: getattr(row, name) for name in fields}
        for name in fields:
            setattr(row, name, form.cleaned_data[name])
        try:
            save_row(form, row, old, by=request.user, action="table.row_edited")
        except Conflict as lost:
            conflict = [
                (form.fields[name].label, getattr(lost.current, name), form.cleaned_data[name])
                for name in fields
                if getattr(lost.current, name) != form.cleaned_data[name]
            ]
            sent = form.data.copy()
            sent["version"] = lost.current.version
            form, status = made(sent, instance=lost.current), 409
        else:
            messages.success(request, _("Saved."))
            return see_other(HOME)
    context = {"form": form, "title": title, "row": row, "conflict": conflict}
    return render(request, "intake/tables/table_row.html", context, status=status)
