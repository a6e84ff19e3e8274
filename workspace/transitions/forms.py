"""Forms for age transitions."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from cases.people import rules
from core import clock
from core.idempotency import SubmitKeyForm
from workspace.transitions.models import TransitionRule

_DAY = {"type": "date"}


AGES = [(str(months), label) for months, label in rules.TRANSITIONS.items()]


class BoardFilterForm(forms.Form):
    """What the board can be narrowed to; what makes no sense is left out."""

    alder = forms.TypedChoiceField(
        label=_("Age"), required=False, coerce=int, empty_value=None, choices=[("", _("All")), *AGES]
    )
    vis = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("mangler", _("Something is missing")),
            ("voksenside", _("Turn 18 without an adult side")),
            ("passeret", _("The day has passed")),
        ],
    )
    guide = forms.ModelChoiceField(
        label=_("Guide"), required=False, queryset=User.objects.none(), empty_label=_("All")
    )

    def __init__(self, data, *, user):
        super().__init__(data or {})
        if user.is_leader:
            carrying = User.objects.filter(unit_id=user.unit_id, guided_cases__closed_on=None)
            self.fields["guide"].queryset = carrying.filter(guided_cases__isnull=False).distinct()
        else:
            del self.fields["guide"]
        for one in self.fields.values():
            one.widget.attrs["class"] = "form-select"

    def chosen(self) -> dict:
        """The filters in force, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def chips(self) -> list[tuple]:
        """``(parameter, value, words)`` of each filter in force."""
        drawn = []
        for name, value in self.chosen().items():
            if name == "guide":
                drawn.append((name, value.pk, value.name))
            elif name == "alder":
                drawn.append((name, value, _("%(age)s years") % {"age": rules.TRANSITIONS[value]}))
            else:
                drawn.append((name, value, str(dict(self.fields[name].choices)[value])))
        return drawn


class ConfirmForm(SubmitKeyForm):
    """That something is in place, since when."""

    on = forms.DateField(label=_("On"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today

    def clean_on(self):
        """Not a day to come."""
        if self.cleaned_data["on"] > clock.today():
            raise ValidationError(_("That day has not come yet."))
        return self.cleaned_data["on"]


class TransitionRuleForm(SubmitKeyForm, forms.ModelForm):
    """A requirement of an age, from a day, with its source."""

    class Meta:
        model = TransitionRule
        fields = ["months", "text_da", "text_en", "check_by", "valid_from", "source"]
        widgets = {"valid_from": forms.DateInput(attrs=_DAY, format="%Y-%m-%d")}
        help_texts = {
            "check_by": _("What can be seen from facts is never ticked by anybody."),
            "source": _("The law and paragraph, the decision with its date, or an address on the web."),
        }

    def clean_valid_from(self):
        """A day that an administrator can mean."""
        day = self.cleaned_data["valid_from"]
        if not date(2000, 1, 1) <= day <= date(clock.today().year + 10, 12, 31):
            raise ValidationError(_("Choose a day within the next ten years, or after the year 2000."))
        return day


class RuleEndForm(forms.Form):
    """From when a requirement holds no more."""

    on = forms.DateField(
        label=_("No longer required from"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today
