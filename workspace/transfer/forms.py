"""The form that gives cases over, and the hand-over notes of its preview."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.casefile.finding import told_apart
from cases.guides.covering import MOST_COVER_DAYS
from cases.guides.fields import CarrierField, carriers
from core import clock
from core.fields import DayField, date_input
from core.idempotency import SubmitKeyForm
from workspace.transfer.models import Transfer

# No page holds more choices than this; who carries more gives them over in two goes.
MOST_CASES = 200


NOTE_LENGTH = 10_000


def _named(case, apart: dict) -> str:
    """The name, and of namesakes what tells them apart."""
    born = _("born %(apart)s") % {"apart": apart[case.pk]} if case.pk in apart else ""
    return ", ".join(filter(None, (case.person.name, born)))


class TransferForm(SubmitKeyForm):
    """Which cases go to whom, for good or until when, and why."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Transfer.Kind.choices, widget=forms.RadioSelect, initial="cover"
    )
    to = CarrierField(label=gettext_lazy("To whom"))
    from_on = DayField(label=gettext_lazy("From"), required=False)
    last_on = DayField(label=gettext_lazy("To and including"), required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200)
    scope = forms.ChoiceField(
        label=gettext_lazy("Which cases"),
        choices=[("", gettext_lazy("Those I tick below")), ("alle", gettext_lazy("All of them"))],
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("The cases"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, guide: User, cases, by: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.found = {str(case.pk): case for case in cases}
        apart = told_apart(list(cases), {case.pk for case in cases})
        self.fields["cases"].choices = [(pk, _named(case, apart)) for pk, case in self.found.items()]
        self.fields["cases"].error_messages["required"] = _("Choose at least one case.")
        self.fields["to"].queryset = carriers(guide.unit_id).exclude(pk=guide.pk)
        today = clock.today()
        for name, first in (("from_on", today), ("last_on", today + timedelta(days=14))):
            self.fields[name].widget = date_input(min=today.isoformat())
            self.fields[name].initial = first
        if not by.is_leader:
            # For good is the leader's to decide.
            self.fields["kind"].choices = [(Transfer.Kind.COVER, Transfer.Kind.COVER.label)]
            self.fields["kind"].initial = Transfer.Kind.COVER

    def clean(self):
        """A cover has two days in order, the first not passed; for good has none."""
        data = super().clean()
        if not data.get("scope") and not data.get("cases") and "cases" not in self.errors:
            self.add_error("cases", _("Choose at least one case."))
        if data.get("kind") != Transfer.Kind.COVER:
            data["from_on"] = data["until_on"] = None
            return data
        first, last = data.get("from_on"), data.get("last_on")
        if first is None and "from_on" not in self.errors:
            self.add_error("from_on", _("Say from which day."))
        if last is None and "last_on" not in self.errors:
            self.add_error("last_on", _("Say how long the cover lasts."))
        if first and first < clock.today():
            self.add_error("from_on", _("A cover begins today or later."))
        if first and last and last < first:
            self.add_error("last_on", _("The last day is before the first."))
        if first and last and last >= (end := first + timedelta(days=MOST_COVER_DAYS)):
            most = date_format(end - timedelta(days=1))
            self.add_error("last_on", _("A cover lasts a year at most: here until %(day)s.") % {"day": most})
        data["until_on"] = last and last + timedelta(days=1)
        return data

    @property
    def chosen(self) -> list:
        """The cases that were chosen, in the order of the page."""
        wanted = set(self.found if self.cleaned_data.get("scope") else self.cleaned_data.get("cases", ()))
        return [case for pk, case in self.found.items() if pk in wanted]


def notes_of(data, cases) -> dict:
    """The hand-over notes that were sent with the preview, by case id."""
    found = {}
    for case in cases:
        text = data.get(f"note-{case.pk}", "").replace("\x00", "").replace("\r\n", "\n").strip()
        if len(text) > NOTE_LENGTH:
            raise ValidationError(_("The note about %(name)s is too long.") % {"name": case.person.name})
        found[case.pk] = text
    return found
