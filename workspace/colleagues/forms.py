"""When and where colleagues meet about a course."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import SoonDayField
from core.idempotency import SubmitKeyForm


class CourseCallForm(SubmitKeyForm):
    """Day, time, how long, and where."""

    day = SoonDayField(label=_("Day"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    lasts_minutes = forms.IntegerField(label=_("Minutes it lasts"), min_value=5, max_value=600, initial=30)
    place = forms.CharField(label=_("Place"), max_length=200)

    @property
    def starts_at(self) -> datetime:
        """The moment it starts."""
        data = self.cleaned_data
        return clock.at(data["day"], data["time"].hour, data["time"].minute)
