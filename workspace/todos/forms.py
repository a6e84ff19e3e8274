"""The forms of a task: what and when, and another day."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, TidyForm, date_input
from core.idempotency import SubmitKeyForm


def _tomorrow():
    return clock.today() + timedelta(days=1)


class _FromToday:
    """Mix-in: the day is today or one to come."""

    def clean_due_on(self):
        """Not one that has passed."""
        day = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return day


class TodoForm(_FromToday, SubmitKeyForm):
    """What is to be done, and on which day."""

    text = forms.CharField(
        label=_("What is to be done?"),
        max_length=200,
        help_text=_("For example: phone the school. Only you see it, and who has the case after you."),
    )
    due_on = DayField(label=_("When?"), widget=date_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = _tomorrow
        self.fields["text"].widget.attrs["autofocus"] = True


class TodoMoveForm(_FromToday, TidyForm, forms.Form):
    """Another day."""

    due_on = DayField(label=_("New day"), widget=date_input())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = _tomorrow
