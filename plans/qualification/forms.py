"""Forms of the guide's side: asking a department, and annulling a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import TidyForm
from core.idempotency import SubmitKeyForm
from core.versions import UntouchedModelForm, VersionedForm
from partners.models import Partner
from plans.qualification.models import DeclineReason, Qualification, text_of
from plans.qualification.rules import text_hash


def departments_of(unit_id):
    """The unit's partners whose staff may decide."""
    rows = Partner.objects.filter(unit=unit_id, merged_into=None, is_active=True, has_authority=True)
    return rows.order_by("sort_name", "pk")


class AskForm(SubmitKeyForm, forms.ModelForm):
    """What a department is asked about a milestone or a goal. What was asked before is filled in."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    class Meta:
        model = Qualification
        fields = ("partner", "question", "paragraph")
        widgets = {"question": forms.Textarea(attrs={"rows": 4})}
        labels = {"question": _("What do you ask the department?")}
        help_texts = {
            "partner": _("Only parts of the directory whose staff may decide. Anybody there may answer."),
            "question": _("What are they to say yes or no to? Write no more than they may be told."),
            "paragraph": _("For example: serviceloven § 85. May stay empty."),
        }

    def __init__(self, *args, part, before: Qualification | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.part = part
        case = part.plan.case
        self.fields["partner"].queryset = departments_of(case.unit_id)
        self.fields["partner"].empty_label = _("Choose a department")
        self.initial["seen"] = text_hash(text_of(part))
        self.earlier(before)

    def earlier(self, before: Qualification | None) -> None:
        """Fill in what was asked before."""
        if before is None:
            carrier = getattr(self.part, "contact", None)
            if carrier is not None and carrier.partner.has_authority:
                self.initial["partner"] = carrier.partner_id
            return
        self.initial |= {"question": before.question, "paragraph": before.paragraph}
        if before.state != "not_ours":
            self.initial["partner"] = before.partner_id

    def look_again(self) -> None:
        """The page now shows how the part stands; what is sent next is that."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = text_hash(text_of(self.part))

    def _post_clean(self):
        """The question is made by its action, which says what is wrong with it."""


class WhyForm(TidyForm, forms.Form):
    """Why a question or an answer is taken back."""

    why = forms.CharField(label=_("Why?"), max_length=300)


class DeclineReasonForm(VersionedForm, UntouchedModelForm):
    """A reason for declining that is everybody's, or all of one kind's. Departments keep their own."""

    class Meta:
        model = DeclineReason
        fields = ("name_da", "name_en", "category", "needs_words", "position", "is_active")
        help_texts = {
            "category": _("Choose none, and every department is shown it."),
            "needs_words": _("As “other” does: whoever chooses it writes a few words."),
            "is_active": _("Take it out of use instead of deleting it: answers still name it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].empty_label = _("Everybody")
