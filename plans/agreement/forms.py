"""The form of what the young person answered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import PastDayField
from core.idempotency import SubmitKeyForm
from plans.agreement.actions import nothing_to_agree
from plans.agreement.models import Agreement

# What they answer on their own page nobody writes down for them.
ASKED_AT = [choice for choice in Agreement.Where.choices if choice[0] != Agreement.Where.PAGE]


class LooksAgain:
    """Mix-in: a form about the plan as it stands (``standing``), which keeps in ``seen`` what its reader saw."""

    def look_again(self) -> None:
        """The plan changed meanwhile: what is sent next is about what it says now, which the page shows."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.standing.content


class AgreementForm(LooksAgain, SubmitKeyForm):
    """What they answered, why, and where they were asked. ``seen`` is what the plan said then."""

    answer = forms.ChoiceField(
        label=_("Is this your plan?"), choices=Agreement.Answer.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=_("Because …"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In the young person's own words. Needed unless the answer is yes."),
    )
    asked_on = PastDayField(label=_("Asked on"))
    where = forms.ChoiceField(label=_("Where?"), choices=ASKED_AT)
    present = forms.CharField(
        label=_("Who else was there?"),
        max_length=200,
        required=False,
        help_text=_("For example: mother and the mentor. Empty: only the two of you."),
    )
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.fields["asked_on"].initial = clock.today
        self.fields["seen"].initial = standing.content
        if not standing.can_be_agreed:
            self.fields["answer"].help_text = nothing_to_agree()

    def clean(self):
        """A no has a reason; a yes has something it says yes to."""
        data = super().clean()
        answer = data.get("answer")
        if answer and answer != Agreement.Answer.YES and not data.get("because", "").strip():
            self.add_error("because", _("Write why, in the young person's own words."))
        if answer == Agreement.Answer.YES and not self.standing.can_be_agreed:
            self.add_error("answer", nothing_to_agree())
        return data

    @property
    def values(self) -> dict:
        """What the action asks for."""
        names = ("answer", "because", "where", "present", "seen")
        return {name: self.cleaned_data[name] for name in names} | {"on": self.cleaned_data["asked_on"]}
