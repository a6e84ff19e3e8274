"""Forms of a department: an answer of each kind, why it is taken back, a reason of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, TidyForm, date_input, not_in_the_future
from core.idempotency import SubmitKeyForm
from plans.models import DeclineReason, Qualification
from plans.qualification.answering import SAYS
from plans.qualification.choices import State
from plans.qualification.reading import reasons_for

# What an answer is called in its address.
SLUGS = {
    "afklaret": State.QUALIFIED,
    "andre-ord": State.ADJUSTED,
    "afslag": State.DECLINED,
    "mangler": State.NEEDS_MORE,
    "ikke-os": State.NOT_OURS,
}

# What each is called where it is chosen, and above its form.
WORDS = {
    State.QUALIFIED: _("Yes, we carry it"),
    State.ADJUSTED: _("Yes, with other words or another day"),
    State.DECLINED: _("No, and something else"),
    State.NEEDS_MORE: _("We need to know more"),
    State.NOT_OURS: _("It is not ours"),
}
# What an answer cannot do without; its action says the same.
_NEEDED = {
    State.QUALIFIED: ("basis", "basis_on"),
    State.ADJUSTED: ("basis", "basis_on"),
    State.DECLINED: ("reason", "alternative"),
    State.NEEDS_MORE: ("decision",),
    State.NOT_OURS: ("whose",),
}
_DECISION = {
    State.QUALIFIED: _("Remark (may stay empty)"),
    State.ADJUSTED: _("Why in another way?"),
    State.DECLINED: _("Remark (may stay empty)"),
    State.NEEDS_MORE: _("What is missing?"),
    State.NOT_OURS: _("Remark (may stay empty)"),
}


class AnswerForm(TidyForm, forms.ModelForm):
    """An answer: only the fields that it says something with."""

    class Meta:
        model = Qualification
        fields = (
            "adjusted_words", "adjusted_due_on", "reason", "reason_words", "alternative", "whose", "basis",
            "basis_on", "decision",
        )  # fmt: skip
        widgets = {
            "adjusted_due_on": date_input(),
            "basis_on": date_input(),
            "adjusted_words": forms.Textarea(attrs={"rows": 3}),
            "alternative": forms.Textarea(attrs={"rows": 3}),
            "decision": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"adjusted_due_on": DayField, "basis_on": DayField}
        help_texts = {
            "basis": _("The paragraph, for example: serviceloven § 85."),
            "adjusted_words": _("The plan says this once the guide agrees. Empty: the words stay."),
            "adjusted_due_on": _("Empty: the day stays."),
            "alternative": _("A no always says what can be done in place of it."),
            "whose": _("Which department or authority, as well as you know."),
        }

    def __init__(self, *args, row: Qualification, told: Qualification, state: str, **kwargs):
        super().__init__(*args, **kwargs)
        # ``told`` is the question as its reader may see it.
        self.row, self.told, self.state = row, told, state
        for name in set(self.fields) - set(SAYS[state]):
            del self.fields[name]
        self.fields["decision"].label = _DECISION[State(state)]
        self.initial |= {"basis": row.paragraph, "basis_on": clock.today()}
        if state == State.ADJUSTED:
            self.initial["adjusted_words"] = told.professional or told.own_words
            if row.goal_id:
                del self.fields["adjusted_due_on"]
        if state == State.DECLINED:
            self.fields["reason"].queryset = reasons_for(row.partner)
            self.fields["reason"].empty_label = _("Choose a reason")
        for name, field in self.fields.items():
            field.required = name in _NEEDED[State(state)]

    def clean_basis_on(self):
        """It has been decided."""
        day = self.cleaned_data.get("basis_on")
        not_in_the_future(day)
        return day

    def clean(self):
        """Words that are those of the plan already are no other words."""
        data = super().clean()
        row = self.row
        stands = {words for sent in (row, self.told) for words in (sent.professional, sent.own_words)}
        if data.get("adjusted_words") in stands:
            data["adjusted_words"] = ""
        if data.get("adjusted_due_on") and data["adjusted_due_on"] == row.due_on:
            data["adjusted_due_on"] = None
        return data

    def _post_clean(self):
        """The answer is given by its action, which says what is wrong with it."""


class OwnReasonForm(SubmitKeyForm, forms.ModelForm):
    """A reason of the department's own."""

    class Meta:
        model = DeclineReason
        fields = ("name_da", "needs_words")
        labels = {"name_da": _("Reason")}

    def _post_clean(self):
        """It is added by its action."""
