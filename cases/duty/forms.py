"""The duty of 15–17-year-olds."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.duty.models import BreachReason, DutyBreach, DutyDecision, DutyExemption
from core import clock
from core.fields import DayField, PastDayField, TidyForm
from core.idempotency import SubmitKeyForm


class BreachForm(SubmitKeyForm):
    """When and how we learned that the plan is not followed."""

    learned_on = PastDayField(
        label=_("When did we learn it?"),
        help_text=_("The limits are counted from this day."),
    )
    how = forms.ChoiceField(
        label=_("How did we learn it?"), choices=[("", _("Choose")), *DutyBreach.How.choices]
    )
    note = forms.CharField(label=_("Remark"), max_length=400, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["learned_on"].initial = clock.today

    @property
    def facts(self) -> dict:
        """When and how, as the actions take it."""
        return {name: self.cleaned_data[name] for name in ("learned_on", "how", "note")}


class MistakeForm(TidyForm, forms.Form):
    """Why it was a mistake."""

    why = forms.CharField(label=_("Why was it a mistake?"), max_length=200)


class FollowAgainForm(TidyForm, forms.Form):
    """From when the plan is followed again."""

    on = PastDayField(label=_("From"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class MissedForm(TidyForm, forms.Form):
    """Why a limit was missed."""

    why = forms.ChoiceField(
        label=_("Why was the limit missed?"), choices=BreachReason.Why.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("In your own words"), max_length=400, required=False)


class DecisionForm(SubmitKeyForm, forms.ModelForm):
    """What the authority decided, when, and when those it is about were told beforehand."""

    class Meta:
        model = DutyDecision
        fields = ["kind", "decided_on", "decided_by", "told_on", "note"]
        widgets = {"kind": forms.RadioSelect}
        field_classes = {"decided_on": PastDayField, "told_on": PastDayField}
        help_texts = {
            "decided_by": _("The unit has no authority: name who made the decision."),
            "told_on": _("The law asks for it before a decision."),
            "note": _("No diagnoses: they belong in the authority's own case."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = DutyDecision.Kind.choices


class ExemptionForm(SubmitKeyForm, forms.ModelForm):
    """For how long, why, who decided it, and when the custody holder was heard."""

    # The model's until is the first day that no longer holds; people mean the last day that does.
    last_day = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave it empty while the end is not known."),
    )

    class Meta:
        model = DutyExemption
        fields = ["reason", "from_on", "decided_by", "custody_heard_on", "note"]
        field_classes = {"from_on": DayField, "custody_heard_on": PastDayField}
        help_texts = {
            "decided_by": _("The unit has no authority: name who made the decision."),
            "custody_heard_on": _("The law asks for it before a decision."),
            "note": _("No diagnoses: they belong in the authority's own case."),
        }

    field_order = ["reason", "from_on", "last_day", "decided_by", "custody_heard_on", "note"]

    def clean(self):
        """The last day is not before the first."""
        data = super().clean()
        first, last = data.get("from_on"), data.get("last_day")
        if first and last and last < first:
            raise ValidationError({"last_day": _("The last day is before the first.")})
        if last and last > clock.today() + timedelta(days=10 * 366):
            raise ValidationError({"last_day": _("Choose a day within the next ten years.")})
        return data
