"""Forms for age transitions."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from workspace.transitions.models import TransitionRule


class ConfirmForm(SubmitKeyForm):
    """That something is in place, since when."""

    on = forms.DateField(label=_("On"), widget=date_input(), validators=[not_in_the_future])
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class TransitionRuleForm(SubmitKeyForm, forms.ModelForm):
    """A requirement of an age, from a day, with its source."""

    class Meta:
        model = TransitionRule
        fields = ["months", "text_da", "text_en", "check_by", "valid_from", "source"]
        widgets = {"valid_from": date_input()}
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

    on = forms.DateField(label=_("No longer required from"), widget=date_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
