"""The forms of sending a case to another municipality, and of receiving one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from plans.bundle.models import BundleSent, KnownInstallation
from plans.bundle.sealing import LARGEST, LARGEST_CARD


class NotesField(forms.TypedMultipleChoiceField):
    """The notes that travel."""

    widget = forms.CheckboxSelectMultiple


class SendForm(SubmitKeyForm):
    """To whom, on which basis, with which notes, and when the case closes here."""

    to = forms.ModelChoiceField(
        label=_("To which municipality"),
        queryset=KnownInstallation.objects.none(),
        help_text=_("Only those whose card an administrator has compared by telephone."),
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=BundleSent.Basis.choices, widget=forms.RadioSelect)
    basis_text = forms.CharField(label=_("Who said yes and when, or which rule"), max_length=300)
    closing = forms.ChoiceField(
        label=_("When does the case close here?"),
        choices=[
            ("receipt", _("When their receipt has come")),
            ("now", _("At once")),
        ],
        widget=forms.RadioSelect,
        initial="receipt",
    )
    notes = NotesField(label=_("Notes that travel"), required=False, coerce=int)

    def __init__(self, *args, notes=(), may_close: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_close:  # closing on one's own word is the leader's; a receipt speaks for itself
            del self.fields["closing"]
        self.fields["to"].queryset = KnownInstallation.objects.filter(removed_at=None)
        self.fields["notes"].choices = notes
        self.fields["notes"].initial = [pk for pk, _label in notes]


class BundleUploadForm(forms.Form):
    """The file that came."""

    file = forms.FileField(label=_("The file"), max_length=200)
    largest = LARGEST

    def clean_file(self):
        """Not larger than any real one."""
        file = self.cleaned_data["file"]
        if file.size > self.largest:
            raise forms.ValidationError(_("The file is too big."))
        return file


class CardUploadForm(BundleUploadForm):
    """A visiting card or a receipt: a small file."""

    largest = LARGEST_CARD


class CompareForm(forms.Form):
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
