"""The form of something that comes back."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from practice.rhythm.models import Rhythm

LONGEST_AHEAD = timedelta(days=730)


class RhythmForm(VersionedForm, SubmitKeyForm, UntouchedModelForm):
    """What, who sees to it, and how often."""

    from_on = DayField(
        label=_("from"),
        help_text=_("It is reckoned from the first such weekday on or after this day."),
        initial=clock.today,
    )

    class Meta:
        model = Rhythm
        fields = ("kind", "title", "owner", "every", "weekday", "weeks", "from_on")
        help_texts = {
            "title": _("May stay empty, except for something else."),
            "every": _("What is weekly is left out on a holiday. The others move to the next working day."),
            "weeks": _("Only for “every so many weeks”."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            User.objects.carriers(user.unit_id), label=_("Who sees to it"), empty_label=None
        )
        if self.instance.pk:
            del self.fields["kind"], self.fields["submit_key"]
        else:
            self.fields["owner"].initial = user.pk
        # An owner who has stopped is still named until somebody else is chosen.
        if self.instance.owner_id:
            self.fields["owner"].queryset |= User.objects.filter(pk=self.instance.owner_id)

    def clean_from_on(self):
        """Not so far away that nobody can plan by it."""
        day = self.cleaned_data["from_on"]
        if day > clock.today() + LONGEST_AHEAD:
            raise forms.ValidationError(_("Choose a day within two years."))
        return day
