"""A visiting card is uploaded, and its fingerprint compared by telephone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from exchange.bundle.forms import SealedField
from exchange.bundle.sealing import LARGEST_CARD


class CardUploadForm(TidyForm, forms.Form):
    """A visiting card: a small file."""

    file = SealedField(largest=LARGEST_CARD)


class CompareForm(TidyForm, forms.Form):
    """The fingerprint was read aloud, and is the same."""

    card = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST_CARD)
    compared_with = forms.CharField(
        label=_("With whom did you compare it by telephone?"),
        max_length=120,
        help_text=_(
            "Name and function. Call a number you found yourself, never one from the mail with the card."
        ),
    )
    same = forms.BooleanField(label=_("They read the same groups of digits aloud"))
