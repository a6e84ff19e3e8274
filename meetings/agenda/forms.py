"""The form of a point."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from meetings.agenda.models import LONGEST, AgendaItem

Source = AgendaItem.Source


class AgendaItemForm(VersionedForm, SubmitKeyForm, UntouchedModelForm):
    """A point of the agenda. A new one says whose it is."""

    source = forms.ChoiceField(
        label=_("Whose point?"),
        choices=[(row.value, row.label) for row in (Source.OWN, Source.YOUTH, Source.PARTNER)],
        required=False,
    )

    class Meta:
        model = AgendaItem
        fields = ("title", "purpose", "who", "minutes")
        widgets = {"minutes": forms.NumberInput(attrs={"min": 0, "max": LONGEST})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["minutes"].initial = 10
        else:
            del self.fields["submit_key"], self.fields["source"]
