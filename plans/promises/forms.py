"""What may be asked, answered, proposed, decided and reported about a promise."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, PastDayField, TidyForm
from core.idempotency import SubmitKeyForm
from plans.promises.rules import REASONS, WITH_A_DAY, ProposalKind, ProposalReason, ReportKind


def _text(rows: int):
    return forms.Textarea(attrs={"rows": rows})


class AskForm(SubmitKeyForm):
    """A question to the partner."""

    question = forms.CharField(
        label=_("What do you ask?"),
        max_length=1000,
        widget=_text(4),
        help_text=_("About the promise or the young person. Only what the partner may be told already."),
    )


class AnswerForm(SubmitKeyForm):
    """The partner's answer."""

    answer = forms.CharField(label=_("Your answer"), max_length=2000, widget=_text(5))


class ProposeForm(SubmitKeyForm):
    """What the partner proposes, and why."""

    kind = forms.ChoiceField(
        label=_("What do you propose?"), choices=ProposalKind.choices, widget=forms.RadioSelect
    )
    new_due_on = DayField(label=_("New day"), required=False, help_text=_("For more time, or another day."))
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=[("", _("Choose")), *ProposalReason.choices],
        widget=forms.Select(attrs={"data-fits": json.dumps(REASONS)}),
    )
    words = forms.CharField(
        label=_("More about it"), max_length=1000, required=False, widget=_text(3),
        help_text=_("Needed when you choose “Other”."),
    )  # fmt: skip

    def clean(self):
        """A kind has its own reasons; some need a day, or words."""
        data = super().clean()
        kind, reason = data.get("kind"), data.get("reason")
        if kind in WITH_A_DAY and not data.get("new_due_on") and "new_due_on" not in self.errors:
            self.add_error("new_due_on", _("Choose the new day."))
        if kind and reason and reason not in REASONS[kind]:
            fitting = ", ".join(str(one.label) for one in REASONS[kind])
            self.add_error("reason", _("This goes with another proposal. Here you can choose: %s.") % fitting)
        if reason == ProposalReason.OTHER and not data.get("words", "").strip():
            self.add_error("words", _("Say why, in a few words."))
        return data


class DeclineForm(TidyForm, forms.Form):
    """Why the guide says no."""

    words = forms.CharField(
        label=_("Why not?"), max_length=300, widget=_text(3), help_text=_("The partner reads this.")
    )


class ReportForm(SubmitKeyForm):
    """How it goes."""

    kind = forms.ChoiceField(label=_("What happened?"), choices=ReportKind.choices, widget=forms.RadioSelect)
    happened_on = PastDayField(label=_("Day"), initial=clock.today)
    words = forms.CharField(label=_("A few words"), max_length=1000, required=False, widget=_text(3))
