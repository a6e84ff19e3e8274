"""The form of a postcard from the future."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import date_input
from core.idempotency import SubmitKeyForm
from practice.postcards.models import Postcard
from practice.postcards.rules import in_months, latest_opening
from practice.wording import NamelessForm

WAITS = [
    ("6", _("In half a year")),
    ("12", _("In a year")),
    ("36", _("In three years")),
    ("", _("On another day")),
]


class PostcardAddForm(NamelessForm, SubmitKeyForm):
    """A picture, a text, and the day it opens: one of three usual waits, or a day of one's own."""

    watched = "text"

    motif = forms.ChoiceField(
        label=_("Picture"),
        choices=Postcard.Motif.choices,
        initial=Postcard.Motif.FJORD,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    text = forms.CharField(
        label=_("Your postcard"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Write as if that day has come: what do you see around you, and what did we do to get there?"
        ),
    )
    wait = forms.ChoiceField(
        label=_("It opens"), choices=WAITS, required=False, initial="12", widget=forms.RadioSelect
    )
    opens_on = forms.DateField(
        label=_("The day"),
        required=False,
        widget=date_input(),
        help_text=_("Only when you chose another day."),
    )

    def clean(self):
        """Settle the day: after today, and no further away than a working life remembers."""
        data = super().clean()
        today = clock.today()
        if data.get("wait"):
            data["opens_on"] = in_months(today, int(data["wait"]))
        if "opens_on" in self.errors:
            return data
        day = data.get("opens_on")
        if day is None:
            self.add_error("opens_on", _("Choose the day it opens."))
        elif day <= today:
            self.add_error(
                "opens_on",
                ValidationError(_("Choose a day after today: a postcard from the future must wait.")),
            )
        elif day > latest_opening(today):
            self.add_error("opens_on", ValidationError(_("Choose a day within ten years.")))
        return data
