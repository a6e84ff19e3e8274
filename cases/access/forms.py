"""Why a colleague opens a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access.models import AccessGrant
from core.fields import TidyForm


class PurposeForm(TidyForm, forms.Form):
    """Why a colleague opens a case."""

    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=AccessGrant.Purpose.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("In your own words"), max_length=200, min_length=5)
