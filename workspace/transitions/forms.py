"""Forms for age transitions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from workspace.transitions.models import TransitionRule


class ConfirmForm(SubmitKeyForm):
    """That something is in place, since when."""

    on = PastDayField(label=_("On"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today


class TransitionRuleForm(SubmitKeyForm, forms.ModelForm):
    """A requirement of an age, from a day, with its source."""

    class Meta:
        model = TransitionRule
        fields = ["months", "text_da", "text_en", "check_by", "valid_from", "source"]
        field_classes = {"valid_from": DayField}
        help_texts = {
            "check_by": _("What can be seen from facts is never ticked by anybody."),
            "source": _("The law and paragraph, the decision with its date, or an address on the web."),
        }


class RuleEndForm(TidyForm, forms.Form):
    """From when a requirement holds no more."""

    on = DayField(label=_("No longer required from"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
