"""The forms of sending a case to another municipality, and of receiving one."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from exchange.models import BundleSent, KnownInstallation
from exchange.sealing import LARGEST, LARGEST_CARD, LARGEST_RECEIPT


class ChosenField(forms.TypedMultipleChoiceField):
    """Which of them travel."""

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
    notes = ChosenField(label=_("Notes that travel"), required=False, coerce=int)
    documents = ChosenField(label=_("Documents that travel"), required=False, coerce=UUID)

    def __init__(self, *args, notes=(), documents=(), hidden: bool, may_close: bool, **kwargs):
        """``notes`` and ``documents`` are ``(id, label)``. With ``hidden`` (the address is protected) none is chosen beforehand."""
        super().__init__(*args, **kwargs)
        if not may_close:  # closing on one's own word is the leader's; a receipt speaks for itself
            del self.fields["closing"]
        self.fields["to"].empty_label = _("Choose a municipality")
        self.fields["to"].queryset = KnownInstallation.objects.filter(removed_at=None)
        for name, rows in (("notes", notes), ("documents", documents)):
            if not rows:
                del self.fields[name]
                continue
            self.fields[name].choices = rows
            self.fields[name].initial = [] if hidden else [pk for pk, _label in rows]


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


class BundleUploadForm(forms.Form):
    """A case that came."""

    file = SealedField(largest=LARGEST)


class CardUploadForm(forms.Form):
    """A visiting card: a small file."""

    file = SealedField(largest=LARGEST_CARD)


class ReceiptUploadForm(forms.Form):
    """Their receipt."""

    file = SealedField(largest=LARGEST_RECEIPT)


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
