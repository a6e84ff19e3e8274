"""The scales on one page: each life area with how it is now, and how they wish it were."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from progress.measures.forms import MeasureForm
from progress.scales.actions import Said
from progress.scales.models import LEAST, MOST, LifeArea, ScaleAnswer
from progress.scales.steps import STEPS, VERSION, meaning
from progress.words.tables import DatedWordsForm

NOT_ASKED, DECLINED = "", "declined"


@dataclass(frozen=True, slots=True)
class Asked:
    """One area on the page: its words, its fields, and what the same voice said last."""

    area: LifeArea
    now: BoundField
    wished: BoundField
    because: BoundField
    last: ScaleAnswer | None


def _steps() -> list[tuple[str, str]]:
    return [(str(n), f"{n} – {meaning(n)}") for n in range(LEAST, MOST + 1)]


class ScalesForm(MeasureForm):
    """Every area in force; none must be answered. ``last`` is what this voice said last, by the code of the area."""

    declined = forms.BooleanField(required=False)

    def __init__(self, *args, last: dict[str, ScaleAnswer] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.areas, self.last = LifeArea.objects.in_force(clock.today()), last or {}
        for area in self.areas:
            self.fields[f"now_{area.code}"] = self._choice(_("Now"), [*_steps(), *self._no_number])
            wished = [*_steps(), (NOT_ASKED, _("Not said"))]
            self.fields[f"wished_{area.code}"] = self._choice(_("Wished"), wished)
            self.fields[f"because_{area.code}"] = forms.CharField(
                label=_("Because …"), max_length=300, required=False
            )

    @property
    def _no_number(self) -> list[tuple[str, str]]:
        """What is said in place of a number; what the guide judges was asked of nobody."""
        if self.is_guides:
            return [(DECLINED, _("Cannot be judged")), (NOT_ASKED, _("Not judged"))]
        return [(DECLINED, _("Will not answer")), (NOT_ASKED, _("Not asked"))]

    @staticmethod
    def _choice(label: str, choices) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label, choices=choices, required=False, initial=NOT_ASKED, widget=forms.RadioSelect
        )

    @property
    def asked(self) -> list[Asked]:
        """The areas, as the page draws them."""
        return [
            Asked(
                area,
                self[f"now_{area.code}"],
                self[f"wished_{area.code}"],
                self[f"because_{area.code}"],
                self.last.get(area.code),
            )
            for area in self.areas
        ]

    @property
    def meanings(self) -> list:
        """What the numbers mean, two by two, for below them."""
        return [words for _low, _high, words in STEPS[VERSION]]

    def clean(self):
        """A wish belongs to where they are now; and something is answered, or all of it declined."""
        data = super().clean()
        if data.get("declined"):
            return data
        for area in self.areas:
            more = data.get(f"wished_{area.code}") or data.get(f"because_{area.code}")
            if more and data.get(f"now_{area.code}") == NOT_ASKED:
                self.add_error(f"now_{area.code}", _("Say where it is now, too."))
            if data.get(f"wished_{area.code}") and data.get(f"now_{area.code}") == DECLINED:
                self.add_error(f"wished_{area.code}", _("Without a number for now, there is no wish."))
        if not self.errors and not self.answers:
            self.add_error(None, self._nothing)
        return data

    @property
    def _nothing(self) -> str:
        """What is asked of whoever answered nothing, by what their own page lets them say."""
        if self.by_self:
            return _("Answer at least one of them.")
        if self.is_guides:
            return _("Judge at least one of them, or say that you cannot judge it.")
        return _("Answer at least one of them, or say that they would not answer.")

    @property
    def answers(self) -> dict[str, Said]:
        """What was said, by the code of the area; what nobody asked about is not among it."""
        found = {}
        for area in self.areas:
            now = self.cleaned_data.get(f"now_{area.code}", NOT_ASKED)
            if now == NOT_ASKED:
                continue
            wished = self.cleaned_data.get(f"wished_{area.code}")
            found[area.code] = Said(
                None if now == DECLINED else int(now),
                int(wished) if wished else None,
                self.cleaned_data.get(f"because_{area.code}", ""),
            )
        return found


class LifeAreaForm(DatedWordsForm):
    """The words of a life area."""

    class Meta(DatedWordsForm.Meta):
        model = LifeArea
        fields = (*DatedWordsForm.Meta.fields, "tells_of")
        help_texts = {
            "tells_of": gettext_lazy("A partner reads it only when its basis covers this."),
            "youth_da": gettext_lazy("As one asks somebody of 13, in short words."),
        }
