"""Which versions are compared, and how one is confirmed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import PastDayField, TidyForm
from partners.linksignin.forms import CodeForm


class CompareForm(TidyForm, forms.Form):
    """Two versions, by their numbers; the older is told first, however they are chosen."""

    fra = forms.TypedChoiceField(label=_("From version"), coerce=int)
    til = forms.TypedChoiceField(label=_("To version"), coerce=int)

    def __init__(self, data, versions):
        rows = [row for row in versions if row.is_kept]
        latest = rows[0] if rows else None
        # Begin with the last one, and the one before it that went to the same people.
        before = next((row for row in rows[1:] if row.is_for == latest.is_for), rows[-1] if rows else None)
        super().__init__(
            data,
            initial={"fra": before and before.number, "til": latest and latest.number},
        )
        for field in self.fields.values():
            field.choices = [(row.number, row.title) for row in rows]
            field.widget.attrs["class"] = "form-select"


class PaperConfirmForm(TidyForm, forms.Form):
    """The day that stands beside the signature."""

    on = PastDayField(label=_("Signed on"))


class CodeConfirmForm(CodeForm):
    """The code, typed by the young person."""
