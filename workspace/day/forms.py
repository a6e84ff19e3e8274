"""The forms of Min dag."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.fields import DayField, TidyForm, date_input
from workspace.day.putting_off import latest


class PutOffForm(TidyForm, forms.Form):
    """Until when, and why it can wait."""

    until_on = DayField(label=gettext_lazy("Show it again on"))
    reason = forms.CharField(label=gettext_lazy("Why can it wait?"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, last = clock.today() + timedelta(days=1), latest(clock.today())
        self.fields["until_on"].widget = date_input(min=first.isoformat(), max=last.isoformat())
        self.fields["until_on"].initial = clock.today() + timedelta(days=7)
        self.fields["reason"].widget.attrs["autofocus"] = True
        self.fields["reason"].help_text = _("Everybody who works on the case can read it.")
