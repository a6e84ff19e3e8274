"""What a young person says to an offer, and a place on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField
from core.idempotency import SubmitKeyForm
from partners.models import Offer
from plans.models import EffortKind
from programmes.places.models import Interest


class InterestForm(SubmitKeyForm):
    """What the young person says."""

    answer = forms.ChoiceField(
        label=_("What does the young person say?"), choices=Interest.Answer.choices, widget=forms.RadioSelect
    )


class PlaceForm(SubmitKeyForm):
    """From when, until when, and what kind of effort it is."""

    from_on = DayField(label=_("First day"))
    until_on = DayField(label=_("Last day, as planned"), required=False)
    kind = forms.ModelChoiceField(
        EffortKind.objects.none(), label=_("Kind of effort"), empty_label=_("Choose")
    )

    def __init__(self, *args, offer: Offer, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["kind"].queryset = EffortKind.objects.filter(is_active=True)
        code = "internship" if offer.kind == Offer.Kind.COMPANY else "course"
        self.fields["kind"].initial = EffortKind.objects.filter(code=code, is_active=True).first()
        start = next((row.on for row in offer.starts.all() if row.on >= today), today)
        self.fields["from_on"].initial = start

    def clean(self):
        """It ends after it begins."""
        data = super().clean()
        if data.get("from_on") and data.get("until_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", _("It ends before it begins."))
        return data
