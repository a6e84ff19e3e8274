"""The table of forms of meetings, for the administrator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from cases.people.rules import TRANSITIONS
from core.ordering import Danish
from core.versions import UntouchedModelForm, VersionedForm
from meetings.types.models import MeetingType


class MeetingTypeForm(VersionedForm, UntouchedModelForm):
    """A form of meeting. What is changed holds for meetings planned from then on."""

    ages_months = forms.TypedMultipleChoiceField(
        label=_("Held at the ages"),
        coerce=int,
        choices=[(months, label) for months, label in TRANSITIONS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = MeetingType
        fields = (
            "name_da",
            "name_en",
            "themes",
            "must_attend",
            "lasts_minutes",
            "ages_months",
            "rhythm_months",
            "then",
            "source",
            "position",
            "is_active",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["then"].empty_label = _("One of the same form")

    def clean_lasts_minutes(self):
        """As long as a meeting may last."""
        minutes = self.cleaned_data["lasts_minutes"]
        if not 5 <= minutes <= 600:
            raise forms.ValidationError(_("A meeting lasts between 5 minutes and 10 hours."))
        return minutes


def _when(row: MeetingType) -> str:
    ages = [TRANSITIONS[months] for months in row.ages_months if months in TRANSITIONS]
    return ", ".join(ages) if ages else "–"


TYPES = Table(
    urls="meetings:type",
    form=MeetingTypeForm,
    title=_("Forms of meetings"),
    lead=_(
        "The fixed meetings around a young person: what they are about, who must attend, and when the next is due. "
        "What is changed here alters no meeting already made."
    ),
    first=_("Form"),
    new=_("New form of meeting"),
    added="meeting_type.added",
    edited="meeting_type.edited",
    rows=lambda user: MeetingType.objects.order_by("-is_active", "position", Danish("name_da"), "pk"),
    columns=(
        Column(label=_("At the ages"), value=_when, css="nowrap"),
        Column(label=_("Months until the next"), value=lambda row: row.rhythm_months or "–", num=True),
        Column(label=_("Minutes it lasts"), value=lambda row: row.lasts_minutes, num=True),
        Column(label=_("Source"), value=lambda row: row.source, css="small muted"),
    ),
)
type_list, type_add, type_edit = TYPES.views()
