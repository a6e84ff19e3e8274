"""Who carries a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.casefile.models import Assignment, Case
from cases.guides.fields import CarrierField, carriers
from core import clock
from core.fields import DayField, TidyForm


class AssignForm(TidyForm, forms.Form):
    """Who carries the case, or stands in; a cover has its last day."""

    kind = forms.ChoiceField(label=_("As"), choices=Assignment.Kind.choices)
    user = CarrierField(label=_("Who"), required=False)
    on = DayField(label=_("From"))
    last_on = DayField(
        label=_("To and including"), required=False, help_text=_("Only for a cover, which ends by itself.")
    )
    # Who carried the case when the form was opened: who sends it second is told, and wins over nobody unseen.
    stood = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, case: Case, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["user"].queryset = carriers(case.unit_id)
        self.fields["user"].help_text = _("The number is how many open cases they carry now.")
        self.fields["on"].initial = clock.today
        self.fields["stood"].initial = self.stands

    @property
    def stands(self) -> str:
        """Who carries the case now, as the form sends it along."""
        return "-".join(str(pk or 0) for pk in (self.case.guide_id, self.case.deputy_id, self.case.cover_id))

    def clean(self):
        """A cover is somebody, and has a last day that is not before the first."""
        data = super().clean()
        if data.get("kind") == Assignment.Kind.COVER:
            first, last = data.get("on"), data.get("last_on")
            if not data.get("user") and "user" not in self.errors:
                self.add_error("user", _("Choose who covers."))
            if not last and "last_on" not in self.errors:
                self.add_error("last_on", _("Say how long the cover lasts."))
            elif first and last and last < first:
                self.add_error("last_on", _("The last day is before the first."))
        return data

    def see_anew(self) -> None:
        """The page now says what stands: sent once more, it is sent by somebody who has seen it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stood")] = self.stands
