"""Giving a case to a guide, and weighing it."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.door import case_view
from cases.access.permissions import Permission
from cases.casefile.holding import hold
from cases.casefile.models import Assignment
from cases.guides import actions, proposals
from cases.guides.covering import cover
from cases.guides.forms import AssignForm
from core import clock
from core.acting import perform
from core.constraints import Taken
from core.fields import TidyForm
from core.http import next_url, respond


@case_view(needs=Permission.ASSIGN)
@require_http_methods(["GET", "POST"])
def case_assign(request, case):
    """Give the case a guide or a deputy from a day, or a cover for some days; the former keep what they wrote."""
    form = AssignForm(
        request.POST or None, case=case, by=request.user, initial={"kind": Assignment.Kind.GUIDE}
    )
    if form.is_valid() and not perform(form, _give, form, case, by=request.user, field="user"):
        form.see_anew()
    home = next_url(request, case.get_absolute_url())
    context, words = {"case": case, "next": home}, _("The case is assigned.")
    return respond(request, form, "cases/guides/case_assign.html", context, to=home, words=words)


def _give(form: AssignForm, case, *, by) -> None:
    """Give the case as the form says. Raises Taken when somebody gave it to another since the form was opened."""
    data = form.cleaned_data
    hold(case)
    if data["stood"] and data["stood"] != form.stands:
        raise Taken(_("Somebody has given the case to somebody else meanwhile. Look at who carries it now."))
    if data["kind"] == Assignment.Kind.COVER:
        until = data["last_on"] + timedelta(days=1)
        cover(case, data["user"], by=by, from_on=data["on"], until_on=until)
    else:
        actions.assign(case, data["user"], by=by, on=data["on"], kind=data["kind"])


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
    same = getattr(form, "made", None) is False
    words = _("The weight of the case is as it was.") if same else _("The weight of the case is saved.")
    return respond(request, form, "cases/guides/case_weight.html", context, to=home, words=words)
