"""Marking a case, starting the meeting, and writing the next step."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField, date_input
from core.idempotency import SubmitKeyForm
from practice.sparring.actions import LONGEST_STEP
from practice.wording import NamelessForm

# How long sparring is proposed to last.
USUAL_HOURS = 2
MIDNIGHT = time(0)


class MarkForm(NamelessForm, SubmitKeyForm):
    """What the guide asks colleagues. ``stood`` is the question as its writer saw it."""

    watched = "question"
    field_order = ("question", "sure")

    question = forms.CharField(
        label=_("What do you want to ask your colleagues?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Without names and numbers: the case itself is opened at the meeting."),
    )
    stood = forms.CharField(widget=forms.HiddenInput, required=False)


class StartForm(SubmitKeyForm):
    """Until when."""

    until = forms.TimeField(
        label=_("Until what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_(
            "Then everything that was opened is closed again, if nobody ends the meeting before. 00:00 is midnight."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = _proposed

    @property
    def ends_at(self) -> datetime:
        """The moment that is meant."""
        until, today = self.cleaned_data["until"], clock.today()
        if until == MIDNIGHT:
            return clock.end_of_day(today)
        return clock.at(today, until.hour, until.minute)


def _proposed() -> time:
    """Two hours on, but not after midnight."""
    end = min(clock.now() + timedelta(hours=USUAL_HOURS), clock.end_of_day(clock.today()))
    return end.astimezone(clock.COPENHAGEN).time().replace(second=0, microsecond=0)


class SettleForm(SubmitKeyForm):
    """The one next step that was agreed on, and thanks."""

    next_step = forms.CharField(
        label=_("Which next step is agreed on?"),
        max_length=LONGEST_STEP,
        help_text=_("One step. It is written as a note in the case."),
    )
    due_on = DayField(
        label=_("By when, if it is to stand in the plan?"),
        widget=date_input(),
        required=False,
        help_text=_("With a day it becomes a milestone too, which the young person reads."),
    )
    thanked = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Whom do you thank?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The unit sees your thanks, and not for which case."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["thanked"].queryset = User.objects.carriers(user.unit_id).exclude(pk=user.pk)

    def clean_due_on(self):
        """Not one that has passed."""
        day = self.cleaned_data["due_on"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        return day
