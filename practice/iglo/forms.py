"""Agreeing on a step, and ending one."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.fields import DayField, FromToday
from core.idempotency import SubmitKeyForm
from core.text import holds_personal_number
from practice.iglo.models import Level, Step

USUAL_WAIT = 28  # days until a step is to be taken, proposed


class NumberlessForm(SubmitKeyForm):
    """Texts of the unit, in which nobody's CPR number stands."""

    def clean(self):
        """Refuse a number."""
        data = super().clean()
        for name in ("text", "sign", "outcome"):
            if holds_personal_number(data.get(name, "")):
                self.add_error(name, _("There is a CPR number in it. Take it out."))
        return data


class StepForm(FromToday, NumberlessForm):
    """What we do, at which level, who does it and when, and what we would see."""

    level = forms.ChoiceField(
        label=_("Who can do something?"), choices=Level.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What do we do?"),
        max_length=Step._meta.get_field("text").max_length,
        help_text=_("Something one can see whether it is done. Nothing about a single young person."),
    )
    sign = forms.CharField(label=_("What will we see, when it helps?"), max_length=200)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Who sees to it?"), empty_label=None)
    due_on = DayField(label=_("By when?"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.carriers(user.unit_id)
        self.fields["owner"].initial = user.pk
        self.fields["due_on"].initial = lambda: clock.today() + timedelta(days=USUAL_WAIT)
        # Each level says what belongs there.
        self.fields["level"].choices = [(level.value, f"{level.label}: {level.means}") for level in Level]


class StepEndForm(NumberlessForm):
    """How it ended."""

    done = forms.TypedChoiceField(
        label=_("How did it end?"),
        choices=[("1", _("It is done")), ("", _("Not after all"))],
        coerce=bool,
        empty_value=False,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=Step._meta.get_field("outcome").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence for your colleagues, for example what you see now."),
    )
