"""The two fields of a sign-in by link."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm


class LinkForm(TidyForm, forms.Form):
    """Where the link is sent."""

    email = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class CodeForm(TidyForm, forms.Form):
    """What was told on the phone; a space in the middle does no harm."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )

    def clean_code(self):
        """Six digits."""
        code = "".join(self.cleaned_data["code"].split())
        RegexValidator(r"^[0-9]{6}$", _("The code has six digits."))(code)
        return code
