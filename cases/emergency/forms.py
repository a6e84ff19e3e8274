"""Asking to break the glass of a shielded case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.people.forms import CprField
from core.fields import TidyForm, date_input


class BreakGlassForm(TidyForm, forms.Form):
    """Exactly whom, why, and the password once more.

    Nothing is searched: a number or a name that is nearly right opens nothing.
    """

    cpr = CprField(
        label=_("CPR number"),
        max_length=20,
        required=False,
    )
    name = forms.CharField(
        label=_("Full name"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("First and last name, as they are written down."),
    )
    birth_date = forms.DateField(label=_("Date of birth"), required=False, widget=date_input())
    reason = forms.CharField(
        label=_("Why it cannot wait"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The leader reads it. Do not write who it is about."),
    )
    password = forms.CharField(
        label=_("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self):
        """A number, or a name with the date of birth."""
        data = super().clean()
        if "cpr" in self.errors or data.get("cpr") or (data.get("name") and data.get("birth_date")):
            return data
        if data.get("name") and "birth_date" not in self.errors:
            self.add_error("birth_date", _("A name takes the date of birth too."))
        elif data.get("birth_date"):
            self.add_error("name", _("A date of birth takes the full name too."))
        elif not self.errors.keys() & {"birth_date", "name"}:
            self.add_error("cpr", _("Write the CPR number, or the full name and the date of birth."))
        return data

    @property
    def how(self) -> str:
        """By which of number and name it was asked."""
        return "cpr" if self.cleaned_data.get("cpr") else "name"
