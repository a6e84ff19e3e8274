"""Inviting somebody into Min plan, and closing it to them."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from participation.access.destinations import read_destination
from participation.access.models import Entry


class InviteForm(SubmitKeyForm):
    """How the code comes, and where; of a parent what it takes besides."""

    channel = forms.ChoiceField(label=_("How the code comes"), widget=forms.RadioSelect)
    destination = forms.CharField(
        label=_("E-mail or mobile"),
        max_length=254,
        required=False,
        help_text=_("One that nobody else reads. Leave it empty for a code on paper."),
    )
    agreed_on = PastDayField(label=_("The young person said yes on"))
    despite_protection = forms.BooleanField(
        label=_("The young person is protected. I have made sure that this parent may read along."),
        required=False,
    )

    def __init__(self, *args, case, guardian=None, on, **kwargs):
        super().__init__(*args, **kwargs)
        without = () if settings.SMS_BACKEND else (Entry.Channel.SMS,)
        self.fields["channel"].choices = [pair for pair in Entry.Channel.choices if pair[0] not in without]
        if guardian is None or not case.person.is_of_age(on):
            del self.fields["agreed_on"]
        if guardian is None or not (case.shielded or case.person.address_protected):
            del self.fields["despite_protection"]

    def clean_destination(self):
        """An e-mail or a mobile number, as it is kept."""
        typed = self.cleaned_data["destination"]
        destination = read_destination(typed)
        if typed and not destination:
            raise ValidationError(_("Write an e-mail, or a mobile number of eight digits."))
        return destination


class WithdrawForm(TidyForm, forms.Form):
    """Why it is closed."""

    reason = forms.CharField(label=_("Why"), max_length=300, min_length=3)
