"""The forms at the end of a case, and after."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import CloseReason, FollowUp
from core import clock
from core.fields import PastDayField
from core.idempotency import SubmitKeyForm
from plans.closing.summary import MOST_WORDS


class ClosingAskForm(SubmitKeyForm):
    """Why the guide asks to close."""

    reason = forms.ChoiceField(label=_("Reason for closing"), choices=[("", "—"), *CloseReason.choices])
    note = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Needed unless a destination is reached. The leader reads it, and it stays with the case."
        ),
    )


class SendBackForm(SubmitKeyForm):
    """What is missing."""

    words = forms.CharField(
        label=_("What is missing?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FollowUpForm(SubmitKeyForm):
    """How it goes."""

    result = forms.ChoiceField(
        label=_("How is it going?"), choices=FollowUp.Result.choices, widget=forms.RadioSelect
    )
    asked_on = PastDayField(label=_("Asked on"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked_on"].initial = clock.today


class SummaryForm(SubmitKeyForm):
    """What we did together, in the guide's words to the young person."""

    words = forms.CharField(
        label=_("What we did together"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Short sentences, to the young person. It stands first on the page."),
    )
    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
