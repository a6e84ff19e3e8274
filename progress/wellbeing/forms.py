"""The five questions on one page, and what was done about a low answer."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import TidyForm
from progress.measures.forms import MeasureForm
from progress.wellbeing.instrument import instrument
from progress.wellbeing.models import ITEM_NAMES, WellbeingFollowUp


class WellbeingForm(MeasureForm):
    """The questions in their own order and wording. All five are answered, or none."""

    declined = forms.BooleanField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instrument = instrument()
        for name, words in zip(ITEM_NAMES, self.instrument.items, strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=f"{self.instrument.time_frame} {words}",
                choices=self.instrument.answers,
                coerce=int,
                required=False,
                empty_value=None,
                widget=forms.RadioSelect,
            )

    @property
    def asked(self) -> list:
        """The five, for the page."""
        return [self[name] for name in ITEM_NAMES]

    def clean(self):
        """All five, unless they would not answer."""
        data = super().clean()
        if not data.get("declined"):
            for name in ITEM_NAMES:
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Choose one of the six."))
        return data

    @property
    def answers(self) -> list[int]:
        """The five answers."""
        return [self.cleaned_data[name] for name in ITEM_NAMES]


class FollowUpForm(TidyForm, forms.Form):
    """What was done."""

    how = forms.ChoiceField(
        label=gettext_lazy("What was done?"), choices=WellbeingFollowUp.How.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What did you talk about, and what happens now?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "If nobody answers the phone, it stays here: write the attempt as a note, and try again."
        ),
    )
