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
        """A cover is somebody, and has a last day that is not before the first; others have none, and are news."""
        data = super().clean()
        if data.get("kind") == Assignment.Kind.COVER:
            first, last = data.get("on"), data.get("last_on")
            if not data.get("user") and "user" not in self.errors:
                self.add_error("user", _("Choose who covers."))
            if not last and "last_on" not in self.errors:
                self.add_error("last_on", _("Say how long the cover lasts."))
            elif first and last and last < first:
                self.add_error("last_on", _("The last day is before the first."))
        elif "kind" in data:
            if data.get("last_on"):
                words = _("Only a cover has a last day: choose that above, or leave the day out.")
                self.add_error("last_on", words)
            self._check_news(data["kind"], data.get("user"))
        return data

    def _check_news(self, kind: str, user: User | None) -> None:
        """Who carries the case already is not given it, and from a case without a deputy none is taken."""
        has = self.case.guide if kind == Assignment.Kind.GUIDE else self.case.deputy
        if user is not None and user == has:
            self.add_error("user", _("They carry it already."))
        elif user is None and has is None and kind == Assignment.Kind.DEPUTY and "user" not in self.errors:
            self.add_error("user", _("The case has no deputy."))

    def see_anew(self) -> None:
        """The page now says what stands: sent once more, it is sent by somebody who has seen it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stood")] = self.stands
