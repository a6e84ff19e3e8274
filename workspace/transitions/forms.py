"""Forms for age transitions."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import TidyForm
from core.idempotency import SubmitKeyForm
from workspace.transitions.models import TransitionRule

_DAY = {"type": "date"}


class ConfirmForm(SubmitKeyForm):
    """That something is in place, since when."""

    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today

    def clean_on(self):
        """Not a day to come."""
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError(_("That day has not come yet."))
        return self.cleaned_data["on"]


class TransitionRuleForm(SubmitKeyForm, forms.ModelForm):
    """A requirement of an age, from a day, with its source."""

    class Meta:
        model = TransitionRule
        fields = ["months", "text_da", "text_en", "check_by", "valid_from", "source"]
        widgets = {"valid_from": forms.DateInput(attrs=_DAY, format="%Y-%m-%d")}
        help_texts = {
            "check_by": _("What can be seen from facts is never ticked by anybody."),
            "source": _("The law and paragraph, the decision with its date, or an address on the web."),
        }

    def clean_valid_from(self):
        """A day that an administrator can mean."""
        day = self.cleaned_data["valid_from"]
        if not date(2000, 1, 1) <= day <= date(clock.today().year + 10, 12, 31):
            raise ValidationError(_("Choose a day within the next ten years, or after the year 2000."))
        return day


class RuleEndForm(TidyForm, forms.Form):
    """From when a requirement holds no more."""

    on = forms.DateField(
        label=_("No longer required from"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
