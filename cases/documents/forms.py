"""Documents: sending them, and saying what they are."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.documents.models import Document
from core import clock
from core.fields import PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from core.uploads.accepting import ACCEPT
from core.versions import VersionedForm

AT_ONCE = 20


CONFIDENTIAL = _(
    "Only for the guide, the deputy and the leader. A colleague who opens the case does not see it."
)


TITLE_LENGTH = Document._meta.get_field("title").max_length


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several. What each is, is found out one by one, so that one bad file does not stop the others."""

    widget = _SeveralFiles

    def clean(self, data, initial=None):
        """The files that were sent, at least one and at most AT_ONCE."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not files:
            raise ValidationError(_("Choose at least one file."), code="required")
        if len(files) > AT_ONCE:
            raise ValidationError(_("At most %(n)s files at once."), params={"n": AT_ONCE})
        return files


class DocumentUploadForm(SubmitKeyForm):
    """Files, and what they have in common."""

    files = FilesField(
        label=_("Files"),
        help_text=_("pdf, docx, odt, png, jpg or heic, at most 20 MB each."),
        widget=_SeveralFiles(attrs={"accept": ACCEPT}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    received_on = PastDayField(label=_("Received on"))
    title = forms.CharField(
        label=_("Title"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=_(
            "Without one, the file's name is used. With several files it stands before the name of each."
        ),
    )
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=CONFIDENTIAL,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = clock.today
        self.fields["kind"].initial = Document.Kind.STATEMENT


class DocumentEditForm(VersionedForm):
    """What is said about a document."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices)
    received_on = PastDayField(label=_("Received on"))
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=CONFIDENTIAL,
    )


class DocumentWithdrawForm(TidyForm, forms.Form):
    """Why a document is taken back."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=200,
        help_text=_("For example: it is about somebody else."),
        widget=forms.TextInput,
    )
