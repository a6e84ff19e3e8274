"""Forms of a partnership. None of them takes a CPR number: a partnership is about no young person."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from core.text import holds_personal_number
from core.versions import UntouchedModelForm, VersionedForm
from partners.anchoring.actions import PARTNERSHIP_FIELDS
from partners.anchoring.choices import Commitment, Criterion, Outcome, Standing
from partners.anchoring.models import Partnership


class _NobodyIn:
    """Refuses a CPR number in any text."""

    def clean(self):
        """Beside the field that holds it."""
        data = super().clean()
        for name, value in list(data.items()):
            if isinstance(value, str) and name != "submit_key" and holds_personal_number(value):
                self.add_error(
                    name, _("There is a CPR number in it. Write nothing about a young person here.")
                )
        return data


class PartnershipForm(_NobodyIn, VersionedForm, UntouchedModelForm):
    """Purpose, commitment, frames and methods."""

    class Meta:
        model = Partnership
        fields = PARTNERSHIP_FIELDS
        field_classes = {"signed_on": DayField, "committed_on": DayField}
        widgets = {"signed_on": date_input(), "committed_on": date_input()} | {
            name: forms.Textarea(attrs={"rows": 2})
            for name in ("purpose", "economy", "crisis_rules", "virtual_options", "geography", "it_systems")
        }
        help_texts = {
            "purpose": _("What do we want with each other, whoever the young person is?"),
            "paper": _("For example the number of the case in the municipality's filing system."),
            "economy": _("Who pays for what: hours, places, transport."),
            "crisis_rules": _("Whom does one call, and what is the rule when something is urgent?"),
            "virtual_options": _("What can be done online, and for whom?"),
            "geography": _("Where is it, and how does one get there?"),
            "it_systems": _("What do they write in, and what can we send to each other?"),
        }

    def clean_signed_on(self):
        """Signed is signed."""
        not_in_the_future(self.cleaned_data["signed_on"])
        return self.cleaned_data["signed_on"]

    def clean_committed_on(self):
        """Committed is committed."""
        not_in_the_future(self.cleaned_data["committed_on"])
        return self.cleaned_data["committed_on"]

    def clean(self):
        """A day on which somebody committed themselves has somebody who did."""
        data = super().clean()
        if data.get("committed_on") and data.get("commitment") in (Commitment.UNKNOWN, Commitment.NEITHER):
            self.add_error("committed_on", _("Say who has committed themselves, or leave the day empty."))
        return data


class JointMeetingForm(_NobodyIn, SubmitKeyForm):
    """When, about what, and whether the leaders were there."""

    held_on = DayField(label=_("Held on"), initial=clock.today)
    about = forms.CharField(
        label=_("What was it about?"),
        max_length=300,
        help_text=_("The cooperation itself. Nothing about a young person."),
    )
    our_leader = forms.BooleanField(label=_("Our leader was there"), required=False)
    their_leader = forms.BooleanField(label=_("The partner's leader was there"), required=False)

    def clean_held_on(self):
        """Held is held."""
        not_in_the_future(self.cleaned_data["held_on"])
        return self.cleaned_data["held_on"]


class AssumptionForm(_NobodyIn, SubmitKeyForm):
    """Something that is taken for a fact."""

    text = forms.CharField(
        label=_("What is taken for a fact?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: “Our schools are too different.” Nothing about a young person."),
    )


class ChallengeForm(_NobodyIn, SubmitKeyForm):
    """How it was put to the test, and what came of it."""

    how = forms.CharField(
        label=_("How was it challenged?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whom did you ask, what did you try, what did the figures say?"),
    )
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )


class SelfAssessmentForm(_NobodyIn, SubmitKeyForm):
    """KL's seven criteria: how far each is, and why. What is not answered is left out."""

    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)
    together = forms.BooleanField(label=_("Made together with the partner"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year
        for code, label in Criterion.choices:
            choices = [("", _("Not answered")), *Standing.choices]
            self.fields[code] = forms.ChoiceField(label=label, choices=choices, required=False)
            why = forms.CharField(label=_("Why?"), max_length=500, required=False)
            why.widget.attrs["aria-label"] = _("Why? %(criterion)s") % {"criterion": label}
            self.fields[f"{code}_words"] = why

    @property
    def pairs(self):
        """The two fields of each criterion."""
        return [(self[code], self[f"{code}_words"]) for code in Criterion.values]

    @property
    def answers(self) -> dict[str, tuple[str, str]]:
        """What was answered, by criterion."""
        said = self.cleaned_data
        return {code: (said[code], said[f"{code}_words"]) for code in Criterion.values if said.get(code)}

    def clean_year(self):
        """No year that has not begun."""
        if self.cleaned_data["year"] > clock.today().year:
            raise ValidationError(_("That year has not begun."))
        return self.cleaned_data["year"]

    def clean(self):
        """Each answer with its why, and at least one."""
        data = super().clean()
        for code in Criterion.values:
            if data.get(code) and not data.get(f"{code}_words"):
                self.add_error(f"{code}_words", _("Say why, in a few words."))
            if data.get(f"{code}_words") and not data.get(code):
                self.add_error(code, _("Say how far it is."))
        if not any(data.get(code) for code in Criterion.values) and not self.errors:
            raise ValidationError(_("Answer at least one of the seven."))
        return data
