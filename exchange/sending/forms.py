"""The forms of sending a case, and of keeping the receipt for it."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from core.idempotency import SubmitKeyForm
from exchange.bundle.forms import SealedField
from exchange.bundle.sealing import LARGEST_RECEIPT
from exchange.installations.models import KnownInstallation
from exchange.sending.models import BundleSent


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
        """``notes`` and ``documents`` are ``(id, label)``.

        With ``hidden`` (the address is protected) none is chosen beforehand.
        """
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

    @property
    def chosen_notes(self) -> set[int] | None:
        """The ids of the notes chosen; None for all of them, which then are those of the moment of sealing."""
        chosen = self.cleaned_data.get("notes", ())
        offered = list(self.fields["notes"].choices) if "notes" in self.fields else []
        return None if len(chosen) == len(offered) else set(chosen)


class ReceiptUploadForm(TidyForm, forms.Form):
    """The receipt of who took the case in, as they sent it back."""

    file = SealedField(largest=LARGEST_RECEIPT)
