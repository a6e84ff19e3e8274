"""What every form of a measure asks: when, where, on which occasion and, of what was said, who was there."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from progress.measures.models import Occasion, Voice, Where

WHEN = ("measured_on", "occasion", "where", "present")


class MeasureForm(SubmitKeyForm):
    """The head of a form. ``by_self`` is for the young person's own page: then it is today, and on a screen."""

    measured_on = PastDayField(label=_("Answered on"))
    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion.choices)
    where = forms.ChoiceField(label=_("Where?"), choices=Where.choices)
    present = forms.CharField(
        label=_("Who else was there?"),
        max_length=200,
        required=False,
        help_text=_("For example: mother and the mentor. Empty: only the two of you."),
    )

    def __init__(self, *args, voice: str = Voice.YOUTH, by_self: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.voice, self.by_self = voice, by_self
        self.fields["measured_on"].initial = clock.today
        if by_self:
            for name in WHEN:
                del self.fields[name]
        elif self.is_guides:
            del self.fields["present"]
            self.fields["measured_on"].label = _("Judged on")

    @property
    def is_guides(self) -> bool:
        """Whether the guide judges, and nobody is asked."""
        return self.voice == Voice.GUIDE

    @property
    def when(self) -> dict:
        """What the actions ask for beside the answers."""
        if self.by_self:
            return {"where": Where.SCREEN}
        values = {name: self.cleaned_data[name] for name in WHEN if name in self.fields}
        return {"on": values.pop("measured_on"), **values}

    @property
    def head(self) -> list:
        """The fields of the head, for the page."""
        return [self[name] for name in WHEN if name in self.fields]


class StrikeForm(TidyForm, forms.Form):
    """What was wrong with a measure."""

    because = forms.CharField(
        label=_("What was wrong?"),
        max_length=200,
        help_text=_("It stays in the record, struck out, and counts as nothing."),
    )
