"""Asking a round, and answering one."""

import secrets
from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.fields import DayField, TidyForm
from core.idempotency import SubmitKeyForm
from practice.barometer.models import Round, Statement, StatementSet
from practice.barometer.rules import LEAST, MOST

LONGEST_OPEN = 60  # days; a round that stays open longer asks a team that is no longer the same
OWN_LINES = 20


class RoundForm(SubmitKeyForm):
    """What is asked, how, and until when."""

    title = forms.CharField(
        label=_("What is the round called?"), max_length=100, help_text=_("For example: November 2026.")
    )
    sets = forms.ModelMultipleChoiceField(
        StatementSet.objects.none(),
        label=_("Statements"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    own = forms.CharField(
        label=_("Statements of your own"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line. Write it so that one can agree or disagree."),
    )
    how = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=Round.How.choices,
        initial=Round.How.SIGNED_IN,
        widget=forms.RadioSelect,
    )
    with_partners = forms.BooleanField(
        label=_("Ask the unit's partners too"),
        required=False,
        help_text=_("Their answers stand in a line of their own. Not in a live round."),
    )
    closes_on = DayField(label=_("Last day to answer"))

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        ready = StatementSet.objects.filter(Q(unit=None) | Q(unit=unit))
        self.fields["sets"].queryset = ready.prefetch_related("statements")
        self.fields["closes_on"].initial = lambda: clock.today() + timedelta(days=7)

    def clean_own(self):
        """The sentences, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["own"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > OWN_LINES:
            raise forms.ValidationError(_("At most %(most)d statements."), params={"most": OWN_LINES})
        longest = Statement._meta.get_field("text").max_length
        if any(len(line) > longest for line in lines):
            words = _("A statement has at most %(most)d characters.")
            raise forms.ValidationError(words, params={"most": longest})
        return lines

    def clean_closes_on(self):
        """From today on, and not so far away that the team has changed."""
        day, today = self.cleaned_data["closes_on"], clock.today()
        if day < today:
            raise forms.ValidationError(_("That day has passed. Choose today or a day to come."))
        if day > today + timedelta(days=LONGEST_OPEN):
            raise forms.ValidationError(_("Choose a day within two months."))
        return day

    def statements(self) -> list[Statement]:
        """Those of the sets that were chosen, in their order."""
        return [statement for ready in self.cleaned_data["sets"] for statement in ready.statements.all()]


class AnswerForm(TidyForm, forms.Form):
    """A number for each statement, or none. It carries no key of its own: who has answered is kept by the round."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        scale = [(str(value), str(value)) for value in range(LEAST, MOST + 1)]
        for question in self.questions:
            self.fields[f"q{question.pk}"] = forms.TypedChoiceField(
                label=question.statement.text,
                choices=scale,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self):
        """At least one statement is answered: an empty sheet would use up the answer."""
        data = super().clean()
        if not self.errors and all(data[f"q{question.pk}"] is None for question in self.questions):
            raise forms.ValidationError(_("Choose a number for at least one statement."))
        return data

    def ratings(self) -> dict[int, int | None]:
        """The numbers by the primary key of the question."""
        return {question.pk: self.cleaned_data[f"q{question.pk}"] for question in self.questions}

    def rows(self):
        """Each question's field, to be drawn."""
        return [self[f"q{question.pk}"] for question in self.questions]


class SheetForm(AnswerForm):
    """A sheet of paper that is typed in. ``sheet`` is drawn with the page, so that a second click counts it once."""

    sheet = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=lambda: secrets.token_hex(16))


class CodeForm(TidyForm, forms.Form):
    """The code on the wall."""

    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("The code on the screen"),
        error_messages={"invalid": _("The code has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )

    def __init__(self, data=None, **kwargs):
        if data is not None:
            data = data.copy()
            data["code"] = "".join(data.get("code", "").split())
        super().__init__(data, **kwargs)
