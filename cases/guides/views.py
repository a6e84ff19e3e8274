"""Giving a case to a guide, and weighing it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Assignment
from cases.guides import actions, proposals
from cases.guides.forms import AssignForm
from cases.links import case_url
from core import clock
from core.http import back, see_other


@case_view(needs=Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def case_assign(request, case):
    """Give the case a guide or a deputy from a day; the former one keeps what they wrote."""
    form = AssignForm(request.POST or None, unit=case.unit, initial={"kind": Assignment.Kind.GUIDE})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.assign(case, data["user"], by=request.user, on=data["on"], kind=data["kind"])
        except ValidationError as error:
            form.add_error("user", error)
        else:
            messages.success(request, _("The case is assigned."))
            return see_other(back(request, case_url(case.pk)))
    status = 422 if request.method == "POST" else 200
    context = {"case": case, "form": form, "next": back(request, case_url(case.pk))}
    return render(request, "cases/guides/case_assign.html", context, status=status)


class WeightForm(forms.Form):
    """A weight and why, or none: then it follows from the facts."""

    weight = forms.TypedChoiceField(
        label=gettext_lazy("Weight"),
        choices=[
            ("", gettext_lazy("By the facts")),
            ("1", gettext_lazy("1 – light")),
            ("2", gettext_lazy("2 – takes more")),
            ("3", gettext_lazy("3 – heavy")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=200, required=False)

    def clean(self):
        """A weight has a reason."""
        data = super().clean()
        if data.get("weight") and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why, in a few words."))
        return data


@case_view(needs=Permission.WEIGH)
@require_http_methods(["GET", "POST"])
def case_weight(request, case):
    """Weigh the case from today, or let the facts decide."""
    home = back(request, case_url(case.pk))
    history = list(case.weights.current().select_related("recorded_by"))
    present = next((row for row in history if row.until_on is None), None)
    form = WeightForm(request.POST or None, initial={"weight": present.weight if present else ""})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.weigh_case(case, data["weight"], by=request.user, reason=data["reason"])
        messages.success(request, _("The weight of the case is saved."))
        return see_other(home)
    person = case.person
    by_facts, why = proposals.weight_by_facts(
        activity=case.activity,
        birth_date=person.birth_date,
        custody=person.custody,
        needs_interpreter=person.needs_interpreter,
        on=clock.today(),
    )
    context = {
        "case": case,
        "form": form,
        "next": home,
        "by_facts": by_facts,
        "why": why,
        "history": history,
    }
    return render(
        request, "cases/guides/case_weight.html", context, status=422 if request.method == "POST" else 200
    )
