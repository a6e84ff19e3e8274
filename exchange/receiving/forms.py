"""The form of receiving a case."""

from django import forms

from core.fields import TidyForm
from exchange.bundle.forms import SealedField
from exchange.bundle.sealing import LARGEST


class BundleUploadForm(TidyForm, forms.Form):
    """A case that came."""

    file = SealedField(largest=LARGEST)
