"""The field of every form that takes a sealed or signed file."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SealedField(forms.FileField):
    """A file that is no larger than any real one."""

    def __init__(self, *, largest: int):
        self.largest = largest
        super().__init__(label=_("The file"), max_length=200)

    def clean(self, data, initial=None):
        """The file. One beyond what a page takes arrives empty, and must not be called so."""
        if getattr(data, "too_large", False) or (data and data.size > self.largest):
            raise forms.ValidationError(_("The file is too big."))
        return super().clean(data, initial)
