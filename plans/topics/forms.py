"""What every part of a plan tells of, on one form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from core.fields import TidyForm
from plans.models import Plan
from plans.plan.topics import PART_CHOICES, TellsOfTopics


@dataclass(frozen=True)
class PartLine:
    """A part of the plan with its fields."""

    part: TellsOfTopics
    words: str
    more: str
    topics: forms.BoundField
    seen: forms.BoundField


class PlanTopicsForm(TidyForm, forms.Form):
    """The topics of each part, what its words propose ticked beforehand, and the version that was seen."""

    def __init__(self, *args, parts: Iterable[TellsOfTopics], **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for part in self.parts:
            self.fields[f"topics-{part.pk}"] = forms.MultipleChoiceField(
                choices=PART_CHOICES,
                required=False,
                label=_("What does it tell of?"),
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                initial=part.likely_topics,
            )
            # The version that was seen, and what was ticked beforehand; a part that came since has none.
            self.fields[f"seen-{part.pk}"] = forms.RegexField(
                r"^\d{1,9}( [a-z]+)*$",
                required=False,
                widget=forms.HiddenInput,
                initial=" ".join([str(part.version), *part.likely_topics]),
            )

    def lines(self) -> list[PartLine]:
        """A line for each part; those that wait for an answer come first."""
        lines = [self._line(part) for part in self.parts]
        return sorted(lines, key=lambda line: not line.part.waits)

    def _line(self, part: TellsOfTopics) -> PartLine:
        words, more = str(part), getattr(part, "professional", "")
        if isinstance(part, Plan):
            words, more = _("Dream and destination"), part.dream or part.small_step
        return PartLine(part, words, more, self[f"topics-{part.pk}"], self[f"seen-{part.pk}"])

    @property
    def answers(self) -> list[tuple[TellsOfTopics, int, dict[str, list[str]]]]:
        """What was said of each part that was on the page."""
        said = []
        for part in self.parts:
            version, *seen = self.cleaned_data[f"seen-{part.pk}"].split() or [""]
            if version:
                values = part.answers(self.cleaned_data[f"topics-{part.pk}"], seen=seen)
                said.append((part, int(version), values))
        return said

    def rebase(self, current) -> None:
        """Somebody changed the plan meanwhile: said above the form, and asked anew."""
        self.add_error(None, _("Somebody changed the plan meanwhile. Look once more, and save."))
