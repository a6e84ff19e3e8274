"""The form of a plain word."""

from django.utils.translation import gettext_lazy as _

from core.plainlanguage.models import PlainWord
from core.versions import UntouchedModelForm, VersionedForm


class PlainWordForm(VersionedForm, UntouchedModelForm):
    """A word, and what to say instead."""

    class Meta:
        model = PlainWord
        fields = ("word", "instead", "is_active")
        help_texts = {
            "word": _("As it stands in a dictionary. Its bent forms are found too."),
            "instead": _("As you would say it to somebody of 13."),
            "is_active": _("Take it out of use instead of deleting it."),
        }

    def clean_word(self):
        """As a dictionary has it, so that a word stands once however it is typed."""
        return self.cleaned_data["word"].lower()
