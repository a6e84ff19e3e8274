"""The table of statutory rules for sharing without a consent: what guides choose between, from which day."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import role_view
from accounts.models import Role
from accounts.table_rows import save_row
from audit import trail
from cases.consents.forms import SharingRuleForm
from cases.consents.models import SharingRule
from core import clock
from core.http import see_other
from core.versions import Conflict

PAGE = "cases/consents/sharing_rule.html"


@role_view(Role.ADMIN)
@require_GET
def sharing_rule_list(request):
    """Every rule, and the days on which it can be chosen."""
    context = {"rules": SharingRule.objects.all(), "today": clock.today()}
    return render(request, "cases/consents/sharing_rule_list.html", context)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def sharing_rule_add(request):
    """Add a rule."""
    form = SharingRuleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = form.save()
            trail.record("sharing_rule.added", by=request.user, obj=made, changes={"name": [None, made.name]})
        messages.success(request, _("Saved."))
        return see_other(reverse("cases:sharing_rule_list"))
    return render(request, PAGE, {"form": form}, status=422 if form.errors else 200)


@role_view(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def sharing_rule_edit(request, rule_id):
    """Change a rule. What was recorded on it keeps the words it had."""
    found = get_object_or_404(SharingRule, pk=rule_id)
    old = {name: getattr(found, name) for name in SharingRuleForm.Meta.fields}
    form = SharingRuleForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            save_row(form, found, old, by=request.user, action="sharing_rule.edited")
        except Conflict as conflict:
            return _conflict(request, form, conflict.current)
        messages.success(request, _("Saved."))
        return see_other(reverse("cases:sharing_rule_list"))
    context = {"form": form, "rule": SharingRule.objects.get(pk=rule_id)}
    return render(request, PAGE, context, status=422 if form.errors else 200)


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
        "what": _("the rule"),
        "rows": rows,
        "hidden": [],
        "version": current.version,
        "action": request.path,
        "back": reverse("cases:sharing_rule_list"),
    }
    return render(request, "components/conflict_page.html", context, status=409)
