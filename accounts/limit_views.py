"""The table of limits, and the unit's own choices, for the administrator."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import role_view
from accounts.limit_forms import LimitForm, UnitChoicesForm
from accounts.limits import add_limit, take_back_limit
from accounts.models import Role, Unit
from audit import trail
from core import clock, idempotency
from core.limits import DECLARED, Declared, Limit, in_words
from core.versions import Conflict, save_versioned


def _history(rows: list[Limit]) -> list[dict]:
    """The rows of one limit, newest first, each with what it says and whether it holds, held or will hold."""
    today, made, found_now = clock.today(), [], False
    for row in sorted(rows, key=lambda r: (r.valid_from, r.pk), reverse=True):
        state = "coming" if row.valid_from > today else "past" if found_now else "now"
        if row.superseded_at:
            state = "back"
        found_now = found_now or state == "now"
        made.append({"row": row, "words": in_words(row.value, row.unit), "state": state})
    return made


def _line(declared: Declared, rows: list[Limit]) -> dict:
    """One line of the table: the value of today, and the next one."""
    history = _history([row for row in rows if not row.superseded_at])
    coming = [entry for entry in history if entry["state"] == "coming"]
    return {
        "declared": declared,
        "now": next((entry for entry in history if entry["state"] == "now"), None) or history[-1],
        "next": coming[-1] if coming else None,
    }


@role_view(Role.ADMIN)
def limit_list(request):
    """Every limit with its value of today, since when, and where that is written."""
    by_code: dict[str, list[Limit]] = {}
    for row in Limit.objects.all():
        by_code.setdefault(row.code, []).append(row)
    groups: dict[str, list[dict]] = {}
    for code, declared in DECLARED.items():
        if code in by_code:
            groups.setdefault(str(declared.group), []).append(_line(declared, by_code[code]))
    return render(request, "accounts/limit_list.html", {"groups": groups.items(), "unit": request.user.unit})


@role_view(Role.ADMIN)
def limit(request, code):
    """One limit: what it does, its values over time, and a new one."""
    declared = DECLARED.get(code)
    if declared is None:
        raise Http404
    form = LimitForm(request.POST or None, declared=declared)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("value", "valid_from", "source", "note")}
        try:
            with transaction.atomic():
                idempotency.claim(form, by=request.user)
                add_limit(code, by=request.user, **wanted)
        except idempotency.AlreadySent:
            return redirect("accounts:limit", code=code)
        except ValidationError as refused:
            for name, said in refused.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            messages.success(
                request,
                _("Saved. It counts from %(day)s.") % {"day": wanted["valid_from"].strftime("%d-%m-%Y")},
            )
            return redirect("accounts:limit", code=code)
    rows = list(Limit.objects.filter(code=code))
    if not rows:
        raise Http404
    context = {"declared": declared, "history": _history(rows), "form": form}
    return render(request, "accounts/limit.html", context, status=422 if form.errors else 200)


@role_view(Role.ADMIN)
@require_POST
def limit_take_back(request, code, pk):
    """Take back a value whose day has not come."""
    row = get_object_or_404(Limit, code=code, pk=pk)
    try:
        take_back_limit(row, by=request.user)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("Taken back."))
    return redirect("accounts:limit", code=code)


@role_view(Role.ADMIN)
def unit_choices(request):
    """What the administrator's own unit has decided for itself."""
    unit = Unit.objects.get(pk=request.user.unit_id)
    names = UnitChoicesForm.Meta.fields
    old = {name: getattr(unit, name) for name in names}
    form, theirs = UnitChoicesForm(request.POST or None, instance=unit), []
    if request.method == "POST" and form.is_valid():
        changes = trail.changed(old, {name: form.cleaned_data[name] for name in names})
        try:
            with transaction.atomic():
                if changes:
                    save_versioned(unit, form.cleaned_data["version"], list(changes))
                    trail.record("unit.choices", by=request.user, obj=unit, changes=changes)
        except Conflict as lost:
            theirs = [
                (form.fields[name].label, getattr(lost.current, name))
                for name in names
                if getattr(lost.current, name) != form.cleaned_data[name]
            ]
            data = form.data.copy()
            data["version"] = lost.current.version
            form = UnitChoicesForm(data, instance=lost.current)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:limit_list")
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "accounts/unit_choices.html", {"form": form, "theirs": theirs}, status=status)
