"""The form that takes a file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import TidyForm
from core.spreadsheets.readers import MAX_BYTES, TableError, read_sheets


class ImportFileForm(TidyForm, forms.Form):
    """Choose a file."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("Excel (.xlsx), LibreOffice (.ods) or .csv, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt,.tsv"}),
    )

    def clean_file(self):
        """Read the sheets at once, so that a wrong file is told on this page."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 10 MB. Save only the sheet with the list and try again.")
            )
        self.content = upload.read()
        try:
            self.sheets = read_sheets(self.content, upload.name)
        except TableError as error:
            raise forms.ValidationError(str(error)) from error
        return upload
