"""Why and when a case ends."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import CloseReason
from core import clock
from core.fields import PastDayField, TidyForm


class CloseForm(TidyForm, forms.Form):
    """Why and when the case ends."""

    reason = forms.ChoiceField(
        label=_("Reason for closing"), choices=[("", _("Choose")), *CloseReason.choices]
    )
    on = PastDayField(label=_("Closed on"))
    note = forms.CharField(
        label=_("Remark"),
        max_length=200,
        required=False,
        help_text=_("Needed unless a destination is reached."),
    )
    answers = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**31)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today

    def clean(self):
        """Any reason but a destination needs a remark."""
        data = super().clean()
        if data.get("reason") not in (None, CloseReason.DESTINATION) and not data.get("note"):
            self.add_error("note", _("Say in a few words why the case should be closed."))
        return data
