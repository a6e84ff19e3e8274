"""Giving a case to a guide, and weighing it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.models import Assignment
from cases.guides import actions, proposals
from cases.guides.forms import AssignForm
from core import clock
from core.acting import perform
from core.fields import TidyForm
from core.http import next_url, respond


@case_view(needs=Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def case_assign(request, case):
    """Give the case a guide or a deputy from a day; the former one keeps what they wrote."""
    form = AssignForm(request.POST or None, unit=case.unit, initial={"kind": Assignment.Kind.GUIDE})
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("on", "kind")}
        perform(form, actions.assign, case, form.cleaned_data["user"], by=request.user, field="user", **data)
    home = next_url(request, case.get_absolute_url())
    context, words = {"case": case, "next": home}, _("The case is assigned.")
    return respond(request, form, "cases/guides/case_assign.html", context, to=home, words=words)


class WeightForm(TidyForm, forms.Form):
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
    home = next_url(request, case.get_absolute_url())
    history = list(case.weights.current().select_related("recorded_by"))
    present = next((row for row in history if row.until_on is None), None)
    form = WeightForm(request.POST or None, initial={"weight": present.weight if present else ""})
    if form.is_valid():
        data = form.cleaned_data
        perform(form, actions.weigh_case, case, data["weight"], by=request.user, reason=data["reason"])
    facts = {name: getattr(case.person, name) for name in ("birth_date", "custody", "needs_interpreter")}
    by_facts, why = proposals.weight_by_facts(activity=case.activity, on=clock.today(), **facts)
    context = {"case": case, "next": home, "by_facts": by_facts, "why": why, "history": history}
    words = _("The weight of the case is saved.")
    return respond(request, form, "cases/guides/case_weight.html", context, to=home, words=words)
