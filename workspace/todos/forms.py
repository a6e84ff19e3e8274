"""The forms of a task: what and when, and another day."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import FromToday, SoonDayField, TidyForm
from core.idempotency import SubmitKeyForm


def _tomorrow():
    return clock.today() + timedelta(days=1)


class TodoForm(FromToday, SubmitKeyForm):
    """What is to be done, and on which day."""

    text = forms.CharField(
        label=_("What is to be done?"),
        max_length=200,
        help_text=_("For example: phone the school. Only you see it, and who has the case after you."),
    )
    due_on = SoonDayField(label=_("When?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = _tomorrow
        self.fields["text"].widget.attrs["autofocus"] = True


class TodoMoveForm(FromToday, TidyForm, forms.Form):
    """Another day."""

    due_on = SoonDayField(label=_("New day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = _tomorrow
