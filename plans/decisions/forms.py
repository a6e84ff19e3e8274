"""Forms of formal decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DayField, TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm
from partners.models import Partner
from plans.decisions.models import FormalDecision


class DecisionForm(SubmitKeyForm, UntouchedModelForm):
    """A decision that an authority has made."""

    class Meta:
        model = FormalDecision
        fields = (
            "what", "outcome", "by_whom", "partner", "paragraph", "decided_on", "appeal_until", "appeal_words",
        )  # fmt: skip
        widgets = {"decided_on": date_input(), "appeal_until": date_input(), "outcome": forms.RadioSelect}
        field_classes = {"decided_on": DayField, "appeal_until": DayField}
        help_texts = {
            "what": _("For example: a support person, five hours a week."),
            "by_whom": _("The authority, as it stands in the letter."),
            "paragraph": _("For example: serviceloven § 85."),
            "appeal_until": _("As it stands in the letter; often four weeks after it came."),
            "appeal_words": _("For example: to the department, which sends it on to Ankestyrelsen."),
        }

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(unit=case.unit_id, merged_into=None, has_authority=True)
        self.fields["partner"].queryset = rows.order_by("sort_name", "pk")
        self.fields["partner"].empty_label = _("Not in the directory")
        self.fields["outcome"].choices = FormalDecision.Outcome.choices

    def clean_decided_on(self):
        """It has been made."""
        day = self.cleaned_data["decided_on"]
        not_in_the_future(day)
        return day

    def clean(self):
        """One complains after it is decided."""
        data = super().clean()
        decided, until = data.get("decided_on"), data.get("appeal_until")
        if decided and until and until < decided:
            self.add_error("appeal_until", _("The last day to complain is before the decision."))
        return data


class MistakeForm(TidyForm, forms.Form):
    """What was wrong."""

    why = forms.CharField(label=_("What was wrong?"), max_length=200)
