"""Somebody saved first: both texts side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.links import case_url


def shown(obj, name):
    """A field's value as a person reads it."""
    value = getattr(obj, name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    display = getattr(obj, f"get_{name}_display", None)
    return display() if display else value


def conflict_page(request, case, form, current, what) -> HttpResponse:
    """Somebody saved first: their text and one's own side by side, to be put together. Nothing is discarded."""
    rows = [
        {
            "name": name,
            "label": form.fields[name].label,
            "theirs": shown(current, name),
            "field": form[name],
            "changed": (form.cleaned_data.get(name) or "") != (getattr(current, name) or ""),
        }
        for name in form.Meta.fields
        if name != "cpr"
    ]
    # A number that was typed travels on unseen: it is shown nowhere but through `cpr_reveal`.
    beside = set(form.fields) - {row["name"] for row in rows} - {"version", "submit_key"}
    context = {
        "what": what,
        "rows": rows,
        "hidden": [(name, value) for name in beside for value in request.POST.getlist(name)],
        "version": current.version,
        "action": request.path,
        "back": case_url(case.pk),
    }
    return render(request, "components/conflict_page.html", context, status=409)
