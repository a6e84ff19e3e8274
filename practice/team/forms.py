"""That a meeting was held, and its short minutes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from practice.rhythm.models import TeamMeeting
from practice.wording import NamelessForm


class HoldForm(NamelessForm, SubmitKeyForm):
    """When it was held, and what was said in short. Colleagues may be named."""

    watched = "minutes"
    field_order = ("held_on", "minutes", "sure")

    held_on = DayField(label=_("When was it held?"))
    minutes = forms.CharField(
        label=_("Short minutes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you agreed on, in a few lines. Nothing about a single young person."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = clock.today


class CorrectForm(NamelessForm, VersionedForm, UntouchedModelForm):
    """The minutes as they should stand. Colleagues may be named."""

    watched = "minutes"
    field_order = ("minutes", "sure")

    minutes = forms.CharField(
        label=_("Short minutes"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What they said before stays to be read below them, with who wrote it."),
    )

    class Meta:
        model = TeamMeeting
        fields = ("minutes",)

    def saved_by(self, case_id=None):
        """Who corrected them last."""
        return (self.row or self.instance).corrected_by
