"""For whom the plan can be handed over, and the form that does it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Participation
from core.fields import TidyForm
from core.idempotency import SubmitKeyForm
from core.ordering import Danish
from core.paper import LANGUAGES, ON_SCREEN, Fitting, Paper, Variant
from partners.models import Partner
from plans.handover.guarded import words_of
from plans.handover.models import Handover
from plans.handover.parts import Offer
from plans.handover.scope import may_read_plan

if TYPE_CHECKING:
    from plans.handover.preview import Preview

Audience = Handover.Audience


@dataclass(frozen=True)
class Choice:
    """One audience of one case. `refusal` is empty when it may be handed the plan today."""

    key: str
    audience: str
    label: str
    partner: Partner | None = None
    refusal: str = ""
    # Why handing it over asks for a reason and a second yes; empty for most.
    guard: str = ""

    @property
    def fitting(self) -> Fitting:
        """How their copy may look."""
        return FITTING[Audience(self.audience)]


# The young person and their parents read in their own language; partners in the municipality's. The easy one and the
# card speak to the young person; large type serves everybody.
FITTING = {
    Audience.YOUTH: Fitting(LANGUAGES, tuple(Variant), True),
    Audience.CUSTODY: Fitting(LANGUAGES, (Variant.STANDARD, Variant.LARGE), True),
    Audience.PARTNER: Fitting(ON_SCREEN, (Variant.STANDARD, Variant.LARGE), False),
}


def audiences(case, on: date) -> list[Choice]:
    """Everybody to whom the plan could be handed, those who may not have it today included, with the reason."""
    person = case.person
    found = [Choice("ung", Audience.YOUTH, person.called)]
    if not person.is_of_age(on):
        holders = person.guardians.holding_custody(on).may_be_contacted(on).order_by(Danish("name"))
        names = ", ".join(holders.values_list("name", flat=True))
        refusal = (
            "" if names else _("Nobody who holds custody may be told it. See who is around the young person.")
        )
        label = _("%(names)s (custody)") % {"names": names} if names else _("Custody holders")
        found.append(Choice("foraeldre", Audience.CUSTODY, label, refusal=refusal))
    guard = words_of(case)
    rows = Participation.objects.current().holding(on).filter(case=case).select_related("partner")
    for row in rows.order_by("partner__sort_name", "pk"):
        refusal = (
            ""
            if may_read_plan(case, row.partner, on)
            else _("No consent or other basis in force covers the plan.")
        )
        found.append(
            Choice(str(row.partner_id), Audience.PARTNER, row.partner.name, row.partner, refusal, guard)
        )
    return found


# The boxes of what goes along, group by group.
BOXES = ("head", "milestones", "efforts", "contact", "progress")


class PaperForm(TidyForm, forms.Form):
    """In which language and shape, and what of the plan goes along. Its fields are sent with `HandOverForm`."""

    sprog = forms.ChoiceField(
        label=gettext_lazy("Language"), widget=forms.Select(attrs={"class": "form-select"})
    )
    form = forms.ChoiceField(label=gettext_lazy("Shape"), widget=forms.Select(attrs={"class": "form-select"}))
    underskrift = forms.BooleanField(
        label=gettext_lazy("With lines to sign on"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, audience: str, paper: Paper, offer: Offer | None, chosen: Collection[str]):
        initial = {"sprog": paper.language, "form": paper.variant, "underskrift": paper.sign}
        super().__init__(initial=initial, label_suffix="")
        fitting = FITTING[Audience(audience)]
        self.fields["sprog"].choices = [(code, LANGUAGES[code]) for code in fitting.languages]
        self.fields["form"].choices = [(variant.value, variant.label) for variant in fitting.variants]
        if not fitting.sign:
            del self.fields["underskrift"]
        for name, label, parts in () if offer is None else self._groups(offer):
            parts = [part for part in parts if part.key not in offer.fixed]
            if not parts:
                continue
            choices = [
                (part.key, _("%(words)s (theirs)") % {"words": part.words} if part.theirs else part.words)
                for part in parts
            ]
            ticked = [part.key for part in parts if part.key in chosen]
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=choices,
                required=False,
                initial=ticked,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
            )

    @staticmethod
    def _groups(offer: Offer):
        labels = (_("Dream and goals"), _("Milestones"), _("Efforts"), _("Contact"), _("How it develops"))
        parts = (offer.head, offer.milestones, offer.efforts, offer.contact, offer.progress)
        return zip(BOXES, labels, parts, strict=True)

    @property
    def parts(self):
        """The boxes of what goes along."""
        return [self[name] for name in self.fields if name not in self.declared_fields]


class HandOverForm(SubmitKeyForm):
    """Hand over what was seen: for whom, how it looks, what of it, and the SHA-256 of the PDF that was shown."""

    til = forms.CharField(widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), widget=forms.HiddenInput)
    variant = forms.ChoiceField(choices=Variant.choices, required=False, widget=forms.HiddenInput)
    sign = forms.BooleanField(required=False, widget=forms.HiddenInput)
    parts = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    # Asked for a partner only, where the case is guarded (`plans.handover.guarded`).
    reason = forms.CharField(
        label=gettext_lazy("Why does the partner need the plan?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It is written in the journal. The leader is told that it happened, and reads why without the name."
        ),
    )
    sure = forms.BooleanField(required=False)

    def __init__(self, *args, choices, choice: Choice | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.choices = [choice for choice in choices if not choice.refusal]
        if choice is None and self.is_bound:
            choice = next((c for c in self.choices if c.key == self.data.get("til")), None)
        self.is_guarded = bool(choice and choice.guard)
        if self.is_guarded:
            self.fields["reason"].required = self.fields["sure"].required = True
            words = _("Yes, %(partner)s is to have the plan, although %(guard)s.")
            self.fields["sure"].label = words % {"partner": choice.label, "guard": choice.guard}
        else:
            del self.fields["reason"], self.fields["sure"]

    @classmethod
    def under(cls, preview: "Preview", choice: Choice, choices, *, typed=None) -> "HandOverForm":
        """The form under a preview. What was ``typed`` is kept and asks for the pages shown now; a choice that is not
        there begins anew.
        """
        if typed and (typed.is_guarded or typed.non_field_errors()):
            typed.data = typed.data.copy()
            typed.data["seen"] = preview.sha256
            typed.data["parts"] = " ".join(sorted(preview.chosen))
            return typed
        initial = {"til": choice.key, "parts": " ".join(sorted(preview.chosen)), "seen": preview.sha256}
        return cls(initial=initial | preview.paper.values, choices=choices, choice=choice)

    def clean(self):
        """What is not made for the audience is not handed to it, and only the young person has the whole unasked."""
        data = super().clean()
        names = ("language", "variant", "sign")
        if getattr(self, "choice", None) and data.keys() >= set(names):
            data["paper"] = self.choice.fitting.paper(*(data[name] for name in names))
        others = getattr(self, "choice", None) and self.choice.audience != Audience.YOUTH
        if others and "valgt" in self.data and not data.get("parts"):
            self.add_error(None, _("Choose at least one part of the plan."))
        return data

    def clean_parts(self) -> list[str]:
        """The keys of what they are to have; one that is not there any more counts for nothing."""
        return self.cleaned_data["parts"].split()

    def clean_til(self):
        """The audience must be one that may have the plan today."""
        key = self.cleaned_data["til"]
        self.choice = next((choice for choice in self.choices if choice.key == key), None)
        if self.choice is None:
            raise forms.ValidationError(_("The plan cannot be handed over to them now."))
        return key
