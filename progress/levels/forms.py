"""The level on a day, and the words of the levels."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from progress.levels.models import Level
from progress.measures.forms import MeasureForm
from progress.measures.models import Voice
from progress.words.tables import DatedWordsForm


class LevelForm(MeasureForm):
    """Which level, and what that rests on."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("What do you see?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Something that anybody could see. That a level is held is a result, too."),
    )
    field_order = ("level", "words")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, voice=Voice.GUIDE, **kwargs)
        self.levels = Level.objects.in_force(clock.today())
        self.fields["level"].choices = [
            (row.code, _("%(name)s – “%(youth)s”") % {"name": row, "youth": row.youth}) for row in self.levels
        ]

    @property
    def chosen(self) -> Level:
        """The level that was chosen, in the words of today."""
        return next(row for row in self.levels if row.code == self.cleaned_data["level"])


class LevelWordsForm(DatedWordsForm):
    """The words of a level."""

    class Meta(DatedWordsForm.Meta):
        model = Level
        help_texts = {"youth_da": gettext_lazy("As one says it to somebody of 13, in short words.")}
