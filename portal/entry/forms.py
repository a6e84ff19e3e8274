"""What is typed on the way into Min plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from participation.access.codes import read_paper_code
from participation.access.destinations import read_destination


class AskForm(TidyForm, forms.Form):
    """Where the code is sent."""

    destination = forms.CharField(
        label=_("Your mobile or e-mail"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_destination(self):
        """A mobile number or an e-mail, as it is kept."""
        destination = read_destination(self.cleaned_data["destination"])
        if not destination:
            raise ValidationError(_("Write your mobile, 8 digits. Or write your e-mail."))
        return destination


class CodeForm(TidyForm, forms.Form):
    """The code that was sent; a space in the middle does no harm."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_code(self):
        """Six digits."""
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not code.isascii() or not code.isdecimal():
            raise ValidationError(_("The code has 6 digits."))
        return code


class PaperForm(TidyForm, forms.Form):
    """The code on paper, and the young person's date of birth."""

    code = forms.CharField(
        label=_("The code on your paper"),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    birth_date = forms.DateField(
        label=_("Date of birth of the young person"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_code(self):
        """Three times four letters or digits."""
        if len(read_paper_code(self.cleaned_data["code"])) != 12:
            raise ValidationError(_("The code has 12 letters and digits."))
        return self.cleaned_data["code"]
